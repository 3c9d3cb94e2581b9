"""Passing on what an agency's teams held of children, or letting it lapse, as somebody decided."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wraparound.foundation.agencies.models import Agency, Service, Succession, Team, TeamSuccession
from wraparound.foundation.agencies.queries import successions_to_apply
from wraparound.foundation.audit import services as audit
from wraparound.foundation.partners.services import mark_applied
from wraparound.outcomes.access.categories import Category
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.rules import PLACELESS
from wraparound.outcomes.access.services import NewGrant, write_many_grants
from wraparound.outcomes.journey.services import NewEvent, add_events

SOURCE = "succession"
"""What a grant that followed names as its source, with the key of the succession."""
FOLLOWS_FOR = timedelta(days=366)
"""How long at most what followed stands without a word of the successor's own lists."""
CHUNK = 500
"""Grants of one transaction: few enough that nobody waits for the lock."""


def apply_due(*, now: datetime) -> int:
    """Do what was decided of each succession whose day has come; return how many were done.

    What follows goes before what lapses, so that an agency that split lapses only where nobody takes up.
    """
    due = sorted(successions_to_apply(now=now), key=lambda each: each.holdings != Succession.Holdings.FOLLOW)
    for succession in due:
        apply(succession=succession, now=now)
    return len(due)


def apply(*, succession: Succession, now: datetime) -> None:
    """Pass on what the teams held, or end it, and put on record that it was done.

    Each part is a transaction that moves its grants once, so a run that was stopped goes on where it was.
    Work that moved leaves its agency standing: what nobody takes up stays there.
    """
    if succession.holdings == Succession.Holdings.FOLLOW:
        for pair in succession.teams.all():
            _pass_on(succession, pair, now)
    if succession.kind != Succession.Kind.MOVED and not _is_awaited(succession):
        _let_lapse(succession, now)
    mark_applied(succession=succession, now=now)


@transaction.atomic
def end_followed(*, ended: Sequence[int], now: datetime) -> int:
    """End what followed once the successor's own list has told of the child and says so no longer.

    `ended` are the keys of grants that have just ended. Return how many ended with them.
    """
    if not ended:
        return 0
    same = Grant.objects.filter(
        pk__in=ended, holder=OuterRef("holder"), child=OuterRef("child"), basis=OuterRef("basis")
    )
    followed = Grant.objects.filter(Exists(same), source_kind=SOURCE, until__gt=now)
    return followed.update(until=now, ended_because="the list says so no longer")


def _pass_on(succession: Succession, pair: TeamSuccession, now: datetime) -> None:
    old, new, count = pair.predecessor, pair.successor, 0
    line = f"What {old} held of the child passed to {new}."
    for part in _parts(_live(now).filter(holder=old.holder)):
        with transaction.atomic():
            write_many_grants(_followed(part, new, succession, now), now=now)
            _end(part, now, "followed to the successor")
            _tell(part, line, "succession.followed", new.agency, now)
        count += len(part)
    with transaction.atomic():
        own = _live(now).filter(holder__post__team=old).exclude(basis__in=PLACELESS)
        own.update(until=now, ended_because="the team's work passed on")
        detail = {"succession": succession.pk, "team": old.pk, "to": new.pk, "grants": count}
        audit.record(verb="agency.follow", now=now, detail=detail)


def _followed(part: Sequence[Grant], new: Team, succession: Succession, now: datetime) -> Iterator[NewGrant]:
    """Yield what the successor's team takes up, but what it holds already; the service's records go along."""
    held = set(
        _live(now)
        .filter(holder=new.holder, child__in=[grant.child_id for grant in part])
        .values_list("child_id", "basis", "service_id")
    )
    for grant in part:
        if (grant.child_id, grant.basis, grant.service_id) not in held:
            yield NewGrant(
                holder_id=new.holder_id, child_id=grant.child_id, basis=Basis(grant.basis),
                source_kind=SOURCE, source_id=succession.pk, service_id=grant.service_id,
                categories=Category(grant.categories), until=min(grant.until, now + FOLLOWS_FOR),
                starts_at=max(grant.starts_at, now),
            )  # fmt: skip


def _let_lapse(succession: Succession, now: datetime) -> None:
    """End whatever the teams and posts of an agency that is no more still hold."""
    teams, count = Team.objects.filter(agency=succession.predecessor), 0
    held = Q(holder__in=teams.values("holder")) | Q(holder__post__team__in=teams)
    for part in _parts(_live(now).filter(held)):
        with transaction.atomic():
            _end(part, now, "lapsed with the agency")
            shown = [grant for grant in part if Basis(grant.basis) not in PLACELESS]
            line = f"What {succession.predecessor} held of the child lapsed."
            _tell(shown, line, "succession.lapsed", succession.predecessor, now)
        count += len(part)
    detail = {"succession": succession.pk, "agency": succession.predecessor_id, "grants": count}
    audit.record(verb="agency.lapse", now=now, detail=detail)


def _is_awaited(succession: Succession) -> bool:
    """Say whether another successor of the same agency may still take something up."""
    others = Succession.objects.filter(predecessor=succession.predecessor, applied_at__isnull=True)
    others = others.exclude(pk=succession.pk).exclude(kind=Succession.Kind.MOVED)
    return others.exclude(holdings=Succession.Holdings.LAPSE).exists()


def _live(now: datetime) -> QuerySet[Grant]:
    return Grant.objects.filter(until__gt=now)


def _parts(grants: QuerySet[Grant]) -> Iterator[list[Grant]]:
    """Yield live grants a chunk at a time; each chunk must have ended before the next is asked for."""
    while part := list(grants.select_related("service").order_by("pk")[:CHUNK]):
        yield part


def _end(part: Sequence[Grant], now: datetime, because: str) -> None:
    Grant.objects.filter(pk__in=[grant.pk for grant in part]).update(until=now, ended_because=because)


def _tell(part: Sequence[Grant], line: str, kind: str, agency: Agency, now: datetime) -> None:
    """Write it once on the journey of each child, for whoever may know of the service."""
    said: dict[int, NewEvent] = {}
    on = timezone.localdate(now)
    for grant in part:
        service: Service | None = grant.service
        is_quiet = bool(service and service.is_sensitive)
        said[grant.child_id] = NewEvent(
            child_id=grant.child_id, on=on, kind=kind, line=line, agency_id=agency.pk,
            category=Category.SENSITIVE if is_quiet else Category.INVOLVEMENT,
            is_whereabouts=grant.basis == Basis.POPULATION, service_id=grant.service_id,
        )  # fmt: skip
    add_events(said.values(), now=now)
