"""A service of the sample area that is about to move to another provider."""

from datetime import datetime, timedelta

from django.utils import timezone

from wraparound.delivery.transfers import moving, services
from wraparound.delivery.transfers.models import CaseMove, Transfer
from wraparound.delivery.transfers.queries import moves_coming_to, moves_of_team
from wraparound.foundation.agencies.models import Team
from wraparound.site.sample.people import actor, post_of

YES, NO = CaseMove.Answer.YES, CaseMove.Answer.NO
SAID = (
    (YES, "The mother, on the telephone"), (YES, "Both parents, at the visit"), None,
    (YES, "The grandmother, who has care of the child"), (NO, "The mother: she wants no new people"), None,
)  # fmt: skip
"""What one family after the other said, and who; None was not asked yet."""


def move_a_service(*, now: datetime) -> None:
    """Plan and agree that family support moves in three weeks; families are being asked, plans being made."""
    if Transfer.objects.exists():
        return
    old, new = (Team.objects.select_related("service").get(code=f"VOL-{name}-T") for name in ("HOME", "NEST"))
    if old.service is None or new.service is None:
        raise LookupError("family support has no service")
    planned, agreed = now - timedelta(days=2), now - timedelta(days=1)
    transfer = services.plan_transfer(
        predecessor=old.service, successor=new.service, teams={old: new}, needs_yes=True,
        why="The contract was let anew: Nest Family Partnership takes family support over.",
        transition_on=timezone.localdate(agreed), moves_on=timezone.localdate(now) + timedelta(days=21),
        actor=actor("administrator", planned), now=planned,
    )  # fmt: skip
    services.agree_transfer(transfer=transfer, actor=actor("administrator.2", agreed), now=agreed)
    asking = actor("family.worker", now)
    for place, move in enumerate(list(moves_of_team(asking))):
        if said := SAID[place % len(SAID)]:
            services.record_answer(move=move, answer=said[0], words=said[1], actor=asking, now=now)
    moving.keep_in_step(transfer=transfer, now=now)
    worker, manager = (
        post_of("nest.worker"),
        actor("nest.manager", now),
    )
    for move in list(moves_coming_to(manager))[::2]:
        services.plan_post(move=move, post=worker, actor=manager, now=now)
