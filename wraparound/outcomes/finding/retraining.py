"""Training on an area's own index: a new version of the model, in force from when it is made."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet

from wraparound.outcomes.access.queries import live_shields
from wraparound.outcomes.children.models import Address, Birth, Child, Name, SourceRecord

from . import training
from .engine.model import SHIPPED
from .engine.nicknames import known_names
from .models import TrainedModel
from .training import Sample

FEWEST_PAIRS, FEWEST_CHILDREN = 500, 5000
"""Below these, what is learnt would be chance: the shipped model knows more."""
MOST_PAIRS = 20_000
CHUNK = 5000
"""Source records read in one statement."""
FEWEST_BEARERS = 5
"""A name word borne by fewer children is left out of the table: it could tell who is in the index."""


class TooFew(Exception):
    """The index holds too little to learn from; the words say how much is needed."""


def retrain(*, now: datetime, seed: int = 1) -> TrainedModel:
    """Train on records of two agencies about one child, count names, and put the new model in force.

    Children under a shield take no part, so that no model can tell of them. Raises `TooFew`.
    """
    hidden = live_shields(now).values("child")
    children = Child.objects.filter(state=Child.State.LIVE).exclude(pk__in=hidden)
    one, other = _pairs(children.values_list("pk", flat=True))
    people = children.count()
    if len(one) < FEWEST_PAIRS or people < FEWEST_CHILDREN:
        raise TooFew(
            f"Training needs {FEWEST_CHILDREN:,} children, {FEWEST_PAIRS:,} of them in two agencies' lists; "
            f"here are {people:,} and {len(one):,}. The shipped model stays in force."
        )
    shipped = json.loads((SHIPPED / "model.json").read_text())
    described = training.train(one, other, shipped=shipped, seed=seed)
    described |= {"version": f"area-{now:%Y-%m-%d-%H%M%S}", "people": people}
    described["provenance"] = {
        "weights": f"{len(one):,} children told of by two agencies, seed {seed}",
        "names": f"counted among {people:,} children; words of fewer than {FEWEST_BEARERS} left out",
        "splink": described.pop("splink"), "made_at": f"{now:%Y-%m-%d}", "began_from": shipped["version"],
    }  # fmt: skip
    return TrainedModel.objects.create(
        version=described["version"], described=training.to_json(described), made_at=now,
        names=training.name_table(
            _names(children.values_list("pk", flat=True)), least=FEWEST_BEARERS, besides=known_names()
        ),
    )  # fmt: skip


def _pairs(children: QuerySet[Child, int]) -> tuple[list[Sample], list[Sample]]:
    """Return the records of two agencies about each child that two tell of, in two lists."""
    sources: dict[int, dict[int, int]] = defaultdict(dict)
    told = SourceRecord.objects.filter(child__in=children).order_by("pk")
    for pk, child, agency in told.values_list("pk", "child", "agency"):
        sources[child].setdefault(agency, pk)
    both = [list(said.values())[:2] for said in sources.values() if len(said) > 1][:MOST_PAIRS]
    return _samples([pair[0] for pair in both]), _samples([pair[1] for pair in both])


def _samples(sources: list[int]) -> list[Sample]:
    """Return what each source record says now, numbered by its place in the list."""
    names: dict[int, tuple[str, str]] = {}
    births: dict[int, date | None] = {}
    codes: dict[int, str] = {}
    for at in range(0, len(sources), CHUNK):
        current = {"source__in": sources[at : at + CHUNK], "superseded_at__isnull": True}
        legal = Name.objects.filter(kind=Name.Kind.LEGAL, **current)
        for source, given, family in legal.values_list("source_id", "given_names", "family_name"):
            names[source] = given, family
        births |= dict(Birth.objects.filter(**current).values_list("source_id", "date"))
        homes = Address.objects.filter(kind=Address.Kind.HOME, **current)
        codes |= dict(homes.values_list("source_id", "postcode"))
    return [
        Sample.of(str(place), *names.get(pk, ("", "")), births.get(pk), codes.get(pk, ""))
        for place, pk in enumerate(sources)
    ]


def _names(children: QuerySet[Child, int]) -> Iterator[set[str]]:
    """Yield the names of each child, as all its sources say them."""
    of: dict[int, set[str]] = defaultdict(set)
    said = Name.objects.filter(source__child__in=children, superseded_at__isnull=True)
    for child, given, family in said.values_list("source__child", "given_names", "family_name").iterator():
        of[child] |= {given, family}
    yield from of.values()
