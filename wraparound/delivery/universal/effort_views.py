"""Who does which contacts, and how a team's time is shared: what was planned against what happened."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wraparound.delivery.universal import effort as reading
from wraparound.delivery.universal import linking, planning_effort, queries
from wraparound.delivery.universal.forms import EffortForm, SkillForm
from wraparound.delivery.universal.models import EffortPlan
from wraparound.delivery.universal.planned import schedule_on, serving_of
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit.changes import Taken
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers


@signed_in(May.ALLOCATE)
def skills(request: HttpRequest) -> HttpResponse:
    """Show which skills did which contacts; say what somebody of the team is trained for."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate(actor.now)
    schedule = schedule_on(today)
    serving = serving_of(actor, schedule)
    if serving is None:
        return render(request, "universal/none.html", {})
    named = [(skill.code, skill.name) for skill in schedule.skills]
    posts = queries.team_posts(actor)
    form = SkillForm(answers(request), posts=posts, skills=named, initial={"valid_from": today})
    if form.is_valid():
        try:
            linking.give_skill(**form.cleaned_data, actor=actor, now=actor.now)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, "Saved.")
            return redirect("universal:skills")
    held = reading.skills_now(actor)
    context = {
        "form": form, "lines": reading.skill_mix(actor, schedule, serving),
        "posts": [(post, schedule.skill_name(held.get(post.pk, ""))) for post in posts],
    }  # fmt: skip
    return render(request, "universal/skills.html", context)


@signed_in(May.WORK)
@require_safe
def efforts(request: HttpRequest) -> HttpResponse:
    """Show the plans of the team, and what the newest has come to."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plans = list(reading.plans_of(actor)[:20])
    newest = reading.spent(actor, plans[0]) if plans else None
    context = {"plans": plans, "newest": newest, "may_plan": May.ALLOCATE in actor.may}
    return render(request, "universal/efforts.html", context)


@signed_in(May.WORK)
@require_safe
def effort(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one plan: the share that was meant for each level or place, and what it came to."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = reading.plans_of(actor).filter(public_id=public_id).first()
    if plan is None:
        raise Http404
    return render(request, "universal/effort.html", {"plan": plan, "spent": reading.spent(actor, plan)})


@signed_in(May.ALLOCATE)
def add_plan(request: HttpRequest, by_what: str) -> HttpResponse:
    """Plan how the team shares its time in a period."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if by_what not in EffortPlan.By.values:
        raise Http404
    codes = reading.codes_of(by_what, today=timezone.localdate(actor.now))
    form = EffortForm(answers(request), codes=codes)
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("key", "first_day", "last_day", "why")}
        try:
            plan = planning_effort.plan_effort(
                by_what=by_what, shares=form.shares, **asked, actor=actor, now=actor.now
            )
        except Denied as denied:
            form.add_error(None, denied.reason)
        except Taken:
            form.add_error("first_day", "There is a plan from this day already")
        else:
            return redirect("universal:effort", public_id=plan.public_id)
    title = f"Plan how time is shared by {EffortPlan.By(by_what).label.lower()}"
    context = {
        "form": form,
        "title": title,
        "intro": "The shares come to 100 per cent.",
        "button": "Save the plan",
    }
    return render(request, "ui/form_page.html", context | {"back_url": reverse("universal:efforts")})
