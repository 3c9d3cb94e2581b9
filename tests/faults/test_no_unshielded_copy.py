"""1,000 random sequences of feed, merge, undo and shield: no unshielded copy is ever left.

The sequences run side by side in one index, a step of each at a time, so that a list is sent once a step.
Each has two children of its own; what is true of them is known here, and to nobody else.
"""

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import connection

from tests.factories import NOW, make_actor, make_agency, make_post
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.access.queries import live_shields
from wraparound.outcomes.children.models import Child, SourceRecord
from wraparound.outcomes.feeds import services as feeds
from wraparound.outcomes.finding import storage
from wraparound.outcomes.finding.engine.entry import Packed
from wraparound.outcomes.index.models import Merge
from wraparound.outcomes.index.services.merging import merge, undo_merge
from wraparound.outcomes.shields.rules import Named
from wraparound.outcomes.shields.services.keeping import extend_provisional
from wraparound.outcomes.shields.services.setting import write_shield

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
STEPS = 6
ONSETS = [
    "b",
    "br",
    "ch",
    "d",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "qu",
    "r",
    "s",
    "st",
    "t",
    "v",
    "w",
    "y",
    "z",
]
VOWELS = ["a", "e", "i", "o", "u", "ea", "ou"]


@dataclass
class World:
    """One sequence: two children, what was sent of each, and which of them was ever shielded."""

    number: int
    dice: random.Random
    sent: dict[str, int] = field(default_factory=dict)
    """The agency's numbers sent so far, with the child that each is truly of."""
    shielded: set[int] = field(default_factory=set)

    def word(self, salt: int) -> str:
        """Return a name that no other sequence has anything like."""
        draw = random.Random(self.number * 10 + salt)
        return "".join(draw.choice(ONSETS) + draw.choice(VOWELS) for _ in range(4)).capitalize()

    def row(self, agency: Agency) -> dict[str, str]:
        """Return what an agency says of one of the two, perhaps under a new number and another spelling."""
        child = self.dice.randrange(2)
        given, family = self.word(child), self.word(9)
        if self.dice.random() < 0.4:
            at = self.dice.randrange(2, len(family) - 1)
            family = family[:at] + family[at] + family[at:]
        number = f"{agency.code}-{self.number}-{child}-{self.dice.randrange(2)}"
        self.sent[number] = child
        return {
            "source_id": number, "given_names": given, "family_name": family, "sex": "F",
            "date_of_birth": str(date(2012, 1, 1) + timedelta(days=self.number * 3 + 400 * child)),
            "address": f"{self.number + 1} {self.word(7)} Road",
            "postcode": f"SK{self.number % 9 + 1} {self.number % 10}{chr(65 + self.number % 7)}{chr(65 + self.dice.randrange(5))}",
        }  # fmt: skip


class Index:
    """All the sequences, and the people who act in them."""

    def __init__(self, count: int, seed: int) -> None:
        self.worlds = [World(n, random.Random(seed * 100_003 + n)) for n in range(count)]
        self.agencies = [make_agency(code="EDU"), make_agency(code="CHS"), make_agency(code="CSC")]
        self.manager = make_actor(role=Role.DATA_MANAGER)
        self.setter = make_actor(role=Role.DUTY)
        self.names = [Named(make_post(), None, True), Named(make_post(), None, True)]
        self.now = NOW

    def step(self) -> None:
        """Let each sequence do one thing, or two."""
        self.now += timedelta(hours=1)
        rows: dict[Agency, list[dict[str, str]]] = {agency: [] for agency in self.agencies}
        for world in self.worlds:
            doing = (
                world.dice.choice(["feed", "feed", "merge", "merge", "undo", "undo", "shield"])
                if world.sent
                else "feed"
            )
            if doing == "feed":
                agency = world.dice.choice(self.agencies)
                rows[agency].append(world.row(agency))
            else:
                getattr(self, doing)(world)
        for agency, said in rows.items():
            self.feed(agency, said)

    def feed(self, agency: Agency, rows: list[dict[str, str]]) -> None:
        stream = io.StringIO()
        writer = csv.DictWriter(stream, rows[0]) if rows else None
        if writer is None:
            return
        writer.writeheader()
        writer.writerows(rows)
        file = io.BytesIO(stream.getvalue().encode())
        load = feeds.receive(file=file, name="list.csv", agency=agency, now=self.now)
        assert feeds.run_load(load=load, now=self.now).state == "done"

    def records(self, world: World) -> list[Child]:
        children = Child.objects.filter(sources__source_id__in=list(world.sent)).distinct().order_by("pk")
        return list(children.exclude(state=Child.State.MERGED))

    def merge(self, world: World) -> None:
        children = self.records(world)
        if len(children) < 2:
            return
        one, other = world.dice.sample(children, 2)
        try:
            merge(survivor=one, loser=other, actor=self.manager, reason="As it seems", now=self.now,
                  version=(one.version, other.version))  # fmt: skip
        except Denied:
            return

    def undo(self, world: World) -> None:
        kept = [child.pk for child in self.records(world)]
        done = list(Merge.objects.filter(kept__in=kept, undone_at__isnull=True).order_by("pk"))
        if done:
            undo_merge(merge=world.dice.choice(done), actor=self.manager, reason="It was not", now=self.now)

    def shield(self, world: World) -> None:
        live = [child for child in self.records(world) if child.state == Child.State.LIVE]
        if not live:
            return
        child, level = world.dice.choice(live), world.dice.choice(["whereabouts", "full"])
        shield = write_shield(child, level, "A threat", self.names, self.setter, self.now)
        extend_provisional(shield=shield, words="Still", actor=self.manager, now=self.now)
        sources = child.sources.values_list("source_id", flat=True)
        world.shielded |= {world.sent[number] for number in sources}

    def check(self) -> None:
        """Assert that nothing of a shielded child is open: neither its record, nor what it is found by."""
        truth = {n: w for w in self.worlds for n, child in w.sent.items() if child in w.shielded}
        sources = SourceRecord.objects.filter(source_id__in=list(truth)).select_related("child")
        shielded = set(live_shields(self.now).values_list("child_id", flat=True))
        exposed = [
            source.source_id for source in sources
            if source.child.state == Child.State.LIVE and source.child_id not in shielded
        ]  # fmt: skip
        assert exposed == []
        records = storage.of(connection).records(sorted(shielded))
        for child, record in records.items():
            packed = Packed.from_bytes(record)
            assert packed.text.split("\t")[3] == "", f"{child} is found by its postcode"
            assert packed.hashes == b"", f"{child} is found by what a shield hides"
        waiting = Child.objects.exclude(state=Child.State.LIVE).values_list("pk", flat=True)
        assert storage.of(connection).records(list(waiting)) == {}


@pytest.mark.parametrize("seed", range(4))
def test_no_sequence_of_feed_merge_undo_and_shield_leaves_an_unshielded_copy(
    seed: int, settings, tmp_path, monkeypatch
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("wraparound.outcomes.feeds.writing.pauses.SHORT_PAUSE", 0)
    index = Index(250, seed)
    for _ in range(STEPS):
        index.step()
        index.check()
