"""What a record says of one child, gathered from its sources for comparing."""

from dataclasses import dataclass
from datetime import date


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
