"""In which order what was asked is answered. Pure.

A service comes up by its kind (what people say when they mean it), by its own words, and by what else was
said: age, day, time, cost, language, nearness. Nothing that was said in words hides a service; the form does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wraparound.delivery.directory.engine.columns import AGES, Columns, Rows
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
VARIED = 60
"""How many of the first are shared out among the kinds that were told."""


@dataclass
class Wanted:
    """What was made of a question: kinds with how strongly they were told, and everything else."""

    kinds: dict[str, float]
    meaning: Meaning
    words: Rows
    """How well each service's own words fit, 0 to 1."""
    metres: Rows | None = None
    has_words: bool = False


def order(columns: Columns, wanted: Wanted, kept: Rows) -> tuple[np.ndarray, Rows]:
    """Return the rows of the services that answer, the best first, and the score of every row."""
    if not wanted.has_words:
        return _unasked(columns, wanted, kept)
    by_kind, strongest = _by_kind(columns, wanted.kinds)
    answers = kept & ((by_kind > 0) | (wanted.words >= (OWN_WORDS if strongest else 1e-6)))
    scores = KIND * by_kind + WORDS * wanted.words + extras(columns, wanted)
    rows = np.flatnonzero(answers)
    rows = rows[np.lexsort((columns.pks[rows], -scores[rows]))]
    return _shared_out(columns, rows, wanted.kinds), scores


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


def reasons(
    columns: Columns, wanted: Wanted, rows: Sequence[int], names: dict[str, str]
) -> list[tuple[str, ...]]:
    """Return in a few words why services were found: their kinds, and what else fits of what was said."""
    said = wanted.meaning
    days = [day for day in DAY_NAMES if day in said.days]
    fit: list[tuple[str, Rows]] = [
        (f"on {DAY_NAMES[day]}", columns.runs((day,), said.part, said.terms)) for day in days
    ]
    if said.ages:
        fit.append(("takes this age", columns.fits(*said.ages) & (columns.high < AGES[1])))
    if said.is_free:
        fit.append(("free", columns.is_free))
    found = []
    for row in rows:
        told = sorted(
            set(columns.entries[row].kinds) & wanted.kinds.keys(), key=lambda code: -wanted.kinds[code]
        )
        found.append(
            (*(names.get(code, code).lower() for code in told[:2]), *(text for text, of in fit if of[row]))
        )
    return found


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


def _shared_out(columns: Columns, rows: np.ndarray, kinds: dict[str, float]) -> np.ndarray:
    """Return the rows with the first pages shared out among the kinds that were told.

    A question may mean two kinds, and one of them may be a hundred times as common: places on the page go by
    how strongly each was told (squared, by highest averages), and within a kind by score.
    """
    if len(kinds) < 2 or not len(rows):
        return rows
    strongest = max(kinds.values())
    of = _main(columns, kinds)[rows]
    order = sorted(kinds, key=lambda code: -kinds[code])
    queues = {at: rows[of == at][:VARIED].tolist() for at in range(len(order) + 1)}
    weights = [(kinds[code] / strongest) ** 2 for code in order] + [OWN_WORDS**2]
    taken = [0] * len(weights)
    found: list[int] = []
    while len(found) < VARIED and any(queues.values()):
        open_ones = [at for at, queue in queues.items() if queue]
        best = max(open_ones, key=lambda at: (weights[at] / (taken[at] + 1), -at))
        found.append(queues[best].pop(0))
        taken[best] += 1
    first = np.array(found, dtype=rows.dtype)
    return np.concatenate([first, rows[~np.isin(rows, first)]])


def _main(columns: Columns, kinds: dict[str, float]) -> np.ndarray:
    """Return for every service which of the kinds it counts as, by their order; their number for none."""
    order = sorted(kinds, key=lambda code: -kinds[code])
    found = np.full(len(columns), len(order), dtype=np.int16)
    for at in reversed(range(len(order))):
        found[columns.of(columns.kinds, order[at])] = at
    return found
