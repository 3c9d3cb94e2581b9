"""Both texts of a contact that two people changed at once, side by side."""

from typing import Any

from django.utils import timezone

from wraparound.delivery.contacts.models import Note
from wraparound.delivery.contacts.rules import Said
from wraparound.foundation.ui.parts import Agreement, Compared
from wraparound.foundation.ui.rules import date_words, moment_words

LABELS = {
    "state": "What came of it", "kind": "How", "happened_at": "When", "child_seen": "Child seen",
    "seen_alone": "Seen alone", "saw_mother": "Mother", "saw_father": "Father", "saw_carer": "Another carer",
    "seen": "Anybody else", "words": "What happened", "next_words": "What next", "next_on": "By when",
    "minutes": "Minutes", "significant": "Line of the chronology", "is_shared": "Shared chronology",
}  # fmt: skip


def compared(theirs: Said, mine: Said) -> list[Compared]:
    """Return what the two texts say, leaving out what neither says and what they agree on but the words."""
    lines = []
    for name, label in LABELS.items():
        left, right = (_words(name, getattr(said, name)) for said in (theirs, mine))
        if left == right and (not left or name != "words"):
            continue
        agreement = Agreement.SAME if left == right else Agreement.DIFFERS
        lines.append(Compared(label, left, right, agreement))
    return lines


def _words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if name == "happened_at":
        return moment_words(timezone.localtime(value)) if value else ""
    if name == "next_on":
        return date_words(value) if value else ""
    choices = {"state": Note.State, "kind": Note.Kind}.get(name)
    return str(choices(value).label) if choices and value else str(value or "")
