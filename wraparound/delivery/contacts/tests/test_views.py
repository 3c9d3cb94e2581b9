"""The pages of contacts: what they say, what they keep, and whom they turn away."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_agency, make_client, make_grant, make_post, make_source, make_team, say
from wraparound.delivery.contacts.models import Contact, Draft
from wraparound.delivery.contacts.tests.stories import Story
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.children.models import Address, Banner

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return Story(now=timezone.now())


def fields_of(reply: Any) -> dict[str, Any]:
    """Return what the page would send as it stands."""
    form = BeautifulSoup(reply.content, "html.parser").select("main form[data-keeps-offline]")[0]
    sent: dict[str, Any] = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        if field.get("type") in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        chosen = field.select_one("option[selected]")
        sent[field["name"]] = (
            (chosen["value"] if chosen else "")
            if field.name == "select"
            else field.get("value", field.text.strip())
        )
    return sent


def write_page(client: Client, story: Story) -> tuple[str, dict[str, Any]]:
    address = reverse("contacts:write", args=[story.child.public_id])
    return address, fields_of(client.get(address))


def test_a_visit_is_written_up_in_two_presses_and_a_sentence(story: Story) -> None:
    client = make_client(story.worker_post)
    address, sent = write_page(client, story)
    reply = client.post(address, {**sent, "seen_by": ["seen_alone"], "words": "Met at the gate"}, follow=True)
    note = Contact.objects.get()
    assert (note.state, note.child_seen, note.seen_alone, note.case) == ("held", True, True, story.case)
    assert abs(note.happened_at - story.now) < timedelta(minutes=2)
    assert "Your note is saved" in reply.text and "Met at the gate" in reply.text
    client.post(address, {**sent, "words": "Sent again"})
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"words": ""}, "Write what happened"),
        ({"at": "25:00"}, "Time must be like 14:35"),
        ({"day": "tomorrow"}, "must not be later than now"),
        ({"day": "4 May 2001"}, "too long ago"),
        ({"version": "x"}, "too old"),
        ({"more": ["yes"]}, "Write the line of the chronology"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(story: Story, more: dict, words: str) -> None:
    client = make_client(story.worker_post)
    address, sent = write_page(client, story)
    reply = client.post(address, {**sent, "words": "Typed words", **more})
    assert words in reply.text
    assert "Typed words" in reply.text or not more.get("words", "x")
    assert not Contact.objects.exists()


def test_a_child_who_was_not_brought_needs_no_words_and_is_counted_in_words(story: Story) -> None:
    client = make_client(story.worker_post)
    for _ in range(2):
        address, sent = write_page(client, story)
        client.post(address, {**sent, "state": "not_brought", "kind": "clinic"})
    page = client.get(reverse("contacts:of_child", args=[story.child.public_id]))
    assert "Not brought twice since" in page.text


def test_of_two_who_write_at_once_both_texts_are_shown_and_kept(story: Story) -> None:
    mine, theirs = make_client(story.worker_post), make_client(story.manager_post)
    note = story.write(words="As it was")
    address = reverse("contacts:change", args=[note.public_id])
    first, second = fields_of(mine.get(address)), fields_of(theirs.get(address))
    assert theirs.post(address, {**second, "words": "Theirs"}).status_code == 302
    clash = mine.post(address, {**first, "words": "Mine"})
    assert clash.status_code == 409 and "Theirs" in clash.text and "Mine" in clash.text
    note.refresh_from_db()
    assert note.words == "Theirs"
    assert mine.post(address, fields_of(clash)).status_code == 302
    history = mine.get(reverse("contacts:contact", args=[note.public_id])).text
    assert all(words in history for words in ("As it was", "Theirs", "Mine"))


def test_a_draft_is_kept_and_comes_back_to_its_writer_alone(story: Story) -> None:
    client = make_client(story.worker_post)
    address, sent = write_page(client, story)
    draft_address = reverse("contacts:keep_draft", args=[story.child.public_id])
    said = client.post(draft_address, {**sent, "words": "Half a sen", "seen_by": ["child_seen"]})
    assert "Kept as a draft at" in said.text
    back = client.get(address)
    assert "Half a sen" in back.text and "what you had typed" in back.text
    assert fields_of(back)["seen_by"] == "child_seen"
    assert "Half a sen" not in make_client(story.manager_post).get(address).text
    client.post(address, fields_of(back))
    assert Contact.objects.get().words == "Half a sen" and not Draft.objects.exists()


def test_a_draft_can_be_thrown_away_and_a_broken_one_is_not_kept(story: Story) -> None:
    client = make_client(story.worker_post)
    draft_address = reverse("contacts:keep_draft", args=[story.child.public_id])
    assert "not kept" in client.post(draft_address, {"key": "x", "words": "a"}).text
    assert "not kept" in client.post(draft_address, {"key": uuid4(), "words": "a" * 50_000}).text
    client.post(draft_address, {"key": uuid4(), "words": "Half"})
    client.post(reverse("contacts:forget_draft", args=[story.child.public_id]))
    assert not Draft.objects.exists()


def test_the_diary_puts_what_hurts_first_and_says_where_to_whoever_may_know(story: Story) -> None:
    source = make_source(story.child, make_agency())
    say(source, Address, lines="3 Quay Street", postcode="SK9 3AB")
    say(source, Banner, kind="visit_safety", words="Dog loose in the yard")
    story.plan(days=-2), story.plan(days=0, words="Weigh her")
    page = make_client(story.worker_post).get(reverse("contacts:diary")).text
    assert page.index("Overdue: not written up") < page.index("Weigh her")
    assert "3 Quay Street, SK9 3AB" in page and "Dog loose in the yard" in page
    look = Entry.objects.filter(verb="contact.diary", child_id=story.child.pk)
    assert look.exists()
    other = make_client(make_post(make_team())).get(reverse("contacts:diary")).text
    assert "Quay" not in other and "Nothing planned today" in other


@pytest.mark.parametrize("week", ["2026-03-04", "nonsense", "0001-01-01", "9999-12-31"])
def test_any_week_can_be_asked_for(story: Story, week: str) -> None:
    assert make_client(story.worker_post).get(reverse("contacts:diary"), {"week": week}).status_code == 200


def test_whoever_may_not_is_answered_as_if_nothing_were_there(story: Story) -> None:
    note = story.write()
    stranger = make_client(make_post(make_team()))
    names = ["contact", "change", "call_off"]
    denied = [stranger.get(reverse(f"contacts:{name}", args=[note.public_id])) for name in names]
    missing = [stranger.get(reverse(f"contacts:{name}", args=[uuid4()])) for name in names]
    of_child = [reverse(f"contacts:{name}", args=[story.child.public_id]) for name in ("of_child", "write")]
    denied += [stranger.get(address) for address in of_child]
    assert {reply.status_code for reply in denied + missing} == {404}
    assert len({len(reply.content) for reply in denied + missing}) == 1
    assert Entry.objects.filter(outcome="denied", child_id=story.child.pk).count() == 5


def test_a_planned_contact_is_moved_to_a_colleague_written_up_or_called_off(story: Story) -> None:
    client = make_client(story.worker_post)
    client.post(
        reverse("contacts:plan", args=[story.child.public_id]),
        {"key": uuid4(), "kind": "clinic", "day": "tomorrow", "at": "2pm", "words": "Weigh",
         "post": story.manager_post.public_id, "case": story.case.public_id},
    )  # fmt: skip
    planned = Contact.objects.get()
    assert (planned.post, planned.kind, planned.case) == (story.manager_post, "clinic", story.case)
    assert timezone.localtime(planned.planned_for).hour == 14
    moving = {
        "key": uuid4(),
        "version": 1,
        "kind": "call",
        "day": "tomorrow",
        "at": "3:30pm",
        "words": "Ring",
    }
    address = reverse("contacts:move", args=[planned.public_id])
    assert "2:00pm" in client.get(address).text
    assert "is moved" in client.post(address, moving, follow=True).text
    assert "changed this contact meanwhile" in client.post(address, {**moving, "key": uuid4()}).text
    planned.refresh_from_db()
    assert (planned.kind, timezone.localtime(planned.planned_for).minute, planned.version) == ("call", 30, 2)
    off = {"key": uuid4(), "version": 2, "who": "them", "words": "Ill"}
    reply = client.post(reverse("contacts:call_off", args=[planned.public_id]), off, follow=True)
    assert "called off" in reply.text
    planned.refresh_from_db()
    assert planned.state == "cancelled_by_them"
    assert client.get(address).status_code == 404


def test_a_supervisor_countersigns_the_version_that_was_read() -> None:
    now = timezone.now()
    team = make_team()
    supervisor = make_post(team)
    story = Story(
        team, now=now, is_time_boxed=True, supervisor=supervisor, valid_until=now.date() + timedelta(days=9)
    )
    note = story.write(words="By a student")
    client, address = make_client(supervisor), reverse("contacts:countersign", args=[note.public_id])
    assert "By a student" in client.get(reverse("contacts:to_countersign")).text
    assert "changed while you read" in client.post(address, {"version": "7"}, follow=True).text
    assert "Countersigned." in client.post(address, {"version": "1"}, follow=True).text
    note.refresh_from_db()
    assert note.countersigned_by == supervisor
    assert make_client(story.manager_post).post(address, {"version": "1"}).status_code == 403


def test_the_teams_list_is_narrowed(story: Story) -> None:
    story.write(kind="call", words="x"), story.write(kind="clinic", state="not_brought", words="")
    client, address = make_client(story.manager_post), reverse("contacts:team")
    assert "Showing 2 contacts" in client.get(address).text
    assert "Showing 1 contact<" in client.get(address, {"state": "not_brought"}).text
    assert "Showing 1 contact<" in client.get(address, {"kind": "call"}).text
    assert "No contact fits" in client.get(address, {"post": story.manager_post.public_id}).text
    assert "Showing 2 contacts" in client.get(address, {"since": "yesterday"}).text
    assert "Showing 2 contacts" in client.get(address, {"since": "nonsense", "post": "x"}).text


def test_a_child_seen_by_another_service_has_a_page_that_says_none_are_kept_for_it(story: Story) -> None:
    story.write(words="Not for others")
    other = make_post(make_team(), Role.PRACTITIONER)
    make_grant(actor_of(other, now=story.now), story.child, Basis.TEAM_AROUND, now=story.now)
    page = make_client(other).get(reverse("contacts:of_child", args=[story.child.public_id])).text
    assert "No contact of your service" in page and "Not for others" not in page


def test_the_page_of_a_case_has_its_latest_notes_and_where_to_write_the_next(story: Story) -> None:
    story.write(words="Of the case"), story.write(case=False, words="Of the schedule")
    page = make_client(story.worker_post).get(reverse("caseloads:case", args=[story.case.public_id])).text
    assert "Of the case" in page and "Of the schedule" not in page
    assert reverse("contacts:write", args=[story.child.public_id]) in page


def test_the_title_of_a_page_says_what_it_is_whose_and_of_which_product(story: Story) -> None:
    page = make_client(story.worker_post).get(reverse("contacts:of_child", args=[story.child.public_id]))
    title = BeautifulSoup(page.content, "html.parser").title.text
    assert title == "Contacts and notes: one child – Wraparound"
