"""What the pages of contacts have in common: whom they are about, what was refused, what is put on record."""

import uuid
from collections.abc import Iterable
from typing import Any, NoReturn

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.contacts import queries
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.contacts.rules import writes_for
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.rules import date_words
from wraparound.outcomes.access.queries import sight as sight_of_child
from wraparound.outcomes.access.rules import Sight
from wraparound.outcomes.card.bar import bar_of
from wraparound.outcomes.card.queries import child_key


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def child_seen(request: HttpRequest, public_id: uuid.UUID, verb: str) -> Sight:
    """Return the actor's sight of a child; raise Http404, the same for denied and missing."""
    actor = actor_of(request)
    found = sight_of_child(actor, public_id)
    if found is None:
        audit.record_denial(verb=verb, now=actor.now, actor=actor, child_id=child_key(public_id))
        raise Http404
    return found


def child_to_write(request: HttpRequest, public_id: uuid.UUID) -> Sight:
    """Return the sight of a child in whose notes the actor's service writes; else as if it were missing."""
    found = child_seen(request, public_id, "contact.writing")
    if not writes_for(actor_of(request), found):
        refuse(request, "contact.writing", found.child_id)
    return found


def contact_seen(request: HttpRequest, public_id: uuid.UUID, verb: str) -> Contact:
    """Return a contact that the actor may read; raise Http404, the same for denied and missing."""
    actor = actor_of(request)
    found = queries.contact_seen_by(actor, public_id)
    if found is None:
        refuse(request, verb, queries.child_of(public_id))
    return found


def refuse(request: HttpRequest, verb: str, child_id: int | None) -> NoReturn:
    """Put a denial on record and answer as if nothing were there."""
    actor = actor_of(request)
    audit.record_denial(verb=verb, now=actor.now, actor=actor, child_id=child_id)
    raise Http404


def page_of_child(
    request: HttpRequest, template: str, sight: Sight, verb: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Build a page about one child with its bar, and put the look on record."""
    actor = actor_of(request)
    bar = bar_of(actor, sight, actor.now)
    reply = render(request, template, {"bar": bar, **context}, status=status)
    look(request, verb, [sight.child_id])
    return reply


def look(request: HttpRequest, verb: str, child_ids: Iterable[int]) -> None:
    """Put on record who is shown; called when the reply is built and not yet sent."""
    actor = actor_of(request)
    audit.record_looks(verb=verb, now=actor.now, actor=actor, child_ids=child_ids)


def case_choices(cases: Iterable[Case]) -> list[tuple[str, str]]:
    """Return the cases that a note may belong to, as a question has them."""
    return [
        (str(case.public_id), f"{case.get_kind_display()} since {_day(case.opened_at)} ({case.team.name})")
        for case in cases
    ]


def chosen(cleaned: dict[str, Any], cases: Iterable[Case]) -> Case | None:
    """Return the case that was chosen among those that a note may belong to."""
    return next((case for case in cases if str(case.public_id) == cleaned.get("case", "")), None)


def _day(moment: Any) -> str:
    return date_words(timezone.localdate(moment))
