"""What an edit changes, in words for whoever approves it: a row for each text, place, time, number, cost."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from wraparound.delivery.directory import wording
from wraparound.delivery.directory.content import Content, TranslationContent
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.enquiries.rules import Referral
from wraparound.delivery.upkeep.trees import LABELS, brought_in, merged
from wraparound.outcomes.framework.rules import Levels

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
AUDIENCE = {"public": "Everyone", "professional": "Professionals only"}
MANY = (
    "terms", "outcomes", "places", "sessions", "telephones", "costs", "languages", "access", "coverage",
    "translations",
)  # fmt: skip
"""Fields that are several things: each thing is a row."""
NAMED = {"team": "teams", "owner": "teams", "service": "services"}


@dataclass(frozen=True)
class Names:
    """What codes are called, by what they are codes of: terms, outcomes, footprints, teams, services."""

    by_code: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, kind: str, code: str) -> str:
        """Return what a code is called, or the code."""
        return self.by_code.get(kind, {}).get(code, code)


NO_NAMES = Names()


@dataclass(frozen=True)
class Difference:
    """One row: what it was when the edit began, what it is now, and what it will be if it is approved."""

    name: str
    label: str
    base: str
    now: str
    will: str
    mark: str = ""

    @property
    def meanwhile(self) -> bool:
        """Say whether somebody else changed it since the edit began."""
        return self.now != self.base

    @property
    def clashes(self) -> bool:
        """Say whether approving writes over what somebody else changed meanwhile."""
        return self.meanwhile and self.will != self.now


@dataclass(frozen=True)
class Line:
    """One thing of several: the id it has, what tells it from others, and what it says."""

    public_id: Any
    same: tuple[Any, ...]
    label: str
    text: str


def differences(
    base: Content | None, now: Content | None, proposed: Content, names: Names = NO_NAMES
) -> list[Difference]:
    """Return what approving changes and what somebody else changed meanwhile, in the order of the page."""
    will = merged(base, now, proposed) if base and now else proposed
    found: list[Difference] = []
    for name, label in LABELS.items():
        if name in MANY:
            three = [_lines(name, each, names) if each else [] for each in (base, now, will)]
            found += rows_of(name, label, *three)
            continue
        texts = [_text(name, each, names) if each else "" for each in (base, now, will)]
        if len(set(texts)) > 1 and not (base is None and getattr(will, name, None) is False):
            mark = "" if base is None else marked(texts[1], texts[2])
            found.append(Difference(name, label, texts[0], texts[1], texts[2], mark))
    return found


def marked(now: str, will: str) -> str:
    """Return whether approving adds, changes or takes out; empty where it does none of them."""
    if will == now:
        return ""
    return CHANGED if now and will else ADDED if will else REMOVED


def rows_of(
    name: str, label: str, base: list[Line], now: list[Line], will: list[Line]
) -> list[Difference]:  # fmt: skip
    """Return a row for each thing that differs; where only their order does, a row with all of them."""
    found = []
    for lines in _paired(base, now, will):
        texts = [line.text if line else "" for line in lines]
        if len(set(texts)) > 1:
            more = next(line.label for line in lines if line)
            said = f"{label}: {more}" if more else label
            mark = marked(texts[1], texts[2])
            found.append(Difference(name, said, texts[0], texts[1], texts[2], mark))
    was, stands, wanted = ("\n".join(line.text for line in lines) for lines in (base, now, will))
    if not found and len({was, stands, wanted}) > 1:
        said, mark = f"{label}: their order", marked(stands, wanted)
        found.append(Difference(name, said, was, stands, wanted, mark))
    return found


def _paired(*sides: list[Line]) -> list[list[Line | None]]:
    """Return the things of three sides beside each other: by their id, by their words, by what tells them."""
    found: list[list[Line | None]] = []
    for at, lines in enumerate(sides):
        left = list(lines)
        for alike in (_same_id, _same_text, _same_thing):
            for line in list(left):
                match = next((row for row in found if row[at] is None and alike(row, line)), None)
                if match:
                    match[at] = line
                    left.remove(line)
        found += [[line if side == at else None for side in range(len(sides))] for line in left]
    return found


def _same_id(row: list[Line | None], line: Line) -> bool:
    return line.public_id is not None and any(each and each.public_id == line.public_id for each in row)


def _same_text(row: list[Line | None], line: Line) -> bool:
    return any(each and (each.label, each.text) == (line.label, line.text) for each in row)


def _same_thing(row: list[Line | None], line: Line) -> bool:
    return any(each and each.same == line.same for each in row)


def _text(name: str, content: Content, names: Names) -> str:
    value = content.organisation.name if name == "organisation" else getattr(content, name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if name == "status":
        return str(Listing.Status(value).label) if value in Listing.Status.values else value
    if name == "audience":
        return AUDIENCE.get(value, value)
    return names.of(NAMED[name], value) if name in NAMED else "" if value is None else str(value)


def _lines(name: str, content: Content, names: Names) -> list[Line]:
    """Return the things of a field, each in words."""
    return [line for part in getattr(content, name) for line in LINES[name](part, content, names)]


def _one(part: Any, same: tuple[Any, ...], text: str) -> Iterable[Line]:
    return [Line(getattr(part, "public_id", None), same, "", text)]


def _session(part: Any, content: Content, _: Names) -> Iterable[Line]:
    place = content.places[part.place].name if part.place is not None else ""
    return _one(part, (part.days, place), wording.session_words(part, place))


def _coverage(part: Any, _: Content, names: Names) -> Iterable[Line]:
    text = wording.in_line((names.of("footprints", part.footprint), part.words))
    return _one(part, (part.footprint, part.words), text)


def _term(part: Any, _: Content, names: Names) -> Iterable[Line]:
    code = f"{part.taxonomy} {part.code}"
    return _one(part, (code,), names.of("terms", code))


def _translation(part: TranslationContent, _: Content, names: Names) -> Iterable[Line]:
    language = names.of("languages", part.language)
    texts = {name: getattr(part, name) for name in ("name", "summary", "description", "how_to")}
    return [
        Line(None, (part.language, name), f"{language}, {LABELS[name].lower()}", text)
        for name, text in texts.items()
        if text
    ]


LINES: dict[str, Callable[[Any, Content, Names], Iterable[Line]]] = {
    "terms": _term,
    "outcomes": lambda part, _, names: _one(part, (part,), names.of("outcomes", part)),
    "places": lambda part, *_: _one(part, (part.name,), wording.place_words(part)),
    "sessions": _session,
    "telephones": lambda part, *_: _one(part, (part.number,), wording.number_words(part)),
    "costs": lambda part, *_: _one(part, (part.option,), wording.cost_words(part)),
    "languages": lambda part, *_: _one(part, (part.code,), wording.in_line((part.name, part.words))),
    "access": lambda part, *_: _one(part, (part.code,), wording.access_words(part)),
    "coverage": _coverage,
    "translations": _translation,
}
"""How each of several things is said."""


REFERRAL = {
    "route": "How to refer", "criteria": "Whom it takes", "levels": "Level of need that it serves",
    "contact": "Whom professionals ask",
}  # fmt: skip


def referral_differences(
    base: Referral, now: Referral, proposed: Referral, scale: Levels
) -> list[Difference]:
    """Return what approving changes of how to refer, each level of need in its own row."""
    will = brought_in(base, now, proposed)
    found: list[Difference] = []
    for name, label in REFERRAL.items():
        three = [getattr(each, name) for each in (base, now, will)]
        if name == "levels":
            lines = [[Line(None, (code,), "", scale.name(code)) for code in codes] for codes in three]
            found += rows_of(name, label, lines[0], lines[1], lines[2])
        elif len(set(three)) > 1:
            was, stands, wanted = three
            found.append(Difference(name, label, was, stands, wanted, marked(stands, wanted)))
    return found
