"""Quiet cases, decisions and supervisions: what a supervisor reads and writes down."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wraparound.delivery.caseloads.lists import listed
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.pages import actor_in, change, load, look, refuse
from wraparound.delivery.caseloads.queries import open_cases
from wraparound.delivery.supervision import queries, services
from wraparound.delivery.supervision.bringing import brought
from wraparound.delivery.supervision.forms import DecisionForm, DoneForm, HandoverForm, LookForm, SessionForm
from wraparound.delivery.supervision.waiting import waiting
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers

A_PAGE = 25


@signed_in(May.ALLOCATE)
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show where a manager looks after the team's work: what waits, and every list."""
    return render(request, "supervision/team.html", {"waiting": waiting(actor_in(request))})


@child_page(May.ALLOCATE)
@require_safe
def quiet(request: HttpRequest) -> HttpResponse:
    """Show the quiet cases of the team and why each is brought, the highest level of need first."""
    actor = actor_in(request)
    pages = Paginator(brought(actor), A_PAGE).get_page(request.GET.get("page"))
    found = list(pages)
    by_key = open_cases(actor).in_bulk([each.case_id for each in found])
    shown = listed(actor, [by_key[each.case_id] for each in found])
    rows = list(zip(shown.rows, [each.why for each in found], strict=True))
    reply = render(request, "supervision/quiet.html", {"page": pages, "rows": rows})
    look(request, "supervision.quiet", shown.child_ids)
    return reply


@child_page(May.WORK)
def look_at(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that a quiet case was looked at, why it may be quiet, and until when."""
    actor, case = actor_in(request), _supervised(request, public_id, "supervision.look")
    why = next((each.why for each in brought(actor, [case])), None)

    def save(said: Mapping[str, Any]) -> None:
        services.look_at_quiet(case=case, **said, actor=actor, now=actor.now)

    return change(
        request, case=case, form=LookForm(answers(request)), save=save, texts=_nothing, verb="case.see",
        title="Look at a quiet case", button="I have looked", template="supervision/look.html",
        context={"why_quiet": why}, saved="Saved. It is brought to you again after that day.",
    )  # fmt: skip


@child_page(May.WORK)
def decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down what was decided on a case."""
    actor, case = actor_in(request), _supervised(request, public_id, "supervision.decide")

    def save(said: Mapping[str, Any]) -> None:
        services.decide(case=case, **said, actor=actor, now=actor.now)

    return change(
        request, case=case, form=DecisionForm(answers(request)), save=save, texts=_nothing, verb="case.see",
        title="Decide on this case", saved="The decision stands on the case.",
    )  # fmt: skip


@child_page(May.WORK)
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Show what was decided and is still to do: the earliest day first."""
    actor = actor_in(request)
    pages = Paginator(queries.open_decisions(actor), A_PAGE).get_page(request.GET.get("page"))
    found = list(pages)
    shown = listed(actor, [decision.case for decision in found])
    rows = list(zip(found, shown.rows, strict=True))
    context = {"page": pages, "rows": rows, "today": timezone.localdate(actor.now)}
    reply = render(request, "supervision/decisions.html", context)
    look(request, "supervision.decisions", shown.child_ids)
    return reply


@child_page(May.WORK)
def done(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that what was decided is done."""
    actor, decision = actor_in(request), queries.decision_with(public_id)
    if decision is None:
        refuse(request, "supervision.done")
    case = load(request, decision.case.public_id, "supervision.done")
    if case.team_id != actor.team_id and not queries.supervises(actor, case):
        refuse(request, "supervision.done")
    form = DoneForm(answers(request), initial={"version": decision.version})

    def save(said: Mapping[str, Any]) -> None:
        services.finish_decision(decision=decision, **said, actor=actor, now=actor.now)

    return change(
        request, case=case, form=form, save=save, texts=_nothing, verb="case.see", button="It is done",
        title="A decision that is done", template="supervision/done.html", context={"decision": decision},
    )  # fmt: skip


@child_page(May.WORK)
def handover(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write what whoever takes a case over must know."""
    actor, case = actor_in(request), load(request, public_id, "supervision.handover")
    if case.team_id != actor.team_id or case.closed_at:
        refuse(request, "supervision.handover")

    def save(said: Mapping[str, Any]) -> None:
        services.hand_over(case=case, **said, actor=actor, now=actor.now)

    return change(
        request, case=case, form=HandoverForm(answers(request)), save=save, texts=_nothing, verb="case.see",
        title="For whoever takes it over",
    )  # fmt: skip


@signed_in(May.WORK)
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Show whom the post supervises: when each had it last, and when it is due."""
    actor = actor_in(request)
    posts = list(queries.supervised_posts(actor))
    last = queries.last_sessions(posts)
    rows = [(post, last.get(post.pk)) for post in posts]
    context = {"rows": rows, "today": timezone.localdate(actor.now)}
    return render(request, "supervision/sessions.html", context)


@signed_in(May.WORK)
def session(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the supervisions of one worker with the actor, and write one down."""
    actor = actor_in(request)
    post = queries.supervised_posts(actor).filter(public_id=public_id).first()
    if post is None:
        refuse(request, "supervision.session")
    form = SessionForm(answers(request))
    if form.is_valid():
        try:
            services.record_session(post=post, **form.cleaned_data, actor=actor, now=actor.now)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, "The supervision is written down.")
            return redirect("supervision:session", public_id=public_id)
    context = {"form": form, "post": post, "said": queries.sessions_with(post, actor)[:A_PAGE]}
    return render(request, "supervision/session.html", context)


def _supervised(request: HttpRequest, public_id: uuid.UUID, verb: str) -> Case:
    case = load(request, public_id, verb)
    if case.closed_at or not queries.supervises(actor_in(request), case):
        refuse(request, verb)
    return case


def _nothing(case: Case, said: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """These forms add: two who send them at once are both kept."""
    return ()
