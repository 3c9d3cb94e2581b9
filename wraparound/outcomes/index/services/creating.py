"""Creating a child by hand: only after a search, only when nobody found is the child meant."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.models import WAITS, Adoption
from wraparound.outcomes.access.queries import findable, live_shields
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.children.rules import BY_HAND
from wraparound.outcomes.children.services import KINDS
from wraparound.outcomes.finding.engine.entry import EXPECTED, OPEN, SHIELDED
from wraparound.outcomes.finding.engine.finder import Candidate
from wraparound.outcomes.finding.engine.query import Query, from_fields
from wraparound.outcomes.finding.queries import answer, model
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.index.models import Pair
from wraparound.outcomes.index.rules import post_of
from wraparound.outcomes.index.services.correcting import write_fact
from wraparound.outcomes.index.services.protecting import protect_until_settled
from wraparound.outcomes.index.services.settling import propose_pair
from wraparound.outcomes.openings.services import check_reason, open_card

NEAR = 0.1
"""A child who is this likely to be the one meant is shown again before another is created."""


class NearMatches(Exception):
    """Children who may be the one meant, and who were not shown before the form was sent."""

    def __init__(self, children: Sequence[int]) -> None:
        super().__init__("Someone like this is in the index already. Look at them first.")
        self.children = list(children)


@dataclass(frozen=True)
class NewChild:
    """What is known of a child who is not in the index: facts by kind, in the columns of each."""

    facts: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    def first(self, kind: str, name: str, default: Any = "") -> Any:
        """Return a column of the first fact of a kind."""
        return next((fact.get(name, default) for fact in self.facts.get(kind, ())), default)

    @property
    def is_expected(self) -> bool:
        """Whether the child is not born yet."""
        return bool(self.first("birth", "expected_date", None)) and not self.first("birth", "date", None)

    def query(self, today: date) -> Query:
        """Return the look-up by which somebody like this would be found."""
        numbers = {fact["scheme"]: fact["value"] for fact in self.facts.get("identifier", ())}
        return from_fields(
            today=today,
            given_names=self.first("name", "given_names"), family_name=self.first("name", "family_name"),
            date_of_birth=self.first("birth", "date", None), year_of_birth=self.first("birth", "year", None),
            sex=self.first("birth", "sex"), postcode=self.first("address", "postcode"),
            address=self.first("address", "lines"), nhs_number=numbers.get("nhs", ""),
            upn=numbers.get("upn", ""), telephone=self.first("telephone", "number"),
            carer_given_names=self.first("carer", "given_names"),
            carer_family_name=self.first("carer", "family_name"),
        )  # fmt: skip


def near_matches(new: NewChild, *, actor: Actor, now: datetime) -> list[Candidate]:
    """Return whom `actor` may find and who may be the child, likeliest first."""
    compartments = (OPEN, EXPECTED) if actor.sees_expected else (OPEN,)
    query = new.query(timezone.localdate(now))
    found = answer(query, model(), compartments=compartments, allowed=lambda ids: findable(actor, ids))
    return [candidate for candidate in found.candidates if candidate.probability >= NEAR]


def create_child(
    *, new: NewChild, looked_at: Collection[int], reason: str, words: str, key: uuid.UUID, actor: Actor,
    now: datetime,
) -> Child:  # fmt: skip
    """Create a child with what the actor's own agency says, and open it with the reason.

    `looked_at` are the near matches that the page showed. The same `key` again returns the same child. A
    record that resembles a protected one is protected too, named to its maker alone, until a data manager
    says that they are two. Raises `NearMatches` when somebody else may be the child, `Denied` otherwise.
    """
    actor.check(May.CREATE_CHILD)
    check_reason(reason)
    if new.is_expected and not actor.sees_expected:
        raise Denied("Maternity, health visiting and safeguarding teams add children who are not born yet.")
    if made := _made(key, actor):
        return made
    if unseen := {near.child for near in near_matches(new, actor=actor, now=now)} - set(looked_at):
        if made := _made(key, actor):
            return made
        raise NearMatches(sorted(unseen))
    try:
        child = _write(new, key, actor, now)
    except IntegrityError:
        if made := _made(key, actor):
            return made
        raise
    open_card(child_id=child.pk, reason=reason, words=words, actor=actor, now=now)
    return child


def _made(key: uuid.UUID, actor: Actor) -> Child | None:
    sources = SourceRecord.objects.filter(agency_id=actor.agency_id, source_id=f"{BY_HAND}{key}")
    return Child.objects.filter(sources__in=sources).first()


@transaction.atomic
def _write(new: NewChild, key: uuid.UUID, actor: Actor, now: datetime) -> Child:
    child = Child.objects.create(created_at=now)
    source = SourceRecord.objects.create(
        agency_id=actor.agency_id,
        source_id=f"{BY_HAND}{key}",
        child=child,
        first_said_at=now,
        last_said_at=now,
    )
    for kind, facts in new.facts.items():
        for content in facts:
            write_fact(KINDS[kind], source, content, now)
    _ask_about_hidden(new, child, source, actor, now)
    refile([child.pk], now=now)
    audit.record(verb="index.create", now=now, actor=actor, child_id=child.pk, detail={"source": source.pk})
    return child


def _ask_about_hidden(new: NewChild, child: Child, source: SourceRecord, actor: Actor, now: datetime) -> None:
    """Put a record that resembles a hidden one before whoever settles that, and hide it meanwhile."""
    query = new.query(timezone.localdate(now))
    found = answer(query, model(), compartments=(SHIELDED,)).candidates
    alike = [abs(candidate.child) for candidate in found if candidate.probability >= NEAR]
    befores = Adoption.objects.filter(before__in=alike).values_list("before_id", flat=True)
    for other in Child.objects.filter(pk__in=alike, state=Child.State.LIVE):
        kind = Pair.Kind.ADOPTION if other.pk in befores else Pair.Kind.SHIELDED
        propose_pair(
            child_a=child, child_b=other, kind=kind, why=[WAITS], actor=actor, now=now, source_record=source
        )
        if shield := live_shields(now).filter(child=other).order_by("level").first():
            protect_until_settled(child.pk, shield, [post_of(actor)], now=now)
