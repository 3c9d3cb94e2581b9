"""What an area administrator is asked about the area, its places and its decisions."""

from typing import Any

from django.utils import timezone

from wraparound.foundation.area.models import Footprint, FootprintLevel
from wraparound.foundation.area.queries import footprints, levels
from wraparound.foundation.places.editing import RecordForm
from wraparound.foundation.ui import fields
from wraparound.foundation.ui.vocabulary import SHIPPED

MEGABYTE = 1_000_000


class AreaForm(RecordForm):
    """Who the area is."""

    code = fields.Text(
        "Code of the authority", hint="As postcode directories write it, like E09000001", max_length=50
    )
    name = fields.Text("Name of the area")
    vocabulary = fields.Radios(
        "Words of the pages",
        choices=[(slug, slug.replace("-", " ").capitalize()) for slug in SHIPPED],
        hints={
            "every-child-matters": "Common assessment, lead professional",
            "today": "Early help, lead practitioner",
        },
    )


class DutyNumberForm(RecordForm):
    """A number that anyone worried about a child can ring."""

    fixed = ()
    label = fields.Text("Who answers", hint="For example, Children's duty team")
    telephone = fields.Telephone(max_length=30)
    hours = fields.Text("When", hint="For example, 9am to 5pm, Monday to Friday", required=False)
    position = fields.Integer("Place in the list", hint="1 is shown first", min_value=0, max_value=99)


class LevelForm(fields.Form):
    """A level of the tree of footprints."""

    name = fields.Text("Name of the level", hint="For example, Ward", max_length=50)
    position = fields.Integer("Place in the order", hint="1 is the largest", min_value=0, max_value=99)


class FootprintForm(RecordForm):
    """A footprint: its name, its level and the larger one that it lies in."""

    code = fields.Text("Code", hint="As postcode directories write it, like E05000001", max_length=20)
    name = fields.Text("Name")
    level = fields.ModelSelect("Level", queryset=FootprintLevel.objects.none())
    parent = fields.ModelSelect("Lies in", queryset=Footprint.objects.none(), required=False)
    valid_from = fields.Date("First day")
    valid_until = fields.Date("Last day", required=False)

    def __init__(self, *args: Any, record: Footprint | None = None, **options: Any) -> None:
        super().__init__(*args, record=record, **options)
        self.fields["level"].queryset = levels()  # type: ignore[attr-defined]
        self.fields["parent"].queryset = footprints(on=timezone.localdate())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a footprint that would lie in one that is no larger."""
        cleaned = super().clean()
        level, parent = cleaned.get("level"), cleaned.get("parent")
        if level and parent and parent.level.position >= level.position:
            self.add_error(
                "parent", f"A {level.name.lower()} must lie in something larger than {parent.name}"
            )
        return cleaned


class FileForm(fields.Form):
    """A file from the administrator's device."""

    file = fields.Upload("The file")

    def __init__(self, *args: Any, most: int = 5 * MEGABYTE, **options: Any) -> None:
        super().__init__(*args, **options)
        self.most = most

    def clean_file(self) -> Any:
        """Refuse a file that is larger than any real one."""
        file = self.cleaned_data["file"]
        if file.size > self.most:
            self.add_error("file", f"Choose a file smaller than {self.most // MEGABYTE} megabytes")
        return file


class PostcodeForm(fields.Form):
    """A postcode to look up."""

    postcode = fields.Text("Postcode", max_length=10, width=10)


class DocumentForm(fields.Form):
    """A new version of what the area decided."""

    effective_from = fields.Date("First day that it holds")
    text = fields.LongText(
        "What was decided", rows=18, max_length=20_000, hint="Change the figures and words"
    )
