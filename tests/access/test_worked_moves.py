"""Worked case 28: a child moves school, and the new one has not said by school day 15 that it has the child."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.access.driving import clock, is_missing, read_all
from tests.factories import NOW, make_agency, make_child, make_client, make_post, make_shield, say
from wraparound.delivery.attendance.tests.school import make_school, make_welfare
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.area.models import Configuration
from wraparound.outcomes.access.models import Block, Grant
from wraparound.outcomes.children.models import Address, Child, Name
from wraparound.outcomes.feeds.tests.conftest import Send, _data_folder, _without_pauses, send

__all__ = ["_data_folder", "_without_pauses", "clock", "send"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY_14 = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)
DAY_15 = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)
"""Three weeks of five school days after Tuesday 3 March."""
DAY_16 = datetime(2026, 3, 25, 9, 0, tzinfo=UTC)
SAM = {
    "source_id": "7",
    "given_names": "Sam",
    "family_name": "Reed",
    "date_of_birth": "2015-06-01",
    "upn": "A123456789012",
}
STAY = [
    {
        "source_id": str(n),
        "given_names": f"Pupil{n}",
        "family_name": f"Family{n}",
        "date_of_birth": f"201{n}-02-03",
    }
    for n in range(1, 6)
]
QUEUE = reverse("attendance:moved")


class Street:
    """Two schools, welfare and a data manager; Sam is on the roll of the first by its own list."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.hill, self.vale = make_school("Hill School"), make_school("Vale School")
        self.welfare = make_welfare()
        self.posts = {
            "hill": make_post(self.hill.population_team), "vale": make_post(self.vale.population_team),
            "welfare": make_post(self.welfare), "data": make_post(role=Role.DATA_MANAGER),
        }  # fmt: skip
        send(self.hill, [SAM, *STAY], is_complete=True, now=NOW - timedelta(days=30))
        self.sam = Child.objects.get(pk=Name.objects.get(given_names="Sam").source.child_id)

    def client(self, who: str) -> Client:
        return make_client(self.posts[who])

    def leaves(self) -> None:
        self.send(self.hill, STAY, is_complete=True, now=NOW)

    def queue(self, who: str) -> str:
        return self.client(who).get(QUEUE).text


@pytest.fixture
def street(send: Send) -> Street:
    return Street(send)


def test_28_on_school_day_15_the_child_is_in_the_queue_and_the_old_school_reads_its_own(
    street: Street, clock: time_machine.Traveller
) -> None:
    street.leaves()
    clock.move_to(DAY_14)
    assert "Sam Reed" not in street.queue("welfare")
    assert not is_missing(street.client("hill"), street.sam)
    clock.move_to(DAY_15)
    for who in ("welfare", "data"):
        assert "Sam Reed" in street.queue(who) and "Hill School" in street.queue(who)
    assert "Sam" in read_all(street.client("hill"), street.sam), "the old school still reads its own"
    clock.move_to(DAY_16)
    assert "Sam Reed" in street.queue("welfare")
    assert is_missing(street.client("hill"), street.sam)
    assert is_missing(street.client("vale"), street.sam)


def test_28_who_watches_no_queue_sees_none_of_it(street: Street, clock: time_machine.Traveller) -> None:
    street.leaves()
    clock.move_to(DAY_15)
    street.posts |= {
        "manager": make_post(role=Role.TEAM_MANAGER), "analyst": make_post(role=Role.ANALYST),
        "locum": make_post(street.welfare, clear=False),
    }  # fmt: skip
    for who in ("hill", "vale", "manager", "analyst", "locum"):
        assert "Sam Reed" not in street.queue(who), who


def test_28_the_next_schools_own_list_is_its_word(street: Street, clock: time_machine.Traveller) -> None:
    street.leaves()
    clock.move_to(NOW + timedelta(days=2))
    assert not is_missing(street.client("hill"), street.sam)
    street.send(street.vale, [SAM], now=NOW + timedelta(days=3))
    clock.move_to(NOW + timedelta(days=3, minutes=1))
    sam = Child.objects.get(
        pk=Name.objects.filter(given_names="Sam", source__agency=street.vale).get().source.child_id
    )
    assert sam == street.sam, "the lists are of one child"
    assert is_missing(street.client("hill"), street.sam)
    assert not is_missing(street.client("vale"), street.sam)
    clock.move_to(DAY_16)
    assert "Sam Reed" not in street.queue("welfare")


def test_28_a_list_of_others_is_not_the_next_schools_word_until_it_says_so(
    street: Street, clock: time_machine.Traveller
) -> None:
    council = make_agency("council", "education")
    street.send(council, [{**SAM, "source_id": "C7", "school": "Vale School"}], now=NOW - timedelta(days=1))
    street.leaves()
    clock.move_to(DAY_15)
    assert "Sam Reed" in street.queue("welfare"), "nobody at the school has said so"
    vale = street.client("vale")
    arrivals = vale.get(reverse("attendance:arrivals")).text
    assert "Sam Reed" in arrivals and "Hill School" in arrivals
    reply = vale.post(reverse("attendance:here", args=[street.sam.public_id]), follow=True)
    assert "is on your roll" in reply.text and "Nobody waits for you" in reply.text
    assert "Sam Reed" not in street.queue("welfare")
    assert is_missing(street.client("hill"), street.sam)


def test_28_the_old_school_cannot_say_it_for_the_new_one(
    street: Street, clock: time_machine.Traveller
) -> None:
    street.leaves()
    clock.move_to(DAY_15)
    street.client("hill").post(reverse("attendance:here", args=[street.sam.public_id]))
    assert "Sam Reed" in street.queue("welfare")
    stranger = street.client("vale").post(reverse("attendance:here", args=[street.sam.public_id]))
    assert stranger.status_code == 404


def test_28_a_child_who_comes_back_to_the_old_school_is_in_view(
    street: Street, clock: time_machine.Traveller
) -> None:
    street.leaves()
    street.send(street.hill, [SAM, *STAY], is_complete=True, now=NOW + timedelta(days=6))
    clock.move_to(DAY_16)
    assert "Sam Reed" not in street.queue("welfare")
    assert not is_missing(street.client("hill"), street.sam)


def test_28_the_same_list_again_does_not_begin_the_days_anew(
    street: Street, clock: time_machine.Traveller
) -> None:
    street.leaves()
    street.send(street.hill, STAY, is_complete=True, now=NOW + timedelta(days=9))
    clock.move_to(DAY_15)
    assert "Sam Reed" in street.queue("welfare")


def test_28_a_later_list_of_others_does_not_begin_the_days_anew(
    street: Street, clock: time_machine.Traveller
) -> None:
    council = make_agency("council", "education")
    kim = {"source_id": "K1", "given_names": "Kim", "family_name": "Moss", "date_of_birth": "2014-09-09"}
    street.send(council, [{**kim, "school": "Hill School"}], now=NOW - timedelta(days=9))
    street.send(council, [{**kim, "school": "Vale School"}], now=NOW)
    street.send(
        council, [{**kim, "school": "Vale School", "first_language": "Polish"}], now=NOW + timedelta(days=8)
    )
    clock.move_to(DAY_14)
    assert "Kim Moss" not in street.queue("welfare")
    clock.move_to(DAY_15)
    assert "Kim Moss" in street.queue("welfare")


@pytest.mark.parametrize(
    ("kind", "document", "days"),
    [
        ("terms", {"terms": [
            {"name": "Spring, first half", "first": "2026-01-05", "last": "2026-03-13"},
            {"name": "Spring, second half", "first": "2026-03-23", "last": "2026-05-22"},
        ]}, 7),
        ("calendar", {"closed": ["2026-03-16", "2026-03-17", "2026-03-18"]}, 3),
    ],
)  # fmt: skip
def test_28_holidays_and_closed_days_are_no_school_days(
    street: Street, clock: time_machine.Traveller, kind: str, document: dict[str, Any], days: int
) -> None:
    Configuration.objects.create(kind=kind, document=document, effective_from=date(2026, 1, 1))
    street.leaves()
    clock.move_to(DAY_16)
    assert "Sam Reed" not in street.queue("welfare") and not is_missing(street.client("hill"), street.sam)
    clock.move_to(DAY_15 + timedelta(days=days))
    assert "Sam Reed" in street.queue("welfare")


def test_28_a_shielded_child_is_in_no_queue_but_of_those_named(
    street: Street, clock: time_machine.Traveller
) -> None:
    street.leaves()
    make_shield(street.sam, named=[actor_of(street.posts["welfare"], now=NOW)])
    clock.move_to(DAY_15)
    assert "Sam Reed" in street.queue("welfare") and "Sam Reed" not in street.queue("data")


def test_28_who_is_kept_from_the_child_as_a_person_does_not_find_it_in_the_queue(
    street: Street, clock: time_machine.Traveller
) -> None:
    street.leaves()
    kin = street.posts["data"].user
    Block.objects.create(child=street.sam, user=kin, kind=Block.Kind.KIN, starts_at=NOW)
    clock.move_to(DAY_15)
    assert "Sam Reed" in street.queue("welfare") and "Sam Reed" not in street.queue("data")


def test_28_welfare_starts_to_look_from_the_queue_and_the_queue_is_free_of_the_child(
    street: Street, clock: time_machine.Traveller
) -> None:
    street.leaves()
    clock.move_to(DAY_16)
    welfare = street.client("welfare")
    address = reverse("attendance:search", args=[street.sam.public_id])
    for who in ("data", "vale"):
        assert street.client(who).get(address).status_code in (403, 404)
    key = str(welfare.get(address).context["form"]["key"].value())
    case = welfare.post(address, {"why": "", "key": key}, follow=True).text
    assert "Sam Reed" in case and "Missing education" in case
    assert "Sam Reed" not in street.queue("welfare")
    assert not is_missing(street.client("welfare"), street.sam)


def test_a_list_or_an_area_that_a_child_leaves_ends_at_once(street: Street, send: Send) -> None:
    """What lasts for 15 school days is what a school holds."""
    service = street.hill.population_team.service
    service.population = "area"
    service.save()
    street.leaves()
    assert not Grant.objects.filter(child=street.sam, until__gt=NOW).exists()


def test_28_the_queue_names_no_school_that_tells_where_a_shielded_sibling_was(
    street: Street, clock: time_machine.Traveller
) -> None:
    street.leaves()
    sister = make_child("Ada", "Reed")
    for child in (street.sam, sister):
        say(child.sources.first(), Address, lines="1 Mill Road", postcode="SK9 1AB", household=77)
    clock.move_to(DAY_15)
    assert "Hill School" in street.queue("data")
    make_shield(sister, named=[actor_of(street.posts["welfare"], now=NOW)])
    assert "Sam Reed" in street.queue("data") and "Hill School" not in street.queue("data")
    assert "Hill School" in street.queue("welfare"), "who is named on the shield knows"


def test_28_a_child_whom_a_list_says_to_be_back_at_the_old_school_is_in_view(
    street: Street, clock: time_machine.Traveller
) -> None:
    council = make_agency("council", "education")
    kim = {"source_id": "K1", "given_names": "Kim", "family_name": "Moss", "date_of_birth": "2014-09-09"}
    for days, school in ((-9, "Hill School"), (0, "Vale School"), (6, "Hill School")):
        street.send(council, [{**kim, "school": school}], now=NOW + timedelta(days=days))
    clock.move_to(DAY_15)
    assert "Hill School" not in street.queue("welfare")
