"""Reading the area: who it is and where a postcode lies."""

from wraparound.foundation.area.models import Area


def the_area() -> Area | None:
    """Return the area that this installation serves, or None before it is set up."""
    return Area.objects.prefetch_related("duty_numbers").first()
