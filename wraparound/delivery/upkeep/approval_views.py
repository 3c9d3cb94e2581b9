"""Edits that wait: what each changes, several decided at once, and the receipt of what became of each."""

from dataclasses import asdict

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wraparound.delivery.upkeep import deciding, forms, queries
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.showing import shown_of
from wraparound.delivery.upkeep.views import A_PAGE, actor_of
from wraparound.foundation.accounts.rules import Denied, May
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers

RECEIPT = "upkeep_decided"
OUTCOMES = {
    Edit.State.APPROVED.value: "approved", Edit.State.SENT_BACK.value: "sent back",
    Edit.State.REFUSED.value: "refused", deciding.SKIPPED: "skipped",
}  # fmt: skip


@signed_in(May.APPROVE_ENTRIES)
def approvals(request: HttpRequest) -> HttpResponse:
    """Show the edits that wait, the longest waiting first, and decide on those that are ticked."""
    actor, form = actor_of(request), forms.DecideSeveralForm(answers(request))
    if request.method == "POST" and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("decision", "words")}
        try:
            settled = deciding.decide_several(chosen=form.ticked(), **asked, actor=actor, now=actor.now)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            request.session[RECEIPT] = [asdict(each) for each in settled]
            return redirect("upkeep:decided")
    page = Paginator(queries.waiting(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": shown_of(page, today=timezone.localdate(actor.now)), "form": form,
        "ticked": {each.public_id for each in form.ticked()}, "me": actor.user_id,
        "any": any(each.by.user_id != actor.user_id for each in page),
    }  # fmt: skip
    return render(request, "upkeep/approvals.html", context)


@signed_in(May.APPROVE_ENTRIES)
@require_safe
def decided(request: HttpRequest) -> HttpResponse:
    """Show what became of each edit that was ticked last."""
    lines = request.session.get(RECEIPT, [])
    counts = [
        (words, sum(line["outcome"] == outcome for line in lines)) for outcome, words in OUTCOMES.items()
    ]
    context = {
        "lines": lines, "counts": ", ".join(f"{count} {words}" for words, count in counts if count),
        "waiting": queries.waiting().count(),
    }  # fmt: skip
    return render(request, "upkeep/decided.html", context)
