"""The register of children educated at home: entering, the yearly enquiry, ending. One transaction each."""

import uuid
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from wraparound.delivery.attendance.missing import missing_from_view
from wraparound.delivery.attendance.models import Enquiry, HomeEducation
from wraparound.delivery.attendance.queries import own_children, terms, welfare_teams
from wraparound.delivery.attendance.rules import (
    CLOSING_OF_HOME,
    NOT_FOUND,
    check_is_welfare,
    check_said,
)
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.queries import case_seen_by
from wraparound.delivery.caseloads.services import begin_case, close_case
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.access.queries import visible_among, visible_to
from wraparound.outcomes.children.models import Child

SOON = timedelta(days=28)
"""When an enquiry that found no suitable education is taken up again."""


def entries_seen_by(actor: Actor, *, ended: bool = False) -> QuerySet[HomeEducation]:
    """Return the entries of the actor's team whose children it sees: the enquiry that is due first, first."""
    found = HomeEducation.objects.filter(team=actor.team_id or 0, child__in=visible_to(actor).values("pk"))
    found = found.filter(ends_on__isnull=not ended).select_related("child", "case")
    return found.annotate(last_on=Max("enquiries__on")).order_by("due_on", "pk")


def entry_seen_by(actor: Actor, public_id: uuid.UUID) -> HomeEducation | None:
    """Return one entry of a service whose own records of the child the actor sees, or None."""
    entry = HomeEducation.objects.select_related("child", "case", "team").filter(public_id=public_id).first()
    seen = case_seen_by(actor, entry.case.public_id if entry else uuid.UUID(int=0))
    return entry if seen else None


def entry_of(child_id: int) -> HomeEducation | None:
    """Return the standing entry of a child, or None."""
    return HomeEducation.objects.filter(child=child_id, ends_on__isnull=True).first()


@transaction.atomic
def enter(
    *, child: Child, starts_on: date, words: str, key: uuid.UUID | None, actor: Actor, now: datetime
) -> HomeEducation:  # fmt: skip
    """Put a child on the register: a case of the actor's welfare team; sent twice it is one.

    Raises `Denied` for whoever is no welfare, for a child that the actor does not see and that is not missing
    from view, for a day to come, and for one who is on the register.
    """
    _check_welfare(actor, now)
    team = Team.objects.select_related("service").get(pk=actor.team_id or 0)
    if key and (made := HomeEducation.objects.filter(key=key, team=team).first()):
        return made
    seen = child.pk in visible_among(actor, [child.pk])
    if not seen and not missing_from_view(actor).filter(pk=child.pk).exists():
        raise Denied(NOT_FOUND)
    today = timezone.localdate(now)
    if starts_on > today:
        raise Denied("Say a day that has come.")
    Child.objects.select_for_update().get(pk=child.pk)
    if entry_of(child.pk):
        raise Denied("This child is on the register already.")
    case = begin_case(
        child=child, team=team, kind=Case.Kind.HOME_EDUCATED, origin=Case.Origin.POPULATION,
        why="Educated at home", by=actor, now=now, key=key,
    )  # fmt: skip
    months = terms(on=today).enquiry_months
    entry = HomeEducation.objects.create(
        child=child, team=team, case=case, starts_on=starts_on, words=words.strip(), entered_at=now,
        due_on=starts_on + relativedelta(months=months), entered_by_id=actor.post_id, key=key or uuid.uuid4(),
    )  # fmt: skip
    _audit("attendance.home_enter", entry, actor, now)
    return entry


@transaction.atomic
def enquire(
    *, entry: HomeEducation, on: date, outcome: str, words: str, key: uuid.UUID | None, actor: Actor,
    now: datetime,
) -> Enquiry:  # fmt: skip
    """Write down an enquiry; the next is due in a year, or in four weeks where not all is well.

    Raises `Denied` for whoever is no welfare, for a day to come, and for an entry that has ended.
    """
    entry = _locked(entry, actor, now)
    if key and (made := Enquiry.objects.filter(key=key, entry=entry).first()):
        return made
    if entry.ends_on:
        raise Denied("This entry has ended.")
    today = timezone.localdate(now)
    if on > today or on < entry.starts_on:
        raise Denied("Say a day since the child is educated at home that has come.")
    if outcome not in Enquiry.Outcome.values:
        raise Denied("Choose what you found.")
    if outcome == Enquiry.Outcome.UNSUITABLE:
        check_said(words, "Say what is not suitable.")
    made = Enquiry.objects.create(
        entry=entry, on=on, outcome=outcome, words=words.strip(), at=now, by_id=actor.post_id,
        key=key or uuid.uuid4(),
    )  # fmt: skip
    year = relativedelta(months=terms(on=today).enquiry_months)
    due = on + (year if outcome == Enquiry.Outcome.SUITABLE else SOON)
    HomeEducation.objects.filter(pk=entry.pk).update(due_on=due, version=F("version") + 1)
    _audit("attendance.home_enquire", entry, actor, now, enquiry=made.pk)
    return made


@transaction.atomic
def end(
    *, entry: HomeEducation, ends_on: date, ending: str, actor: Actor, now: datetime,
    version: int | None = None,
) -> HomeEducation:  # fmt: skip
    """End an entry and its case; ended twice in the same words it is ended once.

    Raises `Denied` as `enquire`, `Conflict` when the entry changed since `version` or somebody ended it
    otherwise.
    """
    entry = _locked(entry, actor, now)
    if entry.ends_on:
        if (entry.ends_on, entry.ending) == (ends_on, ending):
            return entry
        raise Conflict(entry, "Somebody ended this entry while you were reading.")
    if version is not None and version != entry.version:
        raise Conflict(entry, "Somebody changed this entry while you were reading.")
    if ends_on > timezone.localdate(now) or ends_on < entry.starts_on:
        raise Denied("Say a day since the child is educated at home that has come.")
    if ending not in HomeEducation.Ending.values:
        raise Denied("Choose why it ended.")
    HomeEducation.objects.filter(pk=entry.pk).update(ends_on=ends_on, ending=ending, version=F("version") + 1)
    close_case(case=entry.case, closing=CLOSING_OF_HOME[ending], actor=actor, now=now)
    _audit("attendance.home_end", entry, actor, now, ending=ending)
    entry.refresh_from_db()
    return entry


def _locked(entry: HomeEducation, actor: Actor, now: datetime) -> HomeEducation:
    _check_welfare(actor, now)
    found = HomeEducation.objects.select_for_update(of=("self",)).select_related("case").get(pk=entry.pk)
    if found.team_id != actor.team_id or not own_children(actor).filter(pk=found.child_id).exists():
        raise Denied(NOT_FOUND)
    return found


def _check_welfare(actor: Actor, now: datetime) -> None:
    check_is_welfare(actor, welfare_teams(on=timezone.localdate(now)).values_list("pk", flat=True))


def _audit(verb: str, entry: HomeEducation, actor: Actor, now: datetime, **detail: object) -> None:
    audit.record(
        verb=verb, now=now, actor=actor, child_id=entry.child_id, detail={"entry": entry.pk, **detail}
    )
