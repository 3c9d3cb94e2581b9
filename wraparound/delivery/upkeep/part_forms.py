"""The parts of an entry as rows of a form: places, times, numbers, costs, languages; an empty row is none."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from wraparound.delivery.directory.content import (
    AccessContent,
    Content,
    CostContent,
    LanguageContent,
    OrganisationContent,
    PlaceContent,
    SessionContent,
    TelephoneContent,
    TermContent,
)
from wraparound.delivery.upkeep.forms import OFFERED, PLAIN, EntryForm
from wraparound.delivery.upkeep.trees import anew
from wraparound.foundation.ui import fields

DAYS = [
    ("MO", "Monday"), ("TU", "Tuesday"), ("WE", "Wednesday"), ("TH", "Thursday"), ("FR", "Friday"),
    ("SA", "Saturday"), ("SU", "Sunday"),
]  # fmt: skip
TERMS = [("always", "All year"), ("term", "School terms only"), ("holidays", "School holidays only")]
SPARE, MOST = 1, 60
"""Empty rows that a page offers beside those that are filled, and the most that are read."""


class PartForm(fields.Form):
    """One row; `was` is the id of the part that it was filled from, and empty for a new one."""

    mark_optional = False
    was = fields.Hidden(required=False)
    told_by: tuple[str, ...] = ()
    """A row is there when one of these says something."""
    one, heading = "", ""
    """What one such part is called, and this row."""

    def is_there(self) -> bool:
        """Say whether the row says anything."""
        return any(self.cleaned_data.get(name) not in (None, "", [], ()) for name in self.told_by)


class PlaceForm(PartForm):
    """Where it can be met."""

    told_by = ("name", "lines", "town", "postcode")
    one = "Place"
    name = fields.Text("Name of the place", required=False)
    lines = fields.Text("Number and street", required=False, max_length=300)
    town = fields.Text("Town", required=False, max_length=100)
    postcode = fields.Text("Postcode", required=False, width=10, max_length=8)
    getting_there = fields.Text("How to get there", required=False, max_length=400)
    words = fields.Text("Which door or room", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Ask what a place is called."""
        cleaned = super().clean() or {}
        if not cleaned.get("name") and any(cleaned.get(each) for each in self.told_by):
            self.add_error("name", "Say what the place is called")
        return cleaned


def _hour(text: str) -> time | None:
    text = text.strip().replace(".", ":")
    if not text:
        return None
    try:
        return time.fromisoformat(text if ":" in text else f"{int(text):02}:00")
    except ValueError as error:
        raise ValidationError("Enter a time like 09:30") from error


class SessionForm(PartForm):
    """When it runs."""

    told_by = ("days", "opens_at", "closes_at", "words")
    one = "Time"
    days = fields.Checkboxes("Days", choices=DAYS, required=False)
    opens_at = fields.Text("From", required=False, width=5, hint="Like 09:30")
    closes_at = fields.Text("Until", required=False, width=5)
    terms = fields.Select("In", choices=TERMS[1:], required=False, empty=TERMS[0][1])
    place = fields.Text("At which place", required=False, hint="Its name as above; empty is anywhere")
    words = fields.Text("Anything more", required=False, max_length=300)

    def clean_opens_at(self) -> time | None:
        """Return the time."""
        return _hour(self.cleaned_data["opens_at"])

    def clean_closes_at(self) -> time | None:
        """Return the time."""
        return _hour(self.cleaned_data["closes_at"])


class TelephoneForm(PartForm):
    """A number."""

    told_by = ("number",)
    one = "Telephone number"
    number = fields.Telephone("Number", required=False)
    words = fields.Text("Whose, or when", required=False)


class CostForm(PartForm):
    """What it costs whom."""

    told_by = ("option", "amount", "words")
    one = "Cost"
    option = fields.Text("For whom", required=False)
    amount = fields.Text("Pounds", required=False, width=5, hint="Like 3.50")
    words = fields.Text("Anything more", required=False, max_length=300)

    def clean_amount(self) -> Decimal | None:
        """Return pounds and pence."""
        text = self.cleaned_data["amount"].strip().lstrip("£")
        if not text:
            return None
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise ValidationError("Enter an amount in pounds, like 3.50") from error
        if not (amount.is_finite() and 0 <= amount < 10_000_000 and amount == round(amount, 2)):
            raise ValidationError("Enter an amount in pounds, like 3.50")
        return amount


class LanguageForm(PartForm):
    """A language."""

    told_by = ("code", "name")
    one = "Language"
    name = fields.Text("Language", required=False, max_length=100)
    code = fields.Text("Its code", required=False, width=5, max_length=20, hint="pl, ur, bfi")

    def clean(self) -> dict[str, Any]:
        """Ask for both."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("name")) != bool(cleaned.get("code")):
            self.add_error("code" if cleaned.get("name") else "name", "Say the language and its code")
        return cleaned


KINDS: dict[str, tuple[str, type[PartForm]]] = {
    "places": ("Places", PlaceForm),
    "sessions": ("When it runs", SessionForm),
    "telephones": ("Telephone numbers", TelephoneForm),
    "costs": ("Costs", CostForm),
    "languages": ("Languages", LanguageForm),
}


def forms_of(content: Content, data: Mapping[str, Any] | None = None) -> dict[str, list[PartForm]]:
    """Return the rows of each kind of part: those of an entry with some empty ones, or those sent."""
    found = {}
    for name, (_, form) in KINDS.items():
        rows = _rows(name, content)
        count = len(rows) + SPARE
        if data is not None:
            sent = str(data.get(f"{name}-count", ""))
            count = min(MOST, int(sent)) if sent.isascii() and sent.isdigit() and len(sent) < 4 else count
        rows += [{}] * (count - len(rows))
        found[name] = [form(data, prefix=f"{name}-{at}", initial=rows[at]) for at in range(count)]
        for at, row in enumerate(found[name]):
            row.heading = f"{form.one} {at + 1}"
    return found


def _rows(name: str, content: Content) -> list[dict[str, Any]]:
    rows = []
    for part in getattr(content, name):
        row = {field: getattr(part, field) for field in KINDS[name][1].base_fields if hasattr(part, field)}
        row = {field: f"{value:%H:%M}" if isinstance(value, time) else value for field, value in row.items()}
        if name == "sessions":
            row["days"] = part.days.split(",") if part.days else []
            row["terms"] = "" if part.terms == "always" else part.terms
            row["place"] = content.places[part.place].name if part.place is not None else ""
        rows.append({**row, "was": str(part.public_id or "")})
    return rows


def content_of(base: Content, form: EntryForm, parts: dict[str, list[PartForm]]) -> Content:
    """Return what an entry shall say: what was asked, and of the base all that no question asks for.

    All forms are valid. Raises ValidationError in words for a session at a place that is not there.
    """
    asked = form.cleaned_data
    organisation = base.organisation
    if organisation.name != asked["organisation"]:
        organisation = OrganisationContent(name=asked["organisation"])
    places = _built("places", base, parts)
    if organisation != base.organisation:
        places = anew(places)
    names = [place.name for place in places]
    more: dict[str, Any] = {name: _built(name, base, parts) for name in ("telephones", "costs", "languages")}
    if "owner" in asked:
        more["owner"] = asked["owner"].code if asked["owner"] else ""
    return replace(
        base, **{name: asked[name] for name in PLAIN}, organisation=organisation,
        minimum_age=asked["minimum_age"], maximum_age=asked["maximum_age"], places=places,
        sessions=tuple(_at(session, names) for session in _built("sessions", base, parts)),
        access=_access(base, asked["access"]), terms=_terms(base, form), **more,
    )  # fmt: skip


def _access(base: Content, chosen: list[str]) -> tuple[AccessContent, ...]:
    """Return the kinds of access that were chosen: those that stand first, with their words."""
    standing = [each for each in base.access if each.code in chosen]
    new = [code for code in chosen if code not in {each.code for each in standing}]
    return (*standing, *(AccessContent(code=code) for code in new))


def _terms(base: Content, form: EntryForm) -> tuple[TermContent, ...]:
    """Return the terms that were chosen, those that stand first; one that is not offered stays."""
    asked = [name for name in OFFERED if name in form.fields]
    said = [each.split() for name in asked for each in form.cleaned_data[name]]
    chosen = [TermContent(taxonomy=taxonomy, code=code) for taxonomy, code in said]
    offered = {value for name in asked for value, _ in form.fields[name].choices}  # type: ignore[attr-defined]
    standing = [
        each for each in base.terms if each in chosen or f"{each.taxonomy} {each.code}" not in offered
    ]
    return tuple(dict.fromkeys([*standing, *chosen]))


def _built(name: str, base: Content, parts: dict[str, list[PartForm]]) -> tuple[Any, ...]:
    makers: dict[str, Any] = {
        "places": PlaceContent, "sessions": SessionContent, "telephones": TelephoneContent,
        "costs": CostContent, "languages": LanguageContent,
    }  # fmt: skip
    standing = {str(part.public_id): part for part in getattr(base, name) if part.public_id}
    found = []
    for form in parts[name]:
        if not form.is_there():
            continue
        values = dict(form.cleaned_data)
        old = standing.get(values.pop("was"))
        if name == "sessions":
            values["days"] = _days(values["days"], old)
            values["terms"] = values["terms"] or "always"
        if name == "places" and old and old.postcode != values["postcode"]:
            values |= dict.fromkeys(("latitude", "longitude", "easting", "northing"))
        found.append(replace(old, **values) if old else makers[name](**values))
    return tuple(found)


def _days(chosen: list[str], old: SessionContent | None) -> str:
    """Return the days; rarer ones (the first Saturday of a month) are no choice here and stay."""
    plain = [code for code, _ in DAYS]
    rarer = [code for code in (old.days if old else "").split(",") if code and code not in plain]
    return ",".join([code for code in plain if code in chosen] + rarer)


def _at(session: Any, names: list[str]) -> SessionContent:
    """Return a session whose place was said by name with the position of that place."""
    name = session.place or ""
    if name and name not in names:
        raise ValidationError(f"“{name}” is not the name of one of the places above")
    return replace(session, place=names.index(name) if name else None)
