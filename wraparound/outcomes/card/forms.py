"""What the pages of a child ask."""

from wraparound.foundation.ui import fields
from wraparound.outcomes.card.models import RingRequest
from wraparound.outcomes.card.services import LONGEST_LINE


class RingForm(fields.Form):
    """Where the other worker should ring."""

    telephone = fields.Telephone("Which number should they ring?", max_length=30)


class OutcomeForm(fields.Form):
    """What came of a request to ring."""

    outcome = fields.Radios("What came of it?", choices=RingRequest.Outcome.choices)
    line = fields.Text(
        "One line for both of you",
        hint="It is kept in the child's journey. Write what was agreed, not what was said.",
        required=False, max_length=LONGEST_LINE,
    )  # fmt: skip


class NameFilter(fields.Form):
    """Part of a name, to narrow a list; sent and kept on the server, never in an address."""

    mark_optional = False
    name = fields.Text("Part of a name", required=False, max_length=60, width=20)
