"""What an area administrator is asked about agencies, their services and teams, and what becomes of them."""

from typing import Any

from wraparound.foundation.agencies.models import Agency, Service, Succession, Team
from wraparound.foundation.agencies.queries import agencies, services, teams, teams_of
from wraparound.foundation.area.models import Footprint
from wraparound.foundation.area.queries import footprints
from wraparound.foundation.places.editing import RecordForm
from wraparound.foundation.ui import fields

CODE = "Short, unlike any other: for example quay-primary"
NOBODY = Agency.objects.none()


class FindForm(fields.Form):
    """What to narrow the list of agencies by."""

    mark_optional = False
    words = fields.Text("Name or code", required=False)
    kind = fields.Select("Kind", choices=Agency.Kind.choices, required=False, empty="Any")


class DatedForm(RecordForm):
    """Something that holds from a day, until a day or without an end."""

    valid_from = fields.Date("First day")
    valid_until = fields.Date("Last day", required=False, hint="Leave it empty while there is no end")


class AgencyForm(DatedForm):
    """An agency."""

    field_order = ["code", "name", "kind", "sector", "telephone", "population_team"]
    code = fields.Text("Code", hint=CODE, max_length=30)
    name = fields.Text("Name")
    kind = fields.Select("Kind", choices=Agency.Kind.choices)
    sector = fields.Radios(
        "Sector", choices=Agency.Sector.choices, hints={"health": "Its posts see NHS numbers"}
    )
    telephone = fields.Telephone(max_length=30, required=False)
    population_team = fields.ModelSelect(
        "Which team sees everyone on its roll or list?", queryset=Team.objects.none(), required=False
    )

    def __init__(self, *args: Any, record: Agency | None = None, **options: Any) -> None:
        super().__init__(*args, record=record, **options)
        if record is None:
            del self.fields["population_team"]
        else:
            self.fields["population_team"].queryset = teams_of(record)  # type: ignore[attr-defined]


class ServiceForm(DatedForm):
    """A service of an agency."""

    field_order = ["code", "name", "kind", "is_sensitive", "population", "sees_expected"]
    code = fields.Text("Code", hint=CODE, max_length=30)
    name = fields.Text("Name")
    kind = fields.Text("Kind", hint="For example, health visiting", max_length=60)
    is_sensitive = fields.Confirm(
        "It is sensitive", hint="Sexual health, mental health or substance misuse", required=False
    )
    population = fields.Radios(
        "Whom does it serve?",
        choices=Service.Population.choices,
        hints={
            "none": "Children who are referred to it, one by one",
            "roll": "Every child on a school's roll",
            "list": "Every child on a list, such as a practice's",
            "area": "Every child who lives in its area",
        },
    )
    sees_expected = fields.Confirm(
        "It finds children who are expected", hint="Maternity, health visiting, safeguarding", required=False
    )


class TeamForm(DatedForm):
    """A team: people of one or several agencies who work as one."""

    field_order = ["code", "name", "service", "telephone", "cover_telephone"]
    code = fields.Text("Code", hint=CODE, max_length=30)
    name = fields.Text("Name")
    service = fields.ModelSelect("Service", queryset=Service.objects.none(), required=False)
    telephone = fields.Telephone(max_length=30, required=False)
    cover_telephone = fields.Telephone("Telephone when nobody answers", max_length=30, required=False)
    is_front_door = fields.Confirm(
        "It is the front door", hint="New worries about children come here first", required=False
    )
    holds_adoptions = fields.Confirm("It holds adoption records", required=False)
    holds_safeguarding = fields.Confirm("It holds safeguarding records", required=False)
    holds_sensitive = fields.Confirm("It holds sensitive records", required=False)

    def __init__(self, *args: Any, record: Team | None = None, **options: Any) -> None:
        super().__init__(*args, record=record, **options)
        self.fields["service"].queryset = services()  # type: ignore[attr-defined]


class CodeForm(fields.Form):
    """Another code or name that feeds know an agency by."""

    scheme = fields.Text(
        "What kind of code?",
        hint="For example: urn (a school's number), ods (a health body's code), or name",
        max_length=20,
    )
    value = fields.Text("Code or name")


class PlaceForm(DatedForm):
    """Where an agency serves."""

    field_order = ["footprint"]
    footprint = fields.ModelSelect("Footprint", queryset=Footprint.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["footprint"].queryset = footprints()  # type: ignore[attr-defined]


class MembershipForm(DatedForm):
    """The umbrella body that an agency accedes to."""

    field_order = ["umbrella"]
    umbrella = fields.ModelSelect("Umbrella body", queryset=NOBODY)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        umbrellas = agencies().filter(kind=Agency.Kind.UMBRELLA)
        self.fields["umbrella"].queryset = umbrellas  # type: ignore[attr-defined]


class AgreementForm(DatedForm):
    """That an agency signed the sharing agreement."""

    field_order = ["signed_by"]
    signed_by = fields.Text("Who signed for the agency")


class EndForm(fields.Form):
    """The last day of something."""

    last_day = fields.Date("Last day")


class SuccessionForm(fields.Form):
    """What becomes of an agency."""

    kind = fields.Radios("What becomes of it", choices=Succession.Kind.choices)
    successor = fields.ModelSelect("Which agency", queryset=NOBODY, hint="Add it first if it is new")
    effective_on = fields.Date("From which day")

    def __init__(self, *args: Any, agency: Agency, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["successor"].queryset = agencies().exclude(pk=agency.pk)  # type: ignore[attr-defined]


class HoldingsForm(fields.Form):
    """Whether what an agency held follows or lapses, and which team takes up what each team held."""

    holdings = fields.Radios(
        "What its teams held",
        choices=[
            (Succession.Holdings.FOLLOW.value, Succession.Holdings.FOLLOW.label),
            (Succession.Holdings.LAPSE.value, Succession.Holdings.LAPSE.label),
        ],
        hints={"lapse": "Its children are seen by the successor only as new ones"},
    )

    def __init__(self, *args: Any, succession: Succession, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_whole = succession.kind in (Succession.Kind.MERGED, Succession.Kind.RENAMED)
        self.old_teams = {f"team_{team.pk}": team for team in teams_of(succession.predecessor)}
        for name, team in self.old_teams.items():
            self.fields[name] = fields.ModelSelect(
                f"Who takes up what {team.name} held", queryset=teams().exclude(pk=team.pk), required=False
            )
        self.fields["holdings"].reveals = {"follow": list(self.old_teams)}  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Gather which team takes up what each team held.

        Each needs one when the whole agency follows; of one that splits or passes work on, at least one does.
        """
        cleaned = super().clean() or {}
        if cleaned.get("holdings") == Succession.Holdings.FOLLOW:
            lacking = [name for name in self.old_teams if not cleaned.get(name) and name not in self.errors]
            if self.is_whole or len(lacking) == len(self.old_teams):
                for name in lacking:
                    self.add_error(name, "Choose the team that takes this up")
        pairs = ((team, cleaned.pop(name, None)) for name, team in self.old_teams.items())
        cleaned["teams"] = {old: new for old, new in pairs if new}
        return cleaned
