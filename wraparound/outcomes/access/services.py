"""Making and ending grants."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.rules import RULES, Category
from wraparound.outcomes.children import bulk

FAR_AWAY = timedelta(days=365 * 26)
"""`until` is never null: a relationship without a known end runs to the 26th year and is ended before."""


@dataclass(frozen=True)
class NewGrant:
    """A grant to write: who may see what of whom, on which basis, because of which record."""

    holder_id: int
    child_id: int
    basis: Basis
    source_kind: str
    source_id: int | None
    service_id: int | None = None
    categories: Category | None = None
    until: datetime | None = None
    starts_at: datetime | None = None
    """When it begins later than now."""


def write_grants(grants: Iterable[NewGrant], *, now: datetime) -> list[Grant]:
    """Write grants in one statement; call it inside the transaction of what makes the relationship."""
    made = [Grant(**dict(zip(_COLUMNS, _values(new, now), strict=True))) for new in grants]
    return Grant.objects.bulk_create(made, batch_size=500)


def write_many_grants(grants: Iterable[NewGrant], *, now: datetime) -> None:
    """Write the grants of a whole list, as `write_grants` does but without returning them."""
    bulk.insert(Grant, _COLUMNS, (_values(new, now) for new in grants))


def end_grants(
    *, source_kind: str, source_ids: Sequence[int], at: datetime, because: str, holder_id: int | None = None
) -> int:
    """End the live grants of some sources, or of one holder, by bringing `until` forward; return how many."""
    live = Grant.objects.filter(source_kind=source_kind, source_id__in=source_ids, until__gt=at)
    if holder_id is not None:
        live = live.filter(holder=holder_id)
    return live.update(until=at, ended_because=because)


_COLUMNS = (
    "holder_id", "child_id", "basis", "categories", "service_id", "record_kind", "record_id", "source_kind",
    "source_id", "starts_at", "until", "ended_because",
)  # fmt: skip


def _values(new: NewGrant, now: datetime) -> tuple[object, ...]:
    """Return the values of a grant in the order of `_COLUMNS`: never more than its basis allows."""
    rule = RULES[new.basis]
    if rule.joined:
        raise ValueError(f"{new.basis} names no child: it is joined when reading, never written")
    starts_at = new.starts_at or now
    longest = starts_at + (rule.lasts or FAR_AWAY)
    categories = rule.categories if new.categories is None else new.categories & rule.categories
    return (
        new.holder_id, new.child_id, new.basis.value, int(categories), new.service_id, "", None,
        new.source_kind, new.source_id, starts_at, min(new.until or longest, longest), "",
    )  # fmt: skip
