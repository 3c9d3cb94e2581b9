"""The second person: agreeing to a change, or refusing it, and the team is told."""

from datetime import datetime

from django.db import transaction

from wraparound.foundation.accounts.queries import user_of_email
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.notifications.services import notify, withdraw
from wraparound.foundation.staffing import changes
from wraparound.foundation.staffing.models import Change
from wraparound.foundation.staffing.rules import check_looks_after, check_not_own, check_second

DONE = {
    Change.Kind.PLACE: "{who} joins your team as {title}. {asked} asked for it and {agreed} agreed.",
    Change.Kind.LINE: "{who} answers to somebody new. {asked} asked for it and {agreed} agreed.",
    Change.Kind.RESUME: "{who} is back at work in your team. {asked} asked for it and {agreed} agreed.",
}


@transaction.atomic
def decide(*, change: Change, agree: bool, reason: str, actor: Actor, now: datetime) -> Change:
    """Agree to a waiting change or refuse it; raises `Denied` for who asked and whom it is about."""
    change = Change.objects.select_for_update().get(pk=change.pk)
    check_looks_after(actor, change.team_id)
    check_second(actor, asked_by=change.asked_by, subject_id=_subject(change))
    check_not_own(actor, change.post.user_id if change.post else None)
    if change.outcome != Change.Outcome.WAITING:
        raise Denied("This was decided in the meantime.")
    change.reason = reason
    if agree:
        changes.do(change=change, decided_by=actor, now=now)
        _tell_team(change, now=now)
    else:
        change.outcome, change.decided_by_id, change.decided_at = Change.Outcome.REFUSED, actor.post_id, now
        change.save()
        audit.record(verb=f"{change.kind}.refuse", now=now, actor=actor, detail={"change": change.pk})
    withdraw(kind="change.waits", key=str(change.public_id), now=now)
    _tell_asker(change, now=now)
    return change


def _subject(change: Change) -> int | None:
    """Return the person a change is about; somebody may have got an account since it was asked for."""
    if change.about_id is None and change.kind == Change.Kind.PLACE:
        person = user_of_email(str(change.details["email"]))
        return person.pk if person else None
    return change.about_id


def _tell_team(change: Change, *, now: datetime) -> None:
    post = change.post
    if post is None or change.decided_by is None:
        return
    words = DONE[Change.Kind(change.kind)].format(
        who=post.user, title=post.title, asked=change.asked_by.user, agreed=change.decided_by.user
    )
    notify(to=change.team, kind=f"{change.kind}.done", words=words[:300], now=now)


def _tell_asker(change: Change, *, now: datetime) -> None:
    outcome = "agreed to" if change.outcome == Change.Outcome.DONE else "refused"
    words = f"What you asked for in {change.team} was {outcome}."
    notify(
        to=change.asked_by,
        kind="change.decided",
        words=words,
        route="staffing:change",
        key=str(change.public_id),
        now=now,
    )
