"""Breaking the glass and placing for adoption: the rarest acts, each with a second look at who does it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.finding.engine.query import from_fields
from wraparound.outcomes.index.own import names_in_words
from wraparound.outcomes.index.queries import AS_WRITTEN, child_of_number, child_seen
from wraparound.outcomes.shields import forms, queries
from wraparound.outcomes.shields.services import glass as breaking
from wraparound.outcomes.shields.services.adopting import name_after, place_for_adoption


@child_page()
def glass(request: HttpRequest) -> HttpResponse:
    """Show the broken glass of the post's agency, or all of it to a privacy officer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if May.SEARCH not in actor.may and May.AUDIT_ALL not in actor.may:
        raise Http404
    reply = render(
        request, "shields/glass.html",
        {"broken": list(queries.glass_for(actor)[:50]), "may_ask": May.SEARCH in actor.may, "actor": actor},
    )  # fmt: skip
    audit.record_looks(verb="glass.list", now=actor.now, actor=actor, child_ids=[])
    return reply


@child_page(May.SEARCH)
def ask_glass(request: HttpRequest) -> HttpResponse:
    """Ask a second person to break the glass; who was found is not said before both agreed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = forms.GlassForm(answers(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        born = said["date_of_birth"]
        query = from_fields(
            today=timezone.localdate(actor.now), given_names=said["given_names"],
            family_name=said["family_name"],
            date_of_birth=born.first if born and born.day else None,
            year_of_birth=born.year if born else None,
        )  # fmt: skip
        child = breaking.child_meant(query, number=said["number"].upper().translate(AS_WRITTEN))
        breaking.ask_glass(child=child, reason=said["reason"], words=said["words"], key=said["key"],
                           actor=actor, now=actor.now)  # fmt: skip
        messages.success(request, "The managers of your agency were asked. Ring one of them now.")
        return redirect("shields:glass")
    reply = render(request, "shields/ask_glass.html", {"form": form})
    audit.record_looks(verb="glass.asking", now=actor.now, actor=actor, child_ids=[])
    return reply


@child_page()
def one_glass(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show one broken glass: agree or refuse as the second person, investigate as the privacy officer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = queries.glass_for(actor).filter(key=key).first()
    if shown is None:
        raise Http404
    is_open = shown.agreed_at is None and shown.refused_at is None
    form = forms.FindingForm(request.POST if "investigate" in request.POST else None)
    if request.method == "POST":
        if "agree" in request.POST:
            breaking.agree_glass(glass=shown, actor=actor, now=actor.now)
        elif "refuse" in request.POST:
            breaking.refuse_glass(glass=shown, actor=actor, now=actor.now)
        elif form.is_valid():
            breaking.investigate_glass(
                glass=shown, finding=form.cleaned_data["finding"], actor=actor, now=actor.now
            )
        if not form.errors:
            return redirect("shields:one_glass", key=key)
    is_mine = shown.asked_by_id == actor.post_id
    child = shown.child if is_mine and shown.opening and shown.opening.ends_at > actor.now else None
    opened = child_seen(actor, child.public_id) if child else None
    context = {
        "glass": shown,
        "form": form,
        "is_mine": is_mine,
        "may_answer": is_open and shown.asked_by.user_id != actor.user_id and May.SEARCH in actor.may,
        "may_investigate": May.AUDIT_ALL in actor.may and shown.investigated_at is None,
        "opened": opened,
    }
    reply = render(request, "shields/one_glass.html", context)
    child_ids = [shown.child_id] if shown.child_id and opened else []
    audit.record_looks(verb="glass.see", now=actor.now, actor=actor, child_ids=child_ids)
    return reply


@child_page()
def adoption(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Place a child for adoption, or name the record under the new name: for the adoption team alone."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    child = child_seen(actor, public_id) if actor.holds_adoptions else None
    if child is None:
        raise Http404
    known = queries.adoption_of(actor, child)
    form = forms.AdoptionForm(answers(request))
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        after = child_of_number(number, actor=actor) if number else None
        try:
            if number and after is None:
                raise Denied("Open the record under the new name first, then give its number here.")
            placed = place_for_adoption(before=child, actor=actor, now=actor.now)
            if after is not None:
                name_after(adoption=placed, after=after, actor=actor, now=actor.now)
        except Denied as denied:
            form.add_error("number", denied.reason)
        else:
            messages.success(request, "From now on only your team sees the record under the birth name.")
            return redirect("shields:adoption", public_id=public_id)
    context = {"form": form, "adoption": known, "name": names_in_words(child.pk), "public_id": public_id}
    reply = render(request, "shields/adoption.html", context)
    shown = [known.before_id, *([known.after_id] if known.after_id else [])] if known else [child.pk]
    audit.record_looks(verb="adoption.see", now=actor.now, actor=actor, child_ids=shown)
    return reply
