"""Reading the area: who it is, and what it has configured."""

from datetime import date
from typing import Any

from wraparound.foundation.area.models import Area, Configuration


def the_area() -> Area | None:
    """Return the area that this installation serves, or None before it is set up."""
    return Area.objects.prefetch_related("duty_numbers").first()


def configuration(kind: str, *, on: date) -> dict[str, Any] | None:
    """Return what the whole area has configured of a kind for a day, or None when the default holds."""
    versions = Configuration.objects.filter(kind=kind, effective_from__lte=on, footprint__isnull=True)
    return versions.order_by("-effective_from").values_list("document", flat=True).first()
