"""What is true of one made-up child: the record that feeds and look-ups are spoilt copies of."""

from dataclasses import dataclass, field

COMMUNITIES = {
    "british": 0.545, "irish": 0.014, "irish_traveller": 0.006, "scottish_welsh": 0.03, "caribbean": 0.02,
    "jewish": 0.007, "polish": 0.04, "romanian": 0.022, "roma": 0.007, "lithuanian": 0.01,
    "turkish_kurdish": 0.018, "somali": 0.022, "eritrean_ethiopian": 0.008, "pakistani": 0.072,
    "bangladeshi": 0.032, "indian_hindu": 0.028, "sikh": 0.015, "tamil": 0.009, "chinese": 0.014,
    "vietnamese": 0.006, "arabic": 0.022, "nigerian": 0.026, "ghanaian": 0.012, "afghan": 0.008,
    "portuguese": 0.012,
}  # fmt: skip
"""Naming communities and their share of a mixed English borough's families."""


@dataclass(slots=True)
class Carer:
    """A parent or carer."""

    given_names: str
    family_name: str
    relation: str
    telephone: str


@dataclass(slots=True)
class Identity:
    """The identity before an adoption: only the adoption team may join it to the one after."""

    given_names: str
    family_name: str
    nhs_number: str
    address: str
    postcode: str


@dataclass(slots=True)
class Person:
    """One child. Dates are ISO text, empty when not known; `number` is the truth that a matcher must find."""

    number: int
    family: int
    household: int
    community: str
    given_names: str
    family_name: str
    sex: str
    date_of_birth: str
    age_days: int
    address: str
    postcode: str
    nhs_number: str
    upn: str = ""
    known_as: str = ""
    former_family_name: str = ""
    birth_date_status: str = "documented"
    expected_date: str = ""
    previous_address: str = ""
    previous_postcode: str = ""
    moved_days: int = 0
    telephone: str = ""
    first_language: str = "English"
    interpreter: str = ""
    carers: list[Carer] = field(default_factory=list)
    multiple: int = 0
    """Nought for a single birth; children of one multiple birth share the number, which is not nought."""
    is_looked_after: bool = False
    is_newborn: bool = False
    year_only: bool = False
    disputed_date: str = ""
    """The other date that somebody else says, when the birth date is disputed."""
    left_for: str = ""
    """The country that the child moved to, when outside England."""
    no_fixed_address: bool = False
    died_on: str = ""
    before: Identity | None = None

    @property
    def groups(self) -> set[str]:
        """Return every naming group that this child counts in when fairness is measured."""
        groups = {self.community}
        if not self.family_name or " " not in f"{self.given_names} {self.family_name}".strip():
            groups.add("single_name")
        if "-" in self.family_name or (" " in self.family_name and self.community != "arabic"):
            groups.add("double_barrelled")
        groups |= {wide for wide, members in WIDER.items() if self.community in members}
        return groups


WIDER = {
    "south_asian": {"pakistani", "bangladeshi", "indian_hindu", "sikh", "tamil"},
    "chinese_vietnamese": {"chinese", "vietnamese"},
    "african": {"nigerian", "ghanaian"},
}
"""Groups of communities that are reported together."""

LANGUAGES = {
    "polish": "Polish", "romanian": "Romanian", "roma": "Slovak", "lithuanian": "Lithuanian",
    "turkish_kurdish": "Turkish", "somali": "Somali", "eritrean_ethiopian": "Tigrinya", "pakistani": "Urdu",
    "bangladeshi": "Bengali", "indian_hindu": "Gujarati", "sikh": "Panjabi", "tamil": "Tamil",
    "chinese": "Chinese", "vietnamese": "Vietnamese", "arabic": "Arabic", "afghan": "Dari",
    "portuguese": "Portuguese",
}  # fmt: skip
