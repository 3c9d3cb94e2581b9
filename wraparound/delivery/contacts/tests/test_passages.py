"""Restricted passages of notes: who reads them, and that nobody else sees that there is one."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_client, make_grant, make_post, make_team
from wraparound.delivery.caseloads.services import allocate, take_back
from wraparound.delivery.contacts.models import Contact, Passage
from wraparound.delivery.contacts.passages import apart, keep_apart, lift
from wraparound.delivery.contacts.rules import without
from wraparound.delivery.contacts.services import change_contact
from wraparound.delivery.contacts.tests.stories import Story
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis

pytestmark = pytest.mark.django_db
SECRET = "She said that her uncle shouts at night."


@pytest.fixture
def story() -> Story:
    return Story(now=timezone.now())


def keep(story: Story, note: Contact, words: str = SECRET, **more: Any) -> Passage:
    given = {
        "kind": "person", "kept_from": "her uncle", "why": "It would harm her", "key": uuid4(),
        "actor": story.worker, **more,
    }  # fmt: skip
    return keep_apart(contact=note, words=words, now=story.now, **given)


def page(client: Client, note: Contact) -> str:
    return client.get(reverse("contacts:contact", args=[note.public_id])).text


def reads(story: Story, post: Post, note: Contact) -> int:
    return len(apart(story.as_post(post), note).read)


def test_a_passage_leaves_the_text_and_stands_beside_it_for_whoever_reads_the_note(story: Story) -> None:
    note = story.write(words=f"We talked. {SECRET} She slept well.")
    keep(story, note)
    note.refresh_from_db()
    assert (note.words, note.version) == ("We talked. She slept well.", 2)
    shown = page(make_client(make_post(story.team)), note)
    assert SECRET in shown and "her uncle" in shown and "It would harm her" in shown
    assert "uncle" not in str(list(Entry.objects.values_list("detail", flat=True)))
    listed = make_client(story.worker_post).get(reverse("contacts:of_child", args=[story.child.public_id]))
    assert "A passage is kept apart" in listed.text and "uncle" not in listed.text


def test_the_person_that_it_is_kept_from_sees_no_trace_of_it_in_any_post_nor_in_earlier_texts(
    story: Story,
) -> None:
    note = story.write(words=f"We talked. {SECRET}")
    kept = make_post(story.team)
    second = make_post(story.team, user=kept.user)
    keep(story, note, user=kept.user)
    for post in (kept, second):
        client = make_client(post)
        shown = page(client, note)
        of_child = client.get(reverse("contacts:of_child", args=[story.child.public_id])).text
        writing = client.get(reverse("contacts:change", args=[note.public_id])).text
        for text in (shown, of_child, writing):
            assert "We talked." in text
            assert "uncle" not in text and "kept apart" not in text.lower() and "Earlier texts" not in text
    assert "Earlier texts" in page(make_client(story.worker_post), note)


@pytest.mark.parametrize("kind", ["referrer", "police"])
def test_who_told_us_and_what_the_police_said_is_for_the_case_its_writer_and_the_manager(
    story: Story, kind: str
) -> None:
    note = story.write()
    writer, colleague = make_post(story.team), make_post(story.team)
    keep(story, note, kind=kind, kept_from="", actor=story.as_post(writer))
    elsewhere = make_post(make_team(story.team.service), "team_manager")
    make_grant(story.as_post(elsewhere), story.child, Basis.INVOLVEMENT, team=True, now=story.now)
    readers = [reads(story, post, note) for post in (story.worker_post, writer, story.manager_post)]
    assert readers == [1, 1, 1]
    assert [reads(story, post, note) for post in (colleague, elsewhere)] == [0, 0]
    assert SECRET not in page(make_client(colleague), note) and SECRET not in page(
        make_client(elsewhere), note
    )
    take_back(allocation=story.case.allocations.get(), because="given back", by=story.manager, now=story.now)
    assert reads(story, story.worker_post, note) == 0


def test_a_passage_kept_from_whoever_has_the_case_is_kept_from_them(story: Story) -> None:
    note = story.write(actor=story.manager)
    keep(story, note, kind="police", user=story.worker_post.user, actor=story.manager)
    assert reads(story, story.worker_post, note) == 0
    allocate(case=story.case, post=make_post(story.team), reason="room", actor=story.manager, now=story.now)
    assert reads(story, story.manager_post, note) == 1


def test_whoever_does_not_see_the_note_marks_and_lifts_nothing(story: Story) -> None:
    note = story.write()
    passage = keep(story, note)
    stranger = make_client(make_post(make_team()))
    addresses = [
        reverse("contacts:keep_apart", args=[note.public_id]), reverse("contacts:keep_apart", args=[uuid4()]),
        reverse("contacts:lift", args=[passage.public_id]), reverse("contacts:lift", args=[uuid4()]),
    ]  # fmt: skip
    replies = [stranger.get(address) for address in addresses]
    assert {reply.status_code for reply in replies} == {404}
    assert len({len(reply.content) for reply in replies}) == 1
    with pytest.raises(Denied, match=r"Only the service|could not find"):
        keep(story, note, actor=story.as_post(make_post(make_team())))
    with pytest.raises(Denied, match="could not find"):
        keep(story, note, actor=story.as_post(make_post(make_team(story.team.service))))


def test_a_text_that_is_typed_again_with_the_passage_in_it_is_saved_without_it(story: Story) -> None:
    note = story.write(words=f"We talked. {SECRET}")
    keep(story, note)
    said = story.said(words=f"It was a call. {SECRET.upper()}", next_words=SECRET)
    saved = change_contact(contact=note, said=said, version=2, actor=story.worker, now=story.now, key=uuid4())
    assert (saved.words, saved.next_words) == ("It was a call.", "")


def test_a_passage_marked_twice_with_one_form_is_one_and_the_whole_note_is_none(story: Story) -> None:
    note, key = story.write(words=SECRET), uuid4()
    with pytest.raises(Denied, match="whole note"):
        keep(story, note, key=key)
    change_contact(
        contact=note, said=story.said(words=f"We talked. {SECRET}"), version=1, actor=story.worker,
        now=story.now, key=uuid4(),
    )  # fmt: skip
    assert keep(story, note, key=key) == keep(story, note, key=key) == Passage.objects.get()
    with pytest.raises(Denied, match="line of the chronology"):
        keep(story, story.write(significant=SECRET))


@pytest.mark.parametrize(
    ("more", "words"),
    [({"kept_from": " "}, "who must not"), ({"why": ""}, "why it is kept"), ({"kind": "x"}, "restricted")],
)
def test_a_passage_says_what_it_is_whom_it_is_kept_from_and_why(story: Story, more: dict, words: str) -> None:
    with pytest.raises(Denied, match=words):
        keep(story, story.write(), **more)


def test_it_is_lifted_with_a_reason_by_its_writer_or_the_manager_and_is_then_everybodys(story: Story) -> None:
    note, kept = story.write(), make_post(story.team)
    passage = keep(story, note, user=kept.user)
    for post in (kept, make_post(story.team)):
        with pytest.raises(Denied, match="could not find"):
            lift(passage=passage, because="Let me", actor=story.as_post(post), now=story.now)
        address = reverse("contacts:lift", args=[passage.public_id])
        assert make_client(post).get(address).status_code == 404
    client, address = make_client(story.manager_post), reverse("contacts:lift", args=[passage.public_id])
    assert "Write why" in client.post(address, {"because": ""}).text
    assert "not kept apart any more" in client.post(address, {"because": "He knows"}, follow=True).text
    again = lift(passage=passage, because="Again", actor=story.worker, now=story.now)
    assert again.lifted_because == "He knows" and reads(story, kept, note) == 1


def test_a_manager_from_whom_a_passage_is_kept_does_not_lift_it(story: Story) -> None:
    passage = keep(story, story.write(), user=story.manager_post.user)
    with pytest.raises(Denied, match="could not find"):
        lift(passage=passage, because="Let me", actor=story.manager, now=story.now)


def test_the_form_keeps_what_was_typed_and_finds_the_person(story: Story) -> None:
    note, kept = story.write(), make_post(story.team)
    client, address = make_client(story.worker_post), reverse("contacts:keep_apart", args=[note.public_id])
    sent = {
        "key": uuid4(), "words": SECRET, "kind": "person", "kept_from": "Her uncle, who works here",
        "email": "nobody@elsewhere.example", "why": "Harm",
    }  # fmt: skip
    reply = client.post(address, sent)
    assert "Nobody signs in with that email address" in reply.text and SECRET in reply.text
    assert "is kept apart" in client.post(address, {**sent, "email": kept.user.email}, follow=True).text
    assert Passage.objects.get().user == kept.user
    client.post(address, {**sent, "email": ""})
    assert Passage.objects.count() == 1


def test_what_is_printed_has_neither_the_passage_nor_texts_that_may_hold_it(story: Story) -> None:
    note = story.write(words=f"We talked. {SECRET}")
    keep(story, note)
    shown = BeautifulSoup(page(make_client(story.worker_post), note), "html.parser")
    for part in shown.select(".govuk-\\!-display-none-print"):
        part.decompose()
    assert "We talked." in shown.text and "uncle" not in shown.text


@pytest.mark.parametrize(
    ("text", "passage", "left"),
    [
        ("He came.\r\nHe shouted\r\nat her. Bye", "he shouted at her.", "He came.\r\n Bye"),
        ("anna banana", "ana", "anna banana"),
        ("Nothing of it", "else", "Nothing of it"),
        ("Nothing", "", "Nothing"),
    ],
)
def test_a_passage_is_found_whatever_its_lines_and_capitals(text: str, passage: str, left: str) -> None:
    assert without(text, passage) == left
