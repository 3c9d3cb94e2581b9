"""The worked cases of nights and weekends: emergencies and the duty desk, and what the day team finds."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.access.driving import address, clock, file, is_missing, read_all
from tests.access.planted import plant
from tests.factories import make_client, make_post, make_shift, make_team
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Opening
from wraparound.outcomes.finding.tests.asking import found, press_open

__all__ = ["clock"]
pytestmark = pytest.mark.django_db
PLANTED = "qgiven qfamily 09/08/2017"
SATURDAY, SUNDAY, MONDAY = (datetime(2026, 3, day, tzinfo=UTC) for day in (7, 8, 9))
HOUR = timedelta(hours=1)
WHY = {"reason": "worry", "words": "Found alone on the High Street"}


def test_15_an_emergency_at_two_on_saturday_is_renewed_and_is_first_in_mondays_queue(
    clock: time_machine.Traveller,
) -> None:
    worker, planted, other = make_post(), plant(team=make_team()), plant("R", make_team())
    file(planted.child, other.child)
    for at, child, box in (
        (SATURDAY + 2 * HOUR, planted.child, PLANTED),
        (SUNDAY, other.child, "rgiven rfamily 09/08/2017"),
    ):
        clock.move_to(at)
        client = make_client(worker)
        assert address(child, "emergency/") in found(client, box=box), "one press from what was found"
        assert client.post(address(child, "emergency/"), WHY).status_code == 302
    clock.move_to(SATURDAY + 7 * HOUR)
    client = make_client(worker)
    assert "record" not in planted.parts_in(read_all(client, planted.child))
    emergency = Opening.objects.get(kind="emergency", child=planted.child)
    client.post(f"/openings/{emergency.public_id}/renew/", {"reason": "worry"})
    assert "record" in planted.parts_in(read_all(client, planted.child))
    clock.move_to(MONDAY + 9 * HOUR)
    assert "record" in planted.parts_in(read_all(make_client(worker), planted.child))
    day_team = make_client(make_post(make_team(is_front_door=True), Role.TEAM_MANAGER))
    home, queue = day_team.get("/").text, day_team.get("/openings/review/").text
    assert "opened on duty or in an emergency" in home
    assert queue.index(planted.child.number) < queue.index(other.child.number)
    for alert in (home, queue, *Notice.objects.values_list("words", flat=True)):
        assert "name" not in planted.parts_in(alert)
    clock.move_to(MONDAY + 10 * HOUR)
    assert is_missing(make_client(worker), planted.child)


def test_21_the_duty_desk_at_2340_answers_the_police_in_one_opening(clock: time_machine.Traveller) -> None:
    late = datetime(2026, 3, 5, 23, 40, tzinfo=UTC)
    clock.move_to(late)
    desk, planted = make_post(role=Role.DUTY), plant(team=make_team())
    make_shift(desk, start=late - 4 * HOUR)
    file(planted.child)
    client = make_client(desk)
    card = client.get(press_open(client, planted.child, how="duty", box=PLANTED).url).text
    assert planted.parts_in(card) >= {"plan exists", "banners", "responsible", "address"}
    assert Opening.objects.get().kind == "duty"
    clock.move_to(late + 10 * HOUR)
    assert is_missing(make_client(desk), planted.child), "the shift is over"
    manager = make_client(make_post(make_team(is_front_door=True), Role.TEAM_MANAGER))
    assert planted.child.number in manager.get("/openings/review/").text
    manager.post(f"/openings/{Opening.objects.get().public_id}/reviewed/")
    assert Opening.objects.get().reviewed_at == late + 10 * HOUR
    assert "Nothing waits for you" in manager.get("/openings/review/").text
