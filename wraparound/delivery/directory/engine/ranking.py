"""In which order what was asked is answered. Pure.

A service comes up by its kind (what people say when they mean it), by its own words, and by what else was said:
age, day, time, cost, language, nearness. Nothing that was said in words hides a service; the form does.
"""

from dataclasses import dataclass, field

import numpy as np

from wraparound.delivery.directory.engine.columns import Columns, Rows
from wraparound.delivery.taxonomy.everyday import DAY_NAMES, Meaning

KIND = 3.0
WORDS = 1.6
AGE_FITS, AGE_MISSES = 0.35, -0.9
RUNS, RUNS_NOT = 0.5, -0.15
LANGUAGE = 1.2
FREE = 0.2
NEAR = 0.8
NEAR_METRES = 2000.0
"""The distance at which nearness counts a third."""
YOUNG = 0.25
PAUSED = -0.4
FLOOR = 0.3
"""A kind that is told less than this share of the strongest one brings no services of its own."""
OWN_WORDS = 0.45
"""A service of no kind that was told is found when its words fit so well."""
REPEATED = 0.09
"""What each further service of a kind loses on the first page: a question that may mean two kinds shows both."""
VARIED = 60
"""How many of the best are laid out so."""


@dataclass
class Wanted:
    """What was made of a question: kinds with how strongly they were told, and everything else."""

    kinds: dict[str, float]
    meaning: Meaning
    words: Rows
    """How well each service's own words fit, 0 to 1."""
    metres: Rows | None = None
    has_words: bool = False
    scores: Rows = field(init=False)


def order(columns: Columns, wanted: Wanted, kept: Rows) -> tuple[np.ndarray, Rows]:
    """Return the rows of the services that answer, the best first, and the score of every row."""
    if not wanted.has_words:
        return _unasked(columns, wanted, kept)
    by_kind, strongest = _by_kind(columns, wanted.kinds)
    answers = kept & ((by_kind > 0) | (wanted.words >= (OWN_WORDS if strongest else 1e-6)))
    scores = KIND * by_kind + WORDS * wanted.words + extras(columns, wanted)
    rows = np.flatnonzero(answers)
    rows = rows[np.lexsort((columns.pks[rows], -scores[rows]))]
    return np.concatenate([_varied(columns, rows[:VARIED], scores, wanted.kinds), rows[VARIED:]]), scores


def extras(columns: Columns, wanted: Wanted) -> Rows:
    """Return what age, day, time, language, cost and nearness add to every service, or take."""
    said, found = wanted.meaning, np.zeros(len(columns), dtype=np.float64)
    if said.ages:
        found += np.where(columns.fits(*said.ages), AGE_FITS, AGE_MISSES)
    if said.days or said.part or said.terms:
        found += np.where(columns.runs(said.days, said.part, said.terms), RUNS, RUNS_NOT)
    if said.before is not None:
        found += np.where(columns.opens <= said.before, RUNS, RUNS_NOT)
    for code in said.languages:
        found += LANGUAGE * columns.of(columns.languages, code)
    if said.is_free:
        found += FREE * columns.is_free
    if said.is_young:
        found += YOUNG * columns.for_young_people
    if wanted.metres is not None:
        found += NEAR * np.exp(-wanted.metres / NEAR_METRES)
    return found + PAUSED * columns.is_paused


def reasons(columns: Columns, wanted: Wanted, row: int, names: dict[str, str]) -> tuple[str, ...]:
    """Return in a few words why a service was found: its kinds, and what else fits of what was said."""
    said, entry = wanted.meaning, columns.entries[row]
    told = sorted((code for code in entry.kinds if code in wanted.kinds), key=lambda code: -wanted.kinds[code])
    found = [names.get(code, code).lower() for code in told[:2]]
    for day in sorted(said.days, key=list(DAY_NAMES).index):
        if columns.runs((day,), said.part, said.terms)[row]:
            found.append(f"on {DAY_NAMES[day]}")
    if said.ages and entry.ages != (None, None) and columns.fits(*said.ages)[row]:
        found.append("takes this age")
    if said.is_free and entry.is_free:
        found.append("free")
    return tuple(found)


def _unasked(columns: Columns, wanted: Wanted, kept: Rows) -> tuple[np.ndarray, Rows]:
    """Order what nobody asked for in words: the nearest first, or by name."""
    rows = np.flatnonzero(kept)
    keys = [columns.pks[rows], columns.names[rows]]
    if wanted.metres is not None:
        keys.append(wanted.metres[rows])
    return rows[np.lexsort(keys)], np.zeros(len(columns))


def _by_kind(columns: Columns, kinds: dict[str, float]) -> tuple[Rows, float]:
    """Return how strongly each service's kind was told, as a share of the strongest, and the strongest."""
    found = np.zeros(len(columns), dtype=np.float64)
    strongest = max(kinds.values(), default=0.0)
    for code, strength in kinds.items():
        share = strength / strongest
        if share >= FLOOR and code in columns.kinds:
            np.maximum(found, share * columns.kinds[code], out=found)
    return found, strongest


def _varied(columns: Columns, rows: np.ndarray, scores: Rows, kinds: dict[str, float]) -> np.ndarray:
    """Return the best rows so that no kind fills the first page alone where several were told."""
    if len(kinds) < 2:
        return rows
    left = [(float(scores[row]), int(row), _main(columns, int(row), kinds)) for row in rows]
    seen: dict[str, int] = {}
    found: list[int] = []
    while left:
        best = max(left, key=lambda each: (each[0] - REPEATED * seen.get(each[2], 0), -each[1]))
        left.remove(best)
        seen[best[2]] = seen.get(best[2], 0) + 1
        found.append(best[1])
    return np.array(found, dtype=rows.dtype)


def _main(columns: Columns, row: int, kinds: dict[str, float]) -> str:
    return max(columns.entries[row].kinds or ("",), key=lambda code: kinds.get(code, 0.0))
