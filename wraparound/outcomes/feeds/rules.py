"""What may be sent by whom, when endings need a person's word, and how unusual a list is. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from statistics import median

from wraparound.foundation.accounts.rules import Actor, Denied, May


class Changed(Denied):
    """What somebody decided on has changed since they read it."""


class Outcome(StrEnum):
    """What became of a row. Each row has exactly one."""

    MATCHED = "matched"
    CREATED = "created"
    QUEUED = "queued"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


HIDDEN_QUEUES = frozenset({"shielded", "adoption"})
"""Kinds of pairs that a receipt does not tell of: it says "created", as had there been no such child."""

ENDINGS_SHARE = 0.05
ENDINGS_FEW = 20
"""A complete list may end this share of an agency's records, or this many, without a person's word."""


def check_may_send(actor: Actor, agency_id: int) -> None:
    """Pass a data manager, and an agency's own system for its own list; raise `Denied` otherwise."""
    actor.check(May.SEND_FEEDS)
    if actor.post_id is None and actor.agency_id != agency_id:
        raise Denied("A system sends the list of its own agency alone.")


def endings_need_a_word(endings: int, of: int, accepted: int | None) -> bool:
    """Say whether more records would end than go without a person's word; they say how many they accept."""
    if accepted is not None and endings <= accepted:
        return False
    return endings > max(ENDINGS_FEW, int(of * ENDINGS_SHARE))


WORDS: dict[str, tuple[str, str]] = {
    "address": ("address would move", "addresses would move"),
    "name": ("child would change name", "children would change name"),
    "birth": ("birth date, sex or death would change", "birth dates, sexes or deaths would change"),
    "telephone": ("telephone number would change", "telephone numbers would change"),
    "identifier": ("NHS or pupil number would change", "NHS or pupil numbers would change"),
    "carer": ("child's carers would change", "children's carers would change"),
    "language": ("language would change", "languages would change"),
    "setting": ("school or practice would change", "schools or practices would change"),
    "involvement": ("child's services would change", "children's services would change"),
    "created": ("child would be new to the index", "children would be new to the index"),
    "queued": ("record would wait for a person", "records would wait for a person"),
    "refused": ("row would be refused", "rows would be refused"),
    "endings": ("record would end", "records would end"),
}
"""What a dry run counts, in words for one and for many."""


def usual(past: Sequence[Mapping[str, int]], figure: str) -> int | None:
    """Return the middle of a figure among past loads, or None when there are none."""
    return round(median(load.get(figure, 0) for load in past)) if past else None


def is_unusual(count: int, habit: int | None, rows: int) -> bool:
    """Say whether a figure is far from an agency's habit: three times it, and one in fifty rows."""
    return habit is not None and count > 3 * habit and count > max(10, rows // 50)


def _wrong(field: str) -> tuple[str, str]:
    where = "itself" if field == "row" else f"in {field}"
    return f"row has something wrong {where}", f"rows have something wrong {where}"


def say(figure: str, count: int, habit: int | None) -> str:
    """Return a line of a dry run: "412 addresses would move; usually 30"."""
    one, many = WORDS.get(figure) or _wrong(figure.removeprefix("wrong "))
    line = f"{count:,} {one if count == 1 else many}"
    return line if habit is None else f"{line}; usually {habit:,}"
