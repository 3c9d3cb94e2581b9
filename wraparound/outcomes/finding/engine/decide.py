"""What scores mean: probabilities, ties and what settles them, and the one child a machine may take."""

from datetime import date
from typing import NamedTuple

from . import compare
from .entry import Packed
from .model import Model
from .query import Query
from .score import Agreement, Scorer


class Scored(NamedTuple):
    """A candidate with its packed record and its weight in bits; what was compared is said when asked."""

    child: int
    packed: Packed
    weight: float
    scorer: Scorer

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """Return what was compared, field by field."""
        return self.scorer.agreements(self.packed)


TIE = 0.25
"""Candidates less than this many bits apart that agree alike are said to be tied."""


def probabilities(ranked: list[Scored], model: Model) -> list[float]:
    """Return the probability of each candidate; what is left of 1 is that nobody in the index is meant."""
    odds = [2.0 ** min(scored.weight + model.prior, 60) for scored in ranked]
    total = 1.0 + sum(odds)
    return [each / total for each in odds]


def _shape(scored: Scored) -> tuple[tuple[str, str], ...]:
    return tuple((agreement.field, agreement.level) for agreement in scored.agreements)


def ties(ranked: list[Scored]) -> list[Scored]:
    """Return the candidates that what was typed cannot tell from the first, the first included; or none."""
    near = [scored for scored in ranked if ranked[0].weight - scored.weight < TIE]
    if len(near) < 2:
        return []
    shape = _shape(near[0])
    alike = [scored for scored in near if _shape(scored) == shape]
    return alike if len(alike) > 1 else []


def settles(tied: list[Scored], query: Query) -> tuple[str, ...]:
    """Return the fields that would tell tied candidates apart, the easiest to ask first."""
    fields = [scored.packed.text.split("\t") for scored in tied]
    asked = {
        "date_of_birth": (1, query.birth is not None), "given_names": (0, False),
        "postcode": (3, bool(query.postcode)), "sex": (2, bool(query.sex)),
    }  # fmt: skip
    apart = [name for name, (place, typed) in asked.items()
             if not typed and len({field[place] for field in fields}) > 1]  # fmt: skip
    return tuple(apart or ["identifier"])


def _births(packed: Packed) -> set[date]:
    return {date.fromordinal(int(day, 36)) for day in packed.text.split("\t")[1].split() if day[0] != "y"}


def may_be_twin(one: Packed, other: Packed) -> bool:
    """Say whether two records may be of twins: born within a day, with a family name or a home in common."""
    if not any(abs((a - b).days) <= 1 for a in _births(one) for b in _births(other)):
        return False
    (names, _, _, homes, _), (names2, _, _, homes2, _) = one.text.split("\t"), other.text.split("\t")
    family, family2 = names.split(",")[1].split(), names2.split(",")[1].split()
    return bool({*family} & {*family2} or {*homes.split()} & {*homes2.split()})


SHARED = 0.005
"""A given name borne by more people than this may be a twin's as well, as Mohammed is: see `_names_agree`."""


def _names_agree(first: Scored, query: Query, model: Model) -> bool:
    """Say whether given and family name agree beyond what a twin's or a stranger's would.

    The given name must be the child's first, and as typed: one slip (Amina, Amira) is how twins differ. Where
    it is a name that brothers share (Mohammed Ali, Mohammed Hassan), the next one must have been typed too;
    and further names that were typed must be the child's.
    """
    given = first.packed.text.partition(",")[0].split()
    levels = {agreement.field: agreement.level for agreement in first.agreements if agreement.typed}
    if not given or given[0] != query.given[0] or levels.get("given") != compare.EXACT:
        return False
    if len(given) > 1 and model.vocabulary.share(given[0]) > SHARED and given[1] not in query.given[1:]:
        return False
    further = [agreement.level for agreement in first.agreements if agreement.field.startswith("middle")]
    if any(level not in (compare.EXACT, compare.INITIAL, compare.MISSING) for level in further):
        return False
    return levels.get("family") in (compare.EXACT, compare.ALIKE, compare.SLIP) or "family" not in levels


def certain(ranked: list[Scored], chances: list[float], query: Query, model: Model) -> int | None:
    """Return the one child that a machine may take without a person, or None.

    Demanded: an NHS or pupil number of the child's own, which nobody else among the candidates bears: all
    else a twin may share, a misheard twin who is in no index the name as well. Beside it a probability and a
    lead that the model names; the given name as typed; the date of birth as typed or one slip away; no
    agreement that speaks strongly against; and nobody among the candidates who may be a twin with a given
    name like the typed one.
    """
    if not ranked or query.words or not query.given:
        return None
    first = ranked[0]
    lead = first.weight - ranked[1].weight if len(ranked) > 1 else 99.0
    if chances[0] < model.certain["probability"] or lead < model.certain["lead"]:
        return None
    if first.weight < model.certain["weight"] or not _names_agree(first, query, model):
        return None
    levels = {agreement.field: agreement.level for agreement in first.agreements if not agreement.typed}
    if not _bears_the_number(first) or levels.get("birth") not in ("exact", "swapped", "digit"):
        return None
    if "other" in (levels.get("nhs"), levels.get("upn"), levels.get("sex")):
        return None
    return None if any(_rivals(first, other) for other in ranked[1:]) else first.child


def _bears_the_number(scored: Scored) -> bool:
    """Say whether a candidate has the NHS or pupil number that was typed."""
    return any(part.field in ("nhs", "upn") and part.level == "same" for part in scored.agreements)


def _rivals(first: Scored, other: Scored) -> bool:
    """Say whether another candidate has the number too, or may be a twin who answers to the typed name."""
    if _bears_the_number(other):
        return True
    given = next((agreement for agreement in other.agreements if agreement.field == "given"), None)
    is_like = given is not None and given.level not in (compare.NONE, compare.MISSING)
    return is_like and may_be_twin(first.packed, other.packed)
