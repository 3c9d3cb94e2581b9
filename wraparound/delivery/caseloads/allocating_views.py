"""Giving cases: one with what it would mean, many on one page, and taking one back."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wraparound.delivery.caseloads import planning, queries, services
from wraparound.delivery.caseloads.carrying import Carrying, WhatIf, points_of
from wraparound.delivery.caseloads.forms import AllocateForm, TakeBackForm
from wraparound.delivery.caseloads.lists import listed
from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.pages import actor_in, carry, change, load_of_own_team, look, refuse
from wraparound.delivery.caseloads.sharing import A_PAGE, GIVE, Sharing, digest, end_of, share_out
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import May
from wraparound.foundation.ui.pages import child_page
from wraparound.foundation.ui.questions import answers


@child_page(May.ALLOCATE)
def allocate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give a case to somebody: first what it would mean for everybody it touches, then one press."""
    actor, found = actor_in(request), load_of_own_team(request, public_id, "case.allocate")
    able = {post.pk for post in queries.who_could_have(found, now=actor.now)}
    carrying = Carrying(actor)
    people = [person for person in carrying.people if person.post.pk in able]
    form = AllocateForm(answers(request), people=people, initial={"version": found.version})
    posts = {str(person.post.public_id): person.post for person in people}
    what_if, may_save = _what_if(request, form, found, posts, carrying)

    def save(said: Mapping[str, Any]) -> None:
        given = {name: said[name] for name in ("part", "reason", "words", "version")}
        services.allocate(
            case=found, post=posts[said["post"]], until=end_of(said.get("until")), **given, actor=actor,
            now=actor.now,
        )  # fmt: skip

    def texts(current: Case, said: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
        leads = queries.standing_allocations([current.pk], now=actor.now).filter(part="lead")
        now_has = ", ".join(each.post.user.full_name for each in leads) or "Nobody"
        yield "Who has the case", now_has, posts[said["post"]].user.full_name
        yield "Level of need", current.level or "Not said", found.level or "Not said"

    context = {
        "what_if": what_if, "press": GIVE, "row": listed(actor, [found]).rows[0],
        "points": points_of(found, carrying.weights),
    }  # fmt: skip
    return change(
        request, case=found, form=form, save=save, texts=texts, verb="case.allocating", may_save=may_save,
        title="Who takes this case", template="caseloads/allocate.html", context=context,
        saved="The case is given.",
    )  # fmt: skip


def _what_if(
    request: HttpRequest, form: AllocateForm, case: Case, posts: Mapping[str, Post], carrying: Carrying
) -> tuple[list[WhatIf] | None, bool]:
    """Return what the answers would mean, and whether that was shown already and is pressed again."""
    if not form.is_valid():
        return None, False
    post, part = posts[form.cleaned_data["post"]], form.cleaned_data["part"]
    seen = digest([post.pk, part])
    may_save = request.POST.get("press") == GIVE and form.cleaned_data["seen"] == seen
    carry(form, seen=seen)
    return carrying.after({case.pk: post.pk}, [case], part), may_save


@child_page(May.ALLOCATE)
def share(request: HttpRequest) -> HttpResponse:
    """Share out what nobody has, the longest waiting first; or what one worker has."""
    actor = actor_in(request)
    post = _whose(request)
    cases = queries.held_by(actor, post.pk) if post else queries.unallocated(actor)
    pages = Paginator(cases.order_by("opened_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
    sharing = Sharing(
        listed(actor, list(pages)), Carrying(actor), without=frozenset([post.pk] if post else [])
    )
    reply = share_out(
        request, sharing=sharing, template="caseloads/share.html", back_url=reverse("caseloads:team"),
        context={"page": pages, "post": post},
    )  # fmt: skip
    look(request, "case.allocating", sharing.listed.child_ids)
    return reply


def _whose(request: HttpRequest) -> Post | None:
    asked = request.GET.get("of", "")
    if not asked:
        return None
    try:
        post = queries.worker_of(actor_in(request), uuid.UUID(asked))
    except ValueError:
        post = None
    if post is None:
        refuse(request, "case.allocating")
    return post


@child_page(May.ALLOCATE)
def take_back(request: HttpRequest, public_id: uuid.UUID, allocation_id: uuid.UUID) -> HttpResponse:
    """Take a case back from somebody; without a lead it waits for another."""
    actor, found = actor_in(request), load_of_own_team(request, public_id, "case.take_back")
    allocation = queries.allocation_of(found, allocation_id, now=actor.now)
    if allocation is None:
        refuse(request, "case.take_back")
    form = TakeBackForm(answers(request), initial={"version": found.version})

    def save(said: Mapping[str, Any]) -> None:
        planning.take_from(allocation=allocation, **said, actor=actor, now=actor.now)

    def texts(current: Case, said: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
        stands = queries.allocation_of(current, allocation_id, now=actor.now)
        yield (
            "Who has the case",
            allocation.post.user.full_name if stands else "Somebody else, or nobody",
            "Nobody",
        )

    is_lead = allocation.part == Allocation.Part.LEAD
    context = {"allocation": allocation, "is_lead": is_lead}
    return change(
        request, case=found, form=form, save=save, texts=texts, verb="case.allocating", context=context,
        title=f"Take the case back from {allocation.post.user.full_name}", button="Take it back",
        template="caseloads/take_back.html", saved="The case is taken back.",
    )  # fmt: skip
