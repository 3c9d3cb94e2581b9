"""Questions whose answer is a date; pages use them through `fields`."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from wraparound.foundation.ui.questions import Question
from wraparound.foundation.ui.rules import (
    PartialDate,
    UnreadableDateError,
    read_day,
    read_partial,
    read_words,
)
from wraparound.foundation.ui.widgets import DateBoxes


class DateQuestion(Question, forms.Field):
    """A date in three boxes; the month may be typed as its name."""

    widget = DateBoxes
    read: Callable[[str, str, str], date | PartialDate] = staticmethod(read_day)

    def to_python(self, value: Any) -> date | PartialDate | None:
        """Return the date in the boxes, or None when all are empty."""
        texts = tuple(value or ())
        if not any(text.strip() for text in texts):
            return None
        try:
            return self.read(*texts)
        except UnreadableDateError as error:
            raise ValidationError(f"{self.label} {error}", code=error.part) from error


class Date(DateQuestion):
    """A whole date in three boxes; gives a `date`."""


class PartDate(DateQuestion):
    """A date of which only the year, or month and year, may be known; gives a `PartialDate`."""

    read = staticmethod(read_partial)


class DateInWords(Question, forms.Field):
    """A date in one box, in words or figures: "next Tuesday", "3 March 2026"; gives a `date`.

    `today` is called when the form is read; tests pass their own.
    """

    widget = forms.TextInput

    def __init__(self, label: str, *, today: Callable[[], date] = timezone.localdate, **options: Any) -> None:
        options.setdefault("hint", "For example, next Tuesday or 3 March 2026")
        options.setdefault("width", 20)
        self.today = today
        super().__init__(label, **options)

    def to_python(self, value: Any) -> date | None:
        """Return the date that the words say."""
        if isinstance(value, date):
            return value
        if not (value and value.strip()):
            return None
        try:
            return read_words(value, self.today())
        except UnreadableDateError as error:
            raise ValidationError(f"{self.label} {error}", code="invalid") from error
