"""What the API tells of records that were wrong."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field


class Right(Schema):
    """One record as it is now."""

    id: UUID = Field(description="Of the child: read its card again.")
    number: str = Field(description="The index number.", examples=["TT4EMTZCTP"])


class Correction(Schema):
    """A record that your systems read while it showed two children as one."""

    id: UUID
    read_as: UUID = Field(description="The child under whose id your systems read it.")
    first_read_at: datetime
    last_read_at: datetime
    told_at: datetime
    acknowledged_at: datetime | None = Field(description="When somebody said that it is put right.")
    records: list[Right] = Field(
        description="What is right now: the records of the two that your agency may see."
    )


class CorrectionPage(Schema):
    """Some corrections, the latest first."""

    items: list[Correction]
    next: str | None = Field(description="Send it back as `cursor` for what follows; null at the end.")
