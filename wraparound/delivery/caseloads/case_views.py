"""The page of one case and what is done with it: level, plan, closing; a team's work with one child."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wraparound.delivery.caseloads import planning, queries, services, slots
from wraparound.delivery.caseloads.carrying import points_of, weights
from wraparound.delivery.caseloads.forms import CloseForm, JudgeForm, OpenForm, PlanForm
from wraparound.delivery.caseloads.lists import listed, scale
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.pages import (
    actor_in,
    change,
    frame,
    load,
    load_of_own_team,
    look,
    refuse,
)
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.foundation.ui.rules import date_words
from wraparound.outcomes.card.bar import bar_of


@child_page()
@require_safe
def case(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a case: who has it and why, its level over time, what comes next, what was decided."""
    actor, found = actor_in(request), load(request, public_id, "case.see")
    levels = scale(actor)
    held = list(queries.allocations_of(found))
    now_held = [each for each in held if not each.until or each.until > actor.now]
    judged = [(each, levels.name(each.level)) for each in queries.judgements_of(found)]
    weighed = weights(on=timezone.localdate(actor.now))
    context = {
        "level": levels.name(found.level), "judged": judged, "now_held": now_held,
        "before": [each for each in held if each not in now_held],
        "leads": [each for each in now_held if each.part == "lead"],
        "is_late": bool(found.next_on and found.next_on < timezone.localdate(actor.now)),
        "extras": [extra.name for extra in weighed.extras if extra.code in found.extras],
        "points": points_of(found, weighed), "parts": slots.parts(actor, found),
        "acts": slots.acts(actor) if found.team_id == actor.team_id and not found.closed_at else [],
        "may_work": May.WORK in actor.may and found.team_id == actor.team_id and not found.closed_at,
        "may_allocate": May.ALLOCATE in actor.may and found.team_id == actor.team_id and not found.closed_at,
    }  # fmt: skip
    reply = render(request, "caseloads/case.html", {**frame(actor, found), **context})
    look(request, "case.see", [found.child_id])
    return reply


@child_page(May.WORK)
def judge(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Judge the level of need anew."""
    actor, found = actor_in(request), load_of_own_team(request, public_id, "case.judge")
    levels = scale(actor)
    form = JudgeForm(
        answers(request), levels=levels, weights=weights(on=timezone.localdate(actor.now)),
        initial={"version": found.version, "level": found.level, "extras": found.extras},
    )  # fmt: skip

    def save(said: Mapping[str, Any]) -> None:
        services.judge_level(case=found, **said, actor=actor, now=actor.now)

    def texts(current: Case, said: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
        yield "Level of need", levels.name(current.level), levels.name(said["level"])

    return change(
        request,
        case=found,
        form=form,
        save=save,
        texts=texts,
        verb="case.see",
        title="Judge the level of need",
    )


@child_page(May.WORK)
def plan(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say by when something happens next."""
    actor, found = actor_in(request), load_of_own_team(request, public_id, "case.plan")
    initial = {"version": found.version, "next_on": date_words(found.next_on) if found.next_on else ""}
    form = PlanForm(answers(request), initial=initial)

    def save(said: Mapping[str, Any]) -> None:
        planning.plan_next(case=found, **said, actor=actor, now=actor.now)

    def texts(current: Case, said: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
        days = [date_words(day) if day else "No day" for day in (current.next_on, said["next_on"])]
        yield "By when something happens next", days[0], days[1]

    return change(
        request, case=found, form=form, save=save, texts=texts, verb="case.see", title="What comes next"
    )


@child_page(May.WORK)
def close(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Close a case."""
    actor, found = actor_in(request), load_of_own_team(request, public_id, "case.close")
    form = CloseForm(answers(request), initial={"version": found.version})

    def save(said: Mapping[str, Any]) -> None:
        services.close_case(case=found, **said, actor=actor, now=actor.now)

    def texts(current: Case, said: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
        yield (
            "State",
            "Closed" if current.closed_at else "Open, and changed since you read it",
            "To be closed",
        )

    return change(
        request, case=found, form=form, save=save, texts=texts, verb="case.see", title="Close this case",
        button="Close the case", saved="The case is closed.", template="caseloads/close.html",
        then=reverse("caseloads:team" if May.ALLOCATE in actor.may else "caseloads:mine"),
    )  # fmt: skip


@child_page(May.WORK)
def of_child(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the team's work with a child, and begin some."""
    actor = actor_in(request)
    found = queries.child_seen(actor, public_id)
    if found is None or actor.team_id is None:
        refuse(request, "case.of_child")
    child, seen = found
    form = OpenForm(answers(request), levels=scale(actor), is_sensitive=queries.is_sensitive(actor))
    if form.is_valid():
        try:
            made = services.open_case(child=child, **form.cleaned_data, actor=actor, now=actor.now)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, "The work has begun. A manager of the team says who has it.")
            name = "case" if queries.case_seen_by(actor, made.public_id) else "of_child"
            return redirect(f"caseloads:{name}", made.public_id if name == "case" else public_id)
    own = listed(actor, queries.cases_of_child(actor, seen))
    context = {"form": form, "listed": own, "bar": bar_of(actor, seen, actor.now)}
    reply = render(request, "caseloads/of_child.html", context)
    look(request, "case.of_child", [child.pk])
    return reply
