"""What a device is told and what it may send: the least, to nobody else, and every answer in words."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_client, make_post, make_source, make_team, say
from wraparound.delivery.contacts import device
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.contacts.tests.stories import Story
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.children.models import Address

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return Story(now=timezone.now())


def note(story: Story, post: Post, **more: Any) -> dict[str, Any]:
    values = {
        "to": reverse("contacts:write", args=[story.child.public_id]), "who": device.whose(post.user),
        "as": post.public_id, "key": uuid4(), "state": "held", "kind": "elsewhere", "day": "today",
        "at": "0:01", "words": "Met at the gate", "case": story.case.public_id, "on": f"{timezone.localdate()}",
    }  # fmt: skip
    return {**values, **more}


def send(post: Post, values: dict[str, Any]) -> dict[str, str]:
    reply = make_client(post).post(reverse("contacts:offline_send"), values)
    assert reply.status_code == 200
    return json.loads(reply.content)


def test_what_was_kept_is_taken_in_once_however_often_it_is_sent(story: Story) -> None:
    values = note(story, story.worker_post)
    for _ in range(2):
        assert send(story.worker_post, values)["state"] == "saved"
    kept = Contact.objects.get()
    assert (kept.words, kept.case, kept.post) == ("Met at the gate", story.case, story.worker_post)


def test_today_is_the_day_on_which_it_was_written(story: Story) -> None:
    written = timezone.localdate() - timedelta(days=3)
    send(story.worker_post, note(story, story.worker_post, on=f"{written}", next_on="tomorrow"))
    kept = Contact.objects.get()
    assert timezone.localdate(kept.happened_at) == written
    assert kept.next_on == written + timedelta(days=1)


@pytest.mark.parametrize(
    ("more", "state", "words"),
    [
        ({"who": "somebody"}, "other", "Somebody else"),
        ({"as": uuid4()}, "post", "Switch to that post"),
        ({"words": ""}, "refused", "Write what happened"),
        ({"on": "1999-01-01", "day": "nonsense"}, "refused", "“Day”"),
        ({"to": "/contacts/"}, "refused", "could not find"),
        ({"to": "https://elsewhere.example/"}, "refused", "could not find"),
        ({"to": f"/contacts/with/{uuid4()}/write/"}, "refused", "could not find"),
        ({"to": f"/contacts/{uuid4()}/write-up/"}, "refused", "could not find"),
        ({"key": "x"}, "refused", "UUID"),
    ],
)
def test_what_cannot_be_taken_in_is_answered_in_words_and_writes_nothing(
    story: Story, more: dict, state: str, words: str
) -> None:
    answer = send(story.worker_post, note(story, story.worker_post, **more))
    assert answer["state"] == state and words in answer["words"]
    assert not Contact.objects.exists()


def test_a_child_who_is_not_mine_any_more_is_answered_as_a_missing_one(story: Story) -> None:
    stranger = make_post(make_team())
    denied = send(stranger, note(story, stranger))
    missing = send(stranger, note(story, stranger, to=f"/contacts/with/{uuid4()}/write/"))
    assert denied == missing and denied["state"] == "refused"
    assert Entry.objects.filter(outcome="denied", child_id=story.child.pk).exists()


def test_a_visit_that_was_written_up_meanwhile_is_said_to_have_changed(story: Story) -> None:
    planned = story.plan(days=0)
    to = reverse("contacts:change", args=[planned.public_id])
    sent = note(story, story.worker_post, to=to, version=1)
    theirs = note(story, story.manager_post, to=to, version=1, words="Theirs")
    assert send(story.manager_post, theirs)["state"] == "saved"
    assert send(story.worker_post, sent)["state"] == "changed"
    planned.refresh_from_db()
    assert planned.words == "Theirs"


def test_the_list_of_a_device_is_the_least_that_tells_visits_apart(story: Story) -> None:
    say(make_source(story.child), Address, lines="3 Quay Street", postcode="SK9 3AB")
    story.plan(days=0, words="Weigh her"), story.plan(days=1), story.plan(days=0, actor=story.manager)
    reply = make_client(story.worker_post).get(reverse("contacts:offline_today"))
    told = json.loads(reply.content)
    assert [visit["name"] for visit in told["visits"]] == ["Amara"]
    assert set(told["visits"][0]) == {"name", "at", "version", "kind", "how", "path"}
    assert not any(words in reply.text for words in ("Okafor", "Quay", "Weigh", str(story.child.public_id)))
    assert reply.headers["Cache-Control"] == "no-store"
    assert Entry.objects.filter(verb="contact.offline", child_id=story.child.pk).count() == 1


def test_only_the_person_is_told_what_opens_their_notes(story: Story, settings: Any) -> None:
    address = reverse("contacts:offline_key")
    told = [
        json.loads(make_client(post).get(address).content) for post in (story.worker_post, story.manager_post)
    ]
    assert told[0]["secrets"] != told[1]["secrets"] and told[0]["who"] != told[1]["who"]
    assert Client().get(address).status_code == 302
    assert "no-store" in make_client(story.worker_post).get(address).headers["Cache-Control"]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert device.secrets_of(story.worker_post.user)[1:] == told[0]["secrets"][:1]


def test_what_the_worker_keeps_has_nothing_of_any_person_in_it(story: Story) -> None:
    client = make_client(story.worker_post)
    shell, script = client.get(reverse("contacts:offline")), client.get(reverse("device:worker"))
    assert story.worker_post.user.full_name not in shell.text and story.worker_post.title not in shell.text
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert reverse("contacts:offline") in script.text
    manifest = json.loads(client.get(reverse("device:manifest")).content)
    assert manifest["start_url"] == reverse("contacts:diary")
