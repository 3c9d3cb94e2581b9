"""The rota of a team's duty and out-of-hours posts."""

import uuid
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.rules import May
from wraparound.foundation.staffing import duties, queries
from wraparound.foundation.staffing.forms import NewShift
from wraparound.foundation.staffing.pages import attempt, sub_pages
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers


@signed_in(may=May.STAFF)
def rotas(request: HttpRequest) -> HttpResponse:
    """List the teams that have duty posts."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    teams = queries.teams_with_duty(actor, now=now)
    return render(request, "staffing/rotas.html", {"teams": teams, "pages": sub_pages(request, "rotas")})


@signed_in(may=May.STAFF)
def rota(request: HttpRequest, team: int) -> HttpResponse:
    """Show a team's turns and add one."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    shown = queries.teams_looked_after(actor, now=now).filter(pk=team).first()
    if shown is None:
        raise Http404
    form = NewShift(answers(request), team=shown, now=now)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        starts, ends = (datetime.combine(said["day"], said[name]) for name in ("starts", "ends"))
        if ends <= starts:
            ends += timedelta(days=1)
        turn = attempt(
            request,
            form,
            lambda: duties.add_shift(
                post=form.posts[said["post"]],
                starts_at=timezone.make_aware(starts),
                ends_at=timezone.make_aware(ends),
                actor=actor,
                now=now,
            ),
        )
        if turn:
            messages.success(request, f"{turn.post.user} is on the rota.")
            return redirect("staffing:rota", shown.pk)
    shifts = queries.shifts_of(shown, now=now)
    return render(request, "staffing/rota.html", {"team": shown, "shifts": shifts, "form": form, "now": now})


@signed_in(may=May.STAFF)
@require_POST
def end_shift(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a turn off the rota."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    shift = queries.shift_looked_after(actor, public_id)
    if shift is None:
        raise Http404
    duties.end_shift(shift=shift, actor=actor, now=now)
    messages.success(request, "Taken off the rota.")
    return redirect("staffing:rota", shift.post.team_id)
