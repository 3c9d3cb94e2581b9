"""Cover that ends by itself, many cases at once, what a post can carry, and what comes next."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import NOW, make_grant, make_shield
from wraparound.delivery.caseloads import queries
from wraparound.delivery.caseloads.carrying import Carrying
from wraparound.delivery.caseloads.models import Allocation
from wraparound.delivery.caseloads.planning import Gift, allocate_many, plan_next, set_capacity, take_from
from wraparound.delivery.caseloads.services import allocate, close_case, judge_level, open_case
from wraparound.delivery.caseloads.tests.people import Crew
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.access.models import Basis, Block, Grant, ShieldName
from wraparound.outcomes.access.queries import sight

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def test_cover_ends_by_itself_and_so_does_what_it_lets_somebody_see() -> None:
    crew = Crew(NOW)
    has, covers = (
        crew.post("Ada"),
        crew.post("Ben", is_time_boxed=True, supervisor=crew.boss, valid_until=(NOW + 9 * WEEK).date()),
    )
    case = crew.case(to=has)
    crew.give(case, covers, part="cover", until=NOW + WEEK)
    for at, sees in ((NOW + WEEK - timedelta(minutes=1), True), (NOW + WEEK, False)):
        later = actor_of(covers, now=at)
        assert (sight(later, case.child.public_id) is not None) == sees
        assert queries.held_by(crew.manager, covers.pk).exists()
    crew.now = NOW + WEEK
    assert not queries.held_by(crew.manager, covers.pk).exists()
    assert queries.held_by(crew.manager, has.pk).get() == case


@pytest.mark.parametrize("part, days", [("lead", 7), ("second", 7), ("cover", 0), ("cover", -1)])
def test_only_cover_has_an_end_from_the_start_and_one_to_come(part: str, days: int) -> None:
    crew = Crew(NOW)
    case, post = crew.case(to=crew.post("Ada")), crew.post("Ben")
    with pytest.raises(Denied):
        crew.give(case, post, part=part, until=NOW + timedelta(days=days))


def test_whoever_has_a_case_does_not_come_to_help_only_and_leave_it_without_a_lead() -> None:
    crew = Crew(NOW)
    post = crew.post("Ada")
    case = crew.case(to=post)
    with pytest.raises(Denied, match="somebody else first"):
        crew.give(case, post, part="second")
    assert not queries.unallocated(crew.manager).exists()


def test_whoever_helps_and_covers_for_a_time_helps_again_after_it() -> None:
    crew = Crew(NOW)
    case, helps = crew.case(to=crew.post("Ada")), crew.post("Ben")
    crew.give(case, helps, part="second")
    crew.give(case, helps, part="cover", until=NOW + WEEK)
    crew.now = NOW + WEEK
    assert [each.part for each in queries.standing_allocations([case.pk], now=crew.now)] == ["lead", "second"]
    crew.give(case, helps)
    assert [each.part for each in queries.standing_allocations([case.pk], now=crew.now)] == ["lead"]


def test_closing_ends_cover_too() -> None:
    crew = Crew(NOW)
    case = crew.case(to=crew.post("Ada"))
    crew.give(case, crew.post("Ben"), part="cover", until=NOW + WEEK)
    close_case(case=case, closing="done", actor=crew.manager, now=NOW)
    assert not Allocation.objects.filter(until__gt=NOW).exists()
    assert not Grant.objects.filter(source_kind="allocation", until__gt=NOW).exists()


def test_many_cases_are_given_all_or_none() -> None:
    crew = Crew(NOW)
    post, cases = crew.post("Ada"), [crew.case(f"Child {n}") for n in range(3)]
    given = {"reason": "room", "actor": crew.manager, "now": NOW}
    judge_level(case=cases[2], level="2", reason="Seen", actor=crew.manager, now=NOW)
    with pytest.raises(Conflict):
        allocate_many(gifts=[Gift(case, post, 1) for case in cases], **given)
    assert queries.unallocated(crew.manager).count() == 3
    allocate_many(gifts=[Gift(case, post) for case in cases], **given)
    assert not queries.unallocated(crew.manager).exists()


def test_what_is_done_with_the_giving_is_undone_with_it() -> None:
    crew = Crew(NOW)
    case = crew.case()

    def fail(given: list[Allocation]) -> None:
        raise Denied("Not so.")

    with pytest.raises(Denied, match="Not so"):
        allocate_many(
            gifts=[Gift(case, crew.post("Ada"))], reason="room", actor=crew.manager, now=NOW, then=fail
        )
    assert queries.unallocated(crew.manager).exists()


def test_a_case_taken_back_needs_a_manager_and_a_reason() -> None:
    crew = Crew(NOW)
    post = crew.post("Ada")
    case = crew.case()
    held = crew.give(case, post)
    for actor, because in ((crew.actor(post), "Too much"), (crew.manager, " ")):
        with pytest.raises(Denied):
            take_from(allocation=held, because=because, actor=actor, now=NOW)
    take_from(allocation=held, because="Too much", actor=crew.manager, now=NOW)
    assert queries.unallocated(crew.manager).get() == case


def test_what_a_post_can_carry_is_dated_and_the_last_word_of_a_day_holds() -> None:
    crew = Crew(timezone.now())
    post, today = crew.post("Ada"), timezone.localdate()
    for points, days in ((20, -30), (12, -1), (14, -1), (5, 9)):
        set_capacity(
            post=post, points=Decimal(points), valid_from=today + timedelta(days=days), reason="",
            actor=crew.manager, now=crew.now,
        )  # fmt: skip
    person = Carrying(crew.manager).person(post.pk)
    assert person and person.load.can_carry == 14
    with pytest.raises(Denied):
        set_capacity(
            post=post, points=Decimal(1), valid_from=today, reason="", actor=crew.actor(post), now=crew.now
        )


def test_what_if_counts_what_the_team_would_carry() -> None:
    crew = Crew(timezone.now())
    ada, ben = crew.post("Ada"), crew.post("Ben")
    case = crew.case(to=ada, level="4")
    crew.case("Another", to=ben, level="3a")
    after = {
        each.person.post: each for each in Carrying(crew.manager).after({case.pk: ben.pk}, [case], "lead")
    }
    assert {post: (each.person.load.carried, each.after.carried) for post, each in after.items()} == {
        ada: (8, 0), ben: (4, 12)
    }  # fmt: skip
    assert not after[ben].warns
    set_capacity(
        post=ben, points=Decimal(11), valid_from=timezone.localdate(), reason="", actor=crew.manager,
        now=crew.now,
    )  # fmt: skip
    after = {
        each.person.post: each for each in Carrying(crew.manager).after({case.pk: ben.pk}, [case], "lead")
    }
    assert after[ben].warns
    assert not after[ada].warns


@pytest.mark.parametrize("days", [-1, 4 * 366])
def test_the_next_day_of_a_plan_is_one_that_can_be(days: int) -> None:
    crew = Crew(NOW)
    case = crew.case()
    with pytest.raises(Denied):
        plan_next(case=case, next_on=(NOW + timedelta(days=days)).date(), actor=crew.manager, now=NOW)
    planned = plan_next(case=case, next_on=NOW.date(), actor=crew.manager, now=NOW, version=1)
    assert (planned.next_on, planned.version) == (NOW.date(), 2)
    with pytest.raises(Conflict):
        plan_next(case=case, next_on=None, actor=crew.manager, now=NOW, version=1)


def test_a_level_is_one_of_the_scale() -> None:
    crew = Crew(NOW)
    case = crew.case()
    with pytest.raises(Denied, match="list"):
        judge_level(case=case, level="9", reason="Seen", actor=crew.manager, now=NOW)
    with pytest.raises(Denied, match="list"):
        crew.case("Another", level="9")


def test_work_opened_again_goes_on_from_the_case_before() -> None:
    crew = Crew(NOW)
    case = crew.case()
    close_case(case=case, closing="done", actor=crew.manager, now=NOW)
    again = open_case(child=case.child, actor=crew.manager, now=NOW + timedelta(seconds=1))
    assert (again.follows, again.pk != case.pk) == (case, True)


def test_a_case_is_given_only_to_who_can_see_the_child_past_a_shield() -> None:
    crew = Crew(NOW)
    case, post = crew.case(), crew.post("Ada")
    make_shield(case.child, named=[crew.manager])
    give = {"case": case, "post": post, "reason": "room", "actor": crew.manager, "now": NOW}
    with pytest.raises(Denied, match="somebody else"):
        allocate(**give)
    assert post not in queries.who_could_have(case, now=NOW)
    ShieldName.objects.create(shield=case.child.shields.get(), post=post)
    assert post in queries.who_could_have(case, now=NOW)
    allocate(**give)


def test_a_lead_who_is_kept_from_the_child_by_now_leaves_the_case_waiting() -> None:
    crew = Crew(NOW)
    post = crew.post("Ada")
    case = crew.case(to=post)
    Block.objects.create(child=case.child, user=post.user, kind=Block.Kind.KIN, starts_at=NOW)
    assert queries.unallocated(crew.manager).get() == case
    assert post not in queries.who_could_have(case, now=NOW)


def test_past_a_shield_nobody_learns_that_the_team_has_work_with_the_child() -> None:
    crew = Crew(NOW)
    case, other = crew.case(), crew.post("Ada")
    make_shield(case.child, named=[crew.manager])
    make_grant(crew.actor(other), case.child, Basis.OPENED)
    assert sight(crew.actor(other), case.child.public_id), "who opens it with a reason sees who it is"
    assert list(queries.open_cases(crew.manager)) == [case]
    assert not queries.open_cases(crew.actor(other)).exists()
    assert queries.case_seen_by(crew.actor(other), case.public_id) is None
