"""Marking, planning many at once, moving between caseloads, linking, skills and effort: what it does and refuses."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import NOW, make_actor, make_agency, make_post, make_team
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.universal import effort, linking, planning_effort, served
from wraparound.delivery.universal.lists import Narrowed, children_in, population_of
from wraparound.delivery.universal.models import ClusterSchool, EffortPlan, Mark, PostSkill, TeamLink
from wraparound.delivery.universal.planned import schedule_on, serving_of
from wraparound.delivery.universal.schedule import State
from wraparound.delivery.universal.services import (
    make_active,
    make_inactive,
    mark_item,
    plan_many,
    withdraw_mark,
)
from wraparound.delivery.universal.tests.making import (
    TODAY,
    a_team,
    another_team,
    child_of,
    hold,
    make_practice,
    make_visiting,
    populate,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.area.models import Configuration
from wraparound.foundation.audit.changes import Taken
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.children.models import Child

pytestmark = pytest.mark.django_db
MONDAY = NOW + timedelta(days=6)


def a_baby(role: str = Role.PRACTITIONER) -> tuple[Actor, Child]:
    actor, practice = a_team(role)
    child = child_of(practice, TODAY - timedelta(days=30))
    populate()
    return actor, child


def overdue(actor: Actor) -> list[Child]:
    serving = serving_of(actor, schedule_on(TODAY))
    item = serving.item("new_birth") if serving else None
    assert item
    return list(children_in(actor, item, State.OVERDUE))


def say_declined(actor: Actor, child: Child, **given: object) -> Mark:
    values = {"code": "new_birth", "kind": "declined", "why": "Said no", "said_by": "Mother", **given}
    return mark_item(child=child, actor=actor, now=NOW, **values)  # type: ignore[arg-type]


def test_what_is_declined_is_asked_for_no_longer_until_somebody_takes_that_back() -> None:
    actor, child = a_baby()
    assert overdue(actor) == [child]
    mark = say_declined(actor, child)
    assert overdue(actor) == []
    assert (mark.by_id, mark.said_by) == (actor.post_id, "Mother")
    assert Entry.objects.filter(verb="universal.mark", child_id=child.pk).count() == 1
    withdraw_mark(mark=mark, actor=actor, now=NOW)
    withdraw_mark(mark=mark, actor=actor, now=NOW)
    assert overdue(actor) == [child]
    assert Entry.objects.filter(verb="universal.unmark").count() == 1


def test_a_mark_says_why_and_who_and_is_of_a_child_whose_records_one_sees() -> None:
    actor, child = a_baby()
    key = uuid4()
    for wrong in ({"why": " "}, {"said_by": ""}, {"kind": "bored"}, {"code": "nothing"}):
        with pytest.raises(Denied):
            say_declined(actor, child, **wrong)
    stranger = make_actor(make_visiting())
    with pytest.raises(Denied, match="could not find"):
        say_declined(stranger, child)
    assert say_declined(actor, child, key=key) == say_declined(actor, child, key=key)
    assert Mark.objects.count() == 1


def plan(actor: Actor, children: list[Child], key: object = None) -> int:
    return plan_many(
        children=children, code="new_birth", kind="home_visit", first_at=MONDAY, minutes=30, post=None,
        actor=actor, now=NOW, key=key or uuid4(),  # type: ignore[arg-type]
    )  # fmt: skip


def test_contacts_with_many_are_planned_one_after_the_other_and_once() -> None:
    actor, practice = a_team()
    children = [child_of(practice, TODAY - timedelta(days=20 + n)) for n in range(3)]
    populate()
    key = uuid4()
    assert plan(actor, children, key) == plan(actor, children, key) == 3
    planned = Contact.objects.order_by("planned_for")
    assert [contact.child for contact in planned] == children
    assert [contact.planned_for - MONDAY for contact in planned] == [
        timedelta(minutes=m) for m in (0, 30, 60)
    ]
    assert {(contact.schedule_code, contact.state) for contact in planned} == {("new_birth", "planned")}
    assert set(overdue(actor)) == set(children), "planned is not done"


def test_all_are_planned_or_none() -> None:
    actor, child = a_baby()
    with pytest.raises(Denied, match="no longer"):
        plan(actor, [child, child_of(make_practice())])
    with pytest.raises(Denied, match="between 1 and"):
        plan(actor, [])
    assert not Contact.objects.exists()


def test_a_child_comes_into_the_active_caseload_with_a_reason_and_leaves_it_for_the_population() -> None:
    actor, child = a_baby()
    with pytest.raises(Denied, match="why"):
        make_active(child=child, why=" ", level="2", actor=actor, now=NOW)
    case = make_active(child=child, why="Feeding", level="2", actor=actor, now=NOW)
    assert (case.kind, case.origin) == (Case.Kind.UNIVERSAL, Case.Origin.POPULATION)
    assert list(population_of(actor, Narrowed(case="active"))) == [child]
    make_inactive(case=case, closing="done", words="Weight is good", actor=actor, now=NOW)
    assert list(population_of(actor, Narrowed(case="inactive"))) == [child]


def test_a_link_lets_a_team_see_a_whole_practice_so_only_an_administrator_makes_one() -> None:
    admin, team, practice = make_actor(role=Role.AREA_ADMINISTRATOR), make_visiting(), make_practice()
    manager = make_actor(team, Role.TEAM_MANAGER)
    child_of(practice)
    given = {"team": team, "agency": practice, "valid_from": TODAY, "now": NOW}
    with pytest.raises(Denied):
        linking.link_team(**given, actor=manager)
    with pytest.raises(Denied, match="others have no population"):
        linking.link_team(**given | {"team": make_team()}, actor=admin)
    made = linking.link_team(**given, actor=admin)
    with pytest.raises(Taken):
        linking.link_team(**given, actor=admin)
    with pytest.raises(Denied, match="serves this already"):
        linking.link_team(**given | {"team": another_team(team)}, actor=admin)
    linking.end_link(link=made, valid_until=TODAY, version=made.version, actor=admin, now=NOW)
    tomorrow = TODAY + timedelta(days=1)
    linking.link_team(**given | {"team": another_team(team), "valid_from": tomorrow}, actor=admin)
    assert TeamLink.objects.count() == 2


def test_a_cluster_keeps_from_when_each_school_is_in_it() -> None:
    admin = make_actor(role=Role.AREA_ADMINISTRATOR)
    one, two, three = (make_agency("school", "education") for _ in range(3))
    cluster = linking.save_cluster(
        cluster=None, name="North", schools=[one, two], valid_from=TODAY, actor=admin, now=NOW
    )
    later = TODAY + timedelta(days=10)
    linking.save_cluster(
        cluster=cluster, name="North", schools=[two, three], valid_from=later, actor=admin, now=NOW
    )
    assert set(served.schools_in(cluster, today=TODAY)) == {one, two}
    assert set(served.schools_in(cluster, today=later)) == {two, three}
    assert ClusterSchool.objects.count() == 3


def test_of_practices_that_nobody_serves_small_numbers_of_children_are_hidden() -> None:
    a_team()
    few, many = make_practice(), make_practice()
    for practice, count in ((few, 3), (many, 9)):
        for _ in range(count):
            child_of(practice)
    shown = served.unserved_figures(served.unserved(today=TODAY))
    assert shown
    assert shown.at(few.name).is_hidden and shown.at(many.name).is_hidden, "the total would tell the few"
    assert shown.note


def test_who_did_what_is_shown_beside_whom_the_schedule_means_it_for() -> None:
    actor, child = a_baby(Role.TEAM_MANAGER)
    team = Team.objects.get(pk=actor.team_id)
    visitor, nurse = make_post(team), make_post(team)
    for post, skill in ((visitor, "hv"), (nurse, "nn")):
        linking.give_skill(
            post=post, skill=skill, valid_from=TODAY - timedelta(days=60), actor=actor, now=NOW
        )
    for post, days in ((visitor, 5), (nurse, 5), (nurse, 70)):
        contact = hold(child, actor, "new_birth", at=NOW - timedelta(days=days))
        Contact.objects.filter(pk=contact.pk).update(post=post)
    schedule = schedule_on(TODAY)
    serving = serving_of(actor, schedule)
    assert serving
    line = next(each for each in effort.skill_mix(actor, schedule, serving) if each.item.code == "new_birth")
    assert (line.count, line.outside, line.meant_for) == (3, 2, "Health visitor")
    assert set(line.by_skill) == {
        ("Health visitor", 1, True), ("Nursery nurse", 1, False), ("Not said", 1, False),
    }  # fmt: skip
    with pytest.raises(Denied, match="own team"):
        linking.give_skill(post=make_post(), skill="hv", valid_from=TODAY, actor=actor, now=NOW)
    assert PostSkill.objects.count() == 2


def test_effort_is_what_contacts_took_by_the_level_of_their_case() -> None:
    actor, child = a_baby(Role.TEAM_MANAGER)
    case = Case.objects.create(child=child, team_id=actor.team_id, level="2", opened_at=NOW, asked_at=NOW)
    hold(child, actor, "new_birth", at=NOW - timedelta(days=2))
    Contact.objects.update(minutes=30)
    noted = hold(child, actor, "", at=NOW - timedelta(days=2))
    Contact.objects.filter(pk=noted.pk).update(case=case, minutes=90)
    hold(child, actor, "", at=NOW - timedelta(days=400))
    values = {"by_what": "level", "first_day": TODAY - timedelta(days=9), "last_day": TODAY, "why": ""}
    given = {**values, "actor": actor, "now": NOW, "key": uuid4()}
    with pytest.raises(Denied, match="come to 90"):
        planning_effort.plan_effort(**given, shares={"every_child": 50, "2": 40})
    made = planning_effort.plan_effort(**given, shares={"every_child": 60, "2": 40})
    assert planning_effort.plan_effort(**given, shares={"every_child": 60, "2": 40}) == made
    spent = effort.spent(actor, made)
    lines = {line.code: (line.planned, line.share, line.minutes) for line in spent.lines if line.minutes}
    assert lines == {"every_child": (60, 25, 30), "2": (40, 75, 90)}
    assert spent.contacts == 2
    assert "35" in spent.title
    with pytest.raises(Taken):
        planning_effort.plan_effort(**given | {"key": uuid4()}, shares={"2": 100})
    assert EffortPlan.objects.count() == 1


def test_the_area_may_have_a_schedule_of_its_own_from_a_day() -> None:
    actor, child = a_baby()
    document = schedule_on(TODAY).model_dump(mode="json")
    birth = document["services"][0]["items"][1]
    birth |= {"due": "40 days", "overdue": "40 days"}
    Configuration.objects.create(kind="schedule", document=document, effective_from=TODAY + timedelta(days=1))
    assert overdue(actor) == [child]
    Configuration.objects.update(effective_from=TODAY)
    assert overdue(actor) == []
