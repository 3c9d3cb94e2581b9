"""Errors of the API: problem details (RFC 9457), each with a code that a program can go by."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"
CODES: dict[str, tuple[int, str]] = {
    "unreadable": (400, "The request could not be read."),
    "unknown token": (401, "Send a token that is in force: Authorization: Bearer KEY."),
    "denied": (403, "Your token does not let you do this."),
    "missing": (404, "Nothing is here, or not for you."),
    "method": (405, "This address does not take that method."),
    "not now": (409, "This cannot be done as things stand."),
    "too large": (413, "What you sent is too large."),
    "not valid": (422, "Some fields are not as they should be."),
    "too broad": (422, "This would find too many children."),
    "key used": (422, "This Idempotency-Key was sent before with other content."),
    "too many": (429, "Too many requests."),
    "failed": (500, "Something went wrong on our side. It is on record under the X-Request-Id."),
    "unavailable": (503, "Not available just now. Try again later."),
}
"""Code, with its status and what is said when there is nothing more exact to say."""
OF_STATUS = {status: code for code, (status, _) in reversed(CODES.items())}
"""Status, with the first of its codes."""

FieldProblem = dict[str, str]
"""`field` names what was sent, `problem` says what is wrong and the way out."""


class Problem(Exception):
    """A refusal of the API that is known by one of `CODES`."""

    def __init__(self, code: str, detail: str = "", errors: Sequence[FieldProblem] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.errors = list(errors)


def reply(code: str, detail: str = "", errors: Sequence[FieldProblem] = ()) -> HttpResponse:
    """Return an error as problem+json."""
    status, usual = CODES[code]
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail or usual,
    }
    if errors:
        body["errors"] = list(errors)
    return HttpResponse(json.dumps(body), status=status, content_type=CONTENT_TYPE)


def as_problem(response: HttpResponse) -> HttpResponse:
    """Return an error that something else worded as problem+json, with its headers kept; else the same."""
    if response.status_code < 400 or response.headers.get("Content-Type") == CONTENT_TYPE:
        return response
    code = OF_STATUS.get(response.status_code, "failed" if response.status_code >= 500 else "unreadable")
    worded = reply(code)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in response.headers:
            worded.headers[name] = response.headers[name]
    return worded
