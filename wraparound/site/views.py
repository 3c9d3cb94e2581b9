"""Pages that span the rings: home, and whether the installation is well."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page, public
from wraparound.outcomes.access.rules import NO_CHILD
from wraparound.outcomes.card.lists import latest_of, rows
from wraparound.site.queries import work_of

CHILDREN_SHOWN = 10
MORE: list[tuple[str, str, May | None]] = [
    ("My week: visits, and what you promised", "contacts:diary", May.WORK),
    ("Protected children", "shields:shields", May.SEARCH),
    ("Records that were joined, and undoing it", "index:merges", May.SETTLE),
    ("Records that you saw while they were wrong", "index:corrections", May.SEARCH),
    ("A child is in danger and you must know what is hidden", "shields:glass", May.SEARCH),
    ("Who asked to see what is hidden", "shields:glass", May.AUDIT_ALL),
    ("Notices", "notifications:notices", None),
    ("My cases", "caseloads:mine", May.WORK),
    ("Decisions to carry out", "supervision:decisions", May.WORK),
    ("Who answers to me", "supervision:answer_for", None),
    ("Your own family: say where you live", "kin:my_home", None),
    ("Your posts, signing in and security", "accounts:posts", None),
]
"""What has no place of its own in the navigation: words, address name, and the capability it needs."""


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
        "more": [(text, reverse(name)) for text, name, may in MORE if may is None or may in actor.may],
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
