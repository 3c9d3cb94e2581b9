"""What waits for a post when it signs in: its children, what it has open, what it is asked to do."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from wraparound.delivery.enquiries import waiting as enquiries
from wraparound.delivery.supervision.waiting import waiting
from wraparound.delivery.universal.served import links_of
from wraparound.delivery.upkeep import waiting as upkeep
from wraparound.foundation.accounts.models import Clearance, Post, Role
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.notifications.models import Notice
from wraparound.foundation.notifications.queries import unread_of
from wraparound.foundation.signin.link_services import LinkTarget
from wraparound.foundation.ui.rules import date_words
from wraparound.outcomes.access.models import Opening
from wraparound.outcomes.card.models import RingRequest
from wraparound.outcomes.card.queries import ring_requests_of
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.children.queries import labels_of, record_of
from wraparound.outcomes.children.rules import Label
from wraparound.outcomes.index.queries import waiting_pairs
from wraparound.outcomes.openings.queries import my_openings, to_review
from wraparound.outcomes.shields.queries import handled_by, to_confirm

SOON = timedelta(days=30)
"""How long before a check lapses its holder, and the manager, are told on their page."""
MOST = 10


@dataclass(frozen=True)
class ToDo:
    """One thing to do, in words, and where."""

    words: str
    route: str = ""

    @property
    def href(self) -> str:
        """The address of the page, or '' where the installation has none."""
        try:
            return reverse(self.route) if self.route else ""
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class Work:
    """Everything on the page of one post."""

    openings: tuple[tuple[Opening, Label], ...]
    rings: tuple[RingRequest, ...]
    notices: tuple[Notice, ...]
    unread: int
    to_do: tuple[ToDo, ...]


def work_of(actor: Actor) -> Work:
    """Return what waits for a post; as many statements however much there is."""
    openings = _each_child_once(my_openings(actor)[: 3 * MOST])[:MOST]
    labels = labels_of({opening.child_id for opening in openings})
    rings = ring_requests_of(actor).filter(done_at__isnull=True)[:MOST]
    unread = unread_of(actor)
    return Work(
        openings=tuple((opening, labels[opening.child_id]) for opening in openings),
        rings=tuple(rings),
        notices=tuple(unread[:5]),
        unread=unread.count(),
        to_do=(
            *_lapses(actor), *_reviews(actor), *_pairs(actor), *_shields(actor), *_universal(actor),
            *(ToDo(*each) for each in (*waiting(actor), *enquiries.waiting(actor), *upkeep.waiting(actor))),
        ),
    )  # fmt: skip


def _each_child_once(openings: Iterable[Opening]) -> list[Opening]:
    """Return of each child what stays open longest; the next to close first, as they come."""
    latest = {opening.child_id: opening for opening in openings}
    return sorted(latest.values(), key=lambda opening: (opening.ends_at, opening.pk))


def _lapses(actor: Actor) -> list[ToDo]:
    """Say which checks of the post, and for a manager of the team's posts, lapse soon or have lapsed."""
    today = timezone.localdate(actor.now)
    posts = Post.objects.filter(pk=actor.post_id or 0)
    if actor.role == Role.TEAM_MANAGER:
        posts = Post.objects.filter(team_id=actor.team_id or 0, ended_at__isnull=True)
    latest: dict[tuple[int, str], Clearance] = {}
    held = Clearance.objects.filter(post__in=posts).select_related("post__user")
    for clearance in held.order_by("lapses_on"):
        latest[clearance.post_id, clearance.kind] = clearance
    return [
        ToDo(_lapse_words(clearance, actor, lapsed=clearance.lapses_on <= today))
        for clearance in latest.values()
        if clearance.lapses_on <= today + SOON
    ]


def _lapse_words(clearance: Clearance, actor: Actor, *, lapsed: bool) -> str:
    whose = "Your" if clearance.post_id == actor.post_id else f"{clearance.post.user.full_name}’s"
    what = clearance.get_kind_display().lower()
    if lapsed:
        return f"{whose} {what} lapsed on {date_words(clearance.lapses_on)}: searching has stopped."
    return f"{whose} {what} lapses on {date_words(clearance.lapses_on)}. After that, searching stops."


def _reviews(actor: Actor) -> list[ToDo]:
    count = to_review(actor).count() if May.REVIEW_DUTY in actor.may else 0
    words = f"{count:,} opened on duty or in an emergency: look at {'it' if count == 1 else 'them'}."
    return [ToDo(words, "openings:to_review")] if count else []


def _pairs(actor: Actor) -> list[ToDo]:
    count = waiting_pairs(actor).count() if May.SETTLE in actor.may or actor.holds_adoptions else 0
    words = f"{count:,} {'pair' if count == 1 else 'pairs'} of records may be one child."
    return [ToDo(words, "index:pairs")] if count else []


def _shields(actor: Actor) -> list[ToDo]:
    if May.CONFIRM_SHIELD not in actor.may:
        return []
    waiting = to_confirm(actor).count()
    due = handled_by(actor).filter(review_on__lte=timezone.localdate(actor.now) + SOON).count()
    said = [
        (waiting, f"Provisional protections to confirm: {waiting}"),
        (due, f"Protections to review soon: {due}"),
    ]
    return [ToDo(words, "shields:shields") for count, words in said if count]


def _universal(actor: Actor) -> list[ToDo]:
    """Say where the population of a team that has one is read."""
    if May.WORK not in actor.may or not links_of(actor, today=timezone.localdate(actor.now)).exists():
        return []
    return [ToDo("What every child gets: who of your population has not had what.", "universal:overview")]


def child_of_link(target: LinkTarget) -> Child | None:
    """Return the child that a signed link names, by our public id or by the agency's own number, or None."""
    if target.kind == "number":
        record = record_of(target.agency_id, target.reference)
        return record.child if record else None
    try:
        return Child.objects.filter(public_id=uuid.UUID(target.reference)).first()
    except ValueError:
        return None
