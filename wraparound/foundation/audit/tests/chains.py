"""What the tests of the chain build on: a sealed chain with checkpoints, and somebody who tampers with it."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from wraparound.foundation.audit import services
from wraparound.foundation.audit.chain.digest import FIELDS, START, link
from wraparound.foundation.audit.models import Entry, Seal

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def write_entries(count: int, *, start: int = 0) -> None:
    """Write entries that differ in every field, one a second."""
    for number in range(start, start + count):
        services.current_request.set(UUID(int=number + 1))
        services.record(
            verb=f"card.open{number % 7}",
            now=NOON + timedelta(seconds=number),
            child_id=1000 + number,
            outcome="seen" if number % 3 else "done",
            detail={"reason": number % 5, "load": [number, None]},
        )
    Entry.objects.filter(user_id__isnull=True).update(user_id=1, post_id=2, agency_id=3)


def sealed_chain(*, entries: int, checkpoints: int) -> None:
    """Write a chain of `entries` with that many checkpoints, the last at its end."""
    each = entries // checkpoints
    for number in range(checkpoints):
        write_entries(each, start=number * each)
        services.seal(now=NOON + timedelta(minutes=number + 1), pause=0)


def recompute() -> None:
    """Make the whole chain anew over what is left, as somebody with the database and the code could."""
    order = {
        pk: place
        for place, pk in enumerate(Seal.objects.order_by("sequence").values_list("entry_id", flat=True))
    }
    rows = sorted(Entry.objects.values(*FIELDS), key=lambda row: (order.get(row["id"], 10**9), row["id"]))
    Seal.objects.all().delete()
    digest, links = START, []
    for sequence, row in enumerate(rows, start=1):
        digest = link(digest, sequence, row)
        links.append(Seal(sequence=sequence, entry_id=row["id"], digest=digest))
    Seal.objects.bulk_create(links)


def edit(dice: random.Random) -> None:
    """Change one field of one entry."""
    entry = dice.choice(list(Entry.objects.filter(pk__in=Seal.objects.values("entry_id"))))
    field = dice.choice([field for field in FIELDS if field != "id"])
    value = {
        "at": entry.at + timedelta(microseconds=dice.choice([-1, 1, 60_000_000])),
        "verb": entry.verb + dice.choice(" .x"),
        "request": UUID(int=dice.getrandbits(100) + 10**6),
        "outcome": "denied",
        "detail": dice.choice([{}, entry.detail | {"more": 1}, {"reason": str(entry.detail["reason"])}]),
    }.get(field, dice.choice([None, dice.randrange(10**6, 10**7)]))
    Entry.objects.filter(pk=entry.pk).update(**{field: value})


def delete(dice: random.Random) -> None:
    """Take out some entries that are followed by others, with or without their links."""
    links = list(Seal.objects.order_by("sequence"))[:-1]
    start = dice.randrange(len(links))
    gone = [seal.entry_id for seal in links[start : start + dice.randint(1, 3)]]
    Entry.objects.filter(pk__in=gone).delete()
    if dice.random() < 0.5:
        Seal.objects.filter(entry_id__in=gone).delete()


def reorder(dice: random.Random) -> None:
    """Let two entries change places: their links, or all that they say."""
    one, other = dice.sample(list(Seal.objects.all()), 2)
    if dice.random() < 0.5:
        Seal.objects.filter(pk=one.pk).update(entry_id=-1)
        Seal.objects.filter(pk=other.pk).update(entry_id=one.entry_id)
        Seal.objects.filter(pk=one.pk).update(entry_id=other.entry_id)
        return
    rows = {row["id"]: row for row in Entry.objects.filter(pk__in=[one.entry_id, other.entry_id]).values()}
    for pk, row in zip(rows, reversed(rows.values()), strict=True):
        Entry.objects.filter(pk=pk).update(**{name: value for name, value in row.items() if name != "id"})


def cut(dice: random.Random) -> None:
    """Take off the end of the chain, with or without its entries."""
    last = list(Seal.objects.order_by("-sequence")[: dice.randint(1, 20)])
    Seal.objects.filter(pk__in=[seal.pk for seal in last]).delete()
    Entry.objects.filter(pk__in=[seal.entry_id for seal in last]).delete()


def insert(dice: random.Random) -> None:
    """Put an entry into the chain, as if it had always been there."""
    at = dice.choice(list(Seal.objects.order_by("sequence")))
    moved = list(Seal.objects.filter(sequence__gte=at.sequence).order_by("-sequence"))
    entry = Entry.objects.create(at=NOON, verb="card.open")
    for seal in moved:
        Seal.objects.filter(pk=seal.pk).update(sequence=seal.sequence + 1)
    Seal.objects.create(sequence=at.sequence, entry_id=entry.pk, digest=at.digest)


TAMPERINGS = [edit, delete, reorder, cut, insert]
