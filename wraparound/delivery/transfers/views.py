"""Pages of moves: planning and agreeing, a team's families, who comes to a team, the receipt."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from wraparound.delivery.transfers import forms, queries, services
from wraparound.delivery.transfers.models import CaseMove, Transfer
from wraparound.delivery.transfers.rules import stage
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.children.queries import labels_of

A_PAGE = 25


@signed_in(May.MOVE_SERVICES)
def transfers(request: HttpRequest) -> HttpResponse:
    """Show every move of a service, the latest day first."""
    page = Paginator(queries.transfers(), A_PAGE).get_page(request.GET.get("page"))
    rows = [(each, stage(each, _today(request))) for each in page]
    return render(request, "transfers/transfers.html", {"page": page, "rows": rows})


@signed_in(May.MOVE_SERVICES)
def choose(request: HttpRequest) -> HttpResponse:
    """Ask which service moves to which."""
    form = forms.ServicesForm(answers(request))
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["predecessor"], form.cleaned_data["successor"]
        return redirect(f"{reverse('transfers:plan')}?of={old.code}&to={new.code}")
    return render(
        request, "ui/form_page.html",
        {"form": form, "title": "Move a service", "button": "Go on",
         "back_url": reverse("transfers:transfers"),
         "intro": "When a contract passes to another provider, the work moves whole, on a day."},
    )  # fmt: skip


@signed_in(May.MOVE_SERVICES)
def plan(request: HttpRequest) -> HttpResponse:
    """Ask when, why, and which team takes up the work of which; then plan it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    old, new = (queries.service_of(request.GET.get(name, "")) for name in ("of", "to"))
    if old is None or new is None:
        return redirect("transfers:choose")
    working = queries.working_teams(old, now=actor.now)
    form = forms.PlanForm(answers(request), working=working, successor=new)
    if request.method == "POST" and form.is_valid():
        said = {
            name: form.cleaned_data[name] for name in ("why", "transition_on", "moves_on", "needs_yes", "key")
        }
        try:
            made = services.plan_transfer(
                predecessor=old, successor=new, teams=form.pairs(), actor=actor, now=actor.now, **said
            )
        except Denied as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, "The move is planned. A second person must agree to it.")
            return redirect("transfers:transfer", public_id=made.public_id)
    return render(
        request, "ui/form_page.html",
        {"form": form, "title": f"Move {old}", "intro": f"To {new}, {new.agency}.", "button": "Plan the move",
         "back_url": reverse("transfers:choose")},
    )  # fmt: skip


@signed_in(May.MOVE_SERVICES)
def transfer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one move: what was decided, how far it is, and the receipt. No child is named here."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _transfer(public_id)
    context = {
        "transfer": found, "stage": stage(found, _today(request)), "receipt": queries.receipt(found),
        "may_agree": found.agreed_at is None and found.planned_by_id != actor.post_id,
        "runs": found.stopped_at is None and found.moved_at is None,
    }  # fmt: skip
    return render(request, "transfers/transfer.html", context)


@signed_in(May.MOVE_SERVICES)
def agree(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the second person to agree."""
    return _decide(
        request, public_id, forms.AgreeForm(answers(request)), "Agree to the move", "Agree",
        lambda found, form, by: services.agree_transfer(transfer=found, **by),
        "The move is agreed. Every open case of the service is on its list now.",
    )  # fmt: skip


@signed_in(May.MOVE_SERVICES)
def stop(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask why a move is stopped."""
    return _decide(
        request, public_id, forms.StopForm(answers(request)), "Stop the move", "Stop the move",
        lambda found, form, by: services.stop_transfer(transfer=found, why=form.cleaned_data["why"], **by),
        "The move is stopped. The new provider sees nobody because of it.",
    )  # fmt: skip


@child_page(May.WORK)
def families(request: HttpRequest) -> HttpResponse:
    """Show a team's own families whose work moves, and what each said: those not asked yet first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _list(request, "transfers/families.html", queries.unanswered_first(actor), "transfer.families")


@child_page(May.WORK)
def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down what a family said."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    move = _move(request, queries.moves_of_team(actor), public_id)
    initial = {"answer": move.answer, "words": move.answer_words, "version": move.version}
    form = forms.AnswerForm(answers(request), initial=initial)

    def save() -> None:
        services.record_answer(
            move=move, answer=form.cleaned_data["answer"], words=form.cleaned_data["words"], actor=actor,
            now=actor.now, version=_version(form),
        )  # fmt: skip

    return _about_one(request, move, form, save, "What the family says of the move", "transfers:families")


@child_page(May.ALLOCATE)
def coming(request: HttpRequest) -> HttpResponse:
    """Show who comes to the manager's team, and who is to have each."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _list(request, "transfers/coming.html", queries.moves_coming_to(actor), "transfer.coming")


@child_page(May.ALLOCATE)
def post(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say who of the new team is to have a case on the day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    move = _move(request, queries.moves_coming_to(actor), public_id)
    posts = live_posts(now=actor.now).filter(team=actor.team_id)
    form = forms.PostForm(answers(request), posts=posts, initial={"post": move.post, "version": move.version})

    def save() -> None:
        services.plan_post(
            move=move, post=form.cleaned_data["post"], actor=actor, now=actor.now, version=_version(form)
        )

    return _about_one(request, move, form, save, "Who is to have this case?", "transfers:coming")


def _decide(
    request: HttpRequest, public_id: uuid.UUID, form: Any, title: str, button: str, act: Any, done: str
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _transfer(public_id)
    if request.method == "POST" and form.is_valid():
        try:
            act(found, form, {"actor": actor, "now": actor.now})
        except Denied as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, done)
            return redirect("transfers:transfer", public_id=public_id)
    back = reverse("transfers:transfer", args=[public_id])
    context = {"form": form, "title": title, "intro": f"{found}.", "button": button, "back_url": back}
    return render(request, "ui/form_page.html", context)


def _list(request: HttpRequest, template: str, moves: Any, verb: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(moves, A_PAGE).get_page(request.GET.get("page"))
    labels = labels_of([move.case.child_id for move in page])
    rows = [(move, labels[move.case.child_id]) for move in page]
    reply = render(request, template, {"page": page, "rows": rows})
    _look(actor, verb, (move.case.child_id for move, _ in rows))
    return reply


def _about_one(
    request: HttpRequest, move: CaseMove, form: Any, save: Any, title: str, back: str
) -> HttpResponse:
    """Ask one thing about one family; who is second sees what the first wrote, and keeps what they typed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    status = 200
    changed = False
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Denied as refused:
            form.add_error(None, refused.reason)
        except Conflict:
            status, changed = 409, True
            move.refresh_from_db()
            form.data = form.data.copy()
            form.data["version"] = str(move.version)
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    label = labels_of([move.case.child_id])[move.case.child_id]
    context = {
        "form": form,
        "move": move,
        "label": label,
        "title": title,
        "back_url": reverse(back),
        "changed": changed,
    }
    reply = render(request, "transfers/one.html", context, status=status)
    _look(actor, "transfer.one", [move.case.child_id])
    return reply


def _transfer(public_id: uuid.UUID) -> Transfer:
    found = queries.transfer_of(public_id)
    if found is None:
        raise Http404
    return found


def _move(request: HttpRequest, among: Any, public_id: uuid.UUID) -> CaseMove:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    move: CaseMove | None = among.filter(public_id=public_id).first()
    if move is None:
        audit.record_denial(verb="transfer.one", now=actor.now, actor=actor, child_id=None)
        raise Http404
    return move


def _version(form: Any) -> int | None:
    said = str(form.cleaned_data["version"])
    return int(said) if said.isdigit() else None


def _look(actor: Actor, verb: str, child_ids: Iterable[int]) -> None:
    audit.record_looks(verb=verb, now=actor.now, actor=actor, child_ids=child_ids)


def _today(request: HttpRequest) -> date:
    return timezone.localdate(request.actor.now)  # type: ignore[attr-defined]
