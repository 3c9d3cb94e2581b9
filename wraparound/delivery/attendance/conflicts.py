"""Both texts of what two people wrote of one child at once, side by side."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from wraparound.delivery.attendance.models import Enquiry, HomeEducation, MissingEnding
from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.ui.parts import Agreement, Compared
from wraparound.foundation.ui.rules import date_words


def of_entry(entry: HomeEducation, typed: Mapping[str, Any]) -> list[Compared]:
    """Return how an entry of the register stands, with its newest enquiry, beside what was typed."""
    newest = entry.enquiries.order_by("-on", "-pk").first()
    stands = date_words(entry.ends_on) if entry.ends_on else "Not ended"
    ending = HomeEducation.Ending(typed["ending"]).label
    rows = [
        ("Last day", stands, date_words(typed["ends_on"])),
        ("Why it ended", entry.get_ending_display() if entry.ending else "Not ended", ending),
        ("Newest enquiry", _enquiry(newest), "None"),
    ]
    return _compared(rows)


def _enquiry(enquiry: Enquiry | None) -> str:
    if enquiry is None:
        return "None"
    words = f": {enquiry.words}" if enquiry.words else ""
    return f"{date_words(enquiry.on)}, {enquiry.get_outcome_display()}{words}"


def of_search(case: Case, typed: Mapping[str, Any]) -> list[Compared]:
    """Return how the search for a child stands beside what was typed."""
    ended = MissingEnding.objects.filter(case=case).first()
    outcome = MissingEnding.Outcome(typed["outcome"]).label
    next_on = f"Goes on; next on {date_words(case.next_on)}" if case.next_on else "Goes on"
    closed = (
        f"The case was closed on {date_words(timezone.localdate(case.closed_at))}" if case.closed_at else ""
    )
    stands = ended.get_outcome_display() if ended else closed or next_on
    return _compared(
        [
            ("What became of the child", stands, outcome),
            ("Who confirmed it, and when", ended.words if ended else case.closing_words, typed["words"]),
        ]
    )


def _compared(rows: list[tuple[str, str, str]]) -> list[Compared]:
    return [
        Compared(label, left, right, Agreement.SAME if left == right else Agreement.DIFFERS)
        for label, left, right in rows
        if left or right
    ]
