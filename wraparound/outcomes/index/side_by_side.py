"""A pair as a person settles it: both records line by line, what agrees, and what settles it."""

from collections.abc import Iterable
from dataclasses import dataclass

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.ui.parts import Agreement, Compared
from wraparound.outcomes.access.models import Shield
from wraparound.outcomes.access.queries import live_shields, shielded_from
from wraparound.outcomes.access.rules import INDEX, NOTHING, Category
from wraparound.outcomes.children.said import said_of
from wraparound.outcomes.index import queries
from wraparound.outcomes.index.evidence import compare
from wraparound.outcomes.index.models import Pair
from wraparound.outcomes.index.own import name_of_each
from wraparound.outcomes.index.records import Line, agencies_of, lines_of
from wraparound.outcomes.index.rules import Evidence, Likeness, harm_words, suspects_twins, what_settles

NOT_SHOWN = "Not shown: one of the two is protected"
LOOKS = {
    Likeness.AGREE: Agreement.SAME,
    Likeness.ALIKE: Agreement.NEAR,
    Likeness.DIFFER: Agreement.DIFFERS,
    Likeness.UNSAID: Agreement.ONE_ONLY,
}


@dataclass(frozen=True)
class SideBySide:
    """Everything on the page of a pair."""

    pair: Pair
    rows: tuple[Compared, ...]
    harm: tuple[str, ...]
    settles: tuple[str, ...]
    agencies: tuple[tuple[str, ...], tuple[str, ...]]
    is_hidden: bool
    """One of the two is protected from the actor: nothing is shown that could say where a child is."""
    may_be_twins: bool


def side_by_side(pair: Pair, *, actor: Actor) -> SideBySide:
    """Return a pair as `actor` may see it. What is hidden is compared all the same, and only that is said."""
    both = (pair.child_a_id, pair.child_b_id)
    said = said_of(both)
    evidence = compare(said[both[0]], said[both[1]], siblings=queries.said_to_be_siblings(*both))
    hidden = shielded_from(actor, both)
    opened = [_opened(actor, child, bool(hidden)) for child in both]
    left, right = (lines_of(child, seen, actor=actor) for child, seen in zip(both, opened, strict=True))
    rows = [_row(one, other, evidence) for one, other in zip(left, right, strict=True)]
    shields = pair.kind == Pair.Kind.SHIELDED
    return SideBySide(
        pair=pair,
        rows=tuple(row for row in rows if row is not None),
        harm=tuple(harm_words(queries.stakes_of(both, now=actor.now), evidence)),
        settles=tuple(what_settles(evidence)),
        agencies=((), ()) if hidden else (tuple(agencies_of(both[:1])), tuple(agencies_of(both[1:]))),
        is_hidden=bool(hidden) or shields,
        may_be_twins=suspects_twins(evidence),
    )


def _opened(actor: Actor, child_id: int, hidden: bool) -> Category:
    """Return what the page shows of a record: with a shield on either, identity alone or nothing."""
    if not hidden:
        return INDEX | Category.INVOLVEMENT
    full = live_shields(actor.now).filter(child=child_id, level=Shield.Level.FULL).exists()
    return NOTHING if full and child_id in shielded_from(actor, [child_id]) else Category.IDENTITY


def _row(one: Line, other: Line, evidence: Evidence) -> Compared | None:
    """Return one line of the comparison, or None when neither record says anything of it."""
    likeness = _likeness(one, other, evidence)
    closed = not one.is_open or not other.is_open
    if not one.values and not other.values and (not closed or likeness in (None, Likeness.UNSAID)):
        return None
    if likeness is None:
        likeness = _sets(one, other)
    return Compared(
        label=one.label,
        left=_words(one) if one.is_open else NOT_SHOWN,
        right=_words(other) if other.is_open else NOT_SHOWN,
        agreement=LOOKS[likeness],
        why=_names_apart(evidence) if one.label == "Names" else "",
    )


def _likeness(one: Line, other: Line, evidence: Evidence) -> Likeness | None:
    if one.label == "Names":
        found = {evidence.given_names, evidence.family_name}
        for worst in (Likeness.DIFFER, Likeness.ALIKE, Likeness.AGREE):
            if worst in found:
                return worst
        return Likeness.UNSAID
    return {
        "Date of birth": evidence.birth, "Sex": evidence.sex, "Address": evidence.home,
        "Telephone": evidence.telephone, "NHS number": evidence.nhs, "Pupil number": evidence.upn,
        "Who cares for the child": evidence.carer,
    }.get(one.label)  # fmt: skip


def _sets(one: Line, other: Line) -> Likeness:
    if not one.values or not other.values:
        return Likeness.UNSAID
    return Likeness.AGREE if set(one.values) & set(other.values) else Likeness.DIFFER


def _words(line: Line) -> str:
    return "; ".join(f"{value} ({who})" for value, who in zip(line.values, line.said, strict=True))


def _names_apart(evidence: Evidence) -> str:
    words = {Likeness.AGREE: "the same", Likeness.ALIKE: "nearly the same", Likeness.DIFFER: "different",
             Likeness.UNSAID: "known of one only"}  # fmt: skip
    return f"Given names {words[evidence.given_names]}, family name {words[evidence.family_name]}"


def names_of(pairs: Iterable[Pair], *, actor: Actor) -> list[tuple[str, str]]:
    """Return the names by which a list shows the two of each pair; a full shield leaves none."""
    both = [(pair.child_a_id, pair.child_b_id) for pair in pairs]
    keys = {key for two in both for key in two}
    full = live_shields(actor.now).filter(child__in=keys, level=Shield.Level.FULL)
    hidden = shielded_from(actor, keys) & set(full.values_list("child_id", flat=True))
    names = name_of_each(keys) | dict.fromkeys(hidden, "A hidden record")
    return [(names[one], names[other]) for one, other in both]
