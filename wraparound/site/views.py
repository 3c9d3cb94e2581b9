"""Pages that span the rings: home, and whether the installation is well."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page, public
from wraparound.outcomes.access.rules import NO_CHILD
from wraparound.outcomes.card.lists import latest_of, rows
from wraparound.site.queries import work_of
from wraparound.site.ways import more_for

CHILDREN_SHOWN = 10


@child_page()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the post that is signed in: what it has open, what to do, its children."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    work = work_of(actor)
    sees_children = actor.role not in NO_CHILD
    listed = rows(actor, latest_of(actor, CHILDREN_SHOWN)) if sees_children else []
    context = {
        "work": work, "rows": listed, "most": CHILDREN_SHOWN, "sees_children": sees_children,
        "may_search": May.SEARCH in actor.may,
        "more": more_for(actor),
    }  # fmt: skip
    reply = render(request, "site/home.html", context)
    shown = [row.label.child_id for row in listed] + [opening.child_id for opening, _ in work.openings]
    audit.record_looks(verb="home", now=actor.now, actor=actor, child_ids=shown)
    return reply


@public
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the process and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
