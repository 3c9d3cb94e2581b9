"""A pair as a person settles it: both records line by line, what agrees, and what settles it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.agencies.queries import quiet_agencies
from wraparound.foundation.ui.parts import Agreement, Compared
from wraparound.outcomes.access.models import Shield
from wraparound.outcomes.access.queries import live_shields, shielded_from, sight
from wraparound.outcomes.access.rules import INDEX, NOTHING, Category
from wraparound.outcomes.children.models import SourceRecord
from wraparound.outcomes.children.said import said_of
from wraparound.outcomes.index import queries
from wraparound.outcomes.index.evidence import compare
from wraparound.outcomes.index.models import Pair
from wraparound.outcomes.index.own import name_of_each
from wraparound.outcomes.index.records import Line, agencies_of, lines_of
from wraparound.outcomes.index.rules import (
    Evidence,
    Likeness,
    Stakes,
    harm_words,
    suspects_twins,
    what_settles,
)

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
    quiet = bool(hidden)
    rows = [_row(one, other, evidence, quiet) for one, other in zip(left, right, strict=True)]
    shields = pair.kind == Pair.Kind.SHIELDED
    return SideBySide(
        pair=pair,
        rows=tuple(row for row in rows if row is not None),
        harm=tuple(harm_words(_stakes_known(pair, actor), evidence)),
        settles=tuple(what_settles(evidence)),
        agencies=((), ()) if hidden else (tuple(agencies_of(both[:1])), tuple(agencies_of(both[1:]))),
        is_hidden=bool(hidden) or shields,
        may_be_twins=suspects_twins(evidence),
    )


def _stakes_known(pair: Pair, actor: Actor) -> Stakes:
    """Return what makes a mistake about a pair worse, as far as the actor may know it.

    That one of them is protected is said; an adoption to the team that holds it; whatever else stands only to
    whoever sees it, court orders to everyone who settles the pair unless a shield hides them.
    """
    both = {pair.child_a_id: pair.child_a, pair.child_b_id: pair.child_b}
    hidden = bool(shielded_from(actor, both))
    known = {}
    for key, stakes in queries.stakes_by_child(both, now=actor.now).items():
        seen = sight(actor, both[key].public_id)
        sees = seen.categories if seen else Category(0)
        known[key] = replace(
            stakes, adoption=stakes.adoption and actor.holds_adoptions,
            protection_plan=stakes.protection_plan and bool(sees & Category.PLAN_EXISTS),
            looked_after=stakes.looked_after and bool(sees & Category.RECORD),
            sensitive_service=stakes.sensitive_service and bool(sees & Category.SENSITIVE),
            court_order=stakes.court_order and not hidden,
        )  # fmt: skip
    return queries.together(both, known)


def _opened(actor: Actor, child_id: int, hidden: bool) -> Category:
    """Return what the page shows of a record: with a shield on either, identity alone or nothing."""
    if not hidden:
        return INDEX | Category.INVOLVEMENT
    full = live_shields(actor.now).filter(child=child_id, level=Shield.Level.FULL).exists()
    return NOTHING if full and child_id in shielded_from(actor, [child_id]) else Category.IDENTITY


def _row(one: Line, other: Line, evidence: Evidence, quiet: bool) -> Compared | None:
    """Return one line of the comparison, or None when neither record says anything of it.

    `quiet`: who said it is not told, for the name of a school or service tells where a child is.
    """
    likeness = _likeness(one, other, evidence)
    closed = not one.is_open or not other.is_open
    if not one.values and not other.values and (not closed or likeness in (None, Likeness.UNSAID)):
        return None
    if likeness is None:
        likeness = _sets(one, other)
    return Compared(
        label=one.label,
        left=_words(one, quiet) if one.is_open else NOT_SHOWN,
        right=_words(other, quiet) if other.is_open else NOT_SHOWN,
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


def _words(line: Line, quiet: bool) -> str:
    if quiet:
        return "; ".join(line.values)
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


def agencies_to_ask(pair: Pair, *, actor: Actor) -> QuerySet[Agency]:
    """Return the agencies that hold a record of either child: who can be asked.

    None when a shield hides either from the actor, and none that does only what is sensitive.
    """
    both = [pair.child_a_id, pair.child_b_id]
    sources = SourceRecord.objects.filter(child__in=both).exclude(agency__in=quiet_agencies())
    if shielded_from(actor, both):
        sources = sources.none()
    return Agency.objects.filter(pk__in=sources.values("agency")).order_by("name")
