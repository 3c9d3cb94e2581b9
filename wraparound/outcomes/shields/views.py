"""Protecting a child: setting a shield with a rehearsal, the shield's own page, and what waits."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.access.models import Shield
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.index.own import names_in_words
from wraparound.outcomes.index.queries import child_seen
from wraparound.outcomes.shields import forms, queries
from wraparound.outcomes.shields.rules import may_name
from wraparound.outcomes.shields.services import keeping, setting
from wraparound.outcomes.shields.services.rehearsing import Rehearsal, rehearse

A_PAGE = 25
STEPS: dict[str, Any] = {
    "confirm": forms.ConfirmForm, "extend": forms.ExtendForm, "hearing": forms.HearingForm,
    "lift": forms.LiftForm,
}  # fmt: skip


@child_page()
def shields(request: HttpRequest) -> HttpResponse:
    """Show what waits about shields: to confirm, to review, to lift; and those that the post is named on."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    waiting: dict[str, list[Any]] = {
        "provisional": list(queries.to_confirm(actor)),
        "reviews": list(queries.reviews_due(actor)),
        "lifts": list(queries.lifts_asked(actor)),
    }
    confirmed = queries.handled_by(actor).filter(confirmed_at__isnull=False)
    standing = Paginator(confirmed, A_PAGE).get_page(request.GET.get("page"))
    about = [each.shield for each in (*waiting["reviews"], *waiting["lifts"])]
    children = {shield.child_id for shield in (*waiting["provisional"], *standing, *about)}
    context = {**waiting, "standing": standing, "may_confirm": May.CONFIRM_SHIELD in actor.may}
    reply = render(request, "shields/shields.html", context)
    audit.record_looks(verb="shield.list", now=actor.now, actor=actor, child_ids=children)
    return reply


@child_page(May.SHIELD)
def set_shield(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Walk through the child's services, rehearse what somebody would see, and save the shield."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    child = child_seen(actor, public_id)
    if child is None:
        raise Http404
    seen = setting.check_setting(child, actor)
    teams = queries.people_at_each(queries.teams_working_with(child.pk, seen), actor)
    form = forms.SetForm(
        answers(request), teams=teams, clock=list(queries.round_the_clock(actor)),
        by_email=lambda addresses: queries.people_by_email(addresses, actor),
    )  # fmt: skip
    rehearsal = None
    if request.method == "POST" and form.is_valid():
        if "rehearse" in request.POST:
            rehearsal = _rehearse(form, child, actor)
        elif _save(form, child, actor):
            messages.success(request, SAVED.format(queries.provisional_hours(actor)))
            return redirect("shields:shield", public_id=public_id)
    context = {
        "form": form, "rehearsal": rehearsal, "public_id": public_id, "name": names_in_words(child.pk),
        "hours": queries.provisional_hours(actor),
    }  # fmt: skip
    reply = render(request, "shields/set.html", context)
    audit.record_looks(verb="shield.setting", now=actor.now, actor=actor, child_ids=[child.pk])
    return reply


SAVED = "The child is protected from now on, for {} hours. A data manager has been asked to confirm it."


def _given(form: forms.SetForm, child: Child, actor: Actor) -> dict[str, Any]:
    said = form.cleaned_data
    return {"child": child, "level": said["level"], "why": said["why"], "names": form.names(),
            "actor": actor, "now": actor.now}  # fmt: skip


def _rehearse(form: forms.SetForm, child: Child, actor: Actor) -> Rehearsal | None:
    """Return what the chosen person would see; ask for one when none is chosen."""
    viewer = form.viewer()
    if viewer is None:
        form.add_error("view_as", "Choose whose view you want to see")
        return None
    return rehearse(**_given(form, child, actor), post=viewer)


def _save(form: forms.SetForm, child: Child, actor: Actor) -> bool:
    """Set the shield; say at the form what is missing when it cannot be set yet."""
    try:
        setting.set_shield(**_given(form, child, actor), answers=form.answers(), key=form.cleaned_data["key"])
    except setting.Incomplete as missing:
        for fault in missing.faults:
            asks = "said_yes" in form.fields and fault.startswith("Ask")
            form.add_error("said_yes" if asks else None, fault)
        return False
    return True


@child_page()
def shield(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the shields on a child to whoever handles them, with the steps that this post can take."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    standing = queries.shields_of(actor, public_id)
    if not standing:
        raise Http404
    step = request.POST.get("step", "")
    shown = next((s for s in standing if str(s.public_id) == request.POST.get("shield")), standing[0])
    form = _form(step, shown, request.POST) if step in STEPS else None
    if form is not None and form.is_valid():
        try:
            _take(step, shown, form.cleaned_data, actor)
        except (Denied, Conflict) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, DONE[step])
            return redirect("shields:shield", public_id=public_id)
    blocks = [_block(s, actor, step, form if s == shown else None) for s in standing]
    reply = render(
        request, "shields/shield.html", {"blocks": blocks, "form": form, "may_name": may_name(actor)}
    )
    audit.record_looks(verb="shield.see", now=actor.now, actor=actor, child_ids=[standing[0].child_id])
    return reply


DONE = {
    "confirm": "The protection is confirmed. It stands until two people lift it.",
    "extend": "The protection lasts as long again.",
    "hearing": "The day of the hearing is noted: the protection is reviewed by then.",
    "lift": "A second person is asked to agree. Nothing changes until they do.",
}


def _form(step: str, shown: Shield, data: Any = None) -> Any:
    """Return the form of a step; several stand on one page, so each has names of its own."""
    return STEPS[step](data, prefix=f"{step}-{shown.public_id}", initial={"version": shown.version})


def _take(step: str, shown: Shield, said: dict[str, Any], actor: Actor) -> None:
    given: dict[str, Any] = {"shield": shown, "actor": actor, "now": actor.now}
    if step == "confirm":
        setting.confirm_shield(**given, version=said["version"], review_on=said["review_on"])
    elif step == "extend":
        keeping.extend_provisional(**given, words=said["words"])
    elif step == "hearing":
        keeping.expect_hearing(**given, on=said["on"])
    else:
        keeping.ask_lift(
            **given, version=said["version"], parent_asked_on=said["parent_asked_on"], words=said["words"]
        )


def _block(shown: Shield, actor: Actor, step: str, form: Any) -> dict[str, Any]:
    """Return one shield with who is named on it and the steps that are open to the actor."""
    is_mine = shown.set_by.user_id == actor.user_id
    open_steps = ["hearing"]
    if shown.confirmed_at is None and not is_mine:
        open_steps += ["extend"]
    if May.CONFIRM_SHIELD in actor.may:
        open_steps += ["lift"] if shown.confirmed_at else [] if is_mine else ["confirm"]
    made = {
        name: form if form is not None and name == step else _form(name, shown)
        for name in STEPS if name in open_steps
    }  # fmt: skip
    return {
        "shield": shown,
        "names": queries.names_on(shown),
        "here": queries.here(shown, actor),
        "steps": made,
    }


@child_page()
@require_POST
def agree_lift(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Agree to lift a shield as the second person."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lift = queries.lifts_asked(actor).filter(public_id=public_id).first()
    if lift is None:
        raise Http404
    keeping.agree_lift(lift=lift, actor=actor, now=actor.now)
    messages.success(request, "The protection is lifted.")
    return redirect("shields:shields")


@child_page()
def review(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write that a shield was looked at again and stays."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    due = queries.reviews_due(actor).filter(public_id=public_id).first()
    if due is None:
        raise Http404
    form = forms.ReviewForm(answers(request))
    if request.method == "POST" and form.is_valid():
        try:
            keeping.review_shield(review=due, **form.cleaned_data, actor=actor, now=actor.now)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, "The review is on record.")
            return redirect("shields:shields")
    reply = render(request, "shields/review.html", {"form": form, "review": due})
    audit.record_looks(verb="shield.reviewing", now=actor.now, actor=actor, child_ids=[due.shield.child_id])
    return reply
