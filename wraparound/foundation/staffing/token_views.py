"""Tokens of agencies' own systems."""

import uuid
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from wraparound.foundation.accounts.models import Token
from wraparound.foundation.accounts.rules import May
from wraparound.foundation.staffing import queries
from wraparound.foundation.staffing import tokens as services
from wraparound.foundation.staffing.forms import Again
from wraparound.foundation.staffing.pages import attempt, form_page, sub_pages
from wraparound.foundation.staffing.token_forms import NewToken, RenewToken
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers


@signed_in(may=May.ADMINISTER)
def tokens(request: HttpRequest) -> HttpResponse:
    """List the tokens of all agencies."""
    now = request.now  # type: ignore[attr-defined]
    rows = [(token, _state(token, now), _scopes(token)) for token in queries.tokens()]
    return render(request, "staffing/tokens.html", {"rows": rows, "pages": sub_pages(request, "tokens")})


@signed_in(may=May.ADMINISTER)
@never_cache
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token and show its secret, once."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    form = NewToken(answers(request), now=now)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = attempt(
            request,
            form,
            lambda: services.create_token(
                agency=form.agencies[said["agency"]],
                name=said["name"],
                scopes=said["scopes"],
                expires_at=_end_of(said["last_day"]),
                actor=actor,
                now=now,
            ),
        )
        if made:
            return render(request, "staffing/secret.html", {"made": made})
    back = reverse("staffing:tokens")
    return form_page(request, form, title="Let a system in", button="Make a token", back=back)


@signed_in(may=May.ADMINISTER)
@never_cache
def renew_token(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give a token a new secret and show it, once."""
    actor, now, token = request.actor, request.now, _token_or_404(public_id)  # type: ignore[attr-defined]
    form = RenewToken(answers(request), now=now)
    if request.method == "POST" and form.is_valid():
        until = _end_of(form.cleaned_data["last_day"])
        made = attempt(
            request, form, lambda: services.renew_token(token=token, expires_at=until, actor=actor, now=now)
        )
        if made:
            return render(request, "staffing/secret.html", {"made": made})
    return form_page(
        request, form, title=f"New secret for {token.name}", button="Make a new secret",
        back=reverse("staffing:tokens"), intro="The old secret stops working at once.",
    )  # fmt: skip


@signed_in(may=May.ADMINISTER)
def revoke_token(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Stop a token for good."""
    actor, now, token = request.actor, request.now, _token_or_404(public_id)  # type: ignore[attr-defined]
    form = Again(answers(request))
    if request.method == "POST" and form.is_valid():
        services.revoke_token(token=token, actor=actor, now=now)
        messages.success(request, f"{token.name} is shut out.")
        return redirect("staffing:tokens")
    return form_page(
        request, form, title=f"Shut out {token.name} of {token.agency}?", button="Shut it out",
        back=reverse("staffing:tokens"), intro="Its requests are refused from now on. This cannot be undone.",
    )  # fmt: skip


def _token_or_404(public_id: uuid.UUID) -> Token:
    token = queries.tokens().filter(public_id=public_id).first()
    if token is None:
        raise Http404
    return token


def _end_of(day: date) -> datetime:
    """Return the first moment at which a last day is over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _state(token: Token, now: datetime) -> tuple[str, str]:
    if token.revoked_at:
        return "Shut out", "plain"
    if token.expires_at <= now:
        return "Run out", "bad"
    if token.expires_at <= now + timedelta(days=30):
        return "Runs out soon", "watch"
    return "Holds", "good"


def _scopes(token: Token) -> str:
    return ", ".join(Token.Scope(scope).label for scope in token.scopes if scope in Token.Scope.values)
