"""What a case tells the centre: the service on the child's card, the grants that it gives, the journey."""

from dataclasses import replace
from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone

from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.area.queries import closed_days
from wraparound.outcomes.access.categories import OWN, Category
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.services import NewGrant, end_grants, write_grants
from wraparound.outcomes.children.models import Child, Involvement, SourceRecord
from wraparound.outcomes.children.rules import BY_HAND
from wraparound.outcomes.children.services import CONTENT
from wraparound.outcomes.journey.services import NewEvent, add_events
from wraparound.outcomes.openings.closing import begin_finishing

CASE, ALLOCATION = "case", "allocation"
"""What grants name as their source, with the key of the case or of the allocation."""


def tell_opened(case: Case, *, ground: str, now: datetime) -> None:
    """Put the service on the child's card, give the team its grant, and write the line of the journey.

    A list may have said already that the team works with the child: its fact is the case's then.
    """
    case.involvement = _standing(case, now) or _say_first(case, ground, now)
    case.save(update_fields=["involvement"])
    write_grants(_grants(case, case.team.holder_id, CASE, case.pk), now=now)
    _changed(case)


def tell_allocated(allocation: Allocation, *, now: datetime) -> None:
    """Give the post its grant, which ends with cover by itself; the card names whoever has the case."""
    case = allocation.case
    held = _grants(case, allocation.post.holder_id, ALLOCATION, allocation.pk)
    write_grants([replace(grant, until=allocation.until) for grant in held], now=now)
    if allocation.part == Allocation.Part.LEAD:
        _say(case, worker=allocation.post, now=now)


def tell_ended(allocation: Allocation, *, because: str, now: datetime) -> None:
    """End the grant of a post that has the case no longer; the card names nobody until somebody has it."""
    end_grants(source_kind=ALLOCATION, source_ids=[allocation.pk], at=now, because=because)
    if allocation.part == Allocation.Part.LEAD:
        _say(allocation.case, worker=None, now=now)


def tell_closed(case: Case, *, now: datetime) -> None:
    """End the service on the card and every grant of the work; whoever had it last has days to finish."""
    grants = Grant.objects.filter(_of_work(case), until__gt=now)
    ended = list(grants.values_list("pk", flat=True))
    grants.update(until=now, ended_because="the work was closed")
    begin_finishing(ended=ended, closed=closed_days(on=timezone.localdate(now)), now=now)
    _say(case, ended=True, now=now)
    _add_line(case, "service.ended", "ended its work.", now)
    _changed(case)


def _grants(case: Case, holder_id: int, source_kind: str, source_id: int) -> list[NewGrant]:
    """Return what the work gives a holder: the child, and what earlier providers of the work wrote."""
    own = NewGrant(
        holder_id=holder_id, child_id=case.child_id, basis=Basis.INVOLVEMENT, source_kind=source_kind,
        source_id=source_id, service_id=case.team.service_id,
    )  # fmt: skip
    history = [replace(own, service_id=service, categories=OWN) for service in _services_before(case)]
    return [own, *history]


def _services_before(case: Case) -> list[int]:
    """Return the services that did this work before it moved to the case's own, the last one first."""
    found: dict[int, None] = {}
    earlier = case.follows
    while earlier is not None:
        if earlier.team.service_id and earlier.team.service_id != case.team.service_id:
            found[earlier.team.service_id] = None
        earlier = earlier.follows
    return list(found)


def _of_work(case: Case) -> Q:
    """Match the grants of the case, of its allocations, and those that a list gave the team for this work."""
    allocations = case.allocations.values("pk")
    of_case = Q(source_kind=CASE, source_id=case.pk) | Q(source_kind=ALLOCATION, source_id__in=allocations)
    if case.involvement is None:
        return of_case
    of_list = Q(
        source_kind="source_record", source_id=case.involvement.source_id, basis=Basis.INVOLVEMENT,
        service=case.team.service_id, child=case.child_id,
    )  # fmt: skip
    return of_case | (of_list & (Q(holder=case.team.holder_id) | Q(holder__post__team=case.team_id)))


def _standing(case: Case, now: datetime) -> Involvement | None:
    """Return the fact by which a list says that the team works with the child now, if one does."""
    today = timezone.localdate(now)
    taken = Case.objects.filter(child=case.child_id, closed_at__isnull=True, involvement__isnull=False)
    facts = Involvement.objects.filter(
        Q(involved_until__isnull=True) | Q(involved_until__gt=today),
        source__child=case.child_id, source__ended_at__isnull=True, team=case.team_id,
        superseded_at__isnull=True,
    )  # fmt: skip
    return facts.exclude(pk__in=taken.values("involvement")).order_by("pk").first()


def _say_first(case: Case, ground: str, now: datetime) -> Involvement:
    service = case.team.service
    source = SourceRecord.objects.create(
        agency_id=case.team.agency_id, source_id=f"{BY_HAND}{case.public_id}", child_id=case.child_id,
        first_said_at=now, last_said_at=now,
    )  # fmt: skip
    _add_line(case, "service.began", "began work.", now)
    return Involvement.objects.create(
        source=source, said_at=now, team_id=case.team_id,
        as_written=service.name if service else case.team.name,
        is_sensitive=bool(service and service.is_sensitive), ground=ground,
        involved_from=timezone.localdate(now),
    )  # fmt: skip


def _said_now(case: Case) -> Involvement | None:
    """Return the fact on the card that is the case's: a list may have said its own anew meanwhile."""
    was = case.involvement
    if was is None or not was.superseded_at:
        return was
    anew = Involvement.objects.filter(source=was.source_id, team=case.team_id, superseded_at__isnull=True)
    return anew.order_by("-pk").first()


def _say(case: Case, *, now: datetime, worker: Post | None = None, ended: bool = False) -> None:
    """Say the involvement anew: with another worker, or with its last day; the earlier fact is kept."""
    was = _said_now(case)
    if was is None:
        return
    content = {name: getattr(was, name) for name in CONTENT["involvement"]}
    if ended:
        today = timezone.localdate(now)
        content["involved_until"] = max(was.involved_from, today) if was.involved_from else today
    else:
        content |= {
            "worker": worker.user.full_name if worker else "",
            "worker_telephone": worker.telephone if worker else "",
            "worker_post_id": worker.pk if worker else None,
        }
    Involvement.objects.filter(pk=was.pk).update(superseded_at=now)
    case.involvement = Involvement.objects.create(source_id=was.source_id, said_at=now, **content)
    case.save(update_fields=["involvement"])


def _add_line(case: Case, kind: str, what: str, now: datetime) -> None:
    service = case.team.service
    category = Category.SENSITIVE if service and service.is_sensitive else Category.INVOLVEMENT
    line = f"{service.name if service else case.team.name} {what}"
    event = NewEvent(
        case.child_id, timezone.localdate(now), kind, line, category, False, case.team.agency_id,
        case.team.service_id,
    )  # fmt: skip
    add_events([event], now=now)


def _changed(case: Case) -> None:
    Child.objects.filter(pk=case.child_id).update(version=F("version") + 1)
