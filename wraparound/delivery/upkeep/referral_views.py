"""Proposing how to refer to a service: by those who work there and by those who keep its entry."""

import uuid
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.enquiries.queries import listing as listing_of
from wraparound.delivery.enquiries.queries import referral_of
from wraparound.delivery.enquiries.rules import check_may_say
from wraparound.delivery.enquiries.services import HasAddress
from wraparound.delivery.upkeep import comparing, forms, queries, referring
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.rules import writes
from wraparound.delivery.upkeep.trees import referral_from
from wraparound.delivery.upkeep.views import actor_of
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.parts import Agreement, Compared
from wraparound.foundation.ui.questions import answers
from wraparound.outcomes.framework.queries import levels
from wraparound.outcomes.framework.rules import Levels

ADDRESS = "This says where a confidential service is. Take out the address"


@signed_in()
def referral(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Propose how to refer; where an edit of it is open, that is changed."""
    actor, listing = actor_of(request), _mine(request, public_id)
    standing, (said, stands) = queries.open_referral(listing), referral_of(listing)
    version = f"{standing.version if standing else 0} {stands}"
    scale, status, theirs = levels(on=timezone.localdate(actor.now)), 200, []
    base = referral_from(standing.proposed) if standing else said
    initial = {**asdict(base), "version": version, "why": standing.why if standing else ""}
    form = forms.ReferralForm(answers(request), scale=scale, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _propose(listing, form, actor)
        except Conflict as conflict:
            status, theirs = 409, _compared(conflict, form, scale)
            form.carry(version)
        except HasAddress as named:
            for name in named.fields:
                form.add_error(name, ADDRESS)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, "It waits for approval. You are told what is decided.")
            return redirect("enquiries:service", public_id)
    context = {
        "form": form, "listing": listing, "standing": standing, "theirs": theirs,
        "writes": bool(standing and writes(actor, standing)),
        "back_url": reverse("enquiries:service", args=[public_id]),
    }  # fmt: skip
    return render(request, "upkeep/referral.html", context, status=status)


def _propose(listing: Listing, form: forms.ReferralForm, actor: Actor) -> Edit:
    asked = form.cleaned_data
    version, referral_version = asked["versions"]
    return referring.propose_referral(
        listing=listing, referral=form.referral(), why=asked["why"], key=asked["key"], version=version,
        referral_version=referral_version, actor=actor, now=actor.now,
    )  # fmt: skip


def _compared(conflict: Conflict, form: forms.ReferralForm, scale: Levels) -> list[Compared]:
    """Return what somebody else wrote beside what was typed, where they differ."""
    stands: Any = conflict.current
    theirs = referral_from(stands.proposed)
    rows = comparing.referral_differences(theirs, theirs, form.referral(), scale)
    return [Compared(each.label, each.now, each.will, Agreement.DIFFERS) for each in rows]


def _mine(request: HttpRequest, public_id: uuid.UUID) -> Listing:
    """Return a service of which the actor may say something; one of others is as missing."""
    found = listing_of(public_id)
    try:
        if found:
            check_may_say(actor_of(request), found)
    except Denied as denied:
        raise Http404 from denied
    if found is None:
        raise Http404
    return found
