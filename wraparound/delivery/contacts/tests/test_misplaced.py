"""A note on the wrong child: who moves it where, what goes along, what stays, and what nobody learns by it."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_client, make_grant, make_post, make_shield, make_team
from wraparound.delivery.caseloads.services import allocate
from wraparound.delivery.contacts.misplaced import move_to_the_right_child
from wraparound.delivery.contacts.models import Contact, Misplaced
from wraparound.delivery.contacts.passages import keep_apart
from wraparound.delivery.contacts.services import keep_draft
from wraparound.delivery.contacts.tests.stories import Story
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.journey.models import Event

pytestmark = pytest.mark.django_db
WORDS = "Amara slept well"


class Mixed:
    """A worker with two cases, who wrote a note with the wrong page open."""

    def __init__(self, **worker: Any) -> None:
        self.wrong = Story(now=timezone.now(), **worker)
        self.right = Story(self.wrong.team, now=self.wrong.now)
        self.right.worker_post = self.wrong.worker_post
        give = {"reason": "knows", "actor": self.right.manager, "now": self.wrong.now}
        allocate(case=self.right.case, post=self.wrong.worker_post, **give)
        self.note = self.wrong.write(significant="Moved house", is_shared=True)

    def move(self, actor: Any = None, **more: Any) -> Contact:
        given = {
            "child": self.right.child, "case": self.right.case, "why": "The wrong page was open",
            "version": 1, "key": uuid4(), **more,
        }  # fmt: skip
        given["actor"] = actor or self.wrong.worker
        return move_to_the_right_child(contact=self.note, now=self.wrong.now, **given)


@pytest.fixture
def mixed() -> Mixed:
    return Mixed()


def listed(client: Client, story: Story) -> str:
    return client.get(reverse("contacts:of_child", args=[story.child.public_id])).text


def test_a_note_goes_with_its_history_and_leaves_a_mark_without_a_word_of_it(mixed: Mixed) -> None:
    keep_apart(
        contact=mixed.note, kind="person", words="Of him", kept_from="Him", why="Harm", key=uuid4(),
        actor=mixed.wrong.worker, now=mixed.wrong.now,
    )  # fmt: skip
    moved = mixed.move()
    assert (moved.child, moved.case, moved.version) == (mixed.right.child, mixed.right.case, 2)
    assert moved.revisions.count() == 2 and moved.passages.count() == 1
    client = make_client(mixed.wrong.worker_post)
    was, now = listed(client, mixed.wrong), listed(client, mixed.right)
    assert "A note stood here by mistake" in was and "No contact of your service" in was
    for secret in (WORDS, "wrong page was open", str(moved.public_id), str(mixed.right.child.public_id)):
        assert secret not in was
    assert WORDS in now and "by mistake" not in now
    page = client.get(reverse("contacts:contact", args=[moved.public_id])).text
    assert "The wrong page was open" in page and mixed.wrong.child.number not in page


def test_the_mark_is_for_whoever_would_have_seen_the_note(mixed: Mixed) -> None:
    mixed.move()
    elsewhere, school = make_post(make_team()), make_post(make_team(mixed.wrong.team.service))
    make_grant(mixed.wrong.as_post(elsewhere), mixed.wrong.child, Basis.INVOLVEMENT, now=mixed.wrong.now)
    make_grant(mixed.wrong.as_post(school), mixed.wrong.child, Basis.POPULATION, now=mixed.wrong.now)
    for post in (elsewhere, school):
        assert "by mistake" not in listed(make_client(post), mixed.wrong)


def test_its_line_of_the_chronology_goes_along_and_a_line_says_that_one_is_gone(mixed: Mixed) -> None:
    mixed.move()
    there = Event.objects.get(child=mixed.right.child, kind="significant")
    left = Event.objects.get(child=mixed.wrong.child, kind="significant")
    assert there.line == "Moved house" and there.route_key == str(mixed.note.public_id)
    assert "taken away" in left.line and left.category == there.category
    assert (left.route, left.route_key) == ("", "")


def test_both_records_are_told_in_the_audit_and_who_read_it_there_stays(mixed: Mixed) -> None:
    listed(make_client(mixed.wrong.worker_post), mixed.wrong)
    looks = Entry.objects.filter(verb="contact.list", child_id=mixed.wrong.child.pk).count()
    mixed.move()
    assert Entry.objects.get(verb="contact.moved_out").child_id == mixed.wrong.child.pk
    assert Entry.objects.get(verb="contact.moved_in").child_id == mixed.right.child.pk
    assert Entry.objects.filter(verb="contact.list", child_id=mixed.wrong.child.pk).count() == looks == 1


def test_only_its_writer_and_the_manager_move_it(mixed: Mixed) -> None:
    colleague = mixed.wrong.as_post(make_post(mixed.wrong.team))
    with pytest.raises(Denied, match="Only whoever wrote"):
        mixed.move(colleague)
    address = reverse("contacts:wrong_child", args=[mixed.note.public_id])
    client = make_client(make_post(mixed.wrong.team))
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("contacts:contact", args=[mixed.note.public_id])).text
    assert mixed.move(mixed.wrong.manager).child == mixed.right.child


def test_the_mover_sees_both_children(mixed: Mixed) -> None:
    unseen = Story(now=mixed.wrong.now)
    with pytest.raises(Denied, match="could not find"):
        mixed.move(child=unseen.child, case=None)
    with pytest.raises(Denied, match="could not find"):
        mixed.move(case=mixed.wrong.case)
    with pytest.raises(Denied, match="already"):
        mixed.move(child=mixed.wrong.child, case=None)
    make_grant(mixed.wrong.worker, unseen.child, Basis.OPENED, now=mixed.wrong.now)
    with pytest.raises(Denied, match="could not find"):
        mixed.move(child=unseen.child, case=None)


def test_whoever_sees_the_wrong_child_no_more_moves_nothing_away(mixed: Mixed) -> None:
    Grant.objects.filter(child=mixed.wrong.child).update(until=mixed.wrong.now)
    with pytest.raises(Denied, match="could not find"):
        mixed.move()


def test_a_shielded_child_is_no_child_to_move_a_note_to_and_looks_like_none(mixed: Mixed) -> None:
    make_shield(mixed.right.child)
    with pytest.raises(Denied, match="could not find"):
        mixed.move()
    client, address = (
        make_client(mixed.wrong.worker_post), reverse("contacts:wrong_child", args=[mixed.note.public_id])
    )  # fmt: skip
    assert str(mixed.right.child.public_id) not in client.get(address).text
    replies = [
        client.post(address, {"key": uuid4(), "version": 1, "number": number, "why": "x"}).text
        for number in (mixed.right.child.number, "0000000000")
    ]
    assert all("no child with that number" in reply for reply in replies)


def test_sent_twice_it_is_moved_once_and_a_note_that_changed_meanwhile_is_not(mixed: Mixed) -> None:
    key = uuid4()
    with pytest.raises(Conflict):
        mixed.move(version=7, key=key)
    assert mixed.move(key=key).version == mixed.move(key=key).version == 2
    assert Misplaced.objects.count() == 1 == Entry.objects.filter(verb="contact.moved_in").count()


def test_what_is_only_planned_is_not_moved(mixed: Mixed) -> None:
    mixed.note = mixed.wrong.plan()
    with pytest.raises(Denied, match="what happened"):
        mixed.move()


def test_a_half_typed_text_and_the_wait_for_a_countersignature_go_along() -> None:
    team = make_team()
    supervisor = make_post(team)
    day = timezone.localdate().replace(year=timezone.localdate().year + 1)
    mixed = Mixed(team=team, is_time_boxed=True, supervisor=supervisor, valid_until=day)
    draft = keep_draft(
        child=mixed.wrong.child, contact=mixed.note, typed={}, key=uuid4(), actor=mixed.wrong.worker,
        now=mixed.wrong.now,
    )  # fmt: skip
    mixed.move()
    draft.refresh_from_db()
    assert draft.child == mixed.right.child
    waiting = Notice.objects.get(kind="contact.countersign", withdrawn_at__isnull=True)
    assert waiting.child_id == mixed.right.child.pk


def test_the_pages_lead_from_the_note_to_the_right_child(mixed: Mixed) -> None:
    client = make_client(mixed.wrong.worker_post)
    address = reverse("contacts:wrong_child", args=[mixed.note.public_id])
    assert address in client.get(reverse("contacts:contact", args=[mixed.note.public_id])).text
    sent = {"key": uuid4(), "version": 1, "why": "The wrong page was open"}
    assert "Choose the right child" in client.post(address, sent).text
    asked = client.post(address, {**sent, "number": mixed.right.child.number.lower()}).text
    assert "Is it about" in asked and mixed.right.child.number in asked and WORDS in asked
    assert not Misplaced.objects.exists()
    go = {**sent, "right": mixed.right.child.public_id, "case": mixed.right.case.public_id}
    assert "changed this note meanwhile" in client.post(address, {**go, "version": 9}).text
    assert client.post(address, {**go, "right": uuid4()}).status_code == 404
    assert client.post(address, {**go, "right": "x"}).status_code == 404
    assert "moved to this child" in client.post(address, go, follow=True).text
    mixed.note.refresh_from_db()
    assert (mixed.note.child, mixed.note.case) == (mixed.right.child, mixed.right.case)


def test_a_child_whose_notes_the_service_does_not_keep_is_not_found_by_number(mixed: Mixed) -> None:
    other = Story(now=mixed.wrong.now).child
    make_grant(mixed.wrong.worker, other, Basis.OPENED, now=mixed.wrong.now)
    client = make_client(mixed.wrong.worker_post)
    address = reverse("contacts:wrong_child", args=[mixed.note.public_id])
    sent = {"key": uuid4(), "version": 1, "why": "Twins", "number": other.number}
    assert "no child with that number" in client.post(address, sent).text


def test_the_right_child_is_chosen_among_the_own_cases(mixed: Mixed) -> None:
    second = Story(mixed.wrong.team, now=mixed.wrong.now)
    second.case.allocations.update(post=mixed.wrong.worker_post)
    client = make_client(mixed.wrong.worker_post)
    address = reverse("contacts:wrong_child", args=[mixed.note.public_id])
    page = client.get(address).text
    assert str(second.child.public_id) in page
    assert f'value="{mixed.wrong.child.public_id}"' not in page
    sent = {"key": uuid4(), "version": 1, "why": "Twins", "among": second.child.public_id}
    assert "Is it about" in client.post(address, sent).text
