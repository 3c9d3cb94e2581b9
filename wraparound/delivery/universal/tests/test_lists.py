"""The lists against a plain reading of each child: random populations, contacts and marks, every item and state."""

import random
from datetime import date, timedelta

import pytest

from tests.factories import NOW, make_agency, make_shield, make_source, say
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.universal.counts import Read, month_of, quarter_before, standings
from wraparound.delivery.universal.lists import (
    Narrowed,
    children_due_in,
    children_in,
    population_of,
)
from wraparound.delivery.universal.models import Arrival, Cluster, ClusterSchool, Mark
from wraparound.delivery.universal.rules import state_of
from wraparound.delivery.universal.schedule import (
    Item,
    Schedule,
    Serving,
    State,
    school_entry,
    shipped_schedule,
    stretches,
)
from wraparound.delivery.universal.tests.making import (
    TODAY,
    a_team,
    child_of,
    hold,
    make_practice,
    populate,
    register,
)
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.children.models import Address, Birth, Child
from wraparound.outcomes.children.queries import said_of
from wraparound.outcomes.children.rules import birth_in_use

pytestmark = pytest.mark.django_db


def visiting() -> Serving:
    found = shipped_schedule().of("Health visiting")
    assert found
    return found


def random_serving(dice: random.Random) -> Serving:
    """A schedule of another area: what it asks, in which order of days, of whom."""
    items = []
    for number in range(6):
        unit = dice.choice(["days", "weeks", "months"])
        times = sorted(dice.randint(0, {"days": 400, "weeks": 80, "months": 48}[unit]) for _ in range(4))
        named = dict(
            zip(("opens", "due", "overdue", "closes"), (f"{each} {unit}" for each in times), strict=True)
        )
        counted = dice.choice(["birth", "birth", "school_entry", "expected", "arrival"])
        born_from = TODAY - timedelta(days=dice.randint(0, 1500)) if dice.random() < 0.3 else None
        items.append(
            Item(code=f"item_{number}", name="Review", counted_from=counted, born_from=born_from, **named)
        )
    return Serving(
        kind="Health visiting", serves_from="0 days", serves_until="120 months", items=tuple(items)
    )


def random_population(dice: random.Random, actor: Actor, practice, serving: Serving) -> None:
    """Children whose birth agencies tell differently, some expected, dead or arrived; some had this or that."""
    for _ in range(30):
        born = TODAY - timedelta(days=dice.randint(0, 2000))
        child = child_of(practice, born if dice.random() < 0.9 else None)
        if dice.random() < 0.25:
            for _ in range(dice.randint(1, 3)):
                other = make_source(child, make_agency())
                say(other, Birth, date=born + timedelta(days=dice.choice([0, 1, 30])), said_at=NOW)
        if dice.random() < 0.2:
            days = {"expected_date": TODAY + timedelta(days=dice.randint(-90, 200)), "status": "expected"}
            say(make_source(child), Birth, **days)
        if dice.random() < 0.3:
            arrived = TODAY - timedelta(days=dice.randint(0, 400))
            Arrival.objects.create(child=child, team_id=actor.team_id, kind="new", arrived_on=arrived)
        if dice.random() < 0.05:
            say(make_source(child), Birth, date=born, died_on=TODAY)
        for item in serving.items:
            if dice.random() < 0.2:
                state = dice.choice(["held", "held", "not_brought", "planned"])
                hold(child, actor, item.code, at=NOW - timedelta(days=dice.randint(0, 300)), state=state)
            for _ in range(dice.choice([0, 0, 0, 1, 2])):
                Mark.objects.create(
                    child=child, service_id=actor.service_id, code=item.code, kind=dice.choice(Mark.Kind.values),
                    why="Said so", at=NOW - timedelta(days=dice.randint(0, 300)),
                    withdrawn_at=NOW if dice.random() < 0.3 else None,
                )  # fmt: skip


def plainly(child: Child, item: Item, actor: Actor) -> State | None:
    """Read one child as a person would: None for whoever is in no list at all."""
    births = said_of(Birth, [child.pk])[child.pk]
    if any(birth.died_on for birth in births):
        return None
    birth = birth_in_use(births)
    arrived = (
        Arrival.objects.filter(child=child, team=actor.team_id, kind="new").order_by("-arrived_on").first()
    )
    contacts = Contact.objects.filter(child=child, service=actor.service_id, schedule_code=item.code)
    marks = Mark.objects.filter(child=child, service=actor.service_id, code=item.code, withdrawn_at=None)
    newest = max(marks, key=lambda mark: (mark.at, mark.pk), default=None)
    return state_of(
        item, today=TODAY, born=birth.date if birth else None, expected=birth.expected_date if birth else None,
        arrived=arrived.arrived_on if arrived else None,
        done=any(contact.state == "held" for contact in contacts), mark=newest.kind if newest else "",
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_every_list_holds_whom_a_plain_reading_of_each_child_puts_there(seed: int) -> None:
    dice = random.Random(seed)
    actor, practice = a_team()
    serving = visiting() if seed == 0 else random_serving(dice)
    random_population(dice, actor, practice, serving)
    populate()
    children = list(population_of(actor))
    assert len(children) > 20
    counted = {each.item.code: each for each in standings(actor, serving, Narrowed())}
    listed = 0
    for item in serving.items:
        expected: dict[State, set[int]] = {state: set() for state in State}
        for child in children:
            if (state := plainly(child, item, actor)) is not None:
                expected[state].add(child.pk)
        for state in State:
            found = list(children_in(actor, item, state).values_list("pk", flat=True))
            if state != State.NOT_APPLICABLE:
                assert set(found) == expected[state], (item, state)
                assert counted[item.code].states[state] == len(found), (item, state)
            assert len(found) == len(set(found))
            listed += len(found)
        month = children_due_in(actor, item, *month_of(TODAY))
        assert counted[item.code].this_month == month.count()
    assert listed > 40


def test_what_was_due_in_the_quarter_that_is_over_was_done_in_time_later_or_not() -> None:
    actor, practice = a_team()
    item = visiting().item("new_birth")
    assert item
    in_time, late, never, earlier = (child_of(practice, TODAY - timedelta(days=d)) for d in (60, 60, 60, 150))
    hold(in_time, actor, "new_birth", at=NOW - timedelta(days=46))
    hold(late, actor, "new_birth", at=NOW - timedelta(days=45))
    hold(never, actor, "new_birth", state="not_brought")
    declined = child_of(practice, TODAY - timedelta(days=60))
    Mark.objects.create(
        child=declined, service_id=actor.service_id, code="new_birth", kind="declined", why="x", at=NOW
    )
    populate()
    timely = Read(actor, visiting(), Narrowed()).timely(item)
    assert (timely.in_time, timely.late, timely.not_done) == ((in_time.pk,), (late.pk,), (never.pk,))
    assert timely.per_cent == 33
    assert earlier.pk not in timely.not_done
    assert quarter_before(TODAY)[1] == TODAY - timedelta(days=1)


def test_a_child_who_died_or_was_lost_before_birth_is_in_no_list() -> None:
    actor, practice = a_team()
    child = child_of(practice, TODAY - timedelta(days=30))
    lost = child_of(practice, None)
    say(lost.sources.get(), Birth, expected_date=TODAY + timedelta(days=20), status="expected")
    populate()
    antenatal, new_birth = visiting().item("antenatal"), visiting().item("new_birth")
    assert antenatal and new_birth
    assert list(children_in(actor, new_birth, State.OVERDUE)) == [child]
    assert list(children_in(actor, antenatal, State.DUE)) == [lost]
    for each in (child, lost):
        say(each.sources.get(), Birth, died_on=TODAY)
    assert not population_of(actor).exists()
    assert not any(sum(each.states.values()) for each in standings(actor, visiting(), Narrowed()))


def test_a_shielded_child_is_in_no_list_and_no_count_but_of_whoever_is_named() -> None:
    actor, practice = a_team()
    child = child_of(practice, TODAY - timedelta(days=30))
    populate()
    make_shield(child, named=[])
    item = visiting().item("new_birth")
    assert item
    assert not children_in(actor, item, State.OVERDUE).exists()
    assert standings(actor, visiting(), Narrowed())[1].overdue == 0


def test_a_list_is_narrowed_to_a_practice_a_cluster_and_the_active_caseload() -> None:
    actor, practice = a_team()
    first, second = (child_of(practice, TODAY - timedelta(days=30)) for _ in range(2))
    populate()
    school, cluster = (
        make_agency("school", "education"),
        Cluster.objects.create(name="North", valid_from=TODAY),
    )
    ClusterSchool.objects.create(cluster=cluster, agency=school, valid_from=TODAY)
    register(second, school, kind="school")
    Case.objects.create(child=first, team_id=actor.team_id, opened_at=NOW, asked_at=NOW)
    for narrowed, found in (
        (Narrowed(agency=practice.pk), {first, second}), (Narrowed(agency=make_practice().pk), set()),
        (Narrowed(cluster=cluster.pk), {second}), (Narrowed(case="active"), {first}),
        (Narrowed(case="inactive"), {second}),
    ):  # fmt: skip
        assert set(population_of(actor, narrowed)) == found


def test_whoever_shared_a_home_with_a_shielded_child_is_not_found_by_a_practice() -> None:
    actor, practice = a_team()
    brother = child_of(practice, TODAY - timedelta(days=30))
    sister = child_of(practice)
    populate()
    for child in (brother, sister):
        say(child.sources.get(), Address, household=5, postcode="SK9 1AB")
    assert population_of(actor, Narrowed(agency=practice.pk)).count() == 2
    make_shield(sister)
    assert list(population_of(actor)) == [brother]
    assert not population_of(actor, Narrowed(agency=practice.pk)).exists()


def test_an_area_may_ask_only_of_children_born_from_a_day() -> None:
    actor, practice = a_team()
    older, younger = (child_of(practice, TODAY - timedelta(days=d)) for d in (41, 40))
    populate()
    item = visiting().item("new_birth")
    assert item
    narrower = item.model_copy(update={"born_from": TODAY - timedelta(days=40)})
    assert set(children_in(actor, item, State.OVERDUE)) == {older, younger}
    assert list(children_in(actor, narrower, State.OVERDUE)) == [younger]


def test_a_schedule_that_cannot_be_kept_is_refused_in_words() -> None:
    document = shipped_schedule().model_dump(mode="json")
    document["services"][0]["items"][1]["due"] = "9 days"
    with pytest.raises(ValueError, match="must follow one another"):
        Schedule.model_validate(document)
    document = shipped_schedule().model_dump(mode="json")
    document["services"][0]["items"][1]["done_by"] = ["wizard"]
    with pytest.raises(ValueError, match="no skill is called wizard"):
        Schedule.model_validate(document)


@pytest.mark.parametrize(
    "born, entry", [((2022, 8, 31), 2026), ((2022, 9, 1), 2027), ((2020, 2, 29), 2024), ((2022, 12, 1), 2027)]
)
def test_school_begins_in_the_september_after_the_fourth_birthday(born: tuple, entry: int) -> None:
    assert school_entry(date(*born)) == date(entry, 9, 1)


def test_months_are_counted_to_the_last_day_that_there_is() -> None:
    item = visiting().item("one_year")
    assert item
    assert item.opens_on(date(2025, 5, 31)) == date(2026, 2, 28)
    for today in (date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29)):
        spans = stretches(item, today)
        for days in range(800):
            born = today - timedelta(days=days)
            assert born in spans[item.state(born, today)]
