"""The root of the API for agencies' own systems: who is asking, how errors look, how often one may ask.

The endpoints themselves are the `api.py` of the app that they belong to; they call the same queries and
services as the pages, so the policy and the audit are the same.
"""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from wraparound.foundation.accounts.queries import actor_of_token, live_token
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit


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
        minute = int(now.timestamp()) // 60
        key = f"api-asked-{found.pk}-{minute}"
        cache.add(key, 0, timeout=120)
        if cache.incr(key) > settings.API_REQUESTS_A_MINUTE:
            raise TooMany(60 - int(now.timestamp()) % 60)
        request.actor = actor_of_token(found, now=now)  # type: ignore[attr-defined]
        return request.actor  # type: ignore[attr-defined]


api = NinjaAPI(
    title="Wraparound",
    version="1",
    description="For an agency's own systems. Errors are problem+json (RFC 9457).",
    urls_namespace="api",
    docs_url=None,
    auth=TokenAuth(),
)


class Me(Schema):
    """Who the API takes the asking system for."""

    system: str
    agency: str
    agency_code: str
    may: list[str]


@api.get("/", response=Me, url_name="me", tags=["about"])
def me(request: HttpRequest) -> dict[str, Any]:
    """Say who you are and what your token lets you do."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {
        "system": actor.title,
        "agency": actor.agency_name,
        "agency_code": actor.agency_code,
        "may": sorted(actor.may),
    }


def problem(request: HttpRequest, status: int, title: str, **more: Any) -> HttpResponse:
    """Return an error as problem+json."""
    body = {"type": "about:blank", "title": title, "status": status, **more}
    response = api.create_response(request, body, status=status)
    response.headers["Content-Type"] = "application/problem+json"
    return response


@api.exception_handler(AuthenticationError)
def _not_known(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problem(request, 401, "Send a token that is in force: Authorization: Bearer KEY.")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(TooMany)
def _too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    response = problem(request, 429, f"Too many requests. Try again in {error.wait} seconds.")
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
    return problem(request, 403, error.reason)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, "Nothing is here, or not for you.")


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, str(error))


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"field": ".".join(str(part) for part in found["loc"][1:]) or "body", "problem": found["msg"]}
        for found in error.errors
    ]
    return problem(request, 422, "Some fields are not as they should be.", errors=errors)
