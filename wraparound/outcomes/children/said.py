"""What is said of a child, gathered from all its sources: for comparing two records, and for finding one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from wraparound.outcomes.children.models import (
    Address,
    Birth,
    Carer,
    Fact,
    Identifier,
    Name,
    SourceRecord,
    Telephone,
)


@dataclass(frozen=True)
class Said:
    """Everything by which one record is told from another; sources may disagree, so each is a list.

    Names are given names and family name; homes are address lines, postcode and household. `agencies` are
    the keys of the agencies whose own record of the child still stands.
    """

    names: tuple[tuple[str, str], ...] = ()
    births: tuple[date, ...] = ()
    years: tuple[int, ...] = ()
    sexes: tuple[str, ...] = ()
    homes: tuple[tuple[str, str, int | None], ...] = ()
    nhs: tuple[str, ...] = ()
    upn: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    carers: tuple[tuple[str, str], ...] = ()
    agencies: tuple[int, ...] = ()


def said_of(child_ids: Iterable[int]) -> dict[int, Said]:
    """Return what is said of each child, in as many statements for one as for a thousand."""
    ids = list(child_ids)
    found: dict[int, dict[str, list[Any]]] = {child: defaultdict(list) for child in ids}
    for place, rows in _spoken(ids):
        for child, *values in rows:
            value = values[0] if len(values) == 1 else tuple(values)
            if value not in (None, ""):
                found[child][place].append(value)
    return {
        child: Said(**{k: tuple(dict.fromkeys(v)) for k, v in said.items()}) for child, said in found.items()
    }


def _spoken(ids: list[int]) -> Iterable[tuple[str, Iterable[tuple[Any, ...]]]]:
    """Yield each thing that `Said` holds with its rows, what stands before what stood."""
    child = "source__child"

    def of(model: type[Fact], *fields: str, **only: object) -> QuerySet[Any, Any]:
        rows = model._default_manager.filter(source__child__in=ids, **only)
        return rows.order_by(F("superseded_at").desc(nulls_first=True), "pk").values_list(child, *fields)

    yield "names", of(Name, "given_names", "family_name")
    yield "births", of(Birth, "date", superseded_at__isnull=True)
    yield "years", of(Birth, "year", superseded_at__isnull=True)
    yield "sexes", of(Birth, "sex", superseded_at__isnull=True)
    yield "homes", of(Address, "lines", "postcode", "household")
    yield "nhs", of(Identifier, "value", scheme="nhs", superseded_at__isnull=True)
    yield "upn", of(Identifier, "value", scheme="upn", superseded_at__isnull=True)
    yield "telephones", of(Telephone, "number")
    yield "carers", of(Carer, "given_names", "family_name")
    sources = SourceRecord.objects.filter(child__in=ids, ended_at__isnull=True)
    yield "agencies", sources.values_list("child", "agency")
