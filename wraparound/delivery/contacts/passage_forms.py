"""What is asked of a passage of a note that not everybody who sees the note may read."""

from typing import Any

from wraparound.delivery.contacts.models import Passage
from wraparound.foundation.ui import fields
from wraparound.outcomes.kin.queries import person_of

HINTS = {
    Passage.Kind.PERSON: "Everybody else who reads the note reads it",
    Passage.Kind.REFERRER: "For whoever has the case, you and the team’s managers",
    Passage.Kind.POLICE: "For whoever has the case, you and the team’s managers",
}


class KeepApartForm(fields.Form):
    """A passage, what makes it restricted, whom it is kept from, and why."""

    key = fields.SubmissionKey()
    words = fields.LongText(
        "The passage", rows=4, max_length=4000, missing="Write the passage",
        hint="To take it out of the note, copy its words here as they stand there",
    )  # fmt: skip
    kind = fields.Radios(
        "What makes it restricted?", choices=Passage.Kind.choices, hints=HINTS,
        missing="Choose what makes it restricted", reveals={Passage.Kind.PERSON: ["kept_from", "email"]},
    )  # fmt: skip
    kept_from = fields.Text(
        "Who must not read it?", max_length=200, hint="Like “her father”", missing="Say who must not read it"
    )
    email = fields.Email(
        "Their email address, if they sign in here", required=False,
        hint="They then read nothing of it in any post, nor that it is there",
    )  # fmt: skip
    why = fields.Text("Why is it kept apart?", max_length=400, missing="Write why in a few words")

    def clean(self) -> dict[str, Any]:
        """Find the person who signs in."""
        data = super().clean() or self.cleaned_data
        email = data.get("email") or ""
        data["user"] = person_of(email) if email else None
        if email and data["user"] is None:
            self.add_error("email", "Nobody signs in with that email address: check the spelling")
        return data


class LiftForm(fields.Form):
    """Why a passage is kept apart no longer."""

    because = fields.Text(
        "Why may everybody who reads the note read it now?", max_length=400,
        missing="Write why in a few words",
    )  # fmt: skip
