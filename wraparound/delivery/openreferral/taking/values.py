"""Reading single values of a feed: what is no value is dropped and reported, and the rest arrives. Pure."""

import html
import re
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.html import strip_tags

from wraparound.delivery.openreferral.giving import soundness

MOST_PARTS = 200
"""How many of one kind of part a service may have."""


@dataclass
class Reading:
    """One service being read: `problems` fill up with the field and what was wrong with it."""

    problems: list[dict[str, str]] = field(default_factory=list)

    def wrong(self, name: str, words: str) -> None:
        """Note that a field was not as it should be."""
        self.problems.append({"field": name, "problem": words})

    def text(self, given: dict[str, Any], name: str, most: int, *, path: str = "") -> str:
        """Return a text without markup; one that is too long is cut, and that is reported."""
        value = given.get(name)
        if value is None:
            return ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.wrong(path + name, "It is no text. It was left out.")
            return ""
        value = clean(value)
        if len(value) > most:
            self.wrong(path + name, f"It is longer than {most} signs. The rest was left out.")
            value = value[:most].rstrip()
        return value

    def web(self, given: dict[str, Any], name: str, *, path: str = "") -> str:
        """Return an address on the web, or nothing."""
        value = self.text(given, name, 500, path=path)
        if value and not soundness.web(value):
            if re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", value) and soundness.web(f"https://{value}"):
                return f"https://{value}"
            self.wrong(path + name, "It is no address on the web. It was left out.")
            return ""
        return value

    def mail(self, given: dict[str, Any], name: str, *, path: str = "") -> str:
        """Return an e-mail address, or nothing."""
        value = self.text(given, name, 254, path=path).removeprefix("mailto:")
        if value and not soundness.mail(value):
            self.wrong(path + name, "It is no e-mail address. It was left out.")
            return ""
        return value

    def number(
        self, given: dict[str, Any], name: str, *, most: int, places: str, path: str = ""
    ) -> Decimal | None:
        """Return a number from 0 to `most`, rounded to `places`, or nothing."""
        value = given.get(name)
        if value is None or value == "":
            return None
        try:
            found = Decimal(str(value).strip().lstrip("£")) if not isinstance(value, bool) else None
        except InvalidOperation:
            found = None
        if found is None or not found.is_finite() or not 0 <= found <= most:
            self.wrong(path + name, f"It is no number from 0 to {most}. It was left out.")
            return None
        return found.quantize(Decimal(places))

    def day(self, given: dict[str, Any], name: str, *, path: str = "") -> date | None:
        """Return a day, or nothing."""
        value = given.get(name)
        if value is None or value == "":
            return None
        try:
            found = parse_date(value[:10]) if isinstance(value, str) else None
        except ValueError:
            found = None
        if found is None or not 1900 <= found.year <= 2200:
            self.wrong(path + name, "It is no day such as 2026-03-01. It was left out.")
            return None
        return found

    def clock(self, given: dict[str, Any], name: str, *, path: str = "") -> time | None:
        """Return a time of the day as a clock shows it; an offset from UTC is not looked at."""
        value = given.get(name)
        if value is None or value == "":
            return None
        found = (
            re.match(r"\s*([01]?\d|2[0-3]):([0-5]\d)", value, re.ASCII) if isinstance(value, str) else None
        )
        if not found:
            self.wrong(path + name, "It is no time such as 09:30. It was left out.")
            return None
        return time(int(found[1]), int(found[2]))

    def choice(self, given: dict[str, Any], name: str, among: list[str], usual: str, other: str) -> str:
        """Return one of the known words; `usual` where nothing is said, `other` for a word nobody knows."""
        value = self.text(given, name, 100)
        if value.lower() in among:
            return value.lower()
        if value:
            self.wrong(name, f"“{value}” is not one of: {', '.join(among)}. It was taken as {other}.")
        return other if value else usual

    def parts(self, given: dict[str, Any], name: str, *, path: str = "") -> list[dict[str, Any]]:
        """Return the parts of one kind; what is no part is dropped."""
        value = given.get(name)
        if value is None:
            return []
        if isinstance(value, dict):
            value = [value]
        if not isinstance(value, list):
            self.wrong(path + name, "It is no list. It was left out.")
            return []
        kept = [each for each in value if isinstance(each, dict)]
        if len(kept) < len([each for each in value if each is not None]):
            self.wrong(path + name, "Something in it has no fields. It was left out.")
        if len(kept) > MOST_PARTS:
            self.wrong(path + name, f"It has more than {MOST_PARTS}. The rest was left out.")
        return kept[:MOST_PARTS]

    def part(self, given: dict[str, Any], name: str, *, path: str = "") -> dict[str, Any]:
        """Return one part, empty where there is none."""
        value = given.get(name)
        if value is not None and not isinstance(value, dict):
            self.wrong(path + name, "It has no fields. It was left out.")
        return value if isinstance(value, dict) else {}


def clean(value: str) -> str:
    """Return a text without tags and without signs that are no text."""
    value = value.encode("utf-8", "replace").decode()
    if "<" in value or "&" in value:
        value = html.unescape(strip_tags(re.sub(r"(?i)<br\s*/?>|</p>", "\n", value)))
    value = "".join(sign for sign in value.replace("\r\n", "\n") if sign in "\n\t" or sign.isprintable())
    return re.sub(r"\n{3,}", "\n\n", value).strip()


def storable(value: Any) -> Any:
    """Return what a database keeps as JSON: without the sign that is none and without halves of signs."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [storable(each) for each in value]
    if isinstance(value, dict):
        return {storable(name): storable(each) for name, each in value.items()}
    return value
