"""Which look-ups are too broad to be answered, and what to add; who was only found by chance."""

from collections.abc import Iterable

from .engine import compare
from .engine.query import Query
from .engine.score import Agreement

UNLIKE = frozenset({compare.NONE, compare.MISSING})
TELLING = {
    "nhs": {"same", "repaired"}, "upn": {"same", "repaired"}, "own": {"same"}, "telephone": {"same"},
    "address": {"same"}, "carer": {"same"},
}  # fmt: skip
"""What tells one child from another although no name is like."""
BORN, LIVES = {"exact", "swapped", "digit"}, {"exact", "before", "slip"}
"""The same of a birth date and a postcode together."""


class TooBroad(Exception):
    """A look-up that would list strangers; `add` says in words what would narrow it."""

    def __init__(self, add: str) -> None:
        super().__init__(add)
        self.add = add


def check_query(query: Query) -> None:
    """Raise `TooBroad` unless a look-up can mean one child.

    Enough: an identifier, a telephone number, or a name beside one more thing (a date or year of birth or an
    age, a postcode or address, a carer); two names need one more thing as well; a date needs a name or a
    postcode.
    """
    if query.nhs or query.upn or query.own or query.telephone:
        return
    names = len(query.names)
    place = bool(query.outward or query.street)
    if not names:
        if query.birth is not None and query.postcode:
            return
        raise TooBroad("Add a name, or an NHS number, pupil number or telephone number.")
    if any(query.carer) or query.birth is not None or place:
        return
    if query.years and names > 1:
        return
    if query.years:
        raise TooBroad("Add the other name, the whole date of birth, or a postcode.")
    raise TooBroad("Add a date of birth, an age, a postcode or address, or a carer's name.")


def is_stranger(agreements: Iterable[Agreement]) -> bool:
    """Say whether a candidate only shares a year or a district with who was typed: no name is like one typed,
    and no number, address, carer, or birth date with postcode fits either.
    """
    names, levels = [], {}
    for agreement in agreements:
        if agreement.typed:
            names.append(agreement.level)
        else:
            levels[agreement.field] = agreement.level
    if not names or not UNLIKE.issuperset(names):
        return False
    is_told = any(levels.get(field) in telling for field, telling in TELLING.items())
    return not is_told and not (levels.get("birth") in BORN and levels.get("postcode") in LIVES)
