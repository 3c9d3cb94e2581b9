"""Holding a place from a child's card: what my team holds for the child, and services with places left."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wraparound.delivery.enquiries import finding, queries, search_forms
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.ui.pages import child_page
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.card.bar import bar_of
from wraparound.outcomes.card.queries import child_key
from wraparound.outcomes.children.queries import labels_of

LOOK = "hold.of_child"


@child_page(May.WORK)
@require_safe
def of_child(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what is held for a child, and where a place is left: first for the child's age, then as asked."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seen = sight(actor, public_id)
    if seen is None:
        audit.record_denial(verb=LOOK, now=actor.now, actor=actor, child_id=child_key(public_id))
        raise Http404
    today = timezone.localdate(actor.now)
    first = finding.wanted_for(labels_of([seen.child_id])[seen.child_id], today=today)
    form = search_forms.SearchForm(search_forms.searched(request.GET), initial=search_forms.as_initial(first))
    held = queries.holds_for(actor, seen.child_id)
    context = {
        "bar": bar_of(actor, seen, actor.now), "form": form, "narrowed": form.is_bound,
        "held": [(hold, (hold.until - today).days) for hold in held],
        "answer": finding.answer(form.wanted(first), page=request.GET.get("page"), now=actor.now),
    }  # fmt: skip
    reply = render(request, "enquiries/of_child.html", context)
    audit.record_looks(verb=LOOK, now=actor.now, actor=actor, child_ids=[seen.child_id])
    return reply
