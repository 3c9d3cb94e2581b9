"""Reading the scale of need and the outcomes that hold on a day."""

from datetime import date

from wraparound.foundation.area.queries import configuration
from wraparound.outcomes.framework.rules import (
    Levels,
    Outcomes,
    read_levels,
    read_outcomes,
    shipped_levels,
    shipped_outcomes,
)


def levels(*, on: date) -> Levels:
    """Return the scale of need of a day."""
    document = configuration("levels", on=on)
    return read_levels(document) if document else shipped_levels()


def outcomes(*, on: date) -> Outcomes:
    """Return the outcomes of a day."""
    document = configuration("outcomes", on=on)
    return read_outcomes(document) if document else shipped_outcomes()
