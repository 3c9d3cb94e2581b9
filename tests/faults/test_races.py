"""Many change and add at once: no update is lost, and the same form is one record."""

import threading

import pytest

from tests.factories import NOW, make_actor, make_agency
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.foundation.audit.changes import Conflict, Taken, add, change
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.audit.tests.test_writers import at_once
from wraparound.foundation.partners.services import save_team

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS, ROUNDS = 20, 50


def test_twenty_editors_lose_no_update() -> None:
    agency = make_agency(name="0")
    won, lost, lock = [], [], threading.Lock()
    start = threading.Barrier(EDITORS)

    def editor(number: int) -> None:
        for turn in range(ROUNDS):
            mine = Agency.objects.get(pk=agency.pk)
            start.wait(30)
            text = f"{number} in round {turn}"
            try:
                change(
                    mine,
                    version=mine.version,
                    values={"name": text},
                    verb="agency.change",
                    actor=None,
                    now=NOW,
                )
                with lock:
                    won.append(text)
            except Conflict as conflict:
                with lock:
                    lost.append(conflict.current.name)
            start.wait(30)

    at_once([lambda number=number: editor(number) for number in range(EDITORS)])
    agency.refresh_from_db()
    assert len(won) + len(lost) == EDITORS * ROUNDS
    assert agency.version == 1 + len(won) == 1 + Entry.objects.filter(verb="agency.change").count()
    assert agency.name == won[-1] and set(lost) <= set(won) and len(won) == ROUNDS


def test_the_same_form_sent_twenty_times_at_once_is_one_record() -> None:
    agency, actor = make_agency(), make_actor(role=Role.AREA_ADMINISTRATOR)

    def send() -> None:
        values = {"code": "red", "name": "Red team", "valid_from": NOW.date()}
        save_team(team=None, agency=agency, version=0, values=values, actor=actor, now=NOW)

    at_once([send] * 20)
    assert Team.objects.filter(code="red").count() == 1
    assert Entry.objects.filter(verb="team.add").count() == 1


def test_a_record_that_says_something_else_is_not_taken_for_the_same() -> None:
    agency = make_agency(name="Quay")
    with pytest.raises(Taken):
        add(
            Agency, key={"code": agency.code}, values={"name": "Hill"}, verb="agency.add", actor=None, now=NOW
        )
    agency.refresh_from_db()
    assert agency.name == "Quay" and not Entry.objects.exists()
