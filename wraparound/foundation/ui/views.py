"""The style page: every component in every state. It exists only where DEBUG is on."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wraparound.foundation.ui.forms import EveryQuestion, ListFilter
from wraparound.foundation.ui.pages import public
from wraparound.foundation.ui.parts import Agreement, Banner, Compared, Harm
from wraparound.foundation.ui.questions import answers

LONG_NAME = "Anne-Marie Oluwaseun Featherstonehaugh-Worthington-Abercrombie"
FRAME = {
    "area": {"name": "Borough of Eastmere"},
    "actor": {"title": "Health visitor, Northern locality", "agency_name": "Eastmere Community Health"},
    "switch_url": "#",
    "sign_out_url": "/style/",
    "duty_numbers": [
        {
            "label": "Duty and assessment team",
            "telephone": "01632960101",
            "hours": "Monday to Friday, 8:45am to 5pm",
        },
        {"label": "Emergency duty team", "telephone": "01632960102", "hours": "Evenings, nights, weekends"},
        {"label": "Police, when it is not an emergency", "telephone": "101", "hours": ""},
    ],
    "navigation": [
        {"text": text, "href": "#", "active": text == "Find a child"}
        for text in ("My work", "Find a child", "Directory", "Team", "Plan and board")
    ],
}
"""What the frame of a signed-in page is given, in sample words."""
BANNERS = [
    Banner(Harm.SHIELD, "Shielded.", "Do not say where this child is to anyone who is not named here."),
    Banner(Harm.COURT_ORDER, "Court order.", "No contact with the father: check before anyone collects."),
    Banner(Harm.PROTECTION_PLAN, "Child protection plan.", "Neglect, since 3 March 2026."),
    Banner(Harm.VISIT_SAFETY, "Visit in pairs.", "Dog in the house."),
]
COMPARED = [
    Compared("Given names", "Samuel", "Sam", Agreement.NEAR, "Sam is short for Samuel"),
    Compared("Family name", "O'Neill", "O'Neill", Agreement.SAME),
    Compared("Date of birth", "3 April 2019", "4 March 2019", Agreement.DIFFERS, "Day and month swapped"),
    Compared("NHS number", "999 000 0018", "", Agreement.ONE_ONLY),
]


def _context(request: HttpRequest, *, lines: int, name: str, banners: list[Banner]) -> dict[str, Any]:
    workers = [
        {
            "name": f"{LONG_NAME if number == 4 else 'Priya Nair'}",
            "service": "Health visiting"
            if number % 2
            else "Northern locality social care, duty and assessment",
            "telephone": "02079460000",
            "state": ("Involved", "good") if number % 3 else ("Check lapsed", "bad"),
        }
        for number in range(1, lines + 1)
    ]
    page = Paginator(workers, 20).get_page(request.GET.get("page"))
    return {
        "page": page,
        "filter_form": ListFilter(request.GET or None),
        "name": name,
        "banners": banners,
        "compared": COMPARED if lines else [],
        "also": ["Interpreter: Somali", "Uses a wheelchair"] if banners else [],
        "subpages": [
            {"text": text, "href": "#", "active": text == "Summary"}
            for text in ("Summary", "Who is involved", "Journey", "Record", "Who can see")
        ],
    }


STATES: dict[str, dict[str, Any]] = {
    "empty": {"lines": 0, "name": "Unborn baby of Sara Ahmed", "banners": []},
    "usual": {"lines": 3, "name": "Sam O'Neill", "banners": BANNERS[1:2]},
    "crowded": {"lines": 130, "name": LONG_NAME, "banners": BANNERS},
}


@public
def style(request: HttpRequest, state: str = "usual") -> HttpResponse:
    """Show every part of a page, in one of three states."""
    return render(request, "ui/style.html", {**FRAME, "state": state, **_context(request, **STATES[state])})


@public
def style_form(request: HttpRequest) -> HttpResponse:
    """Show every kind of question; what is sent is checked and kept nowhere."""
    form = EveryQuestion(answers(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, "All answers could be read.")
        return redirect("ui:style-form")
    page = {"form": form, "title": "Every kind of question", "intro": "", "button": "Check"}
    return render(request, "ui/form_page.html", {**FRAME, **page, "back_url": "/style/"})


@public
def style_progress(request: HttpRequest) -> HttpResponse:
    """Answer the poll of the progress bar of the style page."""
    return render(request, "ui/style_progress.html")
