"""One child over the API: the same card, through the same sight, as on the pages."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.api_fields import Cursor, Limit, check_page_names
from wraparound.foundation.ui.paging import stretch
from wraparound.outcomes.access.queries import sight as sight_of_child
from wraparound.outcomes.access.queries import visible_to
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.card import queries
from wraparound.outcomes.card.rules import age_of, why_lines
from wraparound.outcomes.card.schemas import Card, ChildPage, Involvements
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.rules import Label

router = Router(tags=["children"])


@router.get("", response=ChildPage, url_name="children", operation_id="list_children",
            summary="List the children that your agency may see")  # fmt: skip
def list_children(request: HttpRequest, cursor: Cursor = "", limit: Limit = 25) -> dict[str, Any]:
    """Return the children that your agency's teams work with or serve, some at a time."""
    actor = _reader(request)
    check_page_names(request)
    shown = stretch(visible_to(actor), order=("public_id",), of="children", size=limit, cursor=cursor)
    ids = [child.pk for child in shown.rows]
    labels = labels_of(ids)
    lines = _lines(actor, [labels[pk] for pk in ids])
    _look(actor, "children.list", ids)
    return {"items": lines, "next": shown.next or None}


@router.get("/{uuid:public_id}", response=Card, url_name="child", operation_id="read_child",
            summary="Read one child's card")  # fmt: skip
def read_child(request: HttpRequest, public_id: UUID) -> dict[str, Any]:
    """Return who the child is, where, who cares for them, and what must be known before anything else.

    What your agency may not see is null. A child that it may not see at all is missing.
    """
    actor, sight = _seen(request, public_id)
    card = queries.card(actor, sight, actor.now)
    label = labels_of([sight.child_id])[sight.child_id]
    told = {
        **vars(card), **_lines(actor, [label])[0],
        "age": age_of(card.born, card.expected, card.died_on, timezone.localdate(actor.now)),
        "why": why_lines(sight, actor.role, Category.IDENTITY),
    }  # fmt: skip
    _look(actor, queries.SEEN, [sight.child_id, *card.also_shown])
    return told


@router.get("/{uuid:public_id}/involvements", response=Involvements, url_name="child_involvements",
            operation_id="read_involvements", summary="Read who works with one child")  # fmt: skip
def read_involvements(request: HttpRequest, public_id: UUID) -> dict[str, Any]:
    """Return which services work with the child, since when, whom to ring and who covers."""
    actor, sight = _seen(request, public_id)
    card = queries.card(actor, sight, actor.now)
    _look(actor, "card.see_involved", [sight.child_id])
    return {"id": public_id, "involvements": card.involvements}


def _reader(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.check(May.SEARCH)
    return actor


def _seen(request: HttpRequest, public_id: UUID) -> tuple[Actor, Sight]:
    """Return the sight of a child; raise Http404, the same for denied and missing, on record."""
    actor = _reader(request)
    sight = sight_of_child(actor, public_id)
    if sight is None:
        child_id = queries.child_key(public_id)
        audit.record_denial(verb=queries.SEEN, now=actor.now, actor=actor, child_id=child_id)
        raise Http404
    return actor, sight


def _look(actor: Actor, verb: str, child_ids: Iterable[int]) -> None:
    audit.record_looks(verb=verb, now=actor.now, actor=actor, child_ids=child_ids)


def _lines(actor: Actor, labels: Iterable[Label]) -> list[dict[str, Any]]:
    shown = list(labels)
    numbers = queries.own_numbers(actor, [label.child_id for label in shown])
    return [
        {**asdict(label), "id": label.public_id, "born": label.born,
         "own_numbers": numbers.get(label.child_id, [])}
        for label in shown
    ]  # fmt: skip
