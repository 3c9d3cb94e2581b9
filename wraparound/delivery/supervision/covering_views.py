"""Who is away and who covers; who leaves and whose the cases will be."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.caseloads.carrying import Carrying
from wraparound.delivery.caseloads.lists import listed
from wraparound.delivery.caseloads.models import Allocation
from wraparound.delivery.caseloads.pages import actor_in, look, refuse
from wraparound.delivery.caseloads.sharing import A_PAGE, Sharing, end_of, share_out
from wraparound.delivery.supervision import queries, services
from wraparound.delivery.supervision.covering import care_for, care_of
from wraparound.delivery.supervision.forms import AbsenceForm
from wraparound.delivery.supervision.models import Absence
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.questions import answers

AHEAD = timedelta(days=60)
"""How far ahead the planned contacts of somebody who leaves are looked at."""


@signed_in(May.ALLOCATE)
@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """Show who of the team is away, or will be."""
    actor = actor_in(request)
    pages = Paginator(queries.absences_of_team(actor), 25).get_page(request.GET.get("page"))
    context = {"page": pages, "today": timezone.localdate(actor.now)}
    return render(request, "supervision/away.html", context)


@signed_in(May.ALLOCATE)
def add_absence(request: HttpRequest) -> HttpResponse:
    """Say that somebody is away; then the page of what they leave to others follows."""
    actor = actor_in(request)
    posts = {str(post.public_id): post for post in queries.colleagues(actor)}
    form = AbsenceForm(answers(request), posts=posts.values())
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            post = posts[said.pop("post")]
            made = services.record_absence(post=post, **said, actor=actor, now=actor.now)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            return redirect("supervision:absence", public_id=made.public_id)
    context = {"form": form, "title": "Somebody is away", "intro": "", "button": "Go on"}
    return render(request, "ui/form_page.html", {**context, "back_url": reverse("supervision:away")})


@child_page(May.ALLOCATE)
def absence(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what somebody who is away leaves, by risk, and who knows each family; give cover."""
    actor, found = actor_in(request), _absence(request, public_id)
    carrying = Carrying(actor)
    care = care_for(actor, found, carrying)
    pages = Paginator(care.cases, A_PAGE).get_page(request.GET.get("page"))
    sharing = Sharing(
        listed(actor, list(pages)), carrying, part=Allocation.Part.COVER,
        until=end_of(found.until), reason=Allocation.Reason.KNOWS, without=frozenset([found.post_id]),
        notes=care.notes, knows=care.knows,
    )  # fmt: skip

    def then(given: list[Allocation]) -> None:
        services.cover_for(absence=found, given=given, actor=actor, now=actor.now)

    reply = share_out(
        request, sharing=sharing, template="supervision/absence.html",
        back_url=reverse("supervision:absence", args=[found.public_id]), then=then,
        context={"page": pages, "absence": found, "care": care, "is_over": _is_over(found, request)},
    )  # fmt: skip
    shown = {visit.contact.child_id for visit in care.visits} | set(sharing.listed.child_ids)
    look(request, "supervision.absence", sorted(shown))
    return reply


@signed_in(May.ALLOCATE)
@require_POST
def back(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that somebody is back; their cover ends."""
    actor, found = actor_in(request), _absence(request, public_id)
    services.end_absence(absence=found, actor=actor, now=actor.now)
    messages.success(request, f"{found.post.user.full_name} is back. The cover has ended.")
    return redirect("supervision:away")


@signed_in(May.ALLOCATE)
@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    """Show who of the team leaves within 30 days or works here no longer, and still has cases."""
    actor = actor_in(request)
    pages = Paginator(queries.leavers(actor), 25).get_page(request.GET.get("page"))
    counts = queries.case_counts(actor, list(pages))
    rows = [(post, counts.get(post.pk, 0)) for post in pages]
    context = {"page": pages, "rows": rows, "today": timezone.localdate(actor.now)}
    return render(request, "supervision/leaving.html", context)


@child_page(May.ALLOCATE)
def leaver(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the cases of somebody who leaves, with hand-over notes, and give them to others in one go."""
    actor = actor_in(request)
    post = queries.leavers(actor).filter(public_id=public_id).first()
    if post is None:
        refuse(request, "supervision.leaving")
    today = timezone.localdate(actor.now)
    carrying = Carrying(actor)
    care = care_of(actor, post.pk, today, today + AHEAD, carrying)
    pages = Paginator(care.cases, A_PAGE).get_page(request.GET.get("page"))
    sharing = Sharing(
        listed(actor, list(pages)), carrying, reason=Allocation.Reason.HANDOVER,
        without=frozenset([post.pk]), notes=care.notes, knows=care.knows,
    )  # fmt: skip

    def then(given: list[Allocation]) -> None:
        services.take_over_planned(was=post, given=given, actor=actor, now=actor.now)

    reply = share_out(
        request, sharing=sharing, template="supervision/leaver.html", back_url=reverse("supervision:leaving"),
        then=then, context={"page": pages, "post": post, "today": today, "care": care},
    )  # fmt: skip
    look(request, "supervision.leaving", sharing.listed.child_ids)
    return reply


def _absence(request: HttpRequest, public_id: uuid.UUID) -> Absence:
    found = queries.absence_of_team(actor_in(request), public_id)
    if found is None:
        refuse(request, "supervision.absence")
    return found


def _is_over(absence: Absence, request: HttpRequest) -> bool:
    return bool(absence.ended_at) or absence.until < timezone.localdate(actor_in(request).now)
