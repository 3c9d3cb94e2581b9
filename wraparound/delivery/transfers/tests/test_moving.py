"""A service moves to another provider: what the newcomer sees before, what goes along, what stays."""

import uuid
from datetime import timedelta

import pytest

from tests.factories import NOW, make_grant, make_post, make_team
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.queries import unallocated
from wraparound.delivery.caseloads.services import close_case, open_case
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.contacts.rules import Said, may_read
from wraparound.delivery.contacts.services import plan_contact, record_contact
from wraparound.delivery.transfers import moving, services
from wraparound.delivery.transfers.models import CaseMove, Transfer
from wraparound.delivery.transfers.queries import due, moves_coming_to, receipt
from wraparound.delivery.transfers.tests.moves import DAY, TRANSITION, Move, at, make_move, sees
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.access.models import Basis, Consent
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Involvement

pytestmark = pytest.mark.django_db


@pytest.fixture
def move() -> Move:
    return make_move()


def carry(transfer: Transfer, day=DAY) -> None:
    moving.keep_in_step(transfer=transfer, now=at(day))
    transfer.refresh_from_db()


def test_two_people_decide_that_a_service_moves(move: Move) -> None:
    case = move.family()
    transfer = move.plan()
    with pytest.raises(Denied, match="second person"):
        services.agree_transfer(transfer=transfer, actor=move.planner, now=NOW)
    assert not transfer.cases.exists()
    services.agree_transfer(transfer=transfer, actor=move.second, now=NOW)
    assert [each.case for each in transfer.cases.all()] == [case]
    with pytest.raises(Denied, match="does not let you"):
        services.plan_transfer(
            predecessor=move.new.service, successor=move.old.service, teams={move.new: move.old}, why="Back",
            transition_on=TRANSITION, moves_on=DAY, needs_yes=False, now=NOW,
            actor=actor_of(move.old_manager, now=NOW),
        )  # fmt: skip


def test_a_plan_says_for_each_team_who_takes_its_work_up(move: Move) -> None:
    make_team(move.old.service)
    with pytest.raises(Denied, match="for each team"):
        move.plan()
    assert not Transfer.objects.exists()


def test_a_plan_sent_twice_is_one_and_two_plans_of_one_service_are_refused(move: Move) -> None:
    key = uuid.uuid4()
    assert move.plan(key=key) == move.plan(key=key)
    with pytest.raises(Denied, match="planned already"):
        move.plan()


def test_before_the_transition_the_new_provider_sees_nobody(move: Move) -> None:
    case = move.family()
    transfer = move.agreed()
    carry(transfer, TRANSITION - timedelta(days=1))
    assert sees(move.new_manager, case.child, at(TRANSITION - timedelta(days=1))) is None


def test_in_the_transition_the_new_provider_sees_who_comes_and_no_notes(move: Move) -> None:
    case = move.family()
    transfer = move.agreed()
    carry(transfer, TRANSITION)
    seen = sees(move.new_manager, case.child, at(TRANSITION, 10))
    assert seen.sees(Category.IDENTITY | Category.WHEREABOUTS)
    for hidden in (Category.INVOLVEMENT, Category.OWN_RECORD, Category.OWN_NOTES, Category.HOUSEHOLD):
        assert not seen.sees(hidden)
    assert not seen.own_services


def test_a_family_that_says_no_is_gone_from_the_new_providers_list_at_that_moment(move: Move) -> None:
    case = move.family()
    transfer = move.agreed()
    carry(transfer, TRANSITION)
    move.answer(case, "no", now=at(TRANSITION, 11))
    assert sees(move.new_manager, case.child, at(TRANSITION, 11)) is None
    assert not moves_coming_to(actor_of(move.new_manager, now=at(TRANSITION, 11))).exists()
    carry(transfer)
    kept = CaseMove.objects.get(case=case)
    assert kept.outcome == "stayed"
    case.refresh_from_db()
    assert case.closed_at is None, "nothing is dropped: the work stays with who has it"
    assert case in unallocated(actor_of(move.old_manager, now=at(DAY, 10)))
    move.answer(case, "yes", now=at(DAY, 12))
    moving.keep_in_step(transfer=transfer, now=at(DAY, 13))
    assert CaseMove.objects.get(case=case).outcome == "moved"


def test_a_sensitive_services_case_moves_only_when_the_family_said_yes() -> None:
    move = make_move(is_sensitive=True)
    silent, agreed = move.family(), move.family()
    transfer = move.agreed(needs_yes=False)
    move.answer(agreed, "yes")
    carry(transfer, TRANSITION)
    assert sees(move.new_manager, silent.child, at(TRANSITION, 10)) is None
    carry(transfer)
    assert {m.case: m.outcome for m in transfer.cases.all()} == {silent: "stayed", agreed: "moved"}


def test_on_the_day_work_history_queue_and_plans_move_whole(move: Move) -> None:
    case = move.family(worker=move.old_worker, why="Asked for help with sleep", level="2")
    old = actor_of(move.old_worker, now=NOW)
    written = record_contact(
        child=case.child, case=case, said=Said(kind="home_visit", state="held", happened_at=NOW, words="Seen"),
        actor=old, now=NOW, key=uuid.uuid4(),
    )  # fmt: skip
    plan_contact(child=case.child, case=case, planned_for=at(DAY) + timedelta(days=5), kind="home_visit",
                 actor=old, now=NOW, key=uuid.uuid4())  # fmt: skip
    carry(move.agreed())
    case.refresh_from_db()
    moved = CaseMove.objects.get(case=case)
    new = moved.new_case
    assert (case.closing, new.team, new.level, new.why) == ("transferred", move.new, "2", case.why)
    assert new.asked_at == case.asked_at, "the family keeps its place in the queue"
    assert [c.team for c in Contact.objects.filter(state="planned")] == [move.new]
    assert moved.contacts_moved == 1
    seen = sees(move.new_worker, case.child, at(DAY, 12))
    assert may_read(seen, written), "the new provider reads what was written before"
    facts = Involvement.objects.filter(superseded_at__isnull=True).order_by("pk")
    assert [(f.team, f.involved_until is None) for f in facts] == [(move.old, False), (move.new, True)]


def test_the_old_providers_access_ends_but_for_finishing(move: Move) -> None:
    case = move.family(worker=move.old_worker)
    colleague = make_post(move.old)
    carry(move.agreed())
    assert sees(colleague, case.child, at(DAY, 10)) is None
    assert sees(move.old_worker, case.child, at(DAY, 10)).sees(Category.OWN_NOTES)
    assert not sees(move.old_worker, case.child, at(DAY, 10)).sees(Category.WHEREABOUTS)
    assert sees(move.old_worker, case.child, at(DAY) + timedelta(days=30)) is None


def test_whoever_was_chosen_has_the_case_and_others_wait_on_the_new_teams_screen(move: Move) -> None:
    chosen, other = move.family(), move.family()
    transfer = move.agreed()
    carry(transfer, TRANSITION)
    manager = actor_of(move.new_manager, now=at(TRANSITION, 10))
    services.plan_post(
        move=CaseMove.objects.get(case=chosen), post=move.new_worker, actor=manager, now=manager.now
    )
    carry(transfer)
    by_case = {m.case_id: m.new_case for m in transfer.cases.all()}
    assert by_case[chosen.pk].allocations.get().post == move.new_worker
    assert list(unallocated(actor_of(move.new_manager, now=at(DAY, 10)))) == [by_case[other.pk]]


def test_a_worker_who_moves_along_keeps_the_families(move: Move) -> None:
    case = move.family(worker=move.old_worker)
    same = make_post(move.new, user=move.old_worker.user)
    carry(move.agreed())
    assert CaseMove.objects.get(case=case).new_case.allocations.get().post == same


def test_where_the_new_provider_works_with_the_child_already_the_work_joins(move: Move) -> None:
    case = move.family()
    manager = actor_of(move.new_manager, now=NOW)
    make_grant(manager, case.child, Basis.OPENED, until=NOW + timedelta(hours=1))
    theirs = open_case(child=case.child, actor=manager, now=NOW)
    carry(move.agreed())
    assert CaseMove.objects.get(case=case).new_case == theirs


def test_work_that_is_opened_after_the_plan_and_after_the_day_goes_along(move: Move) -> None:
    transfer = move.agreed()
    between = move.family(now=at(TRANSITION, 8))
    carry(transfer)
    late = move.family(now=at(DAY, 15))
    assert transfer in due(now=at(DAY, 16))
    moving.keep_in_step(transfer=transfer, now=at(DAY, 16))
    assert {m.case: (m.outcome, m.came_later) for m in transfer.cases.all()} == {
        between: ("moved", True), late: ("moved", True)
    }  # fmt: skip


def test_every_case_is_counted_once_on_the_receipt(move: Move) -> None:
    cases = [move.family(worker=move.old_worker if n % 2 else None) for n in range(4)]
    transfer = move.agreed()
    move.answer(cases[0], "no")
    close_case(case=cases[1], closing="done", actor=actor_of(move.old_manager, now=NOW), now=NOW)
    carry(transfer)
    moving.keep_in_step(transfer=transfer, now=at(DAY, 12))
    found = receipt(transfer)
    assert found.adds_up
    assert found.outcomes == {
        "Not dealt with yet": 0, "Moved": 2, "Stayed: the family did not say yes": 1, "Closed before": 1
    }  # fmt: skip
    assert (found.listed, found.said_no, found.not_asked, found.missing) == (4, 1, 3, 0)
    assert Case.objects.count() == 6, "run twice, nothing moved twice"


def test_a_run_that_is_cut_off_goes_on_where_it_was(move: Move, monkeypatch) -> None:
    cases = [move.family() for _ in range(3)]
    transfer = move.agreed()
    carried: list[int] = []
    end_case = moving.end_case

    def cut(**given):
        if len(carried) == 1:
            raise KeyboardInterrupt
        carried.append(given["case"].pk)
        return end_case(**given)

    monkeypatch.setattr(moving, "end_case", cut)
    with pytest.raises(KeyboardInterrupt):
        carry(transfer)
    assert CaseMove.objects.filter(outcome="moved").count() == 1
    monkeypatch.undo()
    carry(transfer)
    assert CaseMove.objects.filter(outcome="moved").count() == 3
    assert Case.objects.filter(team=move.new).count() == len(cases)


def test_a_team_made_after_the_plan_is_said_to_be_missing_until_somebody_takes_its_work_up(
    move: Move,
) -> None:
    transfer = move.agreed()
    other = make_team(move.old.service)
    move.old = other
    move.old_manager = make_post(other, "team_manager")
    move.family()
    carry(transfer)
    assert not receipt(transfer).adds_up
    services.add_team(transfer=transfer, old=other, new=move.new, actor=move.second, now=at(DAY))
    carry(transfer)
    assert receipt(transfer).adds_up


def test_what_a_family_agreed_goes_along_only_when_it_said_yes(move: Move) -> None:
    yes, no_word = move.family(), move.family()
    for case in (yes, no_word):
        Consent.objects.create(
            child=case.child, service=move.old.service, categories=16, capacity="parent", given_at=NOW,
            recorded_by=move.old_manager,
        )  # fmt: skip
    transfer = move.agreed()
    move.answer(yes, "yes")
    carry(transfer)
    assert [c.child for c in Consent.objects.filter(service=move.new.service)] == [yes.child]


def test_the_population_of_a_universal_service_moves_with_it(move: Move) -> None:
    case = move.family()
    make_grant(actor_of(move.old_worker, now=NOW), case.child, Basis.POPULATION, team=True)
    carry(move.agreed())
    colleague = make_post(move.old)
    assert sees(colleague, case.child, at(DAY, 12)) is None
    assert any(why.basis == Basis.POPULATION for why in sees(move.new_worker, case.child, at(DAY, 12)).why)


def test_a_stopped_move_takes_from_the_new_provider_what_it_saw(move: Move) -> None:
    case = move.family()
    transfer = move.agreed()
    carry(transfer, TRANSITION)
    services.stop_transfer(
        transfer=transfer, why="The contract was not signed", actor=move.planner, now=at(TRANSITION, 12)
    )
    assert sees(move.new_manager, case.child, at(TRANSITION, 12)) is None
    carry(transfer)
    assert not CaseMove.objects.filter(outcome="moved").exists()


def test_of_two_who_write_down_what_a_family_said_the_second_is_told(move: Move) -> None:
    case = move.family()
    move.agreed()
    read = CaseMove.objects.get(case=case)
    move.answer(case, "yes")
    with pytest.raises(Conflict):
        services.record_answer(
            move=read, answer="no", words="The father", actor=actor_of(move.old_manager, now=NOW), now=NOW,
            version=read.version,
        )  # fmt: skip
