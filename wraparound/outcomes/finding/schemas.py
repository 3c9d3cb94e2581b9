"""What the API asks and tells of a search."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from wraparound.foundation.ui.api_fields import PRINTED, PartDate

Typed = Annotated[str, Field(max_length=100, pattern=PRINTED)]


class SearchAsked(Schema):
    """Whom you look for, in fields or in one text, and why. Misspelt is fine."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "given_names": "Alex",
                    "family_name": "Doe",
                    "date_of_birth": "2019-05-14",
                    "reason": "records",
                },
                {"text": "alex doe 2019 zz99", "reason": "worry", "words": "Not in class since Monday"},
            ]
        },
    )
    text: Annotated[str, Field(max_length=200, pattern=PRINTED)] = Field(
        "", description="Anything, in any order: names, an age or date of birth, a postcode, a number."
    )
    given_names: Typed = ""
    family_name: Typed = ""
    date_of_birth: Annotated[str, Field(pattern=r"^([0-9]{4}(-[0-9]{2}-[0-9]{2})?)?$")] = Field(
        "", description="`2019-05-14`, or the year alone: `2019`."
    )
    age: Annotated[int, Field(ge=0, le=25)] | None = Field(None, description="In whole years.")
    sex: Literal["F", "M", ""] = ""
    postcode: Typed = Field("", description="All of it or its first half.")
    address: Typed = Field("", description="House and street.")
    nhs_number: Typed = ""
    upn: Typed = Field("", description="The unique pupil number.")
    own_number: Typed = Field("", description="A number that an agency gave the child.")
    telephone: Typed = ""
    carer_given_names: Typed = ""
    carer_family_name: Typed = ""
    reason: Literal["contact", "worry", "referral", "check", "records"] = Field(
        description="`contact`: the child or family contacted you. `worry`: you are worried about the child. "
        "`referral`: a referral or request has come. `check`: checking who already works with the child. "
        "`records`: putting your own records right. It is kept with who looked."
    )
    words: Annotated[str, Field(max_length=400, pattern=PRINTED)] = Field(
        "", description="Anything to add about why."
    )


class Candidate(Schema):
    """A child who may be meant."""

    id: UUID = Field(description="Read the card at `/children/{id}`.")
    name: str = Field(examples=["Alex Doe"])
    other_names: list[str]
    born: PartDate
    sex: str = Field(description="`F`, `M`, or `U` when not known.", examples=["F"])
    district: str = Field(description="The first half of the postcode, or empty.", examples=["ZZ99"])
    probability: float = Field(ge=0, le=1, description="How likely it is that this child is meant.")
    reasons: list[str] = Field(
        description="Why, in words.", examples=[["same date of birth", "sounds like Doe"]]
    )
    tied: bool = Field(description="What you sent cannot tell this child from another one.")


class Found(Schema):
    """The children who may be meant, the likeliest first; never more than ten."""

    search: UUID = Field(description="The number under which the search is on record.")
    candidates: list[Candidate]
    settle_by: list[str] = Field(description="What would settle a tie.", examples=[["the date of birth"]])
    unread: list[str] = Field(description="Parts of `text` that could not be understood.")
