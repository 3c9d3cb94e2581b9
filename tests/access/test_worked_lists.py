"""A child leaves the list of a practice: it reads its own until the next one has the child, for 15 school days."""

from datetime import timedelta

import pytest
import time_machine

from tests.access.driving import clock, is_missing
from tests.access.test_worked_moves import DAY_15, DAY_16, SAM, STAY
from tests.factories import NOW, make_agency, make_client, make_post, make_service, make_team
from wraparound.foundation.agencies.models import Agency, Service
from wraparound.outcomes.children.models import Child, Name
from wraparound.outcomes.feeds.tests.conftest import Send, _data_folder, _without_pauses, send

__all__ = ["_data_folder", "_without_pauses", "clock", "send"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SOON = NOW + timedelta(days=2)


def make_list(name: str, kind: str = "General practice") -> Agency:
    practice = make_agency("practice", "health", name=name)
    service = make_service(practice, kind=kind, name=f"{kind} at {name}", population=Service.Population.LIST)
    practice.population_team = make_team(service, name=f"Doctors of {name}")
    practice.save()
    return practice


def of_one_child(send: Send) -> tuple[Agency, Child]:
    """A practice with Sam on its own list."""
    practice = make_list("Mill Surgery")
    send(practice, [SAM, *STAY], is_complete=True, now=NOW - timedelta(days=30))
    return practice, Child.objects.get(pk=Name.objects.get(given_names="Sam").source.child_id)


def reads(practice: Agency, child: Child) -> bool:
    return not is_missing(make_client(make_post(practice.population_team)), child)


def test_the_practice_that_was_left_reads_for_15_school_days_and_no_longer(
    send: Send, clock: time_machine.Traveller
) -> None:
    practice, sam = of_one_child(send)
    send(practice, STAY, is_complete=True, now=NOW)
    clock.move_to(DAY_15)
    assert reads(practice, sam)
    clock.move_to(DAY_16)
    assert not reads(practice, sam)


def test_it_reads_no_longer_once_the_own_list_of_the_next_practice_has_the_child(
    send: Send, clock: time_machine.Traveller
) -> None:
    practice, sam = of_one_child(send)
    following, dentist = make_list("Vale Surgery"), make_list("Vale Dental", "Dentistry")
    send(practice, STAY, is_complete=True, now=NOW)
    send(dentist, [SAM], now=SOON)
    clock.move_to(SOON + timedelta(minutes=1))
    assert reads(dentist, sam) and reads(practice, sam), "a service of another kind does not take its place"
    send(following, [SAM], now=SOON + timedelta(days=1))
    clock.move_to(SOON + timedelta(days=1, minutes=1))
    assert reads(following, sam) and not reads(practice, sam)


def test_it_ends_at_once_where_the_next_practice_has_the_child_already(
    send: Send, clock: time_machine.Traveller
) -> None:
    practice, sam = of_one_child(send)
    following = make_list("Vale Surgery")
    send(following, [SAM], now=NOW - timedelta(days=1))
    send(practice, STAY, is_complete=True, now=NOW)
    clock.move_to(SOON)
    assert reads(following, sam) and not reads(practice, sam)


def test_a_child_who_is_on_the_list_again_is_there_for_good(
    send: Send, clock: time_machine.Traveller
) -> None:
    practice, sam = of_one_child(send)
    send(practice, STAY, is_complete=True, now=NOW)
    send(practice, [SAM, *STAY], is_complete=True, now=SOON)
    clock.move_to(DAY_16 + timedelta(days=30))
    assert reads(practice, sam)
