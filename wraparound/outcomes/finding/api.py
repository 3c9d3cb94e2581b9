"""Searching over the API: an agency's system finds among the children that the agency may see alone."""

import uuid
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.problems import Problem
from wraparound.outcomes.finding.asking import Asked, query_of
from wraparound.outcomes.finding.rules import TooBroad
from wraparound.outcomes.finding.schemas import Found, SearchAsked
from wraparound.outcomes.finding.searching import Row, ask

router = Router(tags=["searches"])


@router.post("", response=Found, url_name="searches", operation_id="search", summary="Search for a child")
def search(request: HttpRequest, asked: SearchAsked) -> dict[str, Any]:
    """Find a child among those that your agency may see. A child that it may not see is as missing.

    It is a POST because nothing that was typed may stand in an address. Who would be one of too many is
    refused, with what to add (`too broad`).
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.check(May.SEARCH)
    search_id = uuid.uuid4()
    try:
        found = ask(search_id=str(search_id), asked=_asked(asked, actor), actor=actor)
    except TooBroad as broad:
        raise Problem("too broad", f"That could be many children. {broad.add}") from broad
    audit.record_looks(
        verb="search.results", now=actor.now, actor=actor, detail={"search": str(search_id)},
        child_ids=[row.label.child_id for row in found.rows],
    )  # fmt: skip
    return {
        "search": search_id, "candidates": [_candidate(row) for row in found.rows],
        "settle_by": found.settle_by, "unread": found.unread,
    }  # fmt: skip


def _asked(sent: SearchAsked, actor: Actor) -> Asked:
    """Return the search that was sent. Raises `Problem` naming the fields that cannot be understood."""
    said = sent.model_dump()
    box, age = said.pop("text"), said.pop("age")
    asked = Asked(box=box, age="" if age is None else str(age), **said)
    unread = query_of(asked, timezone.localdate(actor.now)).unread
    wrong = [name for name in unread if name in SearchAsked.model_fields]
    if wrong:
        problem = "could not be understood: leave it out or put it right"
        raise Problem("not valid", errors=[{"field": name, "problem": problem} for name in wrong])
    return asked


def _candidate(row: Row) -> dict[str, Any]:
    label = row.label
    return {
        "id": label.public_id, "name": label.name, "other_names": label.other_names, "born": label.born,
        "sex": label.sex, "district": row.district, "probability": row.probability,
        "reasons": row.reasons, "tied": row.is_tied,
    }  # fmt: skip
