"""A content of the directory as plain data for a database, and back; an edit brought into what stands now."""

from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from wraparound.delivery.directory.content import Content, PlaceContent
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.enquiries.rules import Referral

_CONTENT = TypeAdapter(Content)
Tree = dict[str, Any]
Said = TypeVar("Said", Content, Referral)


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


LABELS = {
    "name": "Name", "organisation": "Organisation", "summary": "In one sentence",
    "description": "What it is", "how_to": "How to come by it", "status": "Is it running?",
    "audience": "Who finds it", "is_confidential": "Confidential: no address",
    "for_young_people": "Young people may come by themselves", "is_help_now": "Help at once",
    "minimum_age": "From age", "maximum_age": "To age", "is_free": "Free", "website": "Website",
    "email": "Email", "alert": "What is different just now", "terms": "Kinds, needs and topics",
    "outcomes": "Outcomes", "places": "Places", "sessions": "When", "telephones": "Telephone",
    "costs": "Cost", "languages": "Languages", "access": "Access", "coverage": "Where somebody must live",
    "team": "Team that is asked for a place", "owner": "Team that keeps the entry",
    "service": "Service of the agency", "translations": "In other languages",
}  # fmt: skip
"""What the fields of an entry are called, in the order of the page."""


def merged(base: Content, now: Content, proposed: Content) -> Content:
    """Return what stands now with the fields that the edit changed; what it left alone stays as it stands."""
    will = brought_in(base, now, proposed)
    if (proposed.places, proposed.sessions) != (base.places, base.sessions):
        will = replace(will, places=proposed.places, sessions=proposed.sessions)
    return will


def brought_in(base: Said, now: Said, proposed: Said) -> Said:
    """Return what stands now with the fields that differ between the first and the last."""
    changed = {
        field.name: getattr(proposed, field.name)
        for field in fields(proposed)
        if getattr(proposed, field.name) != getattr(base, field.name)
    }
    return replace(now, **changed)


def referral_tree(name: str, referral: Referral) -> Tree:
    """Return how to refer as plain data, under the name of the service."""
    return {"name": name, "referral": {**asdict(referral), "levels": list(referral.levels)}}


def referral_from(tree: Tree) -> Referral:
    """Return how to refer from plain data."""
    said = dict(tree.get("referral", {}))
    return Referral(**{**said, "levels": tuple(said.get("levels", ()))})


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
