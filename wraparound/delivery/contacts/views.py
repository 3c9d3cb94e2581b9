"""Lists of contacts: my week, a child's, a team's, and what waits to be countersigned."""

import uuid
from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wraparound.delivery.contacts import queries, services
from wraparound.delivery.contacts.forms import TeamFilter
from wraparound.delivery.contacts.misplaced import marks_of
from wraparound.delivery.contacts.pages import (
    actor_of,
    child_seen,
    contact_seen,
    look,
    page_of_child,
)
from wraparound.delivery.contacts.passages import with_passages
from wraparound.delivery.contacts.rows import by_day, rows
from wraparound.delivery.contacts.rules import times_words, writes_for
from wraparound.foundation.accounts.rules import May
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import child_page, signed_in
from wraparound.foundation.ui.rules import date_words

A_PAGE, MOST_LATE = 25, 50
FIRST_DAY, LAST_DAY = date(2000, 1, 3), date(2190, 1, 1)


@child_page()
@require_safe
def diary(request: HttpRequest) -> HttpResponse:
    """Show a week of the actor's post: what is overdue and promised first, then day by day."""
    actor = actor_of(request)
    today = timezone.localdate(actor.now)
    monday = _monday(request.GET.get("week", ""), today)
    days = [monday + timedelta(days=number) for number in range(7)]
    is_this_week = days[0] <= today <= days[-1]
    late = queries.overdue_of(actor) if is_this_week else queries.overdue_of(actor).none()
    promised = queries.promises_of(actor, days[-1]) if is_this_week else late
    lists = [late[:MOST_LATE], promised[:MOST_LATE], queries.diary_of(actor, days[0], days[-1])]
    found = [list(each) for each in lists]
    every = rows(actor, [contact for each in found for contact in each])
    first, second = len(found[0]), len(found[0]) + len(found[1])
    late_ids = {contact.pk for contact in found[0]}
    coming = [row for row in every[second:] if row.contact.pk not in late_ids]
    reply = render(
        request, "contacts/diary.html",
        {
            "late": every[:first], "more_late": max(0, late.count() - first), "promised": every[first:second],
            "days": by_day(coming, [day for day in days if not is_this_week or day >= today]),
            "today": today, "is_this_week": is_this_week, "monday": monday,
            "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
            "to_countersign": queries.to_countersign(actor).count(), "count": len(coming),
            "may_write": May.WORK in actor.may,
        },
    )  # fmt: skip
    look(request, "contact.diary", [row.label.child_id for row in every])
    return reply


@child_page()
@require_safe
def of_child(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the contacts of the reader's own services with a child, the newest first."""
    actor = actor_of(request)
    sight = child_seen(request, public_id, "contact.list")
    contacts = queries.contacts_of(sight, sight.child_id)
    count, since = queries.missed(contacts, now=actor.now)
    missed = f"Not brought {times_words(count)} since {date_words(since)}" if since else ""
    page = Paginator(contacts, A_PAGE).get_page(request.GET.get("page"))
    return page_of_child(
        request, "contacts/of_child.html", sight, "contact.list", page=page, missed=missed,
        may_write=writes_for(actor, sight), apart=with_passages(actor, page.object_list),
        misplaced=marks_of(sight),
    )  # fmt: skip


@child_page()
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show the contacts of the actor's team, narrowed by what came of them, how, whose and since when."""
    actor = actor_of(request)
    posts = queries.colleagues_of(actor)
    form = TeamFilter(request.GET or None, posts=posts)
    found = queries.of_team(actor)
    if form.is_bound and form.is_valid():
        found = queries.narrowed(found, **form.cleaned_data)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    listed = rows(actor, page.object_list)
    reply = render(
        request, "contacts/team.html",
        {"page": page, "rows": listed, "form": form, "narrowed": bool(set(request.GET) - {"page"})},
    )  # fmt: skip
    look(request, "contact.team", [row.label.child_id for row in listed])
    return reply


@child_page(May.WORK)
@require_safe
def to_countersign(request: HttpRequest) -> HttpResponse:
    """Show the notes that wait for the actor as a named supervisor, each with its text, the oldest first."""
    actor = actor_of(request)
    page = Paginator(queries.to_countersign(actor), A_PAGE).get_page(request.GET.get("page"))
    listed = rows(actor, page.object_list)
    reply = render(request, "contacts/to_countersign.html", {"page": page, "rows": listed})
    look(request, "contact.to_countersign", [row.label.child_id for row in listed])
    return reply


@signed_in(May.WORK)
@require_POST
def countersign(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Countersign one note in the version that was read."""
    actor = actor_of(request)
    contact = contact_seen(request, public_id, "contact.countersign")
    read = request.POST.get("version", "")
    version = int(read) if read.isascii() and read.isdigit() and len(read) < 10 else 0
    try:
        services.countersign(contact=contact, version=version, actor=actor, now=actor.now)
        messages.success(request, "Countersigned.")
    except Conflict:
        messages.warning(request, "The note changed while you read it. Read it again before you countersign.")
    return redirect("contacts:to_countersign")


def _monday(asked: str, today: date) -> date:
    """Return the Monday of the week that was asked for, or of this one."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    day = day if FIRST_DAY <= day <= LAST_DAY else today
    return day - timedelta(days=day.weekday())
