"""A school's file: every row is counted once, as written, unchanged, or refused with its reason and line."""

import random

import pytest

from tests.factories import NOW, make_actor, make_agency, make_child, make_post, make_source, say
from wraparound.delivery.attendance import receiving
from wraparound.delivery.attendance.models import Attendance, AttendanceList
from wraparound.delivery.attendance.reading import Unreadable, read
from wraparound.delivery.attendance.tests.school import HEAD, WEEK, counts, enrol, make_school, send, upn
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Denied
from wraparound.outcomes.children.models import Identifier, Setting

pytestmark = pytest.mark.django_db
GOOD = f"{upn(1)},{WEEK},10,8,1,1,2"


def test_a_row_is_written_and_sent_again_changes_nothing() -> None:
    school = make_school()
    child = enrol(school, 1)
    assert counts(send(school, GOOD)) == (1, 0, 0)
    assert counts(send(school, GOOD)) == (0, 1, 0)
    said = Attendance.objects.get()
    assert (said.source.child, said.possible, said.attended, said.late) == (child, 10, 8, 2)


def test_a_corrected_row_takes_the_place_of_the_earlier_one_which_is_kept() -> None:
    school = make_school()
    enrol(school, 1)
    send(school, GOOD)
    assert counts(send(school, f"{upn(1)},{WEEK},10,9,1,0,0")) == (1, 0, 0)
    assert list(Attendance.objects.order_by("pk").values_list("attended", flat=True)) == [8, 9]
    assert Attendance.objects.get(superseded_at=None).attended == 9


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (f"B99,{WEEK},10,8,1,1,2", "The UPN is not one"),
        (f"{upn(7)},{WEEK},10,8,1,1,2", "No pupil on the school"),
        (f"{upn(1)},2026-02-27,2026-02-23,10,8,1,1,2", "end before they begin"),
        (f"{upn(1)},2026-02-30,2026-03-01,10,8,1,1,2", "a day that there is not"),
        (f"{upn(1)},next week,2026-03-01,10,8,1,1,2", "is not a date"),
        (f"{upn(1)},{WEEK},10,8,1,0,2", "do not come to"),
        (f"{upn(1)},{WEEK},10,1,9,0,2", "More sessions are late"),
        (f"{upn(1)},{WEEK},eight,1,9,0,2", "is not a number of sessions"),
        (f"{upn(1)},{WEEK},-1,0,0,0,0", "is not a number of sessions"),
        (f"{upn(1)},{WEEK},12,12,0,0,0", "more than two sessions a day"),
        (f"{upn(1)},{WEEK},0,0,0,0,0", "No session was possible"),
        (f"{upn(1)},{WEEK},10,10", "is not a number of sessions"),
        (f"{upn(1)},2026-02-25,2026-03-03,10,10,0,0,0", "overlap with those from 23 February 2026"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_line_and_the_rest_arrives(row: str, why: str) -> None:
    school = make_school()
    enrol(school, 1)
    found = send(school, GOOD, row)
    assert counts(found) == (1, 0, 1)
    refusal = found.refusals.get()
    assert refusal.line == 3 and why in refusal.reason


def test_two_rows_of_one_file_that_say_different_things_are_not_both_taken() -> None:
    school = make_school()
    enrol(school, 1)
    found = send(school, GOOD, GOOD, f"{upn(1)},{WEEK},10,9,1,0,0")
    assert counts(found) == (1, 1, 1)
    assert "An earlier row" in found.refusals.get().reason


def test_a_pupil_of_another_school_is_refused_like_one_that_there_is_not() -> None:
    hill, vale = make_school(), make_school("Vale School")
    enrol(vale, 1)
    elsewhere = send(hill, GOOD).refusals.get().reason
    assert elsewhere == send(hill, f"{upn(8)},{WEEK},10,8,1,1,2").refusals.get().reason


def test_a_pupil_who_left_the_roll_is_refused() -> None:
    school = make_school()
    enrol(school, 1).sources.filter(agency=school).update(ended_at=NOW)
    assert counts(send(school, GOOD)) == (0, 0, 1)


def test_a_pupil_is_on_the_roll_also_by_the_list_of_the_education_department() -> None:
    school, child = make_school(), make_child()
    source = make_source(child, make_agency("council", "education"))
    say(source, Identifier, scheme="upn", value=upn(1))
    say(source, Setting, kind="school", agency=school, as_written=school.name)
    assert counts(send(school, GOOD)) == (1, 0, 0)


def test_two_pupils_with_one_number_are_told_and_none_is_guessed() -> None:
    school = make_school()
    enrol(school, 1)
    enrol(school, 1, "Max")
    found = send(school, GOOD)
    assert counts(found) == (0, 0, 1) and "Two pupils" in found.refusals.get().reason


def test_the_schools_own_record_and_anothers_of_one_child_are_one_pupil() -> None:
    school = make_school()
    child = enrol(school, 1)
    other = make_source(child)
    say(other, Identifier, scheme="upn", value=upn(1))
    say(other, Setting, kind="school", agency=school, as_written=school.name)
    assert counts(send(school, GOOD)) == (1, 0, 0)
    assert Attendance.objects.get().source.agency == school


@pytest.mark.parametrize("seed", range(6))
def test_a_file_cut_off_anywhere_ends_as_one_that_nobody_cut_off(monkeypatch, seed: int) -> None:
    rng, school = random.Random(seed), make_school()
    for number in range(12):
        enrol(school, number, f"Child {number}")
    rows = [
        f"{upn(rng.randrange(16))},2026-0{rng.randint(1, 2)}-0{rng.randint(1, 4)},2026-02-28,9,9,0,0,0"
        for _ in range(30)
    ]
    monkeypatch.setattr(receiving, "A_PART", 3)
    take, cuts = receiving.take_part, iter(sorted(rng.sample(range(12), 4)))
    state = {"taken": 0, "next": next(cuts)}

    def cut(*given, **named):
        if state["taken"] == state["next"]:
            state["next"] = next(cuts, -1)
            raise KeyboardInterrupt
        state["taken"] += 1
        return take(*given, **named)

    monkeypatch.setattr(receiving, "take_part", cut)
    while True:
        try:
            found = send(school, *rows)
            break
        except KeyboardInterrupt:
            assert AttendanceList.objects.count() == 1
    monkeypatch.setattr(receiving, "take_part", take)
    assert found.finished_at and found.done == found.rows == 30 and AttendanceList.objects.count() == 1
    assert sum(counts(found)) == 30
    kept = list(Attendance.objects.filter(superseded_at=None).values_list("source", "first", "last"))
    assert len(kept) == len(set(kept)) == counts(found)[0]
    again = send(school, *rows)
    assert counts(again) == (0, counts(found)[0] + counts(found)[1], counts(found)[2])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "must name the columns"),
        (b"upn,from\n", "Not there: until"),
        (HEAD.encode(), "no rows"),
        (b"\x00\x01", "as text"),
        (HEAD.encode() + b'\n"A123', "is not CSV"),
    ],
)
def test_what_is_no_file_of_attendance_says_so(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(content)


def test_only_who_sends_lists_may_send_and_a_school_only_its_own() -> None:
    hill, vale = make_school(), make_school("Vale School")
    with pytest.raises(Denied):
        send(hill, GOOD, post=make_post(role=Role.TEAM_MANAGER))
    own = make_post(hill.population_team, Role.DATA_MANAGER)
    send(hill, GOOD, post=own)
    with pytest.raises(Denied, match="your own school"):
        send(vale, GOOD, post=own)
    with pytest.raises(Denied, match="Choose a school"):
        receiving.check_may_send(make_actor(role=Role.DATA_MANAGER), make_agency("council"))
