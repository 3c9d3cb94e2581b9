"""Searching the list in the process: what is kept of it is read again when it changed."""

import threading
import time
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, repeat
from math import isfinite

import numpy as np

from wraparound.delivery.directory.engine import ranking
from wraparound.delivery.directory.engine.columns import Columns, Rows
from wraparound.delivery.directory.engine.entry import Entry
from wraparound.delivery.directory.engine.spelling import Spelling
from wraparound.delivery.directory.engine.text import TextIndex, TextSearch
from wraparound.delivery.directory.gathering import gathered, parents, stamps
from wraparound.delivery.directory.models import Edition, Spoken
from wraparound.delivery.directory.rules import Asked, Found, Hit, Spot
from wraparound.delivery.taxonomy.everyday import Meaning, understood
from wraparound.delivery.taxonomy.queries import terms, words_of_area
from wraparound.delivery.taxonomy.stems import stem, words
from wraparound.delivery.taxonomy.thesaurus import Thesaurus
from wraparound.foundation.area.queries import place_of, school_terms

MENDED = 0.8
"""How much a mended word weighs in a service's own words."""
WORDS_HOLD = 60.0
"""Seconds after which it is looked whether the area says things otherwise now."""
WHY = 50
"""Hits that are told why they were found: more are on no page."""


@dataclass
class Kept:
    """Everything that searching keeps of one edition of the list."""

    edition: int
    entries: dict[int, Entry]
    columns: Columns
    index: TextIndex
    text: TextSearch
    thesaurus: Thesaurus
    spelling: Spelling
    kind_names: dict[str, str]
    languages: dict[str, str]
    read_at: float = field(default_factory=time.monotonic)


_kept: Kept | None = None
_reading = threading.Lock()


def search(asked: Asked, *, today: date) -> Found:
    """Return every service that answers what was asked, the best first."""
    kept = _current(today)
    said = asked.words.strip()[:400]
    mended = [kept.spelling.mended(word) for word in words(said)]
    text = _mend(said, mended)
    meaning = understood(text, kept.languages)
    place, problem = _place(asked.postcode or meaning.postcode)
    metres = kept.columns.metres(place.easting, place.northing) if place else None
    wanted = _wanted(kept, said, mended, meaning, metres)
    passing = kept.columns.passes(asked, metres, school_terms(on=today) if asked.on else None)
    rows, scores = ranking.order(kept.columns, wanted, passing)
    why = ranking.reasons(kept.columns, wanted, rows[:WHY].tolist(), kept.kind_names)
    hits = tuple(
        Hit(pk, score, far, because)
        for pk, score, far, because in zip(
            kept.columns.pks[rows].tolist(), scores[rows].tolist(), _metres(metres, rows),
            chain(why, repeat(())), strict=False,
        )
    )  # fmt: skip
    return Found(
        hits, place=place, respelt=_respelt(said, mended), understood=tuple(meaning.said),
        kinds=_kinds(kept, rows), problem=problem,
    )  # fmt: skip


def read_ahead(*, today: date) -> None:
    """Read the list now, so that the first search of this process need not."""
    _current(today)


def forget() -> None:
    """Drop what is kept of the list: the next search reads it."""
    global _kept
    _kept = None


def _wanted(
    kept: Kept, said: str, mended: list[str], meaning: Meaning, metres: Rows | None
) -> ranking.Wanted:
    """Return what was made of the words: the kinds they tell, and how well each service's own words fit."""
    thesaurus = kept.thesaurus
    both = [(one, other) for one, other in zip(words(said), mended, strict=True)]
    places = [
        frozenset(thesaurus.carrying([one]) + thesaurus.carrying([other]))
        for one, other in both
        if one not in thesaurus.passed_over
    ]
    kinds = thesaurus.kinds_of(_joined(places, both, thesaurus))
    left = set(words(meaning.rest))
    asked = [
        (stem(other), 1.0 if one == other else MENDED)
        for one, other in both
        if other in left and other not in thesaurus.passed_over and other not in thesaurus.denying
    ]
    scores = kept.text.scores(asked, kept.columns.pks)
    top = float(scores.max()) if len(scores) else 0.0
    return ranking.Wanted(
        kinds=kinds,
        meaning=meaning,
        words=scores / top if top else scores,
        metres=metres,
        has_words=bool(said),
    )


def _joined(
    places: list[frozenset[str]], both: list[tuple[str, str]], thesaurus: Thesaurus
) -> list[frozenset[str]]:
    """Return the places with what two words written apart are together: "child minder"."""
    found = list(places)
    carrying = [pair for pair in both if pair[0] not in thesaurus.passed_over]
    for at in range(len(carrying) - 1):
        together = stem(carrying[at][1] + carrying[at + 1][1])
        if together in thesaurus.phrases:
            found[at] |= {together}
    return found


def _mend(said: str, mended: list[str]) -> str:
    """Return the words that were said with the misspelt ones mended, other signs kept."""
    text = said
    for one, other in zip(words(said), mended, strict=True):
        if one != other:
            text = _replaced(text, one, other)
    return text


def _replaced(text: str, one: str, other: str) -> str:
    at = text.lower().find(one)
    return f"{text[:at]}{other}{text[at + len(one) :]}" if at >= 0 else f"{text} {other}"


def _respelt(said: str, mended: list[str]) -> str:
    return _mend(said, mended) if mended != words(said) else ""


def _place(postcode: str) -> tuple[Spot | None, str]:
    """Return where a postcode lies, and what is wrong with it in words."""
    if not postcode.strip():
        return None, ""
    found = place_of(postcode)
    if found is None or found.easting is None or found.northing is None:
        return None, "We do not know this postcode. Check it, or leave it out."
    return Spot(found.easting, found.northing, found.postcode), ""


def _metres(metres: Rows | None, rows: np.ndarray) -> list[int | None]:
    if metres is None:
        return [None] * len(rows)
    return [round(each) if isfinite(each) else None for each in metres[rows].tolist()]


def _kinds(kept: Kept, rows: np.ndarray) -> tuple[tuple[str, str, int], ...]:
    """Return the kinds of what was found with how many there are, the most first."""
    counts = ((code, int(of[rows].sum())) for code, of in kept.columns.kinds.items())
    found = [(code, kept.kind_names.get(code, code), count) for code, count in counts if count]
    return tuple(sorted(found, key=lambda kind: (-kind[2], kind[1])))


def _current(today: date) -> Kept:
    """Return what is kept, read again where the list changed or the area's words may have."""
    edition = Edition.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    held = _kept
    if held and held.edition == edition and time.monotonic() - held.read_at < WORDS_HOLD:
        return held
    with _reading:
        held = _kept
        if held and held.edition == edition and time.monotonic() - held.read_at < WORDS_HOLD:
            return held
        return _read(held, edition, today)


def _read(held: Kept | None, edition: int, today: date) -> Kept:
    """Read what changed since it was read last, and lay it out anew."""
    global _kept
    document = words_of_area(on=today)
    thesaurus = held.thesaurus if held and held.thesaurus.document == document else Thesaurus(document)
    if held and held.edition == edition and held.thesaurus is thesaurus:
        held.read_at = time.monotonic()
        return held
    now, above = stamps(), parents()
    old = held.entries if held and held.columns.parents == above else {}
    same = {pk: entry for pk, entry in old.items() if now.get(pk) == entry.stamp}
    new = gathered((pk for pk in now if pk not in same), above)
    entries = same | new
    index = held.index if held and old else TextIndex()
    text = index.change(old.keys() - same.keys(), new.values())
    ordered = [entries[pk] for pk in sorted(entries)]
    _kept = Kept(
        edition=edition, entries=entries, columns=Columns(ordered, above), index=index, text=text,
        thesaurus=thesaurus,
        spelling=Spelling(index.vocabulary, thesaurus.vocabulary, document.ordinary),
        kind_names=dict(terms("kind").values_list("code", "name")),
        languages=dict(Spoken.objects.exclude(code="en").values_list("name", "code").distinct()),
    )  # fmt: skip
    return _kept
