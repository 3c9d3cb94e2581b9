"""Two people on the same case at once, and one note on two ways at once: nothing is lost and nothing doubled."""

import threading
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_client, make_grant, make_post
from wraparound.delivery.contacts.misplaced import move_to_the_right_child
from wraparound.delivery.contacts.models import Contact, Misplaced, Revision
from wraparound.delivery.contacts.services import change_contact, keep_draft
from wraparound.delivery.contacts.tests.stories import Story
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.audit.tests.test_writers import at_once
from wraparound.outcomes.access.models import Basis

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, ROUNDS = 5, 4


@pytest.fixture
def story() -> Story:
    return Story(now=timezone.now())


def test_notes_that_several_people_write_on_one_case_at_once_are_all_kept(story: Story) -> None:
    actors = [story.as_post(make_post(story.team)) for _ in range(PEOPLE)]
    wanted = {f"{number} in round {turn}" for number in range(PEOPLE) for turn in range(ROUNDS)}

    def write(number: int) -> None:
        for turn in range(ROUNDS):
            story.write(actors[number], words=f"{number} in round {turn}")

    at_once([lambda number=number: write(number) for number in range(PEOPLE)])
    assert set(Contact.objects.values_list("words", flat=True)) == wanted
    assert Entry.objects.filter(verb="contact.write").count() == len(wanted) == Revision.objects.count()


def test_one_note_that_is_sent_many_times_at_once_is_one_contact(story: Story) -> None:
    key, planned, written = uuid4(), story.plan(), uuid4()

    def write_up() -> None:
        change_contact(
            contact=planned, said=story.said(), version=1, actor=story.worker, now=story.now, key=written
        )

    at_once([lambda: story.write(key=key)] * 6 + [write_up] * 6)
    assert Contact.objects.count() == 2
    planned.refresh_from_db()
    assert (planned.state, planned.version, planned.revisions.count()) == ("held", 2, 2)


def test_of_several_who_change_one_note_at_once_each_text_is_saved_or_handed_back(story: Story) -> None:
    note, lock = story.write(words="At first"), threading.Lock()
    actors = [story.as_post(make_post(story.team)) for _ in range(PEOPLE)]
    start = threading.Barrier(PEOPLE)
    won: list[str] = []
    lost: list[str] = []

    def change(number: int) -> None:
        for turn in range(ROUNDS):
            version, words = Contact.objects.values_list("version", flat=True).get(), f"{number} {turn}"
            start.wait(60)
            try:
                change_contact(
                    contact=note, said=story.said(words=words), version=version, actor=actors[number],
                    now=story.now, key=uuid4(),
                )  # fmt: skip
                with lock:
                    won.append(words)
            except Conflict as changed:
                with lock:
                    lost.append(changed.current.words)
            start.wait(60)

    at_once([lambda number=number: change(number) for number in range(PEOPLE)])
    texts = list(note.revisions.order_by("number").values_list("words", flat=True))
    assert texts == ["At first", *won] and len(won) == ROUNDS
    assert len(lost) == ROUNDS * (PEOPLE - 1) and set(lost) <= set(won)


def test_on_pages_the_second_of_two_sees_both_texts(story: Story) -> None:
    note = story.write(words="At first")
    address = reverse("contacts:change", args=[note.public_id])
    clients = [make_client(story.worker_post), make_client(story.manager_post)]
    start, answers = threading.Barrier(2), {}

    def send(number: int, client: Client) -> None:
        sent = {
            "key": uuid4(), "version": 1, "state": "held", "kind": "call", "day": "yesterday", "at": "9",
            "words": f"Text of {number}",
        }  # fmt: skip
        start.wait(60)
        answers[number] = client.post(address, sent)

    at_once([lambda n=n, client=client: send(n, client) for n, client in enumerate(clients)])
    assert sorted(answer.status_code for answer in answers.values()) == [302, 409]
    clash = next(answer.text for answer in answers.values() if answer.status_code == 409)
    assert "Text of 0" in clash and "Text of 1" in clash
    assert note.revisions.count() == 2


def test_a_draft_that_is_kept_from_two_tabs_at_once_is_one(story: Story) -> None:
    key = uuid4()

    def keep() -> None:
        keep_draft(
            child=story.child, contact=None, typed={"words": "Half"}, key=key, actor=story.worker,
            now=story.now,
        )  # fmt: skip

    at_once([keep] * 6)


def test_of_several_who_move_one_note_at_once_one_does_and_none_of_the_texts_is_lost(story: Story) -> None:
    note, done = story.write(words="At first"), []
    others = [Story(story.team, now=story.now) for _ in range(3)]
    for other in others:
        make_grant(story.worker, other.child, Basis.INVOLVEMENT, team=True, now=story.now)

    def move(other: Story) -> None:
        try:
            move_to_the_right_child(
                contact=note, child=other.child, case=other.case, why="Wrong page", version=1,
                actor=story.worker, now=story.now, key=uuid4(),
            )  # fmt: skip
            done.append(other.child)
        except (Denied, Conflict):
            pass

    def change() -> None:
        try:
            change_contact(
                contact=note, said=story.said(words="Then"), version=1, actor=story.worker, now=story.now,
                key=uuid4(),
            )  # fmt: skip
            done.append(story.child)
        except Conflict:
            pass

    at_once([lambda other=other: move(other) for other in others] + [change])
    note.refresh_from_db()
    assert done == [note.child] and note.version == 2
    marks = Misplaced.objects.filter(child=story.child).count()
    assert marks == Misplaced.objects.count() == (0 if done == [story.child] else 1)
