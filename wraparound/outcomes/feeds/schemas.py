"""What the API tells and asks of feeds."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

State = Literal["waiting", "reading", "linking", "writing", "held", "done", "failed", "stopped"]
Count = Annotated[int, Field(ge=0)]


class FeedLine(Schema):
    """One list that your agency sent."""

    id: UUID
    name: str = Field(description="What you called the file.", examples=["roll.csv"])
    state: State = Field(
        description="`held` waits for your word on how many records may end (see endings); `done`, `failed` "
        "and `stopped` are ends."
    )
    complete: bool = Field(description="The file was sent as the whole list.")
    dry_run: bool = Field(description="Nothing was written; `summary` says what would happen.")
    received_at: datetime
    finished_at: datetime | None
    rows: Count = Field(description="Rows of the file, as far as it is read.")


class Counts(Schema):
    """How many rows had each outcome; each row has exactly one."""

    matched: Count = Field(description="Joined to a child who was in the index, or changed one.")
    created: Count = Field(description="A child who is new to the index.")
    queued: Count = Field(description="Waits for a person to decide which child it is.")
    unchanged: Count = Field(description="Said what you had said before.")
    refused: Count = Field(description="Could not be read; the receipt says why.")


class Feed(FeedLine):
    """One list that your agency sent, and what became of its rows."""

    counts: Counts
    endings: Count | None = Field(
        description="Of a complete list: how many of your records are not in it and would end."
    )
    endings_of: Count = Field(description="Of how many records that you have.")
    summary: list[str] = Field(
        description="What happened, or would happen, in words; what is far from usual comes first.",
        examples=[["UNUSUAL: 412 addresses would move; usually 30"]],
    )
    error: str = Field(description="Why it failed or stopped, and the way out.", examples=[""])


class FeedPage(Schema):
    """Some of your lists, the latest first."""

    items: list[FeedLine]
    next: str | None = Field(description="Send it as `cursor` for what follows; null at the end.")


class Endings(Schema):
    """Your word that records may end."""

    model_config = ConfigDict(extra="forbid")
    accept: Annotated[int, Field(ge=0, le=2_147_483_647, strict=True)] = Field(
        description="The number that `endings` of the feed says. Another number is refused.", examples=[412]
    )
