"""The kinds of question a form can ask. `from wraparound.foundation.ui import fields`, then `fields.Form`."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from wraparound.foundation.ui.date_fields import Date, DateInWords, PartDate
from wraparound.foundation.ui.questions import Form, Question

__all__ = [
    "Checkboxes", "Confirm", "Date", "DateInWords", "Email", "Form", "Hidden", "Integer", "LongText",
    "ModelCheckboxes", "ModelRadios", "ModelSelect", "PartDate", "Password", "Radios", "Select",
    "SubmissionKey", "Telephone", "Text", "Upload",
]  # fmt: skip

Choices = Sequence[tuple[Any, Any]] | Callable[[], Sequence[tuple[Any, Any]]]


class Text(Question, forms.CharField):
    """One line of text."""

    empty_value = ""

    def __init__(self, label: str, *, autocomplete: str = "", **options: Any) -> None:
        options.setdefault("max_length", 200)
        super().__init__(label, **options)
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete


class LongText(Question, forms.CharField):
    """Several lines; the reader is told how many characters are left."""

    widget = forms.Textarea
    empty_value = ""

    def __init__(self, label: str, *, rows: int = 5, **options: Any) -> None:
        options.setdefault("max_length", 4000)
        super().__init__(label, **options)
        self.widget.attrs["rows"] = rows


class Email(Question, forms.EmailField):
    """An e-mail address."""

    empty_value = ""

    def __init__(self, label: str = "Email address", **options: Any) -> None:
        options.setdefault("error_messages", {"invalid": "Enter an email address like name@example.org"})
        super().__init__(label, **options)
        self.widget.attrs.update(autocomplete="email", spellcheck="false")


class Telephone(Question, forms.CharField):
    """A telephone number, kept as typed."""

    empty_value = ""

    def __init__(self, label: str = "Telephone number", **options: Any) -> None:
        options.setdefault("max_length", 40)
        options.setdefault("width", 20)
        super().__init__(label, **options)
        self.widget.input_type = "tel"

    def clean(self, value: Any) -> str:
        """Return the number; refuse what cannot be rung."""
        number = super().clean(value)
        digits = len(re.sub(r"\D", "", number))
        if number and (
            not re.fullmatch(r"(?i)[0-9 +().\-]+((ext\.?|extension|x) ?[0-9]+)?", number) or digits < 3
        ):
            raise ValidationError("Enter a telephone number, like 020 7946 0000", code="invalid")
        return number


class Password(Question, forms.CharField):
    """A password, never shown again."""

    widget = forms.PasswordInput
    empty_value = ""

    def __init__(
        self, label: str = "Password", *, autocomplete: str = "current-password", **options: Any
    ) -> None:
        super().__init__(label, strip=False, **options)
        self.widget.attrs["autocomplete"] = autocomplete


class Integer(Question, forms.IntegerField):
    """A whole number."""

    widget = forms.TextInput

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("width", 5)
        options.setdefault("error_messages", {"invalid": f"{label} must be a whole number, like 12"})
        super().__init__(label, **options)
        self.widget.attrs["inputmode"] = "numeric"


class Choice(Question):
    """What radios, checkboxes and select have in common.

    `hints`: a line under a choice, by value. `reveals`: names of the form's fields that are asked
    only when a value is chosen, by value. `inline`: side by side, for two or three short choices.
    """

    asks_to = "Select"

    def __init__(
        self,
        label: str,
        *,
        hints: Mapping[Any, str] | None = None,
        reveals: Mapping[Any, Sequence[str]] | None = None,
        inline: bool = False,
        **options: Any,
    ) -> None:
        self.hints, self.reveals, self.inline = dict(hints or {}), dict(reveals or {}), inline
        super().__init__(label, **options)


class Radios(Choice, forms.ChoiceField):
    """One of a few."""

    widget = forms.RadioSelect
    empty_value = ""


class Checkboxes(Choice, forms.MultipleChoiceField):
    """Any of a few."""

    widget = forms.CheckboxSelectMultiple
    empty_value = ()


class Select(Choice, forms.ChoiceField):
    """One of many; the first line chooses nothing, so that nothing is chosen for anyone.

    `empty` are its words: "Any" in a filter.
    """

    empty_value = ""

    def __init__(
        self, label: str, *, choices: Choices = (), empty: str = "Choose one", **options: Any
    ) -> None:
        first = [("", empty)]
        source = choices
        both = (lambda: first + list(source())) if callable(source) else first + list(source)
        super().__init__(label, choices=both, **options)


class ModelSelect(Choice, forms.ModelChoiceField):
    """One row of a query, by `to_field_name` (a public id, never a key)."""

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("empty_label", "Choose one")
        super().__init__(label, **options)


class ModelRadios(Choice, forms.ModelChoiceField):
    """One row of a short query."""

    widget = forms.RadioSelect

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, empty_label=None, **options)


class ModelCheckboxes(Choice, forms.ModelMultipleChoiceField):
    """Any rows of a short query."""

    widget = forms.CheckboxSelectMultiple


class Confirm(Question, forms.BooleanField):
    """One box to tick; the label is what is agreed to."""

    asks_to = "Confirm:"
    empty_value = False


class Upload(Question, forms.FileField):
    """A file from the reader's device."""

    asks_to = "Choose"
    widget = forms.FileInput


class Hidden(forms.CharField):
    """A value that the page carries and the reader does not see."""

    widget = forms.HiddenInput
    empty_value = ""


class SubmissionKey(forms.UUIDField):
    """A hidden random key, new with every page, by which a form sent twice is known to be one."""

    widget = forms.HiddenInput
    empty_value = None

    def __init__(self, **options: Any) -> None:
        super().__init__(initial=uuid4, **options)
