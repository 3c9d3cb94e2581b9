"""What names no child and is joined when reading, never copied into grants: lines and agreements."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.models import Accountability
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Membership
from wraparound.foundation.agencies.queries import on
from wraparound.outcomes.access.models import AgreementParty
from wraparound.outcomes.access.rules import NOTHING, Category


def supervised_holders(actor: Actor) -> list[tuple[int, str]]:
    """Return the own holders of posts that answer to this one now, with the subject: one step, not onward."""
    if actor.post_id is None:
        return []
    today = timezone.localdate(actor.now)
    lines = Accountability.objects.filter(
        on(today), answers_to_id=actor.post_id, post__in=live_posts(now=actor.now)
    )
    return list(lines.values_list("post__holder_id", "subject"))


def agreed_with(actor: Actor) -> Category:
    """Return what the agreements in force open to the actor's agency, its own and its umbrella bodies'."""
    agreed = NOTHING
    parties = parties_of([actor.agency_id], on_day=timezone.localdate(actor.now))
    for bits in parties.values_list("agreement__categories", flat=True):
        agreed |= Category(bits)
    return agreed


def parties_of(agency_ids: Iterable[int], *, on_day: date) -> QuerySet[AgreementParty]:
    """Return the accessions that hold on a day for agencies: of themselves, or of a body that they are in."""
    agencies = list(agency_ids)
    bodies = _memberships(agencies, on_day).values("umbrella")
    return AgreementParty.objects.filter(
        on(on_day),
        Q(agency__in=agencies) | Q(agency__in=bodies),
        agreement__valid_from__lte=on_day,
        agreement__valid_until__gte=on_day,
    )


def bodies_of(agency_ids: Iterable[int], *, on_day: date) -> dict[int, set[int]]:
    """Return the umbrella bodies that each agency is in on a day."""
    found: dict[int, set[int]] = defaultdict(set)
    for member, body in _memberships(list(agency_ids), on_day).values_list("member", "umbrella"):
        found[member].add(body)
    return found


def _memberships(agency_ids: list[int], on_day: date) -> QuerySet[Membership]:
    return Membership.objects.filter(on(on_day), member__in=agency_ids)
