"""Reading what professionals see of services, places held, and enquiries of the actor's own team."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.enquiries.models import Enquiry, ForProfessionals, Hold, Step
from wraparound.delivery.enquiries.rules import Referral, Terms, ages_of, read_terms, shipped
from wraparound.delivery.taxonomy.models import Taxonomy, Term
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.area.models import Footprint
from wraparound.foundation.area.queries import configuration, footprints
from wraparound.outcomes.access.queries import shielded_from, visible_among
from wraparound.outcomes.children.models import Child


def terms(*, on: date) -> Terms:
    """Return how long places are held and numbers are kept, as the area decided."""
    document = configuration("enquiries", on=on)
    return read_terms(document) if document else shipped()


def live_holds(*, today: date) -> QuerySet[Hold]:
    """Return the places held today: nobody ended them and their last day is not over."""
    return Hold.objects.filter(ended_at__isnull=True, until__gte=today)


def held_of(listing_ids: Iterable[int], *, today: date) -> dict[int, int]:
    """Return how many places of each service are held today; those of which none is are left out."""
    holds = live_holds(today=today).filter(listing__in=list(listing_ids))
    return dict(holds.order_by().values_list("listing").annotate(Sum("places")))


def holds_at(listing: Listing, *, today: date) -> QuerySet[Hold]:
    """Return the places held at a service, for its team: it learns the code and whom to ring, no child."""
    return live_holds(today=today).filter(listing=listing).select_related("by__user", "team")


def holds_of(actor: Actor, *, child_id: int | None = None) -> list[Hold]:
    """Return the places that the actor's team holds, the first to lapse first.

    One for a child whom the actor does not see is left out as if there were none. `child_id`: for that child.
    """
    if actor.team_id is None:
        return []
    today = timezone.localdate(actor.now)
    holds = live_holds(today=today).filter(team=actor.team_id)
    holds = holds.filter(child=child_id) if child_id else holds
    found = list(holds.select_related("listing", "by__user", "child").order_by("until", "pk"))
    return seen_among(actor, found)


def holds_for(actor: Actor, child_id: int) -> list[Hold]:
    """Return the places that the actor's team holds for a child whom the actor sees; none for others."""
    return holds_of(actor, child_id=child_id)


def seen_among(actor: Actor, holds: list[Hold]) -> list[Hold]:
    """Return those holds of the actor's own team that the actor may see: through the child that one names.

    What a colleague holds for a child whose shield does not name the actor would tell where the child goes.
    """
    ids = {hold.child_id for hold in holds if hold.child_id}
    seen, hidden = visible_among(actor, ids), shielded_from(actor, ids)
    return [
        hold
        for hold in holds
        if hold.child_id is None
        or (hold.child_id in seen and (hold.child_id not in hidden or hold.by_id == actor.post_id))
    ]


def hold_seen_by(actor: Actor, public_id: uuid.UUID) -> Hold | None:
    """Return a place that the actor's team holds or gives, or None: missing and denied alike.

    A hold for a child is of those who see the child, and of the service's team, which is not shown the child.
    """
    holds = Hold.objects.select_related("listing", "by__user", "team", "child")
    hold = holds.filter(Q(team=actor.team_id) | Q(listing__team=actor.team_id), public_id=public_id).first()
    if hold is None or May.WORK not in actor.may:
        return None
    if hold.listing.team_id == actor.team_id:
        return hold
    return next(iter(seen_among(actor, [hold])), None)


def lapsing(*, on: date) -> QuerySet[Hold]:
    """Return the holds whose last day is `on` and of which nobody was reminded."""
    return live_holds(today=on).filter(until=on, reminded_at__isnull=True).select_related("by", "listing")


def for_professionals(listing_ids: Iterable[int]) -> dict[int, ForProfessionals]:
    """Return what professionals see of each service, by the key of its entry."""
    rows = ForProfessionals.objects.filter(listing__in=list(listing_ids)).select_related("said_by__team")
    return {row.listing_id: row for row in rows}


def referral_of(listing: Listing) -> tuple[Referral, int]:
    """Return how to refer to a service and whom it takes, and the version of that."""
    return referrals_of([listing.pk]).get(listing.pk, (Referral(), 0))


def referrals_of(listing_ids: Iterable[int]) -> dict[int, tuple[Referral, int]]:
    """Return how to refer to each service with its version, by the key of its entry."""
    found = {}
    for row in ForProfessionals.objects.filter(listing__in=list(listing_ids)):
        said = Referral(
            route=row.route, criteria=row.criteria, levels=tuple(row.levels), contact=row.contact
        )  # fmt: skip
        found[row.listing_id] = (said, row.referral_version)
    return found


def enquiries_of(actor: Actor) -> QuerySet[Enquiry]:
    """Return the enquiries of the actor's own team: nobody else reads what was asked."""
    if actor.team_id is None or May.WORK not in actor.may:
        return Enquiry.objects.none()
    found = Enquiry.objects.filter(team=actor.team_id)
    return found.select_related("kind", "need", "footprint", "owner__user")


def enquiry_of(actor: Actor, public_id: uuid.UUID) -> Enquiry | None:
    """Return one enquiry of the actor's team, or None."""
    return enquiries_of(actor).filter(public_id=public_id).first()


def unfinished(actor: Actor, *, mine: bool = False) -> QuerySet[Enquiry]:
    """Return open enquiries, overdue ones first, then by when the desk is next in touch, then the oldest."""
    found = enquiries_of(actor).filter(finished_at__isnull=True)
    if mine:
        found = found.filter(owner=actor.post_id)
    return found.order_by(F("next_on").asc(nulls_last=True), "taken_at", "pk")


def narrowed(found: QuerySet[Enquiry], **asked: str) -> QuerySet[Enquiry]:
    """Keep the enquiries of a state, month (2026-03), kind, need, locality (by code) and age band."""
    if state := asked.get("state"):
        found = found.filter(state=state)
    if month := asked.get("month"):
        year, _, number = month.partition("-")
        found = found.filter(taken_at__year=int(year), taken_at__month=int(number))
    for name, field in (("kind", "kind__code"), ("need", "need__code"), ("place", "footprint__code")):
        if wanted := asked.get(name):
            found = found.filter(**{field: wanted})
    if ages := ages_of(asked.get("band", "")):
        found = found.filter(age__gte=ages[0], age__lt=ages[1])
    return found


def steps_of(enquiry: Enquiry) -> QuerySet[Step]:
    """Return what was done about an enquiry, the latest first."""
    return enquiry.steps.select_related("listing", "by__user").order_by("-at", "-pk")


def colleagues(actor: Actor) -> QuerySet[Post]:
    """Return the live posts of the actor's team, to whom an enquiry can be given."""
    return live_posts(now=actor.now).filter(team=actor.team_id or 0).order_by("user__full_name", "pk")


def with_personal_details(*, finished_before: datetime) -> QuerySet[Enquiry]:
    """Return the enquiries finished so long ago that a number to ring or a postcode is kept no more."""
    kept = ~Q(call_back="") | ~Q(postcode="")
    return Enquiry.objects.filter(kept, finished_at__lt=finished_before)


def needs() -> QuerySet[Term]:
    """Return the needs that an enquiry can be about."""
    return Term.objects.filter(taxonomy__use=Taxonomy.Use.NEED)


def kinds() -> QuerySet[Term]:
    """Return the kinds of service that can be asked for."""
    return Term.objects.filter(taxonomy__use=Taxonomy.Use.KIND)


def localities() -> QuerySet[Footprint]:
    """Return the footprints in which somebody can live: wards, localities, the area."""
    return footprints(on=timezone.localdate())


def listing(public_id: uuid.UUID) -> Listing | None:
    """Return a service that professionals can be sent to, or None: one that has gone is missing."""
    found = Listing.objects.exclude(status=Listing.Status.DEFUNCT).select_related("organisation", "team")
    return found.filter(public_id=public_id).first()


def child_of(child_id: int) -> Child:
    """Return a child whom the caller has seen already."""
    return Child.objects.get(pk=child_id)


def sees_child_of(actor: Actor, hold: Hold) -> bool:
    """Say whether a page names the child of a hold: to the team that holds it, where it sees the child."""
    return hold.team_id == actor.team_id and bool(seen_among(actor, [hold]))


def asked_for(actor: Actor, asked: dict[str, Any]) -> QuerySet[Enquiry]:
    """Return the enquiries that a filter asks for; without one, the actor's own that are not finished."""
    state = asked.get("state", "")
    narrow = {
        "month": asked.get("month", ""),
        "band": asked.get("band", ""),
        **{name: getattr(asked.get(name), "code", "") for name in ("need", "place", "kind")},
    }
    if not state:
        return narrowed(unfinished(actor, mine=asked.get("whose") != "team"), **narrow)
    found = enquiries_of(actor)
    if asked.get("whose") != "team":
        found = found.filter(owner=actor.post_id)
    return narrowed(found, state="" if state == "any" else state, **narrow)


def overdue(actor: Actor, *, today: date) -> int:
    """Return how many of the team's enquiries have a next contact that is past."""
    return unfinished(actor).filter(next_on__lt=today).count()
