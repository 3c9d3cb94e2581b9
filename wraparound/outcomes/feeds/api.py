"""Feeds over the API: an agency's system sends its own agency's list and reads what became of it."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import File, Form, Header, Router, Status
from ninja.files import UploadedFile

from wraparound.foundation.accounts.queries import token_of
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.api_fields import Cursor, Limit, check_names, check_page_names
from wraparound.foundation.ui.paging import stretch
from wraparound.foundation.ui.problems import Problem
from wraparound.outcomes.feeds import queries, services
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.reading.layout import FileUnreadable
from wraparound.outcomes.feeds.rules import Changed
from wraparound.outcomes.feeds.schemas import Endings, Feed, FeedPage

router = Router(tags=["feeds"])
LONGEST_MAPPING = 100_000
"""Bytes of a mapping file."""
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key", max_length=100, pattern="^[!-~]*$",
        description="A text of your own making, new for each list: sent again, it is the same feed.",
    ),
]  # fmt: skip
LOCATION = {"Location": {"description": "The feed.", "schema": {"type": "string"}}}
SENT = {"responses": {202: {"headers": LOCATION}}}
NOT_HELD = {"responses": {202: {"headers": LOCATION}, 409: {"description": "The number has changed."}}}
RECEIPT = {
    "responses": {
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        409: {"description": "The feed is not at its end."},
    }
}


@router.get("", response=FeedPage, url_name="feeds", operation_id="list_feeds", summary="List your feeds")
def list_feeds(request: HttpRequest, cursor: Cursor = "", limit: Limit = 25) -> dict[str, Any]:
    """Return the lists that your agency sent, by its systems and its people, the latest first."""
    actor = _sender(request)
    check_page_names(request)
    shown = stretch(
        queries.loads_of(actor), order=("-started_at", "-public_id"), of="feeds",
        size=limit, cursor=cursor,
    )  # fmt: skip
    return {"items": [_line(load) for load in shown.rows], "next": shown.next or None}


@router.post("", response={202: Feed}, url_name="feeds", operation_id="send_feed", summary="Send a list",
             openapi_extra=SENT)  # fmt: skip
def send_feed(
    request: HttpRequest, response: HttpResponse, file: File[UploadedFile],
    mapping: File[UploadedFile | None] = None, complete: Form[bool] = False, dry_run: Form[bool] = False,
    idempotency_key: Key = "",
) -> Status:  # fmt: skip
    """Send your agency's list. It is kept, put on the queue and read in the background.

    Look at the feed named in `Location` until its `state` is `done`, `failed` or `stopped`, or is `held`
    for your word on endings. The same file sent again while it is unfinished is the same feed. Send an
    `Idempotency-Key` of your own making and you can repeat the request as often as you like: the same key
    with the same content is one feed, for good.
    """
    actor = _sender(request)
    system = token_of(actor)
    if system is None:
        raise Http404
    check_names(request.POST, ("complete", "dry_run"), "The parts that are not files are")
    check_names(request.FILES, ("file", "mapping"), "The files are")
    try:
        load = services.receive(
            file=file, name=file.name or "list", agency=system.agency, now=actor.now, actor=actor,
            mapping=_text_of(mapping), is_complete=complete, is_dry_run=dry_run, asked_key=idempotency_key,
            in_background=True,
        )  # fmt: skip
    except FileUnreadable as error:
        raise Problem("not valid", str(error)) from error
    except services.KeyUsed as error:
        raise Problem("key used") from error
    response.headers["Location"] = reverse("api:feed", args=[load.public_id])
    return Status(202, _feed(load))


@router.get("/{uuid:public_id}", response=Feed, url_name="feed", operation_id="read_feed",
            summary="Read one feed")  # fmt: skip
def read_feed(request: HttpRequest, public_id: UUID) -> dict[str, Any]:
    """Return how far a list is and what became of its rows."""
    return _feed(_load(request, public_id))


@router.get("/{uuid:public_id}/receipt", url_name="feed_receipt", operation_id="read_receipt",
            summary="Read a receipt", openapi_extra=RECEIPT)  # fmt: skip
def read_receipt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return a line for each row of the file, as CSV: its outcome, and what was wrong with which field."""
    load = _load(request, public_id)
    if load.state not in services.OVER:
        raise Problem("not now", "There is no receipt yet: the feed is not at its end.")
    reply = HttpResponse("".join(queries.receipt_of(load)), content_type="text/csv; charset=utf-8")
    actor = _sender(request)
    audit.record_looks(
        verb="feed.receipt", now=actor.now, actor=actor, child_ids=[], detail={"load": load.pk}
    )
    return reply


@router.post("/{uuid:public_id}/endings", response={202: Feed}, url_name="feed_endings",
             operation_id="accept_endings", summary="Let records end", openapi_extra=NOT_HELD)  # fmt: skip
def accept_endings(request: HttpRequest, response: HttpResponse, public_id: UUID, word: Endings) -> Status:
    """Let a held feed end as many of your records as its `endings` says.

    A complete list that would end more records than usual waits for this, so that half a file does not
    end half a school.
    """
    actor, load = _sender(request), _load(request, public_id)
    try:
        services.accept_endings(load=load, number=word.accept, now=actor.now, actor=actor, in_background=True)
    except Changed as error:
        raise Problem("not now", error.reason) from error
    response.headers["Location"] = reverse("api:feed", args=[load.public_id])
    return Status(202, _feed(_load(request, public_id)))


def _sender(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.check(May.SEND_FEEDS)
    return actor


def _load(request: HttpRequest, public_id: UUID) -> Load:
    """Return a load of the own agency; raise Http404, the same for another's and none, on record."""
    actor = _sender(request)
    load = queries.load_of(actor, public_id)
    if load is None:
        audit.record_denial(verb="feed.read", now=actor.now, actor=actor, child_id=None)
        raise Http404
    return load


def _text_of(mapping: UploadedFile | None) -> str:
    if mapping is None:
        return ""
    if (mapping.size or 0) > LONGEST_MAPPING:
        raise FileUnreadable(f"The mapping file is larger than {LONGEST_MAPPING:,} bytes.")
    try:
        return mapping.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileUnreadable("The mapping file is not text in UTF-8.") from error


def _line(load: Load) -> dict[str, Any]:
    return {
        "id": load.public_id, "name": load.name, "state": load.state, "complete": load.is_complete,
        "dry_run": load.is_dry_run, "received_at": load.started_at, "finished_at": load.finished_at,
        "rows": load.rows,
    }  # fmt: skip


def _feed(load: Load) -> dict[str, Any]:
    return {
        **_line(load), "counts": queries.counts_of(load), "endings": load.endings,
        "endings_of": load.endings_of, "summary": queries.summary_of(load), "error": load.error,
    }  # fmt: skip
