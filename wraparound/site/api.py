"""The root of the API for agencies' own systems: who is asking, how errors look, how often one may ask.

The endpoints themselves are the `api.py` of the app that they belong to; they call the same queries and
services as the pages, so the policy and the audit are the same.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import Field

from wraparound.foundation.accounts.queries import actor_of_token, live_token
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.accounts.services import MINUTE, count_request
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui import problems
from wraparound.foundation.ui.paging import BadCursor
from wraparound.foundation.ui.problems import Problem
from wraparound.outcomes.card.api import router as children
from wraparound.outcomes.feeds.api import router as feeds
from wraparound.outcomes.finding.api import router as searches
from wraparound.outcomes.index.api import router as corrections
from wraparound.site.api_description import DESCRIPTION, DescribedAPI


class TooMany(Exception):
    """A system asked more often than its agency may; `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class TokenAuth(HttpBearer):
    """`Authorization: Bearer KEY`, with the key that an administrator was shown once."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the actor that the key stands for, or None; raises `TooMany`."""
        now = request.now  # type: ignore[attr-defined]
        found = live_token(token, now=now)
        if found is None:
            return None
        most, asked = settings.API_REQUESTS_A_MINUTE, count_request(token=found, now=now)
        left_of_minute = MINUTE - int(now.timestamp()) % MINUTE
        request.reply_headers = {  # type: ignore[attr-defined]
            "RateLimit-Limit": str(most),
            "RateLimit-Remaining": str(max(0, most - asked)),
            "RateLimit-Reset": str(left_of_minute),
        }
        if asked > most:
            raise TooMany(left_of_minute)
        request.actor = actor_of_token(found, now=now)  # type: ignore[attr-defined]
        return request.actor  # type: ignore[attr-defined]


api = DescribedAPI(
    title="Wraparound",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    auth=TokenAuth(),
)


class Me(Schema):
    """Who the API takes the asking system for."""

    system: str = Field(description="The name that the token was given.", examples=["School roll export"])
    agency: str = Field(examples=["Meadow Lane Primary School"])
    agency_code: str = Field(examples=["MEADOW"])
    may: list[str] = Field(
        description="What the token may do while the agency's agreement is in force.",
        examples=[["search", "send an agency's list"]],
    )


@api.get("/", response=Me, url_name="me", tags=["about"], operation_id="me")
def me(request: HttpRequest) -> dict[str, Any]:
    """Say who you are and what your token lets you do."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {
        "system": actor.title,
        "agency": actor.agency_name,
        "agency_code": actor.agency_code,
        "may": sorted(actor.may),
    }


api.add_router("/searches", searches)
api.add_router("/children", children)
api.add_router("/corrections", corrections)
api.add_router("/feeds", feeds)


@api.exception_handler(AuthenticationError)
def _not_known(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problems.reply("unknown token")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(TooMany)
def _too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    response = problems.reply("too many", f"Too many requests. Try again in {error.wait} seconds.")
    response.headers["Retry-After"] = str(error.wait)
    return response


@api.exception_handler(Denied)
def _denied(request: HttpRequest, error: Denied) -> HttpResponse:
    audit.record_denial(
        verb=f"api.{request.resolver_match.url_name}" if request.resolver_match else "api",
        now=request.now,  # type: ignore[attr-defined]
        actor=request.actor,  # type: ignore[attr-defined]
        child_id=None,
    )
    return problems.reply("denied", error.reason)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.reply("missing")


@api.exception_handler(Problem)
def _refused(request: HttpRequest, error: Problem) -> HttpResponse:
    return problems.reply(error.code, error.detail, error.errors)


@api.exception_handler(BadCursor)
def _bad_cursor(request: HttpRequest, error: BadCursor) -> HttpResponse:
    wrong = {"field": "cursor", "problem": "Send the cursor that the page before gave as next, or none."}
    return problems.reply("not valid", errors=[wrong])


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.reply(problems.OF_STATUS.get(error.status_code, "unreadable"), str(error))


@api.exception_handler(MultiPartParserError)
def _broken_parts(request: HttpRequest, error: MultiPartParserError) -> HttpResponse:
    return problems.reply("unreadable", "The parts of the form could not be read.")


@api.exception_handler(SuspiciousOperation)
def _too_much(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return problems.reply("unreadable", "The request has too many parts, or one that is too long.")


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"field": _field_of(found["loc"]), "problem": found["msg"].removeprefix("Value error, ")}
        for found in error.errors
    ]
    return problems.reply("not valid", errors=errors)


def _field_of(place: tuple[Any, ...]) -> str:
    """Return the field that a place of pydantic names: a body stands under the name of its parameter."""
    named = place[2:] if place[0] == "body" else place[1:]
    return ".".join(str(part) for part in named) or "body"
