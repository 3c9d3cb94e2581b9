"""What is asked of a note that is about another child: first which child, then whether it is that one."""

from collections.abc import Sequence
from typing import Any

from wraparound.delivery.contacts.forms import VersionRead
from wraparound.foundation.ui import fields


class RightChildForm(fields.Form):
    """Whom the note is about: one of the children whose cases the writer has, or a number."""

    mark_optional = False
    key = fields.SubmissionKey()
    version = VersionRead()
    among = fields.Select("The right child", required=False, empty="Another child")
    number = fields.Text(
        "Or their number", required=False, max_length=20, width=20,
        hint="It stands under the name at the head of the child’s page",
    )  # fmt: skip
    why = fields.Text(
        "How it came to be here", max_length=400, missing="Write it in a few words",
        hint="Like “written with the wrong page open”. Name no child",
    )  # fmt: skip

    def __init__(self, *args: Any, children: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["among"].choices = [("", "Another child"), *children]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for one child."""
        data = super().clean() or self.cleaned_data
        asked = "among" in data and "number" in data
        if asked and bool(data["among"]) == bool(data["number"]):
            self.add_error("among", "Choose the right child, or write their number")
        return data


class MoveNoteForm(fields.Form):
    """The work with the right child that the note belongs to, with what was said before."""

    key = fields.SubmissionKey()
    version = VersionRead()
    right = fields.Hidden()
    why = fields.Hidden()
    case = fields.Select("Which work is it part of?", required=False, empty="Not part of a case")

    def __init__(self, *args: Any, cases: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if cases:
            self.fields["case"].choices = [("", "Not part of a case"), *cases]  # type: ignore[attr-defined]
        else:
            del self.fields["case"]
