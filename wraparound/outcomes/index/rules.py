"""When a machine may join two records, how bad a mistake would be, and what would settle it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.index.models import Merge, Pair

CERTAIN = 0.999
"""The probability below which no machine joins anything: at most one mistake in a thousand."""


class Likeness(StrEnum):
    """How two records compare in one thing."""

    AGREE = "agree"
    ALIKE = "alike"
    DIFFER = "differ"
    UNSAID = "unsaid"
    """One of the two, or neither, says it."""


@dataclass(frozen=True)
class Evidence:
    """How two records compare, thing by thing; `evidence.compare` makes it from what they say."""

    given_names: Likeness = Likeness.UNSAID
    """AGREE: the same words, or the full and the short form of one; ALIKE: sounds or looks like it."""
    family_name: Likeness = Likeness.UNSAID
    birth: Likeness = Likeness.UNSAID
    """AGREE is one full date in common; ALIKE a slip of it (day and month swapped, one digit) or its year."""
    sex: Likeness = Likeness.UNSAID
    home: Likeness = Likeness.UNSAID
    """AGREE is one dwelling; ALIKE one postcode."""
    nhs: Likeness = Likeness.UNSAID
    upn: Likeness = Likeness.UNSAID
    telephone: Likeness = Likeness.UNSAID
    carer: Likeness = Likeness.UNSAID
    said_to_be_siblings: bool = False
    one_source_twice: bool = False
    """One agency holds both under two numbers of its own in one complete list."""
    numbers_hold: bool = False
    """Each has national numbers, and every one of them passes its check: none is a slip of the hand."""

    @property
    def numbers_agree(self) -> bool:
        """A national number in common."""
        return Likeness.AGREE in (self.nhs, self.upn)

    @property
    def numbers_conflict(self) -> bool:
        """A national number that both have, and that differs."""
        return Likeness.DIFFER in (self.nhs, self.upn)

    @property
    def one_family(self) -> bool:
        """One dwelling, one carer or one telephone."""
        return Likeness.AGREE in (self.home, self.carer, self.telephone)


Forbids = Callable[[Evidence], bool]
FORBIDDEN: dict[str, Forbids] = {
    "They are said to be twins or siblings.": lambda e: e.said_to_be_siblings,
    "Their NHS numbers or pupil numbers differ.": lambda e: e.numbers_conflict,
    "One agency keeps them as two children.": lambda e: e.one_source_twice,
    "One is said to be a boy and the other a girl.": lambda e: e.sex is Likeness.DIFFER,
    "Their given names differ: they may be twins, or brother and sister.": lambda e: (
        e.given_names is Likeness.DIFFER
    ),
    "Their given names are alike but not the same, as twins' names can be.": lambda e: (
        e.given_names is Likeness.ALIKE and not e.numbers_agree
    ),
    "Neither a given name nor a number tells this child from a twin.": lambda e: (
        e.given_names is Likeness.UNSAID and not e.numbers_agree
    ),
    "Their birth dates differ.": lambda e: e.birth is Likeness.DIFFER,
    "Their birth dates are not the same to the day.": lambda e: (
        e.birth in (Likeness.ALIKE, Likeness.UNSAID) and not e.numbers_agree
    ),
    "Nothing but name and birth date speaks for it.": lambda e: (
        not e.numbers_agree and not e.one_family and e.home is not Likeness.ALIKE
    ),
}
"""What no machine joins whatever the probability, and why in words."""


TWO_CHILDREN: dict[str, Forbids] = {
    "One agency keeps them as two, each with a number that holds, and they differ in more.": lambda e: (
        e.one_source_twice and _are_numbered_apart(e) and not _is_one_description(e)
    ),
    "A boy and a girl, each with a number that holds and a name of their own.": lambda e: (
        e.sex is Likeness.DIFFER
        and _are_numbered_apart(e)
        and e.given_names in (Likeness.DIFFER, Likeness.ALIKE)
    ),
    "Given names and birth dates both differ: brother and sister, or two brothers.": lambda e: (
        e.birth is Likeness.DIFFER
        and e.given_names in (Likeness.DIFFER, Likeness.ALIKE)
        and not e.numbers_agree
    ),
}
"""What no person need be asked: the two are children apart, and why in words."""


def _are_numbered_apart(evidence: Evidence) -> bool:
    return evidence.numbers_conflict and not evidence.numbers_agree and evidence.numbers_hold


def _is_one_description(evidence: Evidence) -> bool:
    """Say whether the words are the same throughout: then a number was given out twice, or mistaken."""
    said = (evidence.given_names, evidence.family_name, evidence.birth, evidence.sex)
    return all(likeness in (Likeness.AGREE, Likeness.UNSAID) for likeness in said)


def why_two_children(evidence: Evidence) -> str:
    """Return in words why two records are two children beyond doubt, or an empty text."""
    return next((words for words, are_two in TWO_CHILDREN.items() if are_two(evidence)), "")


def why_no_machine_may_link(probability: float, evidence: Evidence) -> list[str]:
    """Return in words why a person must look; an empty list when a machine may join the two."""
    reasons = [words for words, forbids in FORBIDDEN.items() if forbids(evidence)]
    if probability < CERTAIN:
        reasons.append("The likeness is not certain enough.")
    return reasons


def may_machine_link(probability: float, evidence: Evidence) -> bool:
    """Say whether a machine may join two records: certain, and neither twins nor siblings can be meant."""
    return not why_no_machine_may_link(probability, evidence)


def suspects_twins(evidence: Evidence) -> bool:
    """Say whether two records look like two children of one birth or one home."""
    born_together = evidence.birth is Likeness.AGREE and evidence.given_names in (
        Likeness.DIFFER, Likeness.ALIKE, Likeness.UNSAID,
    )  # fmt: skip
    return evidence.said_to_be_siblings or (
        evidence.one_family and (born_together or evidence.sex is Likeness.DIFFER)
    )


@dataclass(frozen=True)
class Stakes:
    """What stands on either record of a pair that makes a mistake worse."""

    shield: bool = False
    adoption: bool = False
    protection_plan: bool = False
    court_order: bool = False
    sensitive_service: bool = False
    looked_after: bool = False
    involvements: int = 0


WEIGHTS: dict[str, int] = {
    "shield": 1000,
    "adoption": 800,
    "protection_plan": 400,
    "court_order": 300,
    "sensitive_service": 250,
    "looked_after": 150,
    "twins": 200,
    "numbers_conflict": 100,
}
"""How much each adds to the harm of a mistake; only their order is meant."""


def harm(stakes: Stakes, evidence: Evidence) -> int:
    """Return how bad a mistake about the pair would be, for the order of the queue; bigger comes first."""
    worst = sum(WEIGHTS[name] for name in WEIGHTS if getattr(stakes, name, False))
    worst += WEIGHTS["twins"] * suspects_twins(evidence)
    worst += WEIGHTS["numbers_conflict"] * evidence.numbers_conflict
    return worst + min(stakes.involvements, 20)


HARM_WORDS: dict[str, str] = {
    "shield": "One of them is protected: joining them wrongly could show where a child is.",
    "adoption": "One of them is an identity before adoption.",
    "protection_plan": "One of them has a protection plan.",
    "court_order": "A court order stands on one of them.",
    "sensitive_service": "Services that must not be shown to others work with one of them.",
    "looked_after": "One of them is looked after.",
}


def harm_words(stakes: Stakes, evidence: Evidence) -> list[str]:
    """Return in words what a mistake would do, the worst first."""
    words = [said for name, said in HARM_WORDS.items() if getattr(stakes, name)]
    if suspects_twins(evidence):
        words.append("They may be twins or siblings: joining them would lose a child.")
    if evidence.numbers_conflict:
        words.append("Their numbers differ: one of two children could be given the other's.")
    return words or ["Joining them wrongly would show one child's services to those who know another."]


def what_settles(evidence: Evidence) -> list[str]:
    """Return in words what to find out, the strongest first."""
    asks = []
    if evidence.numbers_conflict:
        asks.append("Ask both agencies to read the number again from the document, not from the screen.")
    if Likeness.UNSAID in (evidence.nhs, evidence.upn) and not evidence.numbers_agree:
        asks.append("Ask the agency that has no NHS number or pupil number for it.")
    if suspects_twins(evidence):
        asks.append("Ask either agency whether the child was one of a multiple birth.")
    if evidence.birth is not Likeness.AGREE:
        asks.append("Ask which birth date is on the birth certificate.")
    if evidence.home is not Likeness.AGREE:
        asks.append("Ask whether the family moved, and from where.")
    if evidence.carer is not Likeness.AGREE:
        asks.append("Ask for the names of the people who care for the child.")
    return asks or ["Ring one of the workers who know the child and ask."]


def post_of(actor: Actor) -> int:
    """Return the key of the post that acts; raise `Denied` for an agency's system, which decides nothing."""
    if actor.post_id is None:
        raise Denied("Only a person can decide this.")
    return actor.post_id


def check_may_settle(actor: Actor, *, is_adoption: bool, is_own_adoption: bool) -> None:
    """Pass the data manager for most pairs, the adoption team alone for its own; raise `Denied` otherwise."""
    if is_adoption:
        if not is_own_adoption:
            raise Denied("We could not find that record.")
        return
    actor.check(May.SETTLE)


UNSETTLED = frozenset({Pair.State.OPEN, Pair.State.ASKED})
"""Only a pair that waits can be decided; every other state is an answer."""


def check_may_join(stands: Child, goes: Child, *, is_identity: bool, is_held: bool) -> None:
    """Pass two records that can be joined; raise `Denied` for what no decision joins.

    `is_identity`: the record that would go is an identity before or after an adoption. `is_held`: it waits
    because it resembles a hidden child other than the one that stays.
    """
    if stands.pk == goes.pk:
        raise Denied("Choose two records: this is one.")
    if is_identity:
        raise Denied("An identity before or after an adoption is never joined to another record.")
    if is_held:
        raise Denied("One of the records resembles a protected child. Settle that pair first.")
    if stands.state != Child.State.LIVE:
        raise Denied("The record that stays must be one that is in the index.")
    if goes.state not in (Child.State.LIVE, Child.State.WAITING):
        raise Denied("That record was already joined to another, archived or destroyed.")


def check_may_part(*, going: int, staying: int) -> None:
    """Pass when a split leaves something on both sides; raise `Denied` otherwise."""
    if not going:
        raise Denied("Choose at least one agency's record that is of the other child.")
    if not staying:
        raise Denied("Leave at least one agency's record with this child.")


def check_may_undo(merge: Merge, kept: Child, other: Child) -> None:
    """Pass a merge that stands last on both its records; raise `Denied` otherwise."""
    if kept.state != Child.State.LIVE:
        raise Denied("This record was joined to another since. Undo that first.")
    if merge.kind == Merge.Kind.JOINED and other.merged_into_id != kept.pk:
        raise Denied("These two are no longer one record.")
    if merge.kind == Merge.Kind.PARTED and other.state != Child.State.LIVE:
        raise Denied("The record that was parted was joined to another since. Undo that first.")


def which_stays(one: Child, other: Child, *, identities: frozenset[int]) -> tuple[Child, Child]:
    """Return which stays and which goes: an adoption's identity stays, then a live record, then the older."""

    def rank(child: Child) -> tuple[bool, bool, int]:
        return (child.pk not in identities, child.state != Child.State.LIVE, child.pk)

    stays, goes = sorted((one, other), key=rank)
    return stays, goes
