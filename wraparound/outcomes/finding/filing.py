"""What a child is filed by: from the facts of its sources to an entry."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from .engine.change import Change, change_of
from .engine.entry import EXPECTED, OPEN, Entry, Packed, filed_as, pack
from .engine.keys import keys_of

Facts = Mapping[str, Sequence[tuple[Any, ...]]]
"""Kind of fact to contents, as `children.services.CONTENT` orders them."""
_NAMES = {"legal": 0, "known_as": 1, "former": 2}
_HOMES = {"home": 0, "no_fixed": 1, "left_england": 1, "previous": 2}


def entry_of(child: int, said: Iterable[tuple[str, Facts]], compartment: int | None = None) -> Entry:
    """Return the entry of a child from what each source says: its own number, and its facts.

    The compartment is that of an expected child as long as no source knows a birth, unless one is given.
    Pure: a feed spreads it over processes.
    """
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    own: list[str] = []
    for number, facts in said:
        own.append(number)
        for kind, contents in facts.items():
            found[kind].extend(contents)
    names = sorted(found["name"], key=lambda name: _NAMES[name[0]])
    homes = sorted(found["address"], key=lambda home: _HOMES[home[0]])
    births = found["birth"]
    if compartment is None:
        unborn = births and all(birth[2] == "expected" for birth in births)
        compartment = EXPECTED if unborn else OPEN
    return Entry(
        child=child,
        compartment=compartment,
        names=tuple((given, family) for _, given, family in names),
        births=tuple(dict.fromkeys(day for birth in births for day in _days(birth))),
        years=tuple(dict.fromkeys(birth[1] for birth in births if birth[1])),
        sexes=frozenset(birth[4] for birth in births),
        homes=tuple((lines, code) for _, lines, code, _ in homes),
        nhs=tuple(value for scheme, value, _ in found["identifier"] if scheme == "nhs"),
        upn=tuple(value for scheme, value, _ in found["identifier"] if scheme == "upn"),
        own=tuple(own),
        telephones=tuple(_telephones(found)),
        carers=tuple((given, family) for given, family, _, _ in found["carer"]),
    )


def _telephones(found: Facts) -> Iterable[str]:
    """Return the child's numbers and the carers': who rings back types the number that they were given."""
    yield from (number for (number,) in found["telephone"])
    yield from (number for _, _, _, number in found["carer"] if number)


Asked = tuple[int, list[tuple[str, Facts]], bytes | None]
"""A child, what each of its sources says, and what is stored of it."""


def changes_of(asked: Iterable[Asked]) -> list[Change | None]:
    """Return what filing each child anew changes, None where nothing does. Pure, as `entry_of` is."""
    return [_change_of(*one) for one in asked]


def packed_openly(
    asked: Iterable[tuple[int, list[tuple[str, Facts]]]],
) -> list[tuple[int, Packed]]:
    """Return the packed record of each child as if it were filed for everyone to find. Pure, too."""
    return [(child, pack(entry_of(child, said, OPEN))) for child, said in asked]


def _change_of(child: int, said: list[tuple[str, Facts]], was: bytes | None) -> Change | None:
    entry = entry_of(child, said)
    packed = pack(entry)
    return change_of((filed_as(child, entry.compartment), packed, keys_of(packed)), was)


def _days(birth: tuple[Any, ...]) -> list[date]:
    """Return the birth date, or of a child who is expected the date on which it is."""
    born, _, status, expected, *_ = birth
    if born:
        return [born]
    return [expected] if status == "expected" and expected else []
