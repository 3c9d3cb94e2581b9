"""The schedule of a team: how its population stands, each list by name, and planning from one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.universal import choosing, counts, queries, served, services
from wraparound.delivery.universal.forms import NarrowForm, PlanForm
from wraparound.delivery.universal.planned import schedule_on, serving_of
from wraparound.delivery.universal.schedule import Item, Serving
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page, signed_in

A_PAGE = 25


@signed_in(May.WORK)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how the population stands with each contact of the schedule; each count leads to its list."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    serving = _serving(actor)
    today = timezone.localdate(actor.now)
    if serving is None:
        return render(request, "universal/none.html", {})
    form = narrowing(request, actor)
    context = {
        "form": form,
        "narrowed": form.narrowed.is_narrowed,
        "query": request.GET.urlencode() if form.narrowed.is_narrowed else "",
        "standings": counts.standings(actor, serving, form.narrowed),
        "caseload": queries.caseload_counts(actor, form.narrowed),
        "links": list(served.links_of(actor, today=today)),
        "arrivals": queries.arrivals(actor).count(),
        "departures": queries.departures(actor).count(),
        "kept": served.last_round(),
        "quarter": counts.quarter_before(today),
    }
    return render(request, "universal/overview.html", context)


@child_page(May.WORK)
@require_safe
def items(request: HttpRequest, code: str, which: str) -> HttpResponse:
    """Show who stands so with one contact of the schedule, what hurts most first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    serving, item = _item(actor, code)
    if which not in choosing.LISTS:
        raise Http404
    form = narrowing(request, actor)
    found = choosing.chosen(actor, serving, item, which, form.narrowed)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = choosing.rows(actor, item, page.object_list)
    context = {
        "item": item, "which": which, "title": choosing.LISTS[which], "page": page, "rows": rows,
        "form": form, "narrowed": form.narrowed.is_narrowed, "can_plan": which in choosing.CAN_PLAN,
        "others": [(key, words) for key, words in choosing.LISTS.items() if key != which],
        "query": request.GET.urlencode() if form.narrowed.is_narrowed else "",
    }  # fmt: skip
    reply = render(request, "universal/items.html", context)
    shown = [row.label.child_id for row in rows]
    audit.record_looks(verb="universal.see_list", now=actor.now, actor=actor, child_ids=shown)
    return reply


@child_page(May.WORK)
@require_POST
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a contact with each chosen child: ask when and who, show what it comes to, then do it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    _, item = _item(actor, code)
    step = request.POST.get("step", "")
    chosen = queries.chosen_children(actor, request.POST.getlist("child"))
    if not chosen:
        messages.error(request, "Choose the children first.")
        return redirect("universal:items", code=code, which="overdue")
    form = PlanForm(request.POST if step else None, posts=queries.team_posts(actor))
    slots = []
    if step and form.is_valid():
        slots = queries.slots(chosen, **_times(form))
        if step == "save" and _plan(request, item, chosen, form):
            return redirect("universal:items", code=code, which="overdue")
    labels = queries.labelled(chosen)
    context = {"item": item, "form": form, "children": labels, "slots": slots}
    reply = render(request, "universal/plan.html", context)
    shown = [child.pk for child in chosen]
    audit.record_looks(verb="universal.planning", now=actor.now, actor=actor, child_ids=shown)
    return reply


def _plan(request: HttpRequest, item: Item, chosen: list[Any], form: PlanForm) -> bool:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = form.cleaned_data
    try:
        count = services.plan_many(
            children=chosen, code=item.code, kind=asked["kind"], post=asked["post"], key=asked["key"],
            **_times(form), actor=actor, now=actor.now,
        )  # fmt: skip
    except Denied as denied:
        form.add_error(None, denied.reason)
        return False
    messages.success(request, f"{count} planned: {item.name}.")
    return True


def _times(form: PlanForm) -> dict[str, Any]:
    asked = form.cleaned_data
    return {"first_at": queries.moment(asked["day"], asked["at"]), "minutes": asked["minutes"]}


def narrowing(request: HttpRequest, actor: Actor) -> NarrowForm:
    """Return the form that narrows a list to what the team serves."""
    today = timezone.localdate(actor.now)
    return NarrowForm(
        request.GET or None, places=served.places_of(actor, today=today),
        clusters=served.clusters_of(actor, today=today),
    )  # fmt: skip


def _serving(actor: Actor) -> Serving | None:
    return serving_of(actor, schedule_on(timezone.localdate(actor.now)))


def _item(actor: Actor, code: str) -> tuple[Serving, Item]:
    serving = _serving(actor)
    item = serving.item(code) if serving else None
    if serving is None or item is None:
        raise Http404
    return serving, item
