"""Which children each record of a list may be: looked up by key, the most promising kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from wraparound.outcomes.finding.engine.entry import Packed
from wraparound.outcomes.finding.engine.keys import Key
from wraparound.outcomes.finding.storage import Storage

WORTH = {"N": 27, "Q": 27, "W": 12, "Y": 10, "T": 9, "P": 8, "R": 8, "I": 8, "C": 6, "G": 6}
"""Kinds of key that are looked up, and roughly what each is worth; see `finding.engine.keys`."""
RARE, RARER = 3, 4
"""What a key that at most so many children share is worth more."""
LEAST = 10
"""A child who shares less is no candidate: a postcode alone, a carer's name alone."""
SHARE = 0.15
"""Of what the most promising child shares: who shares less is no candidate beside that child. A neighbour
shares less, or one who has a name and a birth date in common and nothing else."""
MOST = 10
"""Candidates of one record that are compared."""
TELLING, NEARBY = {"N": 2, "Q": 2, "W": 1, "P": 1}, "CRT"
"""Within one list: what tells a child, and how much; what tells a home."""
LONGEST = 60
"""A key that more children share tells too little."""
TOGETHER = 2_000
"""Records that are looked up in one go."""


def look_up(records: Mapping[int, Sequence[Key]], storage: Storage) -> dict[int, list[int]]:
    """Return for each record the children that it may be, the most promising first."""
    found: dict[int, list[int]] = {}
    numbers = list(records)
    for at in range(0, len(numbers), TOGETHER):
        some = numbers[at : at + TOGETHER]
        keys = sorted({key for number in some for key in records[number] if key[0] in WORTH})
        filed = storage.children_of(keys, LONGEST)
        for number in some:
            if best := promising(records[number], filed):
                found[number] = best
    return found


def promising(keys: Iterable[Key], filed: Mapping[Key, Sequence[int]]) -> list[int]:
    """Return the most promising of those filed under some keys."""
    worth: dict[int, int] = {}
    known = worth.get
    for key in keys:
        if children := filed.get(key):
            value = WORTH[key[0]] + (RARER if len(children) <= RARE else 0)
            for child in children:
                worth[child] = known(child, 0) + value
    least = max(LEAST, SHARE * max(worth.values(), default=0))
    likely = sorted((-value, child) for child, value in worth.items() if value >= least)
    return [child for _, child in likely[:MOST]]


def within(records: Mapping[int, Sequence[Key]]) -> dict[int, list[int]]:
    """Return for each record the earlier ones of the same list that it may repeat.

    Two that share a number, or names and birth date, or one of them and the home; siblings share less.
    """
    filed: dict[Key, list[int]] = defaultdict(list)
    found: dict[int, list[int]] = {}
    for number, keys in records.items():
        shared: Counter[int] = Counter()
        near: set[int] = set()
        for key in keys:
            if key[0] not in TELLING and key[0] not in NEARBY:
                continue
            earlier = filed[key][:LONGEST]
            filed[key].append(number)
            if key[0] in NEARBY:
                near.update(earlier)
            for other in earlier:
                shared[other] += TELLING.get(key[0], 0)
        alike = [other for other, count in shared.most_common(MOST) if count > (other not in near)]
        if alike:
            found[number] = sorted(alike)
    return found


def index_of(records: Mapping[int, Packed], keys: Mapping[int, Sequence[Key]]) -> dict[Key, list[int]]:
    """Return hidden or expected children by their keys, as a table in memory."""
    filed: dict[Key, list[int]] = defaultdict(list)
    for child in records:
        for key in keys[child]:
            if key[0] in WORTH:
                filed[key].append(child)
    return filed
