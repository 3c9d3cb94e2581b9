"""Reading one child's card through a sight: nothing leaves here that its categories do not open."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.queries import (
    hidden_by_a_siblings_shield,
    keeping_known,
    shielded_from,
    without_hidden,
)
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.card import parts
from wraparound.outcomes.card.models import RingRequest
from wraparound.outcomes.card.parts import Reading
from wraparound.outcomes.card.rules import (
    Card,
    Claim,
    News,
)
from wraparound.outcomes.children.models import Address, Banner, Child, SourceRecord
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.journey.queries import written_since

SEEN = "card.see"
"""The verb of a look at a card."""


def card(actor: Actor, sight: Sight, now: datetime) -> Card:
    """Return a child's card as `actor` may see it at `now`.

    Parts that the actor has no category for are None; with a shield they are there and empty, so that
    nothing tells it from a child of whom none is held.
    """
    reading = Reading(actor, sight, now)
    label = labels_of([sight.child_id])[sight.child_id]
    standings = parts.standings(reading)
    banners = parts.banners(reading, standings)
    members = parts.household(reading)
    built = Card(
        sight=sight, identity=parts.identity(reading), name=label.name, born=label.born,
        expected=label.expected, died_on=label.died_on, number=label.number, public_id=label.public_id,
        banners=banners,
        particulars=parts.particulars(reading, standings) if sight.rooms & Category.PARTICULARS else None,
        responsibility=parts.holders_before_the_shield(reading) if sight.shielded_from else (),
        whereabouts=parts.whereabouts(reading) if sight.rooms & Category.WHEREABOUTS else None,
        can_show_whereabouts=_one_press_away(sight),
        involvements=parts.involvements(reading) if _has_involvements(sight) else None,
        household=members if sight.rooms & Category.HOUSEHOLD else None,
        statuses=parts.statuses(reading, standings) if sight.rooms & Category.RECORD else None,
        may_telephone=not any(banner.kind == Banner.Kind.SAFE_CONTACT for banner in banners),
        also_shown=frozenset(member.child_id for member in members), hides_places=bool(reading.hidden),
    )  # fmt: skip
    return _with_news(reading, built)


def _one_press_away(sight: Sight) -> bool:
    opened = any(why.basis == Basis.OPENED for why in sight.why)
    return opened and not sight.rooms & Category.WHEREABOUTS


def _has_involvements(sight: Sight) -> bool:
    return bool(sight.rooms & (Category.INVOLVEMENT | Category.OWN_RECORD))


def last_look(actor: Actor, child_id: int) -> datetime | None:
    """Return when this person last saw the child's card, in any of their posts."""
    looks = Entry.objects.filter(child_id=child_id, user_id=actor.user_id, verb=SEEN, at__lt=actor.now)
    return looks.order_by("-at").values_list("at", flat=True).first() if actor.user_id else None


def _with_news(reading: Reading, built: Card) -> Card:
    since = last_look(reading.actor, reading.sight.child_id)
    if since is None:
        return built
    parts: list[tuple[str, tuple[Claim, ...]]] = [
        ("Name", built.identity.names),
        ("Date of birth", built.identity.births),
    ]
    if built.particulars:
        parts += [("Carer", built.particulars.carers), ("Lead", built.particulars.leads)]
    if built.whereabouts:
        where = built.whereabouts
        parts += [("Address", where.addresses), ("School", where.schools), ("Practice", where.practices)]
    news = [
        News(f"{label}: {claim.text}", claim.at)
        for label, claims in parts
        for claim in claims
        if claim.at > since
    ]
    if built.involvements:
        news += [
            News(f"Involved: {worker.service}", worker.said_at)
            for worker in built.involvements.now
            if worker.said_at and worker.said_at > since and not worker.is_further
        ]
    written = written_since(reading.sight, since, without_places=bool(reading.hidden))
    news += [News(event.line, event.at) for event in written[:20]]
    return replace(built, last_looked=since, news=tuple(sorted(news, key=lambda each: each.at, reverse=True)))


def child_key(public_id: UUID) -> int | None:
    """Return the key of a child for the record of a denial, or None when there is no such child."""
    return Child.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def ring_requests_of(actor: Actor) -> QuerySet[RingRequest]:
    """Return the requests to ring that the actor's post made, or it or its team was asked; newest first.

    None is about a child who is hidden from the actor by now.
    """
    asked = Q(post_id=actor.post_id) | Q(post__isnull=True, team_id=actor.team_id or 0)
    requests = keeping_known(actor, RingRequest.objects.filter(Q(asked_by_id=actor.post_id or 0) | asked))
    return requests.select_related(
        "child", "asked_by__user", "asked_by__agency", "asked_by__team__service", "team__service"
    ).order_by("-asked_at", "-pk")


def postcode_districts(actor: Actor, child_ids: Iterable[int]) -> dict[int, str]:
    """Return the district of each child's present home, for rows of a search.

    None for a shielded child, and none for one whose home would tell where a shielded sibling lives.
    """
    ids = set(child_ids)
    homes = Address.objects.filter(
        source__child__in=ids, superseded_at__isnull=True, kind=Address.Kind.HOME
    ).exclude(postcode="")
    same_homes = Address.objects.filter(household__in=homes.values("household"))
    near = set(same_homes.values_list("source__child", flat=True)) | ids
    protected = shielded_from(actor, near)
    hidden: set[int] = set()
    if protected:
        for child_id in ids - protected:
            hidden |= hidden_by_a_siblings_shield(actor, child_id).get(Address, set())
    today = timezone.localdate(actor.now)
    districts: dict[int, str] = {}
    for home in homes.select_related("source").order_by("said_at", "pk"):
        over = home.lived_until and home.lived_until < today
        if not over and home.pk not in hidden and home.source.child_id not in protected:
            districts[home.source.child_id] = home.postcode.split()[0]
    return districts


def own_numbers(actor: Actor, child_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the numbers that lists of the actor's agency give each child; none of a shielded one."""
    ids = set(child_ids)
    shown = SourceRecord.objects.filter(
        agency_id=actor.agency_id, child__in=ids - shielded_from(actor, ids), ended_at__isnull=True
    )
    numbers: dict[int, list[str]] = {}
    for child_id, number in shown.order_by("source_id").values_list("child", "source_id"):
        numbers.setdefault(child_id, []).append(number)
    return numbers


def own_telephone(actor: Actor) -> str:
    """Return the number that the actor's post is reached at, or else its team's."""
    post = Post.objects.select_related("user", "team").filter(pk=actor.post_id or 0).first()
    return (post.telephone or post.user.telephone or post.team.telephone) if post else ""


def auditable(actor: Actor, public_id: UUID) -> Child | None:
    """Return a child of whom `actor` may ask who can see it: nothing above grants hides it."""
    return without_hidden(actor, Child.objects.filter(public_id=public_id)).first()
