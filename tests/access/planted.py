"""A child with a unique token in every field, so that any leak on any surface can be read off the reply."""

from dataclasses import dataclass, field
from datetime import date

from tests.factories import NOW, make_agency, make_service, make_source, make_team, say
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.access.rules import Category
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
from wraparound.outcomes.journey.services import NewEvent, add_events


@dataclass
class Planted:
    """The child, and for each part of the record (as the oracle names them) the tokens that betray it."""

    child: Child
    team: Team
    tokens: dict[str, set[str]] = field(default_factory=dict)

    def parts_in(self, text: str) -> frozenset[str]:
        """Return the parts of the record that a reply betrays."""
        return frozenset(part for part, tokens in self.tokens.items() if any(t in text for t in tokens))


def written(number: str) -> set[str]:
    """Return the forms in which a telephone number of the United Kingdom may stand in a reply."""
    area, first, second = number[:5], number[5:8], number[8:]
    return {number, f"{area} {first}{second}", f"{area} {first} {second}", f"+44{number[1:]}"}


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
    add_events(events(child, mark, own=team, sensitive=sensitive), now=NOW)
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
            "sex": {"Female"},
            "number": {child.number},
            "identifiers": {"9991234563", "999 123 4563"},
            "carers": {f"{mark}carer"},
            "language": {f"{mark}tongue", f"{mark}interpreter"},
            "assessment": {"7 January 2026"},
            "lead": {f"{mark}leader"},
            "banners": {f"{mark}order"},
            "responsible": {f"{mark}council", *written("01632960777")},
            "address": {f"{mark}street", "ZZ99 3QQ", f"{mark}moved"},
            "school": {f"{mark}school"},
            "practice": {f"{mark}practice"},
            "telephone": {*written("07700900333"), *written("07700900444")},
            "involvement": {
                f"{mark}youthteam",
                f"{mark}worker",
                f"{mark}joined",
                *written("07700900555"),
            },
            "record": {f"{mark}planline", "9 January 2026"},
            "plan exists": {"in force.", "protection_plan"},
            "own record": {f"{mark}ownrecord"},
            "own notes": {f"{mark}ownnote"},
            "notes": {f"{mark}othernote"},
            "safeguarding": {f"{mark}enquiry"},
            "sensitive service": {f"{mark}clinic", f"{mark}therapist", f"{mark}kind", f"{mark}quiet"},
            "household": {f"{mark}brother"},
        },
    )


def events(child: Child, mark: str, *, own: Team, sensitive: Team) -> list[NewEvent]:
    """Return one line of the journey for each category that a line can have, each with its token."""
    lines = [
        (f"{mark}moved", Category.IDENTITY, None, True),
        (f"{mark}joined", Category.INVOLVEMENT, None, False),
        (f"{mark}planline", Category.RECORD, None, False),
        (f"{mark}ownrecord", Category.RECORD, own.service_id, False),
        (f"{mark}ownnote", Category.NOTES, own.service_id, False),
        (f"{mark}othernote", Category.NOTES, None, False),
        (f"{mark}enquiry", Category.SAFEGUARDING, None, False),
        (f"{mark}quiet", Category.SENSITIVE, sensitive.service_id, False),
    ]
    return [
        NewEvent(
            child_id=child.pk, on=date(2026, 2, 1), kind="test", line=words, category=category,
            service_id=service, is_whereabouts=where,
        )
        for words, category, service, where in lines
    ]  # fmt: skip
