"""The pages of feeds: who may see them, and what their buttons do."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, make_client, make_post
from wraparound.delivery.directory.models import Listing, Organisation
from wraparound.delivery.openreferral import services, tasks
from wraparound.delivery.openreferral.models import Feed, Import, Known, Proposal
from wraparound.delivery.openreferral.taking.fetching import Limits
from wraparound.delivery.openreferral.tests.feed_server import served
from wraparound.delivery.openreferral.tests.taking_in import made, make_feed, outcomes, take, taken
from wraparound.foundation.accounts.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return make_client(make_post(role=Role.AREA_ADMINISTRATOR))


@pytest.fixture
def proposed() -> Proposal:
    """Return what a feed proposes whose entries wait."""
    with served(made(4)) as url:
        run = take(make_feed(url, publishes=False))
    assert outcomes(run) == {"proposed": 4}
    assert Listing.objects.count() == 0
    return Proposal.objects.get(name="Group 1")


def test_a_feed_is_added_changed_and_read(admin: Client) -> None:
    asked = {
        "base_url": "https://a.example/api/",
        "name": "Eastbrook",
        "who": "Eastbrook Council",
        "way": "ask",
    }
    assert admin.post(reverse("openreferral:add_feed"), asked).status_code == 302
    feed = Feed.objects.get()
    assert (feed.base_url, feed.publishes) == ("https://a.example/api", False)
    page = reverse("openreferral:feed", args=[feed.public_id])
    changed = {"name": "East", "who": "E", "way": "at_once", "version": feed.version}
    assert admin.post(page, changed).status_code == 302
    feed.refresh_from_db()
    assert (feed.name, feed.publishes, feed.base_url) == ("East", True, "https://a.example/api")
    stale = {**changed, "name": "West"}
    assert admin.post(page, stale).status_code == 409
    reply = admin.post(reverse("openreferral:read_now", args=[feed.public_id]))
    assert reply["Location"] == reverse("openreferral:import", args=[Import.objects.get().public_id])


def test_an_address_that_is_none_is_refused_at_its_question(admin: Client) -> None:
    reply = admin.post(reverse("openreferral:add_feed"), {"base_url": "file:///etc/passwd"})
    assert "Enter an address that begins with https" in reply.text
    assert not Feed.objects.exists()


def test_nobody_else_reaches_these_pages(proposed: Proposal) -> None:
    """Denied looks like missing: for a practitioner, an editor of entries, and somebody not signed in."""
    feed, run = Feed.objects.get(), Import.objects.get()
    pages = [
        reverse("openreferral:feeds"), reverse("openreferral:add_feed"), reverse("openreferral:proposals"),
        reverse("openreferral:feed", args=[feed.public_id]), reverse("openreferral:import", args=[run.public_id]),
        reverse("openreferral:receipt", args=[run.public_id]),
        reverse("openreferral:proposal", args=[proposed.public_id]), reverse("openreferral:decided"),
    ]  # fmt: skip
    for role in (Role.PRACTITIONER, Role.SERVICE_EDITOR, Role.DATA_MANAGER):
        client = make_client(make_post(role=role))
        assert {client.get(page).status_code for page in pages} == {404}
        accept = reverse("openreferral:decide", args=[proposed.public_id, "accept"])
        assert client.post(accept).status_code == 404
    assert {Client().get(page).status_code for page in pages} == {302}
    assert Listing.objects.count() == 0


def test_what_a_feed_proposes_is_let_in_by_a_person_once(admin: Client, proposed: Proposal) -> None:
    page = reverse("openreferral:proposal", args=[proposed.public_id])
    assert "Body 1" in admin.get(page).text
    accept = reverse("openreferral:decide", args=[proposed.public_id, "accept"])
    assert admin.post(accept).status_code == 302
    listing = Listing.objects.get()
    assert (listing.name, Known.objects.get(foreign_id=proposed.known.foreign_id).listing) == (
        "Group 1",
        listing,
    )
    assert admin.post(accept).status_code == 404
    assert Proposal.objects.count() == 3


def test_several_are_decided_at_once_and_one_that_changed_is_skipped_and_told(
    admin: Client, proposed: Proposal
) -> None:
    page = reverse("openreferral:proposals")
    boxes = BeautifulSoup(admin.get(page).content, "html.parser").select("input[name=proposal]")
    values = [str(box["value"]) for box in boxes]
    assert len(values) == Proposal.objects.count() == 4
    assert "Tick the entries" in admin.post(page, {"answer": "accept"}, follow=True).text
    assert "Choose what you decide" in admin.post(page, {"proposal": values}, follow=True).text
    for garbage in ("x", f"{'-' * 36} soon", f"{proposed.public_id} 9999-99-99"):
        assert admin.post(page, {"proposal": garbage, "answer": "accept"}).url == page
    changed, refused = Proposal.objects.order_by("name")[1:3]
    Proposal.objects.filter(pk=changed.pk).update(made_at=changed.made_at + timedelta(seconds=1))
    Proposal.objects.filter(pk=refused.pk).update(payload={**refused.payload, "name": ""})
    told = admin.post(page, {"proposal": values, "answer": "accept"}, follow=True).text
    assert "2 let in, 2 skipped." in told and "says something else now" in told and "It has no name" in told
    assert Listing.objects.count() == 2 and Proposal.objects.count() == 2
    assert "4 skipped." in admin.post(page, {"proposal": values, "answer": "accept"}, follow=True).text
    Proposal.objects.filter(pk=changed.pk).update(made_at=changed.made_at)
    told = admin.post(page, {"proposal": values, "answer": "decline"}, follow=True).text
    assert "2 declined, 2 skipped." in told and not Proposal.objects.exists() and Listing.objects.count() == 2


def test_what_was_declined_is_not_asked_again_until_the_feed_says_something_else(admin: Client) -> None:
    area = made(2)
    with served(area) as url:
        feed = make_feed(url, publishes=False)
        take(feed)
        for each in Proposal.objects.all():
            admin.post(reverse("openreferral:decide", args=[each.public_id, "decline"]))
        assert outcomes(take(feed)) == {"unchanged": 2}
        area.services[0]["name"] = "Another name"
        assert outcomes(take(feed)) == {"unchanged": 1, "proposed": 1}
    assert [each.name for each in Proposal.objects.all()] == ["Another name"]


def test_the_feeds_next_word_takes_the_place_of_what_waits(admin: Client, proposed: Proposal) -> None:
    feed = Feed.objects.get()
    area = made(4)
    area.services[1]["name"] = "Group one"
    with served(area) as url:
        feed.base_url = url
        assert outcomes(take(feed)) == {"proposed": 4}
    assert sorted(each.name for each in Proposal.objects.all()) == [
        "Group 0",
        "Group 2",
        "Group 3",
        "Group one",
    ]


def test_a_held_reading_goes_on_as_the_person_says(admin: Client) -> None:
    area = made(3)
    taken(area)
    area.services.clear()
    run = taken(area)
    page = admin.get(reverse("openreferral:import", args=[run.public_id]))
    assert "3 entries are gone" in page.text
    admin.post(reverse("openreferral:end_gone", args=[run.public_id]), {"number": 2})
    run.refresh_from_db()
    assert run.state == "held"
    admin.post(reverse("openreferral:end_gone", args=[run.public_id]), {"number": 3})
    assert tasks.run.func(run.pk) == "done"
    assert Listing.objects.filter(status="inactive").count() == 3


def test_the_receipt_is_a_file_with_a_line_for_each(admin: Client) -> None:
    run = taken(made(3))
    reply = admin.get(reverse("openreferral:receipt", args=[run.public_id]))
    assert reply["Content-Type"].startswith("text/csv")
    assert len(reply.text.splitlines()) == 4


def test_an_editor_sees_what_is_left_out_of_the_entries_of_their_own_team(admin: Client) -> None:
    post = make_post(role=Role.SERVICE_EDITOR)
    body = Organisation.objects.create(name="Body", modified_at=NOW)
    values = {"organisation": body, "email": "no", "modified_at": NOW}
    Listing.objects.create(name="Ours", owner=post.team, **values)
    Listing.objects.create(name="Theirs", **values)
    page = reverse("openreferral:left_out")
    theirs = make_client(post).get(page).text
    assert "Ours" in theirs and "Theirs" not in theirs
    assert "Theirs" in admin.get(page).text


def test_the_command_reads_a_feed_and_writes_its_receipt(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OPENREFERRAL_PRIVATE_FEEDS = True
    monkeypatch.setattr(services, "Limits", partial(Limits, back_off=(0,)))
    area = made(3)
    with served(area) as url:
        receipt = tmp_path / "receipt.csv"
        call_command("openreferral", "import", url, "--publish", "--receipt", str(receipt))
        assert capsys.readouterr().out.startswith("3 created, 0 updated")
        assert len(receipt.read_text().splitlines()) == 4
        area.services.clear()
        with pytest.raises(CommandError, match="--accept-endings 3"):
            call_command("openreferral", "import", url)
        call_command("openreferral", "import", url, "--accept-endings", "3")
    assert Listing.objects.filter(status="inactive").count() == 3
    with pytest.raises(CommandError, match="could not be reached"):
        call_command("openreferral", "import", "http://127.0.0.1:1")


def test_the_command_does_not_reach_into_a_private_network_unless_it_may(settings: Any) -> None:
    settings.OPENREFERRAL_PRIVATE_FEEDS = False
    area = made(1)
    with served(area) as url, pytest.raises(CommandError, match="private network"):
        call_command("openreferral", "import", url)
    assert area.asked == []


def test_a_job_that_is_asked_for_twice_does_its_work_once(settings: Any) -> None:
    settings.OPENREFERRAL_PRIVATE_FEEDS = True
    with served(made(3)) as url:
        run = services.begin_import(feed=make_feed(url), actor=None, now=NOW)
        assert tasks.run.func(run.pk) == "done"
        assert tasks.run.func(run.pk) == "done"
    assert Listing.objects.count() == 3
