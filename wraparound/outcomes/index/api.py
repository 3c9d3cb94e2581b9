"""Telling an agency's own systems which records they read while they were wrong."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.api_fields import Cursor, Limit, check_page_names
from wraparound.foundation.ui.paging import stretch
from wraparound.outcomes.index import models, putting_right
from wraparound.outcomes.index.schemas import Correction, CorrectionPage
from wraparound.outcomes.index.services.telling import acknowledge

router = Router(tags=["corrections"])


@router.get("", response=CorrectionPage, url_name="corrections", operation_id="list_corrections",
            summary="List the records that your systems read while they were wrong")  # fmt: skip
def list_corrections(request: HttpRequest, cursor: Cursor = "", limit: Limit = 25) -> dict[str, Any]:
    """Return the records that showed two children as one when your systems read them, the latest first.

    What your systems keep from between `first_read_at` and `last_read_at` may be of the other child. Read
    the `records` again, put yours right, and acknowledge the correction.
    """
    actor = _reader(request)
    check_page_names(request)
    mine = putting_right.corrections_of_systems(actor)
    shown = stretch(mine, order=("-told_at", "-key"), of="corrections", size=limit, cursor=cursor)
    items = [_line(correction, actor) for correction in shown.rows]
    _look(actor, list(shown.rows))
    return {"items": items, "next": shown.next or None}


@router.post("/{uuid:public_id}/acknowledge", response=Correction, url_name="correction_acknowledge",
             operation_id="acknowledge_correction", summary="Say that a record is put right")  # fmt: skip
def acknowledge_correction(request: HttpRequest, public_id: UUID) -> dict[str, Any]:
    """Put on record that your agency knows what is right; sent twice it is one."""
    actor = _reader(request)
    correction = putting_right.corrections_of_systems(actor).filter(key=public_id).first()
    if correction is None:
        audit.record_denial(verb="index.correction", now=actor.now, actor=actor, child_id=None)
        raise Http404
    known = acknowledge(correction=correction, actor=actor, now=actor.now)
    line = _line(known, actor)
    _look(actor, [known])
    return line


def _reader(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.check(May.SEARCH)
    return actor


def _look(actor: Actor, shown: list[models.Correction]) -> None:
    ids = [child.pk for each in shown for child in putting_right.seen_of_correction(each, actor=actor)]
    audit.record_looks(verb="index.correction_seen", now=actor.now, actor=actor, child_ids=ids)


def _line(correction: models.Correction, actor: Actor) -> dict[str, Any]:
    seen = putting_right.seen_of_correction(correction, actor=actor)
    return {
        "id": correction.key, "read_as": correction.merge.kept.public_id,
        "first_read_at": correction.first_seen_at, "last_read_at": correction.last_seen_at,
        "told_at": correction.told_at, "acknowledged_at": correction.acknowledged_at,
        "records": [{"id": child.public_id, "number": child.number} for child in seen],
    }  # fmt: skip
