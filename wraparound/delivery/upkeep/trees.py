"""A content of the directory as plain data for a database or a page, and back; and what differs of three."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wraparound.delivery.directory.content import Content, PlaceContent
from wraparound.delivery.directory.rules import ACCESS, Refused
from wraparound.delivery.upkeep import lines

_CONTENT = TypeAdapter(Content)
Tree = dict[str, Any]


def tree_of(content: Content) -> Tree:
    """Return a content as plain data; what is empty is left out."""
    found: Tree = _CONTENT.dump_python(content, mode="json", exclude_defaults=True)
    return found


def content_from(tree: Tree) -> Content:
    """Return the content of plain data. Raises `Refused` naming the field that cannot be read."""
    try:
        return _CONTENT.validate_python(tree)
    except ValidationError as error:
        first = error.errors()[0]
        raise Refused(".".join(str(part) for part in first["loc"]), str(first["msg"])) from error


@dataclass(frozen=True)
class Part:
    """A field of an entry as people compare it: its name in words, and what it says in lines of text."""

    name: str
    label: str
    text: Callable[[Content], str]


def _plain(name: str) -> Callable[[Content], str]:
    def text(content: Content) -> str:
        value = getattr(content, name)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return "" if value is None else str(value)

    return text


def _coded(name: str, words: dict[str, str]) -> Callable[[Content], str]:
    return lambda content: words.get(getattr(content, name), getattr(content, name))


def _each(name: str) -> Callable[[Content], str]:
    return lambda content: "\n".join(lines.WRITERS[name](part, content) for part in getattr(content, name))


STATUS = {
    "active": "Open", "inactive": "Not running", "defunct": "Gone for good",
    "temporarily closed": "Closed for a time",
}  # fmt: skip
PARTS: tuple[Part, ...] = (
    Part("name", "Name", _plain("name")),
    Part("organisation", "Organisation", lambda content: content.organisation.name),
    Part("summary", "In one sentence", _plain("summary")),
    Part("description", "What it is", _plain("description")),
    Part("how_to", "How to come by it", _plain("how_to")),
    Part("status", "Is it running?", _coded("status", STATUS)),
    Part(
        "audience",
        "Who finds it",
        _coded("audience", {"public": "Everyone", "professional": "Professionals"}),
    ),
    Part("is_confidential", "Confidential: no address", _plain("is_confidential")),
    Part("for_young_people", "Young people may come by themselves", _plain("for_young_people")),
    Part("is_help_now", "Help at once", _plain("is_help_now")),
    Part("minimum_age", "From age", _plain("minimum_age")),
    Part("maximum_age", "To age", _plain("maximum_age")),
    Part("is_free", "Free", _plain("is_free")),
    Part("website", "Website", _plain("website")),
    Part("email", "Email", _plain("email")),
    Part("alert", "What is different just now", _plain("alert")),
    Part("terms", "Kinds, needs and topics", _each("terms")),
    Part("outcomes", "Outcomes", lambda content: ", ".join(content.outcomes)),
    Part("places", "Places", _each("places")),
    Part("sessions", "When", _each("sessions")),
    Part("telephones", "Telephone", _each("telephones")),
    Part("costs", "Cost", _each("costs")),
    Part("languages", "Languages", _each("languages")),
    Part("access", "Access", lambda content: "\n".join(ACCESS.get(a.code, a.code) for a in content.access)),
    Part("coverage", "Where somebody must live", _each("coverage")),
    Part("team", "Team that is asked for a place", _plain("team")),
    Part("owner", "Team that keeps the entry", _plain("owner")),
    Part("service", "Service of the agency", _plain("service")),
    Part("translations", "In other languages", _each("translations")),
)
LABELS = {part.name: part.label for part in PARTS}


@dataclass(frozen=True)
class Difference:
    """One field that an edit changes, or that changed meanwhile: as it was, as it stands and as proposed."""

    name: str
    label: str
    base: str
    now: str
    proposed: str
    meanwhile: bool
    clashes: bool


def differences(base: Content | None, now: Content | None, proposed: Content) -> list[Difference]:
    """Return what an edit changes and what somebody else changed meanwhile, in the order of the page."""
    found = []
    for part in PARTS:
        texts = [part.text(each) if each else "" for each in (base, now, proposed)]
        was, stands, wanted = texts
        if was == stands == wanted:
            continue
        meanwhile = stands != was
        clashes = meanwhile and wanted not in (was, stands)
        found.append(Difference(part.name, part.label, was, stands, wanted, meanwhile, clashes))
    return found


def merged(base: Content, now: Content, proposed: Content) -> Content:
    """Return what stands now with the fields that the edit changed; what it left alone stays as it stands."""
    changed = {
        field.name: getattr(proposed, field.name)
        for field in fields(Content)
        if getattr(proposed, field.name) != getattr(base, field.name)
    }
    if {"places", "sessions"} & set(changed):
        changed |= {"places": proposed.places, "sessions": proposed.sessions}
    return replace(now, **changed)


def changed_labels(names: Iterable[str]) -> str:
    """Return fields in words, each once."""
    return ", ".join(dict.fromkeys(LABELS.get(name.split(".")[0], name) for name in names))


def anew(places: Iterable[PlaceContent]) -> tuple[PlaceContent, ...]:
    """Return places as those of another organisation: it has rows of its own, also where the house is one."""
    return tuple(
        replace(
            place, public_id=None, access=tuple(replace(each, public_id=None) for each in place.access)
        )
        for place in places
    )  # fmt: skip
