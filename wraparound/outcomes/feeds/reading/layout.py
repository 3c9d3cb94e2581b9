"""The built-in layout: its columns, which of them tell of the child, of a carer or of an involvement."""

from typing import NamedTuple

CHILD = (
    "given_names", "family_name", "former_family_name", "known_as", "date_of_birth", "birth_date_status",
    "expected_date", "sex", "address", "postcode", "previous_postcode", "telephone", "nhs_number", "upn",
    "first_language", "interpreter", "school", "practice", "date_of_death",
)  # fmt: skip
CARER = ("carer_given_names", "carer_family_name", "carer_relation", "carer_telephone")
INVOLVEMENT = ("service", "worker", "worker_telephone", "involved_from", "involved_until")
COLUMNS = ("source_id", *CHILD, *CARER, *INVOLVEMENT)
PLACE = {column: place for place, column in enumerate(COLUMNS)}


class Problem(NamedTuple):
    """What is wrong with one field of one row, and the way out."""

    field: str
    what: str
    way_out: str


class Raw(NamedTuple):
    """One row of the file in the order of `COLUMNS`; a row that could not even be read has a problem."""

    number: int
    cells: tuple[str, ...]
    problem: Problem | None = None

    @property
    def source_id(self) -> str:
        """The agency's own number, as written."""
        return self.cells[0]


class FileUnreadable(Exception):
    """The file as a whole cannot be read; the words say what is wrong and the way out."""


EMPTY = ("",) * len(COLUMNS)
