"""The pages of one child: summary, who is involved, journey, record, who can see; and my children."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page
from wraparound.outcomes.access.queries import sight as sight_of_child
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.card import holders, lists, queries
from wraparound.outcomes.card.bar import banners_of
from wraparound.outcomes.card.forms import NameFilter
from wraparound.outcomes.card.rules import Card, age_of, why_lines
from wraparound.outcomes.children.queries import where_it_went
from wraparound.outcomes.journey.queries import events_of, kinds_of, of_kind
from wraparound.outcomes.kin.queries import kept_to_own_team
from wraparound.outcomes.openings.queries import usual_reason
from wraparound.outcomes.openings.reasons import ReasonForm
from wraparound.outcomes.openings.services import may_open_finished

A_PAGE = 25
FILTER_KEY = "children_filter"
"""Where the session keeps the part of a name that narrows the list."""
KINDS = {
    "feed": "Lists that agencies sent", "service": "Services", "moved": "Moves", "school": "Schools",
    "practice": "General practices", "index": "Records joined and parted", "ring": "Calls", "died": "Death",
}  # fmt: skip
"""What the kinds of journey events are called where the journey is narrowed to one."""


@child_page()
def card(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the summary: what must be known first, what is new, who this is and where.

    The address of a record that was joined to another leads there, for whoever may see that one.
    """
    went = where_it_went(public_id)
    if went and went != public_id and sight_of_child(request.actor, went):  # type: ignore[attr-defined]
        return redirect("card:card", public_id=went)
    shown = load(request, public_id)
    why = {
        "identity": _why(request, shown, Category.IDENTITY),
        "particulars": _why(request, shown, Category.PARTICULARS),
        "whereabouts": _why(request, shown, Category.WHEREABOUTS),
        "household": _why(request, shown, Category.HOUSEHOLD),
        "involvement": _why(request, shown, Category.INVOLVEMENT, Category.OWN_RECORD),
    }
    may_open = _may_open(request.actor, shown)  # type: ignore[attr-defined]
    reply = page(request, "card/card.html", shown, "card", why=why, may_open=may_open)
    look(request, queries.SEEN, [shown.sight.child_id, *shown.also_shown])
    return reply


@child_page()
def involved(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show which services work with the child, whom to ring and who covers."""
    return involved_page(request, load(request, public_id), ReasonForm())


def involved_page(request: HttpRequest, shown: Card, form: ReasonForm) -> HttpResponse:
    """Build the page of services, with the reason to open it for whoever does not see them all yet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    may_open = _may_open(actor, shown)
    reply = page(
        request, "card/involved.html", shown, "involved",
        why=_why(request, shown, Category.INVOLVEMENT, Category.OWN_RECORD),
        may_open=may_open, form=form, usual=usual_reason(actor) if may_open else "",
    )  # fmt: skip
    look(request, "card.see_involved", [shown.sight.child_id])
    return reply


def _may_open(actor: Actor, shown: Card) -> bool:
    """Say whether a reason would show the reader more services."""
    return May.SEARCH in actor.may and not shown.sight.rooms & Category.INVOLVEMENT


@child_page()
def journey(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what happened to the child, newest first, narrowed to one kind when asked."""
    shown = load(request, public_id)
    events = events_of(shown.sight, without_places=shown.hides_places)
    kinds = kinds_of(events)
    kind = request.GET.get("kind", "")
    if kind in kinds:
        events = of_kind(events, kind)
    pages = Paginator(events, A_PAGE)
    reply = page(
        request, "card/journey.html", shown, "journey", page=pages.get_page(request.GET.get("page")),
        kinds=[(each, KINDS.get(each, each.capitalize())) for each in kinds], kind=kind,
        why=_why(request, shown, Category.IDENTITY),
    )  # fmt: skip
    look(request, "card.see_journey", [shown.sight.child_id])
    return reply


@child_page()
def record(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the statuses that the record holds, and what else it will hold."""
    shown = load(request, public_id)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    reply = page(
        request, "card/record.html", shown, "record", why=_why(request, shown, Category.RECORD),
        has_closed_work=may_open_finished(actor, shown.sight.child_id),
    )  # fmt: skip
    look(request, "card.see_record", [shown.sight.child_id])
    return reply


@child_page(May.AUDIT_CHILD)
def who_can_see(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who holds what on the child, on which basis and until when."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    child = queries.auditable(actor, public_id)
    if child is None:
        refuse(request, "card.see_holders", public_id)
        raise Http404
    found = sight_of_child(actor, public_id)
    pages = Paginator(holders.holders_of(actor, child.pk, found), A_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "child": child,
        "may_keep_out": May.SETTLE in actor.may,
    }
    if found:
        shown = queries.card(actor, found, actor.now)
        reply = page(request, "card/who_can_see.html", shown, "who_can_see", **context)
    else:
        reply = render(request, "card/who_can_see.html", context)
    look(request, "card.see_holders", [child.pk])
    return reply


@child_page()
def children(request: HttpRequest) -> HttpResponse:
    """Show the children of my team, narrowed by part of a name that the server keeps for the session."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        asked = NameFilter(request.POST)
        if asked.is_valid():
            request.session[FILTER_KEY] = asked.cleaned_data["name"]
            return redirect("card:children")
    part = request.session.get(FILTER_KEY, "")
    order = request.GET.get("sort", "") if request.GET.get("sort", "") in lists.ORDERS else lists.NAME
    pages = lists.pages_of(actor, part=part, order=order, size=A_PAGE)
    some = pages or Paginator([] if part else lists.latest_of(actor, A_PAGE), A_PAGE)
    shown = some.get_page(request.GET.get("page"))
    rows = lists.rows(actor, shown.object_list)
    reply = render(
        request, "card/children.html",
        {"page": shown, "rows": rows, "form": NameFilter(initial={"name": part}), "part": part,
         "order": order, "orders": lists.ORDERS, "most": None if pages else f"{lists.MOST_IN_ORDER:,}"},
    )  # fmt: skip
    look(request, "children.list", [row.label.child_id for row in rows])
    return reply


def load(request: HttpRequest, public_id: uuid.UUID) -> Card:
    """Return the child's card as the actor may see it; raise Http404, the same for denied and missing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return queries.card(actor, seen(request, public_id), actor.now)


def seen(request: HttpRequest, public_id: uuid.UUID) -> Sight:
    """Return the actor's sight of the child; raise Http404, the same for denied and missing."""
    found = sight_of_child(request.actor, public_id)  # type: ignore[attr-defined]
    if found is None:
        refuse(request, "card.see", public_id)
        raise Http404
    return found


def refuse(request: HttpRequest, verb: str, public_id: uuid.UUID) -> None:
    """Put on record that a child was asked for and denied, or is not there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    audit.record_denial(verb=verb, now=actor.now, actor=actor, child_id=queries.child_key(public_id))


def look(request: HttpRequest, verb: str, child_ids: Iterable[int]) -> None:
    """Put on record who is shown; called when the reply is built and not yet sent."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    audit.record_looks(verb=verb, now=actor.now, actor=actor, child_ids=child_ids)


def page(request: HttpRequest, template: str, shown: Card, tab: str, **context: Any) -> HttpResponse:
    """Build one page of a child, with the identity bar and the tabs."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    tabs = [("Summary", "card"), ("Who is involved", "involved"), ("Journey", "journey")]
    if shown.statuses is not None or shown.sight.rooms & Category.OWN_RECORD:
        tabs.append(("Record", "record"))
    if May.AUDIT_CHILD in actor.may:
        tabs.append(("Who can see", "who_can_see"))
    subpages = [
        {
            "text": text,
            "href": reverse(f"card:{name}", args=[shown.public_id]),
            "active": name == tab,
        }
        for text, name in tabs
    ]
    frame = {
        "card": shown,
        "age": age_of(shown.born, shown.expected, shown.died_on, timezone.localdate(actor.now)),
        "banners": banners_of(shown.banners),
        "subpages": subpages,
        "may_open_emergency": May.SEARCH in actor.may and not shown.sight.rooms & Category.RECORD,
        "acts": [(text, reverse(name, args=[shown.public_id])) for text, name in _acts(actor, shown)],
    }
    return render(request, template, {**frame, **context})


def _acts(actor: Actor, shown: Card) -> list[tuple[str, str]]:
    """Return what else the post can do about a child, and the address that it stands at."""
    acts = [
        (May.SHIELD in actor.may, "Protect this child: hide where they are", "shields:set"),
        (May.SETTLE in actor.may, "Put right what your agency says", "index:facts"),
        (
            kept_to_own_team(actor, shown.sight.child_id) is not None,
            "Let others see this record again",
            "kin:kept_to_us",
        ),
        (actor.holds_adoptions, "Place for adoption", "shields:adoption"),
        (
            may_open_finished(actor, shown.sight.child_id),
            "Open the records of work that your service has closed",
            "card:closed_work",
        ),
    ]
    brought = [
        (May[may] in actor.may and all(import_string(fits)(actor, shown.sight) for fits in when), text, name)
        for may, text, name, *when in settings.CHILD_ACTS
    ]
    return [(text, name) for may, text, name in [*brought, *acts] if may]


def _why(request: HttpRequest, shown: Card, *parts: Category) -> tuple[str, ...]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return why_lines(shown.sight, actor.role, *parts)
