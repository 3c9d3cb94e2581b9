"""Taking up an invitation: a password of one's own, then straight to the second step."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from wraparound.foundation.staffing import invitations
from wraparound.foundation.staffing.forms import TakeUp
from wraparound.foundation.ui.pages import public
from wraparound.foundation.ui.questions import answers


@public
@never_cache
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Show whom the invitation is for, and take it up with a password; the link works once."""
    now = request.now  # type: ignore[attr-defined]
    try:
        invitation = invitations.invitation_of(key=key, now=now)
        form = TakeUp(answers(request))
        if request.method == "POST" and form.is_valid():
            password = form.cleaned_data["password"]
            try:
                get_adapter().clean_password(password, user=invitation.post.user)
            except ValidationError as error:
                form.add_error("password", error)
            else:
                return _come_in(request, key, password)
    except invitations.LinkUsedUp:
        return render(request, "staffing/used_up.html", status=410)
    return render(request, "staffing/accept.html", {"form": form, "invited": invitation.post})


def _come_in(request: HttpRequest, key: str, password: str) -> HttpResponse:
    user = invitations.accept(key=key, password=password, now=request.now)  # type: ignore[attr-defined]
    if request.user.is_authenticated:
        logout(request, show_message=False)
    record_authentication(request, user, "invitation")
    get_adapter().login(request, user)
    return redirect("mfa_index")
