"""Background job of moves: what is due of each is done when its day has come."""

from django.utils import timezone
from django_tasks import task

from wraparound.delivery.transfers import moving
from wraparound.delivery.transfers.queries import due


@task
def carry_due() -> int:
    """List, show and carry over what is due of each move of a service; return how many moves there were."""
    now = timezone.now()
    transfers = due(now=now)
    for transfer in transfers:
        moving.keep_in_step(transfer=transfer, now=now)
    return len(transfers)
