"""What a post answers for, line by line; and the teams whose work nobody watches."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wraparound.delivery.caseloads.pages import actor_in, look
from wraparound.delivery.supervision.answering import answers_for, on_duty, unwatched_work
from wraparound.foundation.accounts.rules import May
from wraparound.foundation.ui.pages import child_page, signed_in


@child_page()
@require_safe
def answer_for(request: HttpRequest) -> HttpResponse:
    """Show who answers to me, for which subject, with the cases that they have as far as the line reaches."""
    actor = actor_in(request)
    lines = answers_for(actor)
    duty = on_duty(actor)
    reply = render(request, "supervision/answer_for.html", {"lines": lines, "duty": duty})
    shown = [child for line in lines for child in line.listed.child_ids]
    look(request, "supervision.answer_for", [*shown, *(duty.listed.child_ids if duty else [])])
    return reply


@signed_in(May.ADMINISTER)
@require_safe
def unwatched(request: HttpRequest) -> HttpResponse:
    """Show the teams in which cases wait that no manager's screen shows: never whose."""
    context = unwatched_work(actor_in(request).now)
    return render(request, "supervision/unwatched.html", context)
