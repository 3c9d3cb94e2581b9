import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.factories import make_client, make_post, make_team
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.families.models import Correction
from wraparound.delivery.families.rules import FREE_MESSAGES
from wraparound.delivery.families.tests.entries import make_entry
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.agencies.models import Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def group(team: Team) -> Listing:
    return make_entry(owner=team)


def address_of(listing: Listing) -> str:
    return reverse("families:wrong", args=[listing.public_id])


def key_of(listing: Listing) -> str:
    page = BeautifulSoup(Client().get(address_of(listing)).content, "html.parser")
    return page.find("input", {"name": "key"})["value"]


def test_somebody_says_what_is_wrong_and_the_owner_settles_it(group: Listing, team: Team) -> None:
    said = {"what": "times", "words": "Tuesdays now", "contact": "", "key": key_of(group)}
    reply = Client().post(address_of(group), said)
    assert reply.url == reverse("families:received", args=[group.public_id])
    assert "we have it" in Client().get(reply.url).content.decode()

    manager = make_client(make_post(team, Role.TEAM_MANAGER))
    listed = manager.get("/directory/corrections/").content.decode()
    assert "Tuesdays now" in listed and "The days or times" in listed
    one = reverse("families:correction", args=[Correction.objects.get().public_id])
    assert (
        manager.post(one, {"outcome": "changed", "settled_words": "Rang them", "version": "1"}).status_code
        == 302
    )
    assert "Nothing to settle" in manager.get("/directory/corrections/").content.decode()
    assert "Saturday stay" in manager.get("/directory/corrections/?settled=yes").content.decode()
    lost = manager.post(one, {"outcome": "right", "settled_words": "Mine", "version": "1"})
    assert lost.status_code == 409
    assert "Rang them" in lost.content.decode() and "Mine" in lost.content.decode()


def test_what_is_missing_is_said_and_what_was_typed_is_kept(group: Listing) -> None:
    reply = Client().post(f"{address_of(group)}?in=pl", {"words": "We wtorki", "key": key_of(group)})
    page = BeautifulSoup(reply.content, "html.parser")
    assert "Wybierz, co się nie zgadza" in page.select_one(".govuk-error-summary").get_text()
    assert page.title.string.startswith("Błąd: ")
    assert page.find("textarea").get_text(strip=True) == "We wtorki"
    assert not Correction.objects.exists()


def test_too_many_from_one_network_are_asked_to_wait_and_keep_what_they_wrote(group: Listing) -> None:
    for _ in range(FREE_MESSAGES):
        said = {"what": "other", "words": "x", "key": key_of(group)}
        assert Client().post(address_of(group), said).status_code == 302
    reply = Client().post(address_of(group), {"what": "other", "words": "One more", "key": key_of(group)})
    assert reply.status_code == 429
    page = reply.content.decode()
    assert "Many messages came from your network" in page and "One more" in page


def test_a_form_without_its_token_is_refused(group: Listing) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(address_of(group), {"what": "other", "key": key_of(group)}).status_code == 403


def test_the_owner_of_another_entry_finds_nothing(group: Listing) -> None:
    Client().post(address_of(group), {"what": "other", "key": key_of(group)})
    stranger = make_client(make_post(role=Role.TEAM_MANAGER))
    assert "Nothing to settle" in stranger.get("/directory/corrections/").content.decode()
    one = reverse("families:correction", args=[Correction.objects.get().public_id])
    assert stranger.get(one).status_code == 404
    assert make_client(make_post(role=Role.PRACTITIONER)).get("/directory/corrections/").status_code == 404
    assert Client().get("/directory/corrections/").status_code == 302
