"""Why a candidate was found, in plain words."""

from . import compare
from .score import Agreement

_NAMES = {
    compare.FORM: "{typed} is a form of {stored}",
    compare.ALIKE: "sounds like {stored}",
    compare.SLIP: "one slip away from {stored}",
    compare.HEARD: "sounds like {stored}",
    compare.CLOSE: "spelt much like {stored}",
    compare.JOINED: "{typed} written as one word",
    compare.START: "part of {stored}",
    compare.INITIAL: "the initial of {stored}",
}
_FIELDS = {
    ("birth", "exact"): "same date of birth",
    ("birth", "swapped"): "day and month swapped",
    ("birth", "digit"): "date of birth one slip away",
    ("birth", "month_and_year"): "same month and year of birth",
    ("birth", "day_and_year"): "same day and year of birth",
    ("birth", "day_and_month"): "same day and month of birth, another year",
    ("birth", "year"): "same year of birth",
    ("birth", "new_year"): "same year of birth",
    ("birth", "either_year"): "the age fits",
    ("birth", "year_off"): "year of birth one off",
    ("birth", "none"): "another date of birth",
    ("sex", "other"): "another sex is recorded",
    ("postcode", "exact"): "same postcode",
    ("postcode", "before"): "a postcode they had before",
    ("postcode", "slip"): "postcode one slip away",
    ("postcode", "sector"): "same part of the postcode district",
    ("postcode", "outward"): "same postcode district",
    ("postcode", "none"): "another postcode",
    ("outward", "same"): "same postcode district",
    ("outward", "none"): "another postcode district",
    ("nhs", "same"): "same NHS number",
    ("nhs", "repaired"): "NHS number one slip away",
    ("nhs", "other"): "another NHS number",
    ("upn", "same"): "same pupil number",
    ("upn", "repaired"): "pupil number one slip away",
    ("upn", "other"): "another pupil number",
    ("own", "same"): "same agency number",
    ("telephone", "same"): "same telephone number",
    ("address", "same"): "same address",
    ("address", "street"): "same street",
    ("carer", "same"): "a carer of that name",
}


def _name_words(agreement: Agreement) -> str:
    typed, stored = agreement.typed.capitalize(), agreement.stored.capitalize()
    if agreement.level == compare.EXACT:
        words = f"same name {stored}"
    elif agreement.level in (compare.NONE, compare.MISSING):
        return (
            f"nothing like {typed}" if agreement.level == compare.NONE else f"no name recorded beside {typed}"
        )
    else:
        words = _NAMES[agreement.level].format(typed=typed, stored=stored)
    return words + (
        " (given and family name the other way round)" if agreement.field.endswith("_crossed") else ""
    )


def reasons(agreements: tuple[Agreement, ...]) -> tuple[str, ...]:
    """Return the reasons for a candidate's rank, the weightiest first, each a few plain words."""
    ranked = sorted(agreements, key=lambda agreement: -abs(agreement.weight))
    words = [
        _name_words(agreement) if agreement.typed else _FIELDS.get((agreement.field, agreement.level), "")
        for agreement in ranked
    ]
    return tuple(dict.fromkeys(word for word in words if word))
