"""What a card says: every part as its categories open it, agencies that disagree, and nothing past a shield."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_agency,
    make_child,
    make_grant,
    make_involvement,
    make_service,
    make_source,
    make_team,
    say,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.agencies.models import AgencyFootprint
from wraparound.foundation.area.models import Footprint, FootprintLevel
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.card import queries
from wraparound.outcomes.card.tests.reading import full_child, read, texts
from wraparound.outcomes.children.models import (
    Banner,
    Birth,
    Name,
    Setting,
    Standing,
)

pytestmark = pytest.mark.django_db


PLACES = ["TOKENSTREET", "TOKENSCHOOL", "TOKENPRACTICE", "900 001", "07700 900002"]
REST = ["TokenCarer", "TOKENLANGUAGE", "TOKENINTERPRETER", "TOKENORDER", "TOKENLEAD", "since 1 January 2026"]


@pytest.mark.parametrize(
    ("categories", "shown", "hidden"),
    [
        (Category.IDENTITY, ["Amara Okafor"], [*PLACES, *REST, "TOKENTEAM", "protection_plan", "Child in need"]),
        (Category.PARTICULARS, REST, [*PLACES, "TOKENTEAM", "TOKENWORKER", "protection_plan", "Child in need"]),
        (Category.WHEREABOUTS, PLACES[:4], [*REST, "TOKENTEAM", "protection_plan", "Child in need"]),
        (Category.INVOLVEMENT, ["TOKENTEAM", "TOKENWORKER"], [*PLACES, *REST, "protection_plan", "Child in need"]),
        (Category.RECORD, ["Child in need", "protection_plan"], [*PLACES, *REST[:5], "TOKENTEAM"]),
    ],
)  # fmt: skip
def test_each_part_is_read_with_its_category_and_not_without(categories, shown, hidden) -> None:
    actor, child = make_actor(), full_child()
    make_grant(actor, child, Basis.DECISION, categories=categories)
    said = str(read(actor, child))
    for token in shown:
        assert token in said
    for token in hidden:
        assert token not in said


@pytest.mark.parametrize(
    ("sector", "numbers"),
    [("health", {"TOKENNHS"}), ("education", {"TOKENUPN"}), ("social_care", {"TOKENNHS", "TOKENUPN"}), ("justice", set()), ("community", set())],
)  # fmt: skip
def test_numbers_are_those_that_the_readers_own_sector_uses(sector: str, numbers: set[str]) -> None:
    actor = make_actor(make_team(make_service(make_agency(sector=sector))))
    child = full_child()
    make_grant(actor, child, Basis.INVOLVEMENT)
    said = str(read(actor, child))
    assert {token for token in ("TOKENNHS", "TOKENUPN") if token in said} == numbers


def test_the_name_is_as_the_child_uses_it_and_every_agencys_is_shown_with_who_said_it() -> None:
    actor, child = make_actor(), make_child("Samuel", "O'Neill")
    second, third = (make_source(child) for _ in range(2))
    say(second, Name, given_names="Samuel", family_name="ONEILL")
    say(second, Name, given_names="Sam", kind="known_as")
    say(third, Name, given_names="Samuel", family_name="Reed", kind="former")
    make_grant(actor, child, Basis.INVOLVEMENT)
    card = read(actor, child)
    assert card.name == "Sam ONEILL"
    assert set(texts(card.identity.names)) == {
        "Samuel ONEILL",
        "Samuel O'Neill",
        "Sam (known as)",
        "Samuel Reed (former)",
    }


def test_agencies_that_disagree_about_a_birth_date_are_each_shown_most_of_them_first() -> None:
    actor, child = make_actor(), make_child(born=date(2019, 5, 14))
    for born in (date(2019, 5, 14), date(2019, 5, 4)):
        say(make_source(child), Birth, date=born, status="claimed")
    make_grant(actor, child, Basis.INVOLVEMENT)
    card = read(actor, child)
    assert [claim.text.split(",")[0] for claim in card.identity.births] == ["14 May 2019", "4 May 2019"]
    assert [len(claim.said) for claim in card.identity.births] == [2, 1]
    assert card.born == date(2019, 5, 14)


def test_who_said_a_thing_does_not_tell_what_the_reader_may_not_know() -> None:
    school = make_agency(name="TOKEN School", kind="school", sector="education")
    quiet = make_agency(name="TOKEN Recovery")
    make_service(quiet, is_sensitive=True)
    council = make_agency(name="TOKEN Council", kind="council", sector="social_care")
    child = make_child(agency=school)
    for agency in (quiet, council):
        say(make_source(child, agency), Name, given_names="Amara", family_name="Okafor")
    seen = {
        Category.PARTICULARS: set(),
        Category.INVOLVEMENT: {"TOKEN Council"},
        Category.INVOLVEMENT | Category.WHEREABOUTS: {"TOKEN Council", "TOKEN School"},
        Category.INVOLVEMENT | Category.SENSITIVE: {"TOKEN Council", "TOKEN Recovery"},
    }
    for categories, named in seen.items():
        actor = make_actor()
        make_grant(actor, child, Basis.DECISION, categories=categories)
        said = {saying.agency for claim in read(actor, child).identity.names for saying in claim.said}
        assert {name for name in said if name.startswith("TOKEN")} == named
    own = make_actor(make_team(make_service(council)))
    make_grant(own, child, Basis.POPULATION)
    assert "TOKEN Council" in str(read(own, child).identity)


@pytest.mark.parametrize(
    ("ground", "sees_sensitive", "services"),
    [
        ("none", False, []),
        ("consent", False, ["A further service: ask the data manager"]),
        ("harm", False, ["A further service: ask the data manager"]),
        ("none", True, ["TOKENQUIET"]),
    ],
)
def test_a_sensitive_service_is_a_further_service_with_a_ground_and_nothing_without(
    ground, sees_sensitive, services
) -> None:
    actor, child = make_actor(), make_child()
    team = make_team(make_service(is_sensitive=True, name="TOKENQUIET"), name="TOKENTEAM")
    make_involvement(child, team, ground=ground, worker="TOKENWORKER")
    categories = Category.INVOLVEMENT | (Category.SENSITIVE if sees_sensitive else Category(0))
    make_grant(actor, child, Basis.DECISION, categories=categories)
    shown = read(actor, child).involvements
    assert [worker.service for worker in shown.now] == services
    assert sees_sensitive or "TOKEN" not in str(shown)


def test_a_sensitive_services_own_worker_sees_it_by_name() -> None:
    team = make_team(make_service(is_sensitive=True, name="Bluebell"))
    actor, child = make_actor(team), make_child()
    make_involvement(child, team)
    make_grant(actor, child, Basis.INVOLVEMENT, team=True)
    assert [worker.service for worker in read(actor, child).involvements.now] == ["Bluebell"]


def test_the_protection_plan_is_told_to_holders_of_the_record_duty_and_the_childs_safeguarding_lead() -> None:
    child = full_child()
    for role, basis, told in [
        (Role.PRACTITIONER, Basis.OPENED, False),
        (Role.PRACTITIONER, Basis.POPULATION, False),
        (Role.SAFEGUARDING_LEAD, Basis.POPULATION, True),
        (Role.DUTY, Basis.DUTY_DESK, True),
        (Role.PRACTITIONER, Basis.EMERGENCY, True),
    ]:
        actor = make_actor(role=role)
        make_grant(actor, child, basis)
        kinds = [banner.kind for banner in read(actor, child).banners]
        assert ("protection_plan" in kinds) is told, (role, basis)
        assert "court_order" in kinds


@pytest.mark.parametrize(("is_local", "told"), [(True, False), (False, True)])
def test_the_responsible_authority_is_told_of_a_child_placed_from_elsewhere(is_local, told) -> None:
    authority, child, actor = make_agency(name="Westmere"), make_child(), make_actor()
    if is_local:
        level = FootprintLevel.objects.create(name="borough", position=1)
        place = Footprint.objects.create(level=level, code="X", name="Here", valid_from=date(2020, 1, 1))
        AgencyFootprint.objects.create(agency=authority, footprint=place, valid_from=date(2020, 1, 1))
    source = child.sources.get()
    say(source, Standing, kind="looked_after", responsible=authority, holds_from=date(2026, 1, 1))
    make_grant(actor, child, Basis.OPENED)
    assert texts(read(actor, child).particulars.responsible) == (["Westmere"] if told else [])
    duty = make_actor(role=Role.DUTY)
    make_grant(duty, child, Basis.DUTY_DESK)
    assert texts(read(duty, child).particulars.responsible) == ["Westmere"]


def test_what_is_new_since_the_reader_last_looked_comes_with_its_day() -> None:
    actor, child = make_actor(), make_child()
    make_grant(actor, child, Basis.INVOLVEMENT, now=NOW - timedelta(days=9))
    assert read(actor, child).news == ()
    then = NOW - timedelta(days=3)
    audit.record_looks(verb=queries.SEEN, now=then, actor=actor, child_ids=[child.pk])
    Name.objects.update(said_at=NOW - timedelta(days=8))
    Birth.objects.update(said_at=NOW - timedelta(days=8))
    assert read(actor, child).news == ()
    say(child.sources.get(), Setting, kind="school", as_written="Hill School")
    assert [each.words for each in read(actor, child).news] == ["School: Hill School"]


def test_safe_contact_takes_the_links_off_the_familys_telephones() -> None:
    actor, child = make_actor(), make_child()
    make_grant(actor, child, Basis.INVOLVEMENT)
    assert read(actor, child).may_telephone
    say(child.sources.get(), Banner, kind="safe_contact", words="Do not telephone")
    assert not read(actor, child).may_telephone


def test_what_no_longer_holds_is_not_shown() -> None:
    actor, child = make_actor(), make_child()
    source = child.sources.get()
    say(source, Banner, kind="court_order", words="Old", holds_until=NOW.date() - timedelta(days=1))
    say(source, Standing, kind="protection_plan", holds_from=date(2025, 1, 1), holds_until=date(2026, 1, 1))
    make_involvement(child, make_team(), involved_until=NOW.date() - timedelta(days=1))
    make_grant(actor, child, Basis.EMERGENCY)
    card = read(actor, child)
    assert card.banners == ()
    assert (len(card.involvements.now), len(card.involvements.before)) == (0, 1)


def test_a_card_reads_in_a_bounded_number_of_statements(django_assert_max_num_queries) -> None:
    actor, child = make_actor(), full_child()
    for _ in range(40):
        make_involvement(child, make_team())
    make_grant(actor, child, Basis.EMERGENCY)
    found = sight(actor, child.public_id)
    with django_assert_max_num_queries(40):
        queries.card(actor, found, NOW)
