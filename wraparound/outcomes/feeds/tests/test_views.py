"""The pages of feeds: only for who may send, typed words kept, a press for endings, a receipt on record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_client, make_post
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.feeds import tasks
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.tests.conftest import Send, as_csv
from wraparound.outcomes.feeds.tests.test_rehearsing import LIST

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return make_client(make_post(role=Role.DATA_MANAGER))


def upload(client: Client, agency: Agency, content: bytes, **more: str):
    form = {
        "agency": agency.code,
        "file": SimpleUploadedFile("roll.csv", content),
        "reach": "part",
        "way": "load",
        **more,
    }
    return client.post(reverse("feeds:send"), form)


def test_a_list_sent_on_the_page_is_loaded_in_the_background(client: Client, roll: Agency) -> None:
    reply = upload(client, roll, as_csv(LIST[:3]))
    load = Load.objects.get()
    assert reply.url == reverse("feeds:load", args=[load.public_id])
    assert "Waiting to start" in client.get(reply.url).text
    assert client.get(reverse("feeds:progress", args=[load.public_id])).status_code == 200
    tasks.run.call(load.pk)
    assert client.get(reverse("feeds:progress", args=[load.public_id])).headers["HX-Refresh"] == "true"
    assert "New children" in client.get(reply.url).text
    assert Child.objects.count() == 3


def test_a_trial_writes_nothing_and_says_what_would_happen(client: Client, roll: Agency) -> None:
    reply = upload(client, roll, as_csv(LIST[:3]), way="try")
    tasks.run.call(Load.objects.get().pk)
    assert "3 children would be new to the index" in client.get(reply.url).text
    assert not Child.objects.exists()


def test_a_form_with_something_missing_is_shown_again(client: Client, roll: Agency) -> None:
    page = client.post(reverse("feeds:send"), {"agency": roll.code, "way": "load"})
    assert "Choose the file" in page.text and "Say whether it is the whole list" in page.text
    assert not Load.objects.exists()


def test_a_mapping_that_is_wrong_is_told_at_its_question(client: Client, roll: Agency) -> None:
    mapping = SimpleUploadedFile("m.toml", b'[columns]\nsource_id = "a"\nsorce = "b"\n')
    page = upload(client, roll, as_csv(LIST), mapping=mapping)  # type: ignore[arg-type]
    assert "line 3" in page.text and not Load.objects.exists()


def test_endings_wait_for_a_press_that_says_their_number(client: Client, roll: Agency, send: Send) -> None:
    send(roll, LIST)
    upload(client, roll, as_csv(LIST[:5]), reach="whole")
    load = Load.objects.latest("pk")
    tasks.run.call(load.pk)
    address = reverse("feeds:load", args=[load.public_id])
    assert "35 of 40 records are not in this list" in client.get(address).text
    client.post(reverse("feeds:accept", args=[load.public_id]), {"number": "34"})
    load.refresh_from_db()
    assert load.state == Load.State.HELD
    client.post(reverse("feeds:accept", args=[load.public_id]), {"number": "35"})
    tasks.run.call(load.pk)
    load.refresh_from_db()
    assert load.state == Load.State.DONE and load.figures["endings"] == 35


def test_a_held_list_can_be_stopped(client: Client, roll: Agency, send: Send) -> None:
    send(roll, LIST)
    upload(client, roll, as_csv(LIST[:5]), reach="whole")
    load = Load.objects.latest("pk")
    tasks.run.call(load.pk)
    client.post(reverse("feeds:stop", args=[load.public_id]))
    load.refresh_from_db()
    assert load.state == Load.State.STOPPED


def test_a_receipt_is_a_line_a_row_and_its_reading_is_on_record(
    client: Client, roll: Agency, send: Send
) -> None:
    load = send(roll, [*LIST[:2], {"source_id": "x", "sex": "?"}])
    reply = client.get(reverse("feeds:receipt", args=[load.public_id]))
    assert len(reply.text.splitlines()) == 4 and "refused" in reply.text
    assert Entry.objects.filter(verb="feed.receipt").count() == 1
    page = client.get(reverse("feeds:load", args=[load.public_id])).text
    assert "is not a sex that we know" in page


def test_who_may_not_send_finds_no_page(roll: Agency, send: Send) -> None:
    load = send(roll, LIST[:1])
    client = make_client(make_post(role=Role.PRACTITIONER))
    for address in (reverse("feeds:loads"), reverse("feeds:load", args=[load.public_id])):
        assert client.get(address).status_code == 404


def test_the_list_of_lists_asks_as_often_for_many_as_for_one(
    client: Client, roll: Agency, send: Send, django_assert_num_queries
) -> None:
    send(roll, LIST[:2])
    client.get(reverse("feeds:loads"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("feeds:loads"))
    for count in range(3, 7):
        send(roll, LIST[:count])
    with django_assert_num_queries(len(one)):
        client.get(reverse("feeds:loads"))
