"""What the public pages ask, in the words of their language; and how an owner settles what people said."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html

from wraparound.delivery.directory.rules import ACCESS, Asked
from wraparound.delivery.families.documents import Language
from wraparound.delivery.families.hours import DAYS
from wraparound.delivery.families.models import Correction
from wraparound.delivery.families.presenting import Said
from wraparound.foundation.area.rules import normal_postcode
from wraparound.foundation.places.editing import RecordForm
from wraparound.foundation.ui import fields

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
OLDEST = 25
Choices = Sequence[tuple[str, str]]
WITHIN = {"1": 1609, "3": 4828, "5": 8047, "10": 16093}
"""Miles to metres."""
FREE = "free"
AT_MOST = {"5": 5, "10": 10, "20": 20}
"""Bands of what a service costs at the least, in pounds."""


class Spoken(fields.Form):
    """A form in a language: `labels` and `hints` name its words."""

    mark_optional = False
    labels: dict[str, str] = {}
    hints: dict[str, str] = {}
    wrong: dict[str, str] = {}

    def __init__(self, *args: Any, language: Language, **given: Any) -> None:
        super().__init__(*args, **given)
        self.language, say = language, language.words
        self.error_word = say["error"]
        for name, field in self.fields.items():
            if field.widget.is_hidden:
                continue
            field.label = say[self.labels.get(name, name)]
            field.help_text = say[self.hints[name]] if name in self.hints else ""
            usual = say[self.wrong.get(name, "bad_text")]
            field.error_messages = {
                "required": usual, "invalid": usual, "min_value": usual, "max_value": usual,
                "max_length": say["too_long"], "invalid_choice": say["bad_choice"],
                "invalid_list": say["bad_choice"], "null_characters_not_allowed": say["bad_text"],
            }  # fmt: skip

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = [("", self.language.words["any"]), *choices]  # type: ignore[attr-defined]


class SearchForm(Spoken):
    """What a family looks for; all of it may be left empty, and all of it stands in the address."""

    labels = {
        "words": "ask", "postcode": "near", "locality": "area", "year": "year", "cost": "costs",
    }  # fmt: skip
    hints = {"words": "ask_hint", "postcode": "near_hint"}
    wrong = {"postcode": "bad_postcode", "age": "bad_age"}
    ALWAYS = ("words", "postcode", "age")
    """What is asked in the open; the rest stands under "More choices"."""

    words = fields.Text("", required=False, max_length=120)
    postcode = fields.Text("", required=False, max_length=12, width=10, autocomplete="postal-code")
    age = fields.Integer("", required=False, min_value=0, max_value=OLDEST, width=3)
    kind = fields.Select("", required=False)
    need = fields.Select("", required=False)
    day = fields.Select("", required=False)
    part = fields.Select("", required=False)
    year = fields.Select("", required=False)
    locality = fields.Select("", required=False)
    within = fields.Select("", required=False)
    spoken = fields.Select("", required=False)
    cost = fields.Select("", required=False)
    access = fields.Checkboxes("", required=False)

    def __init__(
        self, *args: Any, kinds: Choices, needs: Choices, localities: Choices, tongues: Choices,
        access: Choices, **given: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **given)
        say = self.language.words
        days = [(code, self.language.weekdays[at]) for at, code in enumerate(DAYS)]
        self._offer("kind", kinds)
        self._offer("need", needs)
        self._offer("day", days)
        self._offer("part", [(part, say[part]) for part in ("morning", "afternoon", "evening")])
        self._offer("year", [("term", say["in_term"]), ("holidays", say["in_holidays"])])
        self._offer("locality", localities)
        self._offer("within", [(far, f"{far} {say['miles']}") for far in WITHIN])
        self._offer("spoken", tongues)
        bands = [(most, f"{say['up_to']} £{most}") for most in AT_MOST]
        self._offer("cost", [(FREE, say["free"]), *bands])
        self.fields["access"].choices = list(access)  # type: ignore[attr-defined]

    def clean_postcode(self) -> str:
        """Return a whole postcode as it is written, or nothing."""
        typed = normal_postcode(self.cleaned_data["postcode"])
        if typed and not POSTCODE.fullmatch(typed):
            raise ValidationError(self.language.words["bad_postcode"])
        return typed

    def asked(self) -> Asked:
        """Return what is looked for; what could not be read is left out."""
        said = self.cleaned_data
        age = said.get("age")
        return Asked(
            words=said.get("words", ""), postcode=said.get("postcode", ""),
            locality=said.get("locality", ""), within_metres=WITHIN.get(said.get("within", "")),
            age=None if age is None else Decimal(age), kind=said.get("kind", ""), need=said.get("need", ""),
            day=said.get("day", ""), part=said.get("part", ""), terms=said.get("year", ""),
            is_free=said.get("cost") == FREE, at_most=AT_MOST.get(said.get("cost", "")),
            language=said.get("spoken", ""),
            access=frozenset(code for code in said.get("access", ()) if code in ACCESS),
        )  # fmt: skip

    @property
    def more(self) -> list[Any]:
        """Return the questions that stand under "More choices"."""
        return [self[name] for name in self.fields if name not in self.ALWAYS]

    @property
    def always(self) -> list[Any]:
        """Return the questions that are asked in the open."""
        return [self[name] for name in self.ALWAYS]

    @property
    def narrowed(self) -> bool:
        """Say whether anything under "More choices" is chosen."""
        return any(bound.value() for bound in self.more)


class YoungForm(Spoken):
    """What a young person looks for, and where."""

    labels = {"words": "ask", "postcode": "near"}
    hints = {"postcode": "near_hint"}
    wrong = {"postcode": "bad_postcode"}

    words = fields.Text("", required=False, max_length=120)
    postcode = fields.Text("", required=False, max_length=12, width=10)

    clean_postcode = SearchForm.clean_postcode

    def __init__(self, *args: Any, ask: Said, hint: Said, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["words"].label, self.fields["words"].help_text = _marked(ask), _marked(hint)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


def _marked(said: Said) -> str:
    """Return words for a question, marked with their language where it is not that of the page."""
    if not said.lang:
        return said.text
    return format_html('<bdi lang="{}" dir="ltr">{}</bdi>', said.lang, said.text)


class WrongForm(Spoken):
    """What is wrong with an entry."""

    labels = {"what": "wrong_what", "words": "wrong_words", "contact": "wrong_contact"}
    hints = {"contact": "wrong_contact_hint"}
    wrong = {"what": "wrong_choose"}

    what = fields.Radios("", choices=Correction.What.choices)
    words = fields.LongText("", required=False, max_length=2000, rows=4)
    contact = fields.Text("", required=False, max_length=200)
    key = fields.SubmissionKey()

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        say = self.language.words
        chosen = [(value, say[f"wrong_{value}"]) for value in Correction.What.values]
        self.fields["what"].choices = chosen  # type: ignore[attr-defined]
        self.fields["words"].max_length = None  # type: ignore[attr-defined]
        for name in ("words", "contact"):
            self.fields[name].label = f"{self.fields[name].label} ({say['optional']})"


class SettleForm(RecordForm):
    """What became of what somebody said."""

    outcome = fields.Radios("What did you find?", choices=Correction.Outcome.choices)
    settled_words = fields.LongText("Anything to remember", required=False, rows=3)
