"""Boxes that HTML lacks: a date in three, and the choice of shapes that the renderer knows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from wraparound.foundation.ui.rules import PartialDate

PARTS = ("day", "month", "year")


class DateBoxes(forms.Widget):
    """A day, a month and a year, posted as name-day, name-month and name-year."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, ...]:
        """Return what was typed in the three boxes."""
        return tuple(str(data.get(f"{name}-{part}", "")) for part in PARTS)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether none of the boxes was sent."""
        return all(f"{name}-{part}" not in data for part in PARTS)

    def format_value(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        """Return the texts of the three boxes for a date, a date known in part, or what was typed."""
        if isinstance(value, date | PartialDate):
            return tuple(str(getattr(value, part) or "") for part in PARTS)
        return tuple(value) if value else ("", "", "")

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first box."""
        return f"{id_}-day" if id_ else id_
