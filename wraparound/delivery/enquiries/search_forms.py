"""What is looked for: services by what professionals see of them, and what is not there by when."""

from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from wraparound.delivery.directory.rules import Asked
from wraparound.delivery.enquiries import queries
from wraparound.delivery.enquiries.finding import Wanted
from wraparound.delivery.enquiries.forms import NO_TERMS, read_age_of
from wraparound.delivery.enquiries.unmet import WAYS, Period
from wraparound.foundation.area.models import Footprint
from wraparound.foundation.ui import fields
from wraparound.outcomes.framework.queries import levels

EVERYTHING = Wanted(Asked(professional=True))
NEAR = [("1000", "1 km"), ("3000", "3 km"), ("5000", "5 km"), ("10000", "10 km"), ("30000", "30 km")]
WAITS = [("0", "No wait"), ("2", "2 weeks"), ("6", "6 weeks"), ("12", "12 weeks"), ("18", "18 weeks")]


def searched(given: QueryDict) -> QueryDict | None:
    """Return what was asked in the address; nothing where only another page of the list was."""
    return given if set(given) - {"page"} else None


def as_initial(wanted: Wanted) -> dict[str, Any]:
    """Return what a search form begins as."""
    asked = wanted.asked
    age = "" if asked.age is None else f"{asked.age.normalize():f}"
    return {
        "words": asked.words, "postcode": asked.postcode, "age": age, "kind": asked.kind, "need": asked.need,
        "locality": asked.locality, "free": wanted.free_now,
    }  # fmt: skip


class SearchForm(fields.Form):
    """What is looked for: what everybody asks of the directory, and the level, wait and places."""

    mark_optional = False
    words = fields.Text("What do they need?", required=False, hint="In plain words. No names")
    postcode = fields.Text("Postcode", required=False, width=10, max_length=10)
    within = fields.Select("Within", choices=NEAR, required=False, empty="Any distance")
    locality = fields.ModelSelect(
        "Locality", queryset=Footprint.objects.none(), to_field_name="code", required=False, empty_label="Any"
    )
    age = fields.Text("Child’s age", required=False, width=10, hint="3, 8 months, expected")
    kind = fields.ModelSelect(
        "Kind of service", queryset=NO_TERMS, to_field_name="code", required=False, empty_label="Any"
    )
    need = fields.ModelSelect(
        "Need", queryset=NO_TERMS, to_field_name="code", required=False, empty_label="Any"
    )
    level = fields.Select("Level of need", required=False, empty="Any")
    wait = fields.Select("Longest wait", choices=WAITS, required=False, empty="Any")
    free = fields.Confirm("A place is left now", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["locality"].queryset = queries.localities()  # type: ignore[attr-defined]
        self.fields["need"].queryset = queries.needs()  # type: ignore[attr-defined]
        self.fields["kind"].queryset = queries.kinds()  # type: ignore[attr-defined]
        scale = levels(on=timezone.localdate())
        self.fields["level"].choices = [("", "Any"), *scale.choices()]  # type: ignore[attr-defined]

    def clean_age(self) -> Decimal | None:
        """Return the age in years."""
        return read_age_of(self)

    def wanted(self, otherwise: Wanted = EVERYTHING) -> Wanted:
        """Return what is wanted; what was not asked yet, or cannot be read, is `otherwise`."""
        if not self.is_bound or not self.is_valid():
            return otherwise
        asked = self.cleaned_data
        codes: Any = {name: getattr(asked[name], "code", "") for name in ("locality", "kind", "need")}
        return Wanted(
            Asked(
                words=asked["words"], postcode=asked["postcode"], age=asked["age"], professional=True,
                within_metres=int(asked["within"]) if asked["within"] else None, **codes,
            ),
            level=asked["level"], free_now=asked["free"],
            wait_at_most=Decimal(asked["wait"]) if asked["wait"] else None,
        )  # fmt: skip


class UnmetForm(fields.Form):
    """By what unmet demand is counted, and over which half-year."""

    mark_optional = False
    by = fields.Select("Count by", choices=list(WAYS.items()), required=False, empty="Need")
    period = fields.Select("When", required=False, empty="This half-year")

    def __init__(self, *args: Any, periods: list[Period], **options: Any) -> None:
        super().__init__(*args, **options)
        self.periods = {period.slug: period for period in periods}
        choices = [("", "This half-year"), *((slug, each.words) for slug, each in self.periods.items())]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, Period]:
        """Return by what is counted, and when; need and this half-year where nothing can be read."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        first = next(iter(self.periods.values()))
        return asked.get("by") or "need", self.periods.get(asked.get("period", ""), first)
