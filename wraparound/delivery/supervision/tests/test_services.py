"""Deciding, looking, supervising, being away and covering, leaving: who may, once, and what follows."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.factories import (
    NOW,
    make_actor,
    make_agency,
    make_grant,
    make_post,
    make_service,
    make_shield,
    make_team,
    say,
)  # fmt: skip
from wraparound.delivery.caseloads import queries as cases
from wraparound.delivery.caseloads.carrying import Carrying
from wraparound.delivery.caseloads.services import take_back
from wraparound.delivery.caseloads.tests.people import Crew
from wraparound.delivery.contacts.models import Contact, Revision
from wraparound.delivery.contacts.services import plan_contact
from wraparound.delivery.supervision import queries, services
from wraparound.delivery.supervision.bringing import brought
from wraparound.delivery.supervision.covering import care_for
from wraparound.delivery.supervision.models import Absence, Decision, QuietLook, Session
from wraparound.foundation.accounts.models import Accountability, Post, Role
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.children.models import Banner

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LINE = {"valid_from": (NOW - 90 * DAY).date()}


def decide(crew: Crew, case: Any, actor: Actor, **given: Any) -> Decision:
    values = {"what": "Visit", "why": "Nothing heard", "due_on": crew.now.date(), "key": uuid4(), **given}
    return services.decide(case=case, actor=actor, now=crew.now, **values)


def test_the_manager_and_whom_the_worker_answers_to_decide_and_nobody_else() -> None:
    crew = Crew(NOW)
    worker = crew.post("Ada")
    case, chief, stranger = crew.case(to=worker), make_post(), make_actor(role=Role.TEAM_MANAGER)
    Accountability.objects.create(post=worker, answers_to=chief, subject="professional", **LINE)
    for actor in (crew.manager, crew.actor(chief)):
        assert decide(crew, case, actor).by_id == actor.post_id
    for actor in (crew.actor(worker), stranger):
        with pytest.raises(Denied):
            decide(crew, case, actor)
    key = uuid4()
    assert decide(crew, case, crew.manager, key=key) == decide(crew, case, crew.manager, key=key)


def test_a_line_for_clinical_governance_does_not_reach_work_of_a_council() -> None:
    for sector, reached in (("social_care", False), ("health", True)):
        crew = Crew(NOW, make_team(make_service(make_agency(sector=sector))))
        worker, chief = crew.post("Ada"), make_post()
        case = crew.case(to=worker)
        Accountability.objects.create(post=worker, answers_to=chief, subject="clinical", **LINE)
        make_grant(crew.actor(chief), case.child, Basis.OPENED)
        assert queries.supervises(crew.actor(chief), case) == reached, "whatever else lets her see the child"


def test_a_line_shows_nothing_of_work_with_a_child_whose_shield_does_not_name_the_reader() -> None:
    crew = Crew(NOW)
    worker, chief = crew.post("Ada"), make_post()
    Accountability.objects.create(post=worker, answers_to=chief, subject="day_to_day", **LINE)
    case = crew.case(to=worker)
    assert queries.supervises(crew.actor(chief), case)
    make_shield(case.child, named=[crew.actor(worker)])
    make_grant(crew.actor(chief), case.child, Basis.OPENED)
    assert queries.line_cases(crew.actor(chief)) == []


def test_a_line_does_not_reach_what_the_worker_sees_through_the_team_alone() -> None:
    crew = Crew(NOW)
    worker, chief, other = crew.post("Ada"), make_post(), crew.post("Ben")
    Accountability.objects.create(post=worker, answers_to=chief, subject="day_to_day", **LINE)
    case = crew.case(to=other)
    assert not queries.supervises(crew.actor(chief), case)
    assert queries.line_cases(crew.actor(chief)) == []


@pytest.mark.parametrize("missing", ["what", "why"])
def test_a_decision_says_what_and_why(missing: str) -> None:
    crew = Crew(NOW)
    with pytest.raises(Denied, match="Say"):
        decide(crew, crew.case(), crew.manager, **{missing: " "})
    with pytest.raises(Denied, match="over"):
        decide(crew, crew.case("Ben"), crew.manager, due_on=(NOW - DAY).date())


def test_the_worker_says_that_it_is_done_once_and_of_two_the_second_is_told() -> None:
    crew = Crew(NOW)
    worker = crew.post("Ada")
    made = decide(crew, crew.case(to=worker), crew.manager)
    done = {"decision": made, "words": "Visited", "now": NOW}
    with pytest.raises(Denied):
        services.finish_decision(**done, version=None, actor=make_actor())
    with pytest.raises(Conflict):
        services.finish_decision(**done, version=7, actor=crew.manager)
    assert queries.open_decisions(crew.actor(worker)).get() == made
    services.finish_decision(**done, version=1, actor=crew.actor(worker))
    again = services.finish_decision(**{**done, "words": "Not so"}, version=1, actor=crew.manager)
    assert (again.done_words, again.done_by) == ("Visited", worker)
    assert not queries.open_decisions(crew.actor(worker)).exists()


def test_a_quiet_case_is_brought_until_the_supervisor_looked_and_again_after_the_day() -> None:
    crew = Crew(NOW)
    case = crew.case(to=crew.post("Ada"), level="4")
    crew.now = NOW + 8 * DAY
    assert [each.case_id for each in brought(crew.manager)] == [case.pk]
    look = {"case": case, "because": "Away with the aunt", "key": uuid4(), "now": crew.now}
    for days in (0, 400):
        with pytest.raises(Denied):
            services.look_at_quiet(**look, until=(crew.now + days * DAY).date(), actor=crew.manager)
    for _ in "twice":
        services.look_at_quiet(**look, until=(crew.now + 5 * DAY).date(), actor=crew.manager)
    assert QuietLook.objects.count() == 1
    assert brought(crew.manager) == []
    crew.now += 6 * DAY
    assert [each.case_id for each in brought(crew.manager)] == [case.pk]


def test_a_supervision_is_written_by_who_supervises_and_read_by_the_two_alone() -> None:
    crew = Crew(NOW)
    worker, second = crew.post("Ada"), crew.post("Chief Two", role=Role.TEAM_MANAGER)
    said = {"on": NOW.date(), "next_on": None, "words": "Less work", "now": NOW}
    with pytest.raises(Denied):
        services.record_session(post=crew.boss, **said, key=uuid4(), actor=crew.actor(worker))
    session = services.record_session(post=worker, **said, key=uuid4(), actor=crew.manager)
    assert queries.sessions_with(worker, crew.manager).get() == session
    assert queries.sessions_with(worker, crew.actor(worker)).get() == session
    assert not queries.sessions_with(worker, crew.actor(second)).exists()
    assert queries.last_sessions([worker])[worker.pk] == session
    for wrong in ({"on": (NOW + DAY).date()}, {"next_on": NOW.date()}):
        with pytest.raises(Denied):
            services.record_session(post=worker, **{**said, **wrong}, key=uuid4(), actor=crew.manager)
    assert Session.objects.count() == 1


def away(crew: Crew, post: Post, days: int = 5) -> Absence:
    return services.record_absence(
        post=post, why="unwell", starts_on=crew.now.date(), until=(crew.now + days * DAY).date(), key=uuid4(),
        actor=crew.manager, now=crew.now,
    )  # fmt: skip


def test_cover_ends_with_the_absence_and_the_visits_go_to_who_covers() -> None:
    crew = Crew(NOW)
    ill, covers = crew.post("Ada"), crew.post("Ben")
    case = crew.case(to=ill)
    visit = plan_contact(
        child=case.child, planned_for=NOW + DAY, kind="home_visit", case=case, key=uuid4(), post=ill,
        actor=crew.manager, now=NOW,
    )  # fmt: skip
    absence = away(crew, ill)
    assert queries.away([ill.pk, covers.pk], NOW) == {ill.pk: "away until 8 March 2026"}
    given = crew.give(case, covers, part="cover", until=NOW + 6 * DAY)
    services.cover_for(absence=absence, given=[given], actor=crew.manager, now=NOW)
    visit.refresh_from_db()
    assert (visit.post, visit.version, Revision.objects.filter(contact=visit).count()) == (covers, 2, 2)
    crew.now += DAY
    services.end_absence(absence=absence, actor=crew.manager, now=crew.now)
    given.refresh_from_db()
    assert given.until == crew.now
    assert not Grant.objects.filter(holder=covers.holder, until__gt=crew.now).exists()
    assert queries.away([ill.pk], crew.now) == {}
    assert cases.held_by(crew.manager, ill.pk).get() == case, "the case was theirs all the time"


def test_what_is_to_cover_stands_by_risk_with_who_knows_the_family() -> None:
    crew = Crew(NOW)
    ill, knows, new = crew.post("Ada"), crew.post("Ben"), crew.post("Cas")
    low, high, careful = (
        crew.case(f"Child {level} {n}", to=ill, level=level) for n, level in enumerate(["1", "4", "3a"])
    )
    plain = crew.case("Child plain", to=ill, level="3a")
    say(careful.child.sources.first(), Banner, kind="visit_safety", words="Two dogs")
    take_back(allocation=crew.give(high, knows, part="second"), because="done", by=crew.manager, now=NOW)
    for case, days in ((low, 1), (high, 3), (plain, 40)):
        plan_contact(
            child=case.child, planned_for=NOW + days * DAY, kind="home_visit", case=case, key=uuid4(), post=ill,
            actor=crew.manager, now=NOW,
        )  # fmt: skip
    care = care_for(crew.manager, away(crew, ill), Carrying(crew.manager))
    assert care.cases == [high, careful, plain, low]
    assert [visit.contact.case for visit in care.visits] == [high, low]
    assert care.notes[careful.pk] == ("Before a visit: Two dogs",)
    assert set(care.knows[high.pk]) == {ill.pk, knows.pk}
    assert new.pk not in care.knows[high.pk]


def test_only_the_teams_manager_says_who_is_away() -> None:
    crew = Crew(NOW)
    post = crew.post("Ada")
    days = {"starts_on": NOW.date(), "until": NOW.date()}
    for actor in (crew.actor(post), make_actor(role=Role.TEAM_MANAGER)):
        with pytest.raises(Denied):
            services.record_absence(post=post, why="leave", **days, key=uuid4(), actor=actor, now=NOW)
    absence = away(crew, post)
    with pytest.raises(Denied):
        services.end_absence(absence=absence, actor=crew.actor(post), now=NOW)


def test_whoever_leaves_is_listed_before_the_day_and_until_nobodys_case_is_theirs() -> None:
    crew = Crew(NOW)
    soon, far, gone, idle = (crew.post(name) for name in ("Soon", "Far", "Gone", "Idle"))
    handed = [crew.case(f"Child {n}", to=post) for n, post in enumerate((soon, far, gone))]
    for post, days in ((soon, 30), (far, 31), (idle, 3)):
        Post.objects.filter(pk=post.pk).update(valid_until=timezone.localdate(NOW) + days * DAY)
    Post.objects.filter(pk=gone.pk).update(ended_at=NOW - DAY)
    assert set(queries.leavers(crew.manager)) == {soon, gone}
    assert cases.unallocated(crew.manager).get() == handed[2], "who left has left it to the team's screen"
    visit = plan_contact(
        child=handed[0].child, planned_for=NOW + 9 * DAY, kind="call", case=handed[0], post=soon, key=uuid4(),
        actor=crew.manager, now=NOW,
    )  # fmt: skip
    services.hand_over(case=handed[0], words="Ring the aunt", key=uuid4(), actor=crew.actor(soon), now=NOW)
    given = [crew.give(case, far) for case in (handed[0], handed[2])]
    services.take_over_planned(was=soon, given=given, actor=crew.manager, now=NOW)
    assert not queries.leavers(crew.manager).exists()
    assert Contact.objects.get(pk=visit.pk).post == far
    assert queries.handovers_of([handed[0].pk])[handed[0].pk].words == "Ring the aunt"
