"""Pages that span the rings: home, and whether the installation is well."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from wraparound.foundation.ui.pages import public, signed_in


@signed_in()
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the post that is signed in."""
    return render(request, "site/home.html")


@public
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the process and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
