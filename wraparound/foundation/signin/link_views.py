"""Where another system sends a person with a signed link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from wraparound.foundation.signin.link_rules import BadLink, names_number
from wraparound.foundation.signin.link_services import bring_link
from wraparound.foundation.ui.pages import public


@csrf_exempt
@public
def bring(request: HttpRequest) -> HttpResponse:
    """Take a signed link in (by POST, from the other system's own form) and go on without it.

    A GET with `?link=` shows one button, because a GET changes nothing. The signature stands in for the
    token against forged requests: nothing happens but that a link is kept for whoever signs in.
    """
    if request.method != "POST":
        link = request.GET.get("link", "")
        if names_number(link):
            return _bad(request, BadLink())
        return render(request, "signin/bring.html", {"link": link})
    try:
        opening = bring_link(signed=request.POST.get("link", ""), now=request.now)  # type: ignore[attr-defined]
    except BadLink as error:
        return _bad(request, error)
    return redirect("open_link", public_id=opening.public_id)


def _bad(request: HttpRequest, error: BadLink) -> HttpResponse:
    return render(request, "signin/bad_link.html", {"reason": str(error)}, status=400)
