"""A child with a unique token in every field, so that any leak on any surface can be read off the reply."""

from dataclasses import dataclass, field
from datetime import date

from tests.factories import NOW, make_agency, make_service, make_source, make_team, say
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.children.models import (
    Address,
    Banner,
    Birth,
    Carer,
    Child,
    Identifier,
    Involvement,
    Language,
    Name,
    Setting,
    Standing,
    Telephone,
)


@dataclass
class Planted:
    """The child, and for each part of the record (as the oracle names them) the tokens that betray it."""

    child: Child
    team: Team
    tokens: dict[str, set[str]] = field(default_factory=dict)

    def parts_in(self, text: str) -> frozenset[str]:
        """Return the parts of the record that a reply betrays."""
        return frozenset(part for part, tokens in self.tokens.items() if any(t in text for t in tokens))


def plant(mark: str = "Q", team: Team | None = None) -> Planted:
    """Store a child whose every field holds a token made from `mark`; `team` works with the child.

    The sector of the team decides which identifiers it is shown; health sees the NHS number.
    """
    team = team or make_team()
    child = Child.objects.create(created_at=NOW)
    source = make_source(child, team.agency, source_id=f"{mark}source")
    sensitive = make_team(make_service(name=f"{mark}clinic", kind=f"{mark}kind", is_sensitive=True))
    other = make_team(make_service(name=f"{mark}youthwork"), name=f"{mark}youthteam")
    council = make_agency("council", "social_care", name=f"{mark}council", telephone="01632 960777")
    say(source, Name, given_names=f"{mark}given", family_name=f"{mark}family")
    say(source, Name, kind="known_as", given_names=f"{mark}knownas")
    say(source, Birth, date=date(2017, 8, 9), sex="F", status="documented")
    say(source, Address, lines=f"1 {mark}street", postcode="ZZ99 3QQ", household=77)
    say(source, Telephone, number="07700 900333")
    say(source, Identifier, scheme="nhs", value="9991234563")
    say(source, Carer, given_names=f"{mark}carer", family_name=f"{mark}mother", relation="mother",
        telephone="07700 900444")  # fmt: skip
    say(source, Language, first_language=f"{mark}tongue", interpreter=f"{mark}interpreter")
    say(source, Setting, kind="school", as_written=f"{mark}school")
    say(source, Setting, kind="practice", as_written=f"{mark}practice")
    say(source, Involvement, team=other, as_written=f"{mark}youthteam", worker=f"{mark}worker",
        worker_telephone="07700 900555", involved_from=date(2026, 1, 5))  # fmt: skip
    say(source, Involvement, team=sensitive, as_written=f"{mark}clinic", is_sensitive=True,
        ground="consent", worker=f"{mark}therapist", involved_from=date(2026, 1, 6))  # fmt: skip
    say(source, Banner, kind="court_order", words=f"{mark}order")
    say(source, Standing, kind="assessment", holds_from=date(2026, 1, 7), worker=f"{mark}assessor")
    say(source, Standing, kind="lead", holds_from=date(2026, 1, 8), worker=f"{mark}leader")
    say(source, Standing, kind="looked_after", holds_from=date(2026, 1, 9), responsible=council)
    say(source, Standing, kind="protection_plan", holds_from=date(2026, 1, 10), responsible=council)
    brother = Child.objects.create(created_at=NOW)
    his = make_source(brother, make_agency())
    say(his, Name, given_names=f"{mark}brother", family_name=f"{mark}family")
    say(his, Birth, date=date(2015, 2, 3), sex="M")
    say(his, Address, lines=f"1 {mark}street", postcode="ZZ99 3QQ", household=77)
    return Planted(
        child,
        team,
        {
            "name": {f"{mark}given", f"{mark}knownas"},
            "birth": {"9 August 2017", "2017-08-09"},
            "number": {child.number},
            "identifiers": {"9991234563", "999 123 4563"},
            "carers": {f"{mark}carer"},
            "language": {f"{mark}tongue", f"{mark}interpreter"},
            "lead": {f"{mark}leader"},
            "banners": {f"{mark}order"},
            "address": {f"{mark}street", "ZZ99 3QQ"},
            "school": {f"{mark}school"},
            "practice": {f"{mark}practice"},
            "telephone": {"07700 900333", "07700900333", "07700 900444", "07700900444"},
            "involvement": {f"{mark}youthteam", f"{mark}worker", "07700 900555", "07700900555"},
            "sensitive service": {f"{mark}clinic", f"{mark}therapist", f"{mark}kind"},
            "household": {f"{mark}brother"},
        },
    )
