"""Putting right by hand what one's own agency said of a child; what it said before is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from stdnum.gb import nhs as nhs_number
from stdnum.gb import upn as pupil_number

from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Child, Fact, Identifier, SourceRecord
from wraparound.outcomes.children.rules import BY_HAND
from wraparound.outcomes.children.services import KINDS
from wraparound.outcomes.finding.engine import places
from wraparound.outcomes.finding.refiling import refile_with_home

NOT_FOUND = "We could not find that record."
Content = Mapping[str, Any]
"""Values of a fact by the names of its columns."""


@transaction.atomic
def correct_fact(*, fact: Fact, content: Content, actor: Actor, now: datetime) -> Fact:
    """Replace a fact of the actor's own agency by another; the earlier stays in its history.

    A fact is its own version: only one that still stands can be replaced, so nobody loses words. The same
    words sent again are one fact. Raises `Conflict` when somebody replaced it first, `Denied` for
    another agency's fact and for what the actor may not see.
    """
    child = _check_own(fact.source, type(fact), actor)
    kept = type(fact)._default_manager
    if not kept.filter(pk=fact.pk, superseded_at__isnull=True).update(superseded_at=now):
        if again := kept.filter(source=fact.source, superseded_at__isnull=True, **content).first():
            return again
        fact.refresh_from_db()
        raise Conflict(fact, "Somebody changed this while you were typing.")
    return _say(type(fact), fact.source, {**_rest(fact, content), **content}, child, actor, now)


@transaction.atomic
def end_fact(*, fact: Fact, actor: Actor, now: datetime) -> None:
    """Say that a fact of the actor's own agency no longer holds; pressed twice it is one."""
    child = _check_own(fact.source, type(fact), actor)
    standing = type(fact)._default_manager.filter(pk=fact.pk, superseded_at__isnull=True)
    if standing.update(superseded_at=now):
        _changed(child, type(fact), fact.pk, actor, now)


@transaction.atomic
def add_fact(*, child: Child, kind: str, content: Content, actor: Actor, now: datetime) -> Fact:
    """Add what the actor's own agency says of a child; the same words sent again are one fact."""
    source, _ = SourceRecord.objects.get_or_create(
        agency_id=actor.agency_id, child=child, ended_at__isnull=True,
        defaults={
            "source_id": f"{BY_HAND}{child.number}", "first_said_at": now, "last_said_at": now,
        },
    )  # fmt: skip
    model = KINDS[kind]
    _check_own(source, model, actor)
    standing = model._default_manager.filter(source=source, superseded_at__isnull=True, **content)
    return standing.first() or _say(model, source, content, child, actor, now)


def write_fact(model: type[Fact], source: SourceRecord, content: Content, now: datetime) -> Fact:
    """Write one fact with what follows from its words: the household of an address, a number's check."""
    values = dict(content)
    if "postcode" in values:
        values["postcode"] = places.postcode(values["postcode"]) or values["postcode"].upper().strip()
        values["household"] = places.household(values.get("lines", ""), values["postcode"])
    if model is Identifier:
        checker = nhs_number if values["scheme"] == Identifier.Scheme.NHS else pupil_number
        values["passes_check"] = checker.is_valid(values["value"])
    return model._default_manager.create(source=source, said_at=now, **values)


def _check_own(source: SourceRecord, model: type[Fact], actor: Actor) -> Child:
    """Pass the data manager of the agency that said it, who sees the child and this part of it."""
    actor.check(May.SETTLE)
    child = Child.objects.get(pk=source.child_id)
    seen = sight(actor, child.public_id)
    needed = Category.WHEREABOUTS if model.IS_WHEREABOUTS else Category.IDENTITY
    if source.agency_id != actor.agency_id or seen is None or not seen.sees(needed):
        raise Denied(NOT_FOUND)
    return child


def _rest(fact: Fact, content: Content) -> dict[str, Any]:
    """Return the columns of a fact that the correction says nothing of."""
    own = {"id", "source", "said_at", "load_id", "superseded_at", "household", "passes_check"}
    return {
        field.attname: getattr(fact, field.attname)
        for field in fact._meta.concrete_fields
        if field.name not in own and field.attname not in content
    }


def _say(
    model: type[Fact], source: SourceRecord, content: Content, child: Child, actor: Actor, now: datetime
) -> Fact:
    fact = write_fact(model, source, content, now)
    _changed(child, model, fact.pk, actor, now)
    return fact


def _changed(child: Child, model: type[Fact], fact_id: int, actor: Actor, now: datetime) -> None:
    Child.objects.filter(pk=child.pk).update(version=F("version") + 1)
    refile_with_home(child.pk, now=now)
    detail = {"kind": model._meta.model_name, "fact": fact_id}
    audit.record(verb="index.fact", now=now, actor=actor, child_id=child.pk, detail=detail)
