"""What a reader of the audit asks for, and what a privacy officer concludes."""

from typing import Any

from wraparound.foundation.audit.models import Entry, Sample
from wraparound.foundation.audit.rules import OBJECTS
from wraparound.foundation.ui import fields


def _kinds() -> list[tuple[str, str]]:
    return sorted(((key, words.capitalize()) for key, words in OBJECTS.items()), key=lambda pair: pair[1])


class NarrowForm(fields.Form):
    """Days, kind and outcome; kept in the address, so nothing of a child can be asked for here."""

    mark_optional = False
    since = fields.DateInWords("From", required=False, hint="For example, 3 March 2026")
    until = fields.DateInWords("To", required=False, hint="For example, yesterday")
    kind = fields.Select("What it was about", choices=_kinds, required=False, empty="Anything")
    outcome = fields.Select("How it ended", choices=Entry.Outcome.choices, required=False, empty="Any")

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must not be before the first")
        return cleaned


class FindingForm(fields.Form):
    """What a privacy officer found about one entry drawn by lot."""

    finding = fields.Radios("What did you find?", choices=Sample.Finding.choices)
    words = fields.LongText("Your reasons", rows=3, max_length=1000)
