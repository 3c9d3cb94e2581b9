"""The pages of moves: who reaches which, what they show, and what a form does."""

import pytest

from tests.factories import NOW, make_client, make_post
from wraparound.delivery.transfers import moving
from wraparound.delivery.transfers.models import CaseMove, Transfer
from wraparound.delivery.transfers.tests.moves import TRANSITION, Move, at, make_move
from wraparound.delivery.transfers.waiting import waiting
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def move(time_machine) -> Move:
    time_machine.move_to(NOW, tick=False)
    return make_move()


@pytest.fixture
def admins(move: Move) -> tuple[Post, Post]:
    return Post.objects.get(pk=move.planner.post_id), Post.objects.get(pk=move.second.post_id)


def day(name: str, of_month: int, month: int) -> dict[str, str]:
    return {f"{name}-day": str(of_month), f"{name}-month": str(month), f"{name}-year": "2026"}


def test_a_move_is_planned_in_two_steps_and_agreed_to_by_a_second_person(move: Move, admins) -> None:
    move.family()
    first, second = map(make_client, admins)
    asked = first.post(
        "/transfers/new/", {"predecessor": move.old.service_id, "successor": move.new.service_id}
    )
    page = first.get(asked["Location"])
    assert f"Who takes up the work of {move.old.name}?" in page.text
    said = {
        "why": "Another provider won the contract", **day("transition_on", 10, 3),
        **day("moves_on", 1, 4), f"team_{move.old.code.lower()}": move.new.pk,
        "key": page.context["form"]["key"].value(),
    }  # fmt: skip
    planned = first.post(asked["Location"], said)
    made = Transfer.objects.get()
    assert planned["Location"] == f"/transfers/{made.public_id}/"
    assert "a second person" in first.get(planned["Location"]).text
    refused = first.post(f"/transfers/{made.public_id}/agree/", {"agreed": "on"})
    assert "A second person must agree" in refused.text
    second.post(f"/transfers/{made.public_id}/agree/", {"agreed": "on"})
    shown = second.get(f"/transfers/{made.public_id}/").text
    assert "Every one of 1 case is counted here once" in shown


def test_a_plan_with_days_out_of_order_keeps_what_was_typed(move: Move, admins) -> None:
    client = make_client(admins[0])
    address = f"/transfers/new/plan/?of={move.old.service.code}&to={move.new.service.code}"
    said = {
        "why": "Another provider won", **day("transition_on", 1, 5),
        **day("moves_on", 1, 4), f"team_{move.old.code.lower()}": move.new.pk,
        "key": "8d9c8a4c-6c9b-4c9b-8a4c-6c9b4c9b8a4c",
    }  # fmt: skip
    page = client.post(address, said)
    assert "The transition begins on or before the day of the move." in page.text
    assert "Another provider won" in page.text
    assert not Transfer.objects.exists()


def test_a_family_is_missing_for_whoever_does_not_see_it(move: Move) -> None:
    case = move.family()
    move.agreed()
    address = f"/transfers/families/{CaseMove.objects.get(case=case).public_id}/"
    assert make_client(move.old_manager).get(address).status_code == 200
    assert make_client(make_post()).get(address).status_code == 404
    assert Entry.objects.filter(verb="transfer.one", outcome=Entry.Outcome.DENIED).count() == 1


def test_the_answer_of_a_family_needs_who_said_it(move: Move) -> None:
    case = move.family()
    move.agreed()
    asked = CaseMove.objects.get(case=case)
    client = make_client(move.old_manager)
    address = f"/transfers/families/{asked.public_id}/"
    assert "Say who said it, and how" in client.post(address, {"answer": "no", "version": 1}).text
    client.post(address, {"answer": "no", "words": "The mother, by telephone", "version": 1})
    asked.refresh_from_db()
    assert (asked.answer, asked.answer_words) == ("no", "The mother, by telephone")
    late = client.post(address, {"answer": "yes", "words": "The father", "version": 1})
    assert late.status_code == 409
    assert "The mother, by telephone" in late.text
    assert "The father" in late.text


def test_a_manager_sees_who_comes_and_says_who_is_to_have_the_case(move: Move) -> None:
    case = move.family()
    transfer = move.agreed(transition_on=NOW.date())
    moving.keep_in_step(transfer=transfer, now=NOW)
    client = make_client(move.new_manager)
    assert "Amara Okafor" in client.get("/transfers/coming/").text
    coming = CaseMove.objects.get(case=case)
    client.post(
        f"/transfers/coming/{coming.public_id}/", {"post": move.new_worker.pk, "version": coming.version}
    )
    coming.refresh_from_db()
    assert coming.post == move.new_worker
    looks = Entry.objects.filter(verb="transfer.coming", child_id=case.child_id)
    assert looks.count() == 1


def test_the_page_of_a_move_names_no_child(move: Move, admins) -> None:
    move.family()
    made = move.agreed()
    page = make_client(admins[0]).get(f"/transfers/{made.public_id}/").text
    assert "Okafor" not in page
    assert (
        make_client(make_post(role=Role.TEAM_MANAGER)).get(f"/transfers/{made.public_id}/").status_code == 404
    )
    assert at(TRANSITION) > NOW


def test_what_waits_of_a_move_is_told_to_the_teams_that_it_touches_and_to_no_other(move: Move) -> None:
    other = make_post(role=Role.TEAM_MANAGER)
    move.family(worker=move.old_worker)
    transfer = move.agreed()
    moving.keep_in_step(transfer=transfer, now=at(TRANSITION))

    def told(post: Post) -> list[str]:
        return [words for words, _ in waiting(actor_of(post, now=at(TRANSITION, 10)))]

    assert told(move.old_manager) == ["1 family whose service moves is not asked yet."]
    assert told(move.new_manager) == ["1 case comes to us and nobody is to have it."]
    assert told(other) == told(move.new_worker) == []
