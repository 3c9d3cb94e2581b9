"""What the API tells of one child: a part that may not be seen is null, one with nothing held is empty."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from wraparound.foundation.ui.api_fields import PartDate

NULL = "Null when your agency may not see it; empty when nothing is held."


class Saying(Schema):
    """Who said it, and when last."""

    agency: str = Field(
        description="Its name, or `another agency` where the name would give away what you may not see.",
        examples=["Child health"],
    )
    at: datetime


class Claim(Schema):
    """One thing that agencies say. They may disagree: what most of them say comes first."""

    text: str = Field(examples=["14 Mill Road, ZZ99 3QQ"])
    said: list[Saying]


class BirthClaim(Claim):
    """A date of birth as agencies say it."""

    text: str = Field(examples=["14 May 2019"])
    day: date | None = Field(description="The whole date, when it is known.", examples=["2019-05-14"])
    year: int | None = Field(description="The year, when only that is known.", examples=[None])
    expected: date | None = Field(description="When the child is expected, while unborn.", examples=[None])

    @staticmethod
    def resolve_day(claim: Any) -> date | None:
        """Return the date that the fact behind the claim holds."""
        day: date | None = claim.value.date
        return day

    @staticmethod
    def resolve_year(claim: Any) -> int | None:
        """Return the year of the same."""
        year: int | None = claim.value.year
        return year

    @staticmethod
    def resolve_expected(claim: Any) -> date | None:
        """Return the expected date of the same."""
        expected: date | None = claim.value.expected_date
        return expected


class NumberClaim(Claim):
    """A number of a national scheme that your agency's sector uses."""

    text: str = Field(examples=["NHS number: 999 123 4563"])
    scheme: str = Field(description="`nhs` or `upn`.", examples=["nhs"])
    value: str = Field(examples=["9991234563"])

    @staticmethod
    def resolve_scheme(claim: Any) -> str:
        """Return the scheme of the fact behind the claim."""
        scheme: str = claim.value.scheme
        return scheme

    @staticmethod
    def resolve_value(claim: Any) -> str:
        """Return its number."""
        value: str = claim.value.value
        return value


class CarerClaim(Claim):
    """Somebody who cares for the child."""

    text: str = Field(examples=["Sam Doe"])
    relation: str = Field(examples=["mother"])
    has_responsibility: bool | None = Field(description="Parental responsibility, when said.")
    telephone: str = Field(description="Empty when you may not see where the child is.")

    @staticmethod
    def resolve_relation(claim: Any) -> str:
        """Return how the carer is related."""
        relation: str = claim.value.relation
        return relation

    @staticmethod
    def resolve_has_responsibility(claim: Any) -> bool | None:
        """Return whether they have parental responsibility."""
        has: bool | None = claim.value.has_responsibility
        return has

    @staticmethod
    def resolve_telephone(claim: Any) -> str:
        """Return their number as far as it may be seen."""
        telephone: str = claim.value.telephone
        return telephone


class ChildLine(Schema):
    """How one child is told from others."""

    id: UUID = Field(description="Random; it stands in addresses.")
    number: str = Field(description="The index number, to be said aloud.", examples=["7K3QHX2M9P"])
    name: str = Field(description="What the child is called.", examples=["Alex Doe"])
    other_names: list[str]
    born: PartDate
    expected: date | None = Field(description="When the child is expected, while unborn.")
    sex: str = Field(description="`F`, `M`, or `U` when not known.", examples=["F"])
    died_on: date | None
    own_numbers: list[str] = Field(
        description="The numbers that your own agency's lists give this child.", examples=[["100234"]]
    )


class HouseholdChild(Schema):
    """Another child of the home: names and birth date, and no more."""

    name: str = Field(description="What the child is called.", examples=["Sam Doe"])
    other_names: list[str]
    born: PartDate
    expected: date | None = Field(description="When the child is expected, while unborn.")


class ChildPage(Schema):
    """Some of the children that your agency may see, in an order that means nothing and stays the same."""

    items: list[ChildLine]
    next: str | None = Field(description="Send it as `cursor` for what follows; null at the end.")


class Banner(Schema):
    """What must be known before anything else."""

    kind: str = Field(
        description="`court_order`, `visit_safety`, `safe_contact` or `protection_plan`.",
        examples=["safe_contact"],
    )
    words: str = Field(examples=["Do not telephone"])
    until: date | None


class Identity(Schema):
    """Who this is, as each agency says it."""

    names: list[Claim]
    births: list[BirthClaim]
    sexes: list[Claim]
    is_disputed: bool = Field(description="An agency disputes the date of birth: treat as a child.")


class Particulars(Schema):
    """Who cares for the child, language, numbers, that an assessment exists, who leads."""

    carers: list[CarerClaim]
    languages: list[Claim]
    interpreters: list[Claim]
    numbers: list[NumberClaim]
    assessments: list[Claim]
    leads: list[Claim]
    responsible: list[Claim] = Field(description="The authority responsible for a child placed elsewhere.")


class Whereabouts(Schema):
    """Where the child lives, learns and is registered, and the telephones that reach them."""

    addresses: list[Claim]
    earlier: list[Claim]
    schools: list[Claim]
    practices: list[Claim]
    telephones: list[Claim]


class Card(ChildLine):
    """One child as your agency may see it now."""

    age: str = Field(examples=["6 years 9 months"])
    identity: Identity
    banners: list[Banner]
    may_telephone: bool = Field(description="False when a banner says not to ring the home.")
    responsibility: list[Claim] = Field(
        description="Who held parental responsibility, by name alone, where nothing more may be seen."
    )
    particulars: Particulars | None = Field(description=NULL)
    whereabouts: Whereabouts | None = Field(description=NULL)
    household: list[HouseholdChild] | None = Field(description=f"The other children of the home. {NULL}")
    statuses: list[Claim] | None = Field(description=f"Statuses under an Act. {NULL}")
    why: list[str] = Field(
        description="Why your agency may see this child.",
        examples=[["The child has been in the population that your team serves since 3 March 2026."]],
    )


class Involvement(Schema):
    """One service that works or worked with the child."""

    service: str = Field(
        description="A sensitive service is told as `A further service: ask the data manager`.",
        examples=["Health visiting"],
    )
    agency: str
    team: str
    worker: str
    telephone: str = Field(description="Of the worker, or else of the team.")
    cover: str = Field(description="Whom to ring when the worker cannot be reached.")
    since: date | None
    until: date | None


class Involved(Schema):
    """Who works with the child now, and who did before."""

    now: list[Involvement]
    before: list[Involvement]


class Involvements(Schema):
    """Who works with one child."""

    id: UUID
    involvements: Involved | None = Field(description=NULL)
