"""One search by a person: found through the policy, said in words, on record without what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from wraparound.foundation.accounts.queries import SYSTEM
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.notifications.services import notify
from wraparound.outcomes.access.queries import findable, let_through, visible_among
from wraparound.outcomes.card.queries import postcode_districts
from wraparound.outcomes.card.rules import age_of
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.rules import Label
from wraparound.outcomes.finding.asking import Asked, query_of
from wraparound.outcomes.finding.engine.finder import Answer, Candidate
from wraparound.outcomes.finding.engine.query import Query
from wraparound.outcomes.finding.queries import EXPECTED, MOST, OPEN, SHIELDED, find
from wraparound.outcomes.finding.rules import check_query, is_stranger
from wraparound.outcomes.kin.queries import kept_to
from wraparound.outcomes.openings.services import check_reason

UNLIKELY = 1 / 1000
"""Candidates a thousand times less likely than the first are not shown: few rows are read with care."""
DOUBTFUL = 1 / 200
"""Below this probability of all who are shown, the page says that nobody fits well."""
MEANT = 0.5
"""From this probability a search is taken to mean a child."""
SETTLES = {
    "date_of_birth": "the date of birth",
    "given_names": "the whole given name",
    "postcode": "the postcode",
    "sex": "the sex",
    "identifier": "a number, such as an NHS number or a pupil number",
}


@dataclass(frozen=True)
class Row:
    """One candidate: names as matched, birth date, sex, postcode district, what matched; and no more."""

    label: Label
    age: str
    district: str
    reasons: tuple[str, ...]
    is_tied: bool
    probability: float


@dataclass(frozen=True)
class Found:
    """What a search shows: few rows, the likeliest first, and what would settle a tie."""

    rows: tuple[Row, ...] = ()
    settle_by: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def tied(self) -> int:
        """How many rows what was typed cannot tell apart."""
        return sum(row.is_tied for row in self.rows)

    @property
    def is_doubtful(self) -> bool:
        """Say whether most likely none of the rows is the child who is meant."""
        return sum(row.probability for row in self.rows) < DOUBTFUL


@transaction.atomic
def begin_search(*, search_id: str, asked: Asked, actor: Actor) -> None:
    """Put a search on record: why and by which fields, never what was typed.

    Raises `Denied` for a post that may not search, or without a reason.
    """
    actor.check(May.SEARCH)
    check_reason(asked.reason)
    detail = {"search": search_id, "reason": asked.reason, "asked": sorted(asked.typed())}
    audit.record(verb="search.ask", now=actor.now, actor=actor, detail=detail)


def ask(*, search_id: str, asked: Asked, actor: Actor) -> Found:
    """Put a search on record and return what it finds, at once: for whoever reads no pages between the two.

    Raises `TooBroad` before anything is written, and `Denied` as `begin_search` does.
    """
    check_query(query_of(asked, timezone.localdate(actor.now)))
    begin_search(search_id=search_id, asked=asked, actor=actor)
    return search(asked=asked, actor=actor)


def search(*, asked: Asked, actor: Actor) -> Found:
    """Return what `actor` may be shown of a search. Raises `TooBroad` when too little was typed."""
    query = query_of(asked, timezone.localdate(actor.now))
    candidates, settle_by = _candidates(query, actor)
    likeliest = candidates[0].probability if candidates else 0
    shown = [
        each
        for each in candidates
        if (each.is_tied or each.probability >= likeliest * UNLIKELY) and not is_stranger(each.agreements)
    ][:MOST]
    ids = [each.child for each in shown]
    labels, districts = labels_of(ids), postcode_districts(actor, ids)
    today = timezone.localdate(actor.now)
    rows = [
        Row(
            labels[each.child],
            age_of(labels[each.child].born, labels[each.child].expected, labels[each.child].died_on, today),
            districts.get(each.child, ""),
            each.reasons,
            each.is_tied,
            round(each.probability, 4),
        )
        for each in shown
    ]
    return Found(tuple(rows), tuple(SETTLES[each] for each in settle_by), query.unread)


def _candidates(query: Query, actor: Actor) -> tuple[list[Candidate], tuple[str, ...]]:
    """Return who may be meant, of those whom the actor's search may show at all.

    An agency's own system searches among the children that it sees without searching (access.md case 19).
    """
    refused: set[int] = set()

    def allowed(ids: Sequence[int]) -> set[int]:
        shown = findable(actor, ids)
        refused.update(set(ids) - shown)
        return shown & visible_among(actor, ids) if actor.role == SYSTEM else shown

    open_to = (OPEN, EXPECTED) if actor.sees_expected else (OPEN,)
    found = find(query, compartments=open_to, allowed=allowed, steady=actor.role == SYSTEM)
    _tell_keepers(query, actor, refused)
    behind = _behind_shields(query, actor)
    if not behind.candidates:
        return list(found.candidates), found.settle_by
    both = {candidate.child: candidate for candidate in (*found.candidates, *behind.candidates)}
    return sorted(both.values(), key=lambda each: (-each.weight, each.child)), found.settle_by


def _behind_shields(query: Query, actor: Actor) -> Answer:
    """Find, by all that is held, the children whose shield names the actor or whose adoption it keeps."""
    mine = let_through(actor)
    if not mine:
        return Answer(())
    return find(query, compartments=(SHIELDED,), allowed=lambda ids: mine & findable(actor, ids))


def _tell_keepers(query: Query, actor: Actor, refused: set[int]) -> None:
    """Tell the team that keeps a colleague's child that somebody searched for it (access.md case 10)."""
    kept = dict(kept_to(refused, actor)) if refused else {}
    if not kept:
        return
    meant = find(query, allowed=lambda ids: kept.keys() & set(ids)).candidates
    for candidate in meant:
        if candidate.probability >= MEANT:
            words = f"{actor.title} of {actor.agency_name} searched for a child who is kept to your team."
            notify(
                to=kept[candidate.child], kind="search.kept", words=words, now=actor.now,
                child_id=candidate.child,
            )  # fmt: skip
            audit.record_denial(verb="search.kept", now=actor.now, actor=actor, child_id=candidate.child)
