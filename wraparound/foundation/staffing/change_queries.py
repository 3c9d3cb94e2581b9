"""Reading changes that somebody asked for: those of the teams that one looks after."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from wraparound.foundation.accounts.models import Accountability, Post, Role
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.staffing.models import Change
from wraparound.foundation.staffing.rules import Place
from wraparound.foundation.ui.rules import date_words

Details = list[tuple[str, Any]]
"""What a change asks for: labels and words."""


def changes_seen_by(actor: Actor) -> QuerySet[Change]:
    """Return the changes of the teams that `actor` looks after."""
    changes = Change.objects.select_related(
        "team__service", "about", "asked_by__user", "decided_by__user", "post__user", "post__team"
    )
    if May.ADMINISTER in actor.may:
        return changes
    return changes.filter(team=actor.team_id) if May.PLACE_IN_TEAM in actor.may else changes.none()


def changes_waiting_for(actor: Actor) -> QuerySet[Change]:
    """Return what `actor` can decide: asked for by somebody else, and not about themselves."""
    waiting = changes_seen_by(actor).filter(outcome=Change.Outcome.WAITING)
    return waiting.exclude(asked_by__user=actor.user_id).exclude(about=actor.user_id)


def details_of(change: Change) -> Details:
    """Return what a change asks for, as labels and words for the page of whoever decides."""
    return details_of_each([change])[0][1]


def details_of_each(changes: Iterable[Change]) -> list[tuple[Change, Details]]:
    """Return each change with what it asks for, in as many statements for one as for a hundred."""
    asked = [(change, _asked(change)) for change in changes]
    wanted = [place for _, place in asked if place]
    keys = {key for place in wanted for key in (place.supervisor_id, place.ends_post_id) if key}
    keys |= {change.details["answers_to"] for change, _ in asked if change.kind == Change.Kind.LINE}
    posts = Post.objects.select_related("user", "team").in_bulk(keys)
    agencies = Agency.objects.in_bulk({place.agency_id for place in wanted})
    return [
        (change, _place_words(place, agencies, posts) if place else _other_words(change, posts))
        for change, place in asked
    ]


def _asked(change: Change) -> Place | None:
    return Place.from_json(change.details) if change.kind == Change.Kind.PLACE else None


def _other_words(change: Change, posts: Mapping[int, Post]) -> Details:
    if change.kind == Change.Kind.LINE:
        to = posts[change.details["answers_to"]]
        return [
            ("Who", change.post),
            ("Answers to", f"{to.user}, {to}"),
            ("For", Accountability.Subject(change.details["subject"]).label),
        ]
    return [("Who", change.post.user if change.post else ""), ("What", "Back at work after a suspension")]


def _place_words(wanted: Place, agencies: Mapping[int, Agency], posts: Mapping[int, Post]) -> Details:
    said: Details = [
        ("Who", wanted.full_name or wanted.email),
        ("Email address", wanted.email),
        ("Role", Role(wanted.role).label),
        ("Job", wanted.title),
        ("Employed by", agencies[wanted.agency_id].name),
        ("First day", date_words(wanted.valid_from)),
    ]
    if wanted.valid_until:
        said.append(("Last day", date_words(wanted.valid_until)))
    if wanted.supervisor_id:
        said.append(("Supervisor", str(posts[wanted.supervisor_id].user)))
    if wanted.ends_post_id:
        said.append(("Their present post ends", str(posts[wanted.ends_post_id])))
    return said
