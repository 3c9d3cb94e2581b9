"""What was asked for and is not there: counted for those who plan services."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wraparound.delivery.enquiries import search_forms
from wraparound.delivery.enquiries import unmet as counting
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.ui.pages import signed_in


@signed_in()
@require_safe
def unmet(request: HttpRequest) -> HttpResponse:
    """Show how many enquiries ended with nothing there, by need, kind, locality or age, and by month."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate(actor.now)
    form = search_forms.UnmetForm(request.GET or None, periods=counting.periods(today))
    by, period = form.chosen()
    context = {
        "form": form, "shown": counting.published(by=by, period=period),
        "own": counting.own(actor, by=by, period=period), "by": by, "period": period,
    }  # fmt: skip
    return render(request, "enquiries/unmet.html", context)
