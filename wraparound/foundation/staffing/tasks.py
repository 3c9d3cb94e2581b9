"""Background jobs of posts."""

from django.utils import timezone
from django_tasks import task

from wraparound.foundation.accounts.models import Invitation
from wraparound.foundation.staffing import duties, invitations, leaving


@task
def mail_invitation(invitation_id: int) -> bool:
    """Make the link of an invitation and mail it."""
    invitation = Invitation.objects.select_related("post__user", "post__team", "post__agency").get(
        pk=invitation_id
    )
    return invitations.mail_invitation(invitation=invitation, now=timezone.now())


@task
def each_night() -> int:
    """Warn of checks that lapse, and close the accounts of those who have left."""
    now = timezone.now()
    return duties.warn_of_lapses(now=now) + leaving.close_accounts_of_leavers(now=now)
