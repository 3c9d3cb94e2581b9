"""Reading changes that somebody asked for: those of the teams that one looks after."""

from typing import Any

from django.db.models import QuerySet

from wraparound.foundation.accounts.models import Accountability, Post, Role
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.staffing.models import Change
from wraparound.foundation.staffing.rules import Place
from wraparound.foundation.ui.rules import date_words


def changes_seen_by(actor: Actor) -> QuerySet[Change]:
    """Return the changes of the teams that `actor` looks after."""
    changes = Change.objects.select_related(
        "team__service", "about", "asked_by__user", "decided_by__user", "post__user"
    )
    if May.ADMINISTER in actor.may:
        return changes
    return changes.filter(team=actor.team_id) if May.PLACE_IN_TEAM in actor.may else changes.none()


def changes_waiting_for(actor: Actor) -> QuerySet[Change]:
    """Return what `actor` can decide: asked for by somebody else, and not about themselves."""
    waiting = changes_seen_by(actor).filter(outcome=Change.Outcome.WAITING)
    return waiting.exclude(asked_by__user=actor.user_id).exclude(about=actor.user_id)


def details_of(change: Change) -> list[tuple[str, Any]]:
    """Return what a change asks for, as labels and words for the page of whoever decides."""
    if change.kind == Change.Kind.PLACE:
        return _place_words(Place.from_json(change.details))
    if change.kind == Change.Kind.LINE:
        kept = change.details
        to = Post.objects.select_related("user", "team").get(pk=kept["answers_to"])
        return [
            ("Who", change.post),
            ("Answers to", f"{to.user}, {to}"),
            ("For", Accountability.Subject(kept["subject"]).label),
        ]
    return [("Who", change.post.user if change.post else ""), ("What", "Back at work after a suspension")]


def _place_words(wanted: Place) -> list[tuple[str, Any]]:
    agency = Agency.objects.get(pk=wanted.agency_id)
    said = [
        ("Who", wanted.full_name or wanted.email),
        ("Email address", wanted.email),
        ("Role", Role(wanted.role).label),
        ("Job", wanted.title),
        ("Employed by", agency.name),
        ("First day", date_words(wanted.valid_from)),
    ]
    if wanted.valid_until:
        said.append(("Last day", date_words(wanted.valid_until)))
    if wanted.supervisor_id:
        supervisor = Post.objects.select_related("user").get(pk=wanted.supervisor_id)
        said.append(("Supervisor", str(supervisor.user)))
    if wanted.ends_post_id:
        old = Post.objects.select_related("team").get(pk=wanted.ends_post_id)
        said.append(("Their present post ends", str(old)))
    return said
