"""Planning and writing up: what is kept, who may, what is told, and that nothing is lost."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import NOW, make_actor, make_child, make_grant, make_post, make_service, make_team, say
from wraparound.delivery.caseloads.services import close_case
from wraparound.delivery.contacts.models import Contact, Draft, Note, Revision
from wraparound.delivery.contacts.queries import to_countersign
from wraparound.delivery.contacts.rules import said_by
from wraparound.delivery.contacts.services import (
    call_off,
    call_off_overtaken,
    change_contact,
    countersign,
    keep_draft,
    plan_contact,
    record_contact,
)
from wraparound.delivery.contacts.tests.stories import Story
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.notifications.models import Notice
from wraparound.foundation.notifications.services import withdraw
from wraparound.outcomes.access.models import Basis, Block
from wraparound.outcomes.children.models import Birth
from wraparound.outcomes.journey.models import Event

pytestmark = pytest.mark.django_db


def test_a_note_says_who_was_seen_and_is_on_record_without_its_text() -> None:
    story = Story()
    note = story.write(child_seen=True, seen_alone=True, saw_mother=True, seen="Her aunt", minutes=40)
    assert (note.child_seen, note.seen_alone, note.saw_mother) == (True, True, True)
    assert (note.post_id, note.service, note.version) == (story.worker.post_id, story.team.service, 1)
    entry = Entry.objects.get(verb="contact.write")
    assert entry.child_id == story.child.pk and "slept" not in str(entry.detail)
    assert Revision.objects.get().words == "Amara slept well"


def test_the_same_note_sent_again_is_one_contact() -> None:
    story, key = Story(), uuid4()
    first = story.write(key=key)
    assert story.write(key=key, words="Sent again") == first
    assert Contact.objects.count() == Revision.objects.count() == 1
    colleague = story.as_post(make_post(story.team))
    assert story.write(colleague, key=key) != first


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"words": " "}, "what happened"),
        ({"happened_at": None}, "when it happened"),
        ({"happened_at": NOW + timedelta(hours=1)}, "later than now"),
        ({"happened_at": NOW - timedelta(days=4 * 366)}, "too long ago"),
        ({"kind": "pigeon"}, "how you met"),
        ({"state": "lost"}, "what came of it"),
        ({"state": "planned"}, "what came of it"),
        ({"is_shared": True}, "the line"),
        ({"words": "a" * 8001}, "8,000"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(more: dict, words: str) -> None:
    story = Story()
    with pytest.raises(Denied, match=words):
        story.write(**more)
    assert not Contact.objects.exists()


def test_seen_alone_is_seen_and_nobody_is_seen_at_what_did_not_happen() -> None:
    story = Story()
    assert story.write(seen_alone=True).child_seen
    missed = story.write(state="not_brought", words="", child_seen=True, saw_mother=True)
    assert (missed.child_seen, missed.saw_mother) == (False, False)


def test_only_the_service_that_works_with_the_child_writes_in_its_notes() -> None:
    story = Story()
    other = make_actor(make_team())
    make_grant(other, story.child, Basis.INVOLVEMENT)
    with pytest.raises(Denied, match="could not find"):
        story.write(other)
    stranger = make_actor(make_team(story.team.service))
    with pytest.raises(Denied, match="could not find"):
        story.write(stranger)
    assert not Contact.objects.exists()


def test_a_case_note_needs_more_than_being_of_the_population() -> None:
    story = Story()
    nurse = story.as_post(make_post(make_team(story.team.service)))
    make_grant(nurse, story.child, Basis.POPULATION)
    with pytest.raises(Denied, match="could not find"):
        story.write(nurse)
    assert story.write(nurse, case=False).case is None


def test_a_note_is_not_written_into_the_case_of_another_child() -> None:
    story, other = Story(), make_child()
    make_grant(story.worker, other, Basis.INVOLVEMENT)
    with pytest.raises(Denied, match="could not find"):
        record_contact(
            child=other, said=story.said(), actor=story.worker, now=NOW, key=uuid4(), case=story.case
        )


def test_what_was_planned_is_written_up_once_and_keeps_when_it_was_planned() -> None:
    story, key = Story(), uuid4()
    planned = story.plan(days=-1)
    done = change_contact(contact=planned, said=story.said(), version=1, actor=story.worker, now=NOW, key=key)
    again = change_contact(
        contact=planned, said=story.said(), version=1, actor=story.worker, now=NOW, key=key
    )
    assert done == again and again.version == 2
    assert (done.state, done.planned_for, done.happened_at) == ("held", planned.planned_for, NOW)
    assert [each.state for each in done.revisions.all()] == ["held", "planned"]
    with pytest.raises(Denied, match="cannot be planned again"):
        change_contact(
            contact=done, said=replace(said_by(done), state="planned", happened_at=None), version=2,
            actor=story.worker, now=NOW, key=uuid4(),
        )  # fmt: skip


def test_of_two_who_change_a_note_the_second_is_told_and_every_text_is_kept() -> None:
    story = Story()
    note, colleague = story.write(), story.as_post(make_post(story.team))
    change_contact(
        contact=note, said=story.said(words="She slept"), version=1, actor=colleague, now=NOW, key=uuid4()
    )
    with pytest.raises(Conflict) as told:
        change_contact(
            contact=note,
            said=story.said(words="He slept"),
            version=1,
            actor=story.worker,
            now=NOW,
            key=uuid4(),
        )
    assert told.value.current.words == "She slept"
    assert [each.words for each in note.revisions.all()] == ["She slept", "Amara slept well"]


def test_a_contact_planned_for_a_colleague_tells_them_until_it_is_called_off() -> None:
    story, colleague = Story(), make_post()
    colleague.team = story.team
    colleague.save()
    planned = story.plan(post=colleague)
    notice = Notice.objects.get(kind="contact.planned")
    assert (notice.post, notice.child_id, "Amara" in notice.words) == (colleague, story.child.pk, False)
    off = call_off(
        contact=planned, by_them=True, words="Ill", version=1, actor=story.worker, now=NOW, key=uuid4()
    )
    notice.refresh_from_db()
    assert (off.state, off.words) == ("cancelled_by_them", "Ill") and notice.withdrawn_at
    with pytest.raises(Denied, match="works in the team"):
        story.plan(post=make_post())
    Block.objects.create(child=story.child, user=colleague.user, kind=Block.Kind.KIN, starts_at=NOW)
    with pytest.raises(Denied, match="somebody else"):
        story.plan(post=colleague)


def test_what_is_planned_of_a_closed_case_is_called_off() -> None:
    story = Story()
    planned = story.plan(post=story.manager_post)
    close_case(case=story.case, closing="done", actor=story.worker, now=NOW)
    assert call_off_overtaken(now=NOW) == 1
    planned.refresh_from_db()
    assert planned.state == Note.State.CANCELLED_BY_US
    assert Notice.objects.get(kind="contact.planned").withdrawn_at
    assert call_off_overtaken(now=NOW) == 0
    with pytest.raises(Denied, match="closed"):
        story.case.refresh_from_db()
        story.plan()


def test_a_death_calls_off_what_was_planned_before_it_was_known() -> None:
    story = Story()
    planned = story.plan(post=story.manager_post)
    say(story.child.sources.first(), Birth, died_on=NOW.date(), said_at=NOW + timedelta(hours=1))
    after = plan_contact(
        child=story.child, planned_for=NOW + timedelta(days=9), kind="call", actor=story.worker,
        now=NOW + timedelta(hours=2), key=uuid4(), case=story.case,
    )  # fmt: skip
    assert call_off_overtaken(now=NOW + timedelta(hours=2)) == 1
    planned.refresh_from_db(), after.refresh_from_db()
    assert (planned.state, after.state) == ("cancelled_by_us", "planned")
    withdraw(child_id=story.child.pk, now=NOW)
    assert not Notice.objects.filter(withdrawn_at__isnull=True, child_id=story.child.pk).exists()


def test_a_significant_event_puts_the_line_that_was_written_into_the_chronology() -> None:
    story = Story()
    note = story.write(significant="Moved to her aunt’s", words="A long secret")
    event = Event.objects.get(kind="significant")
    assert (event.line, event.category, event.route_key) == ("Moved to her aunt’s", 128, str(note.public_id))
    shared = replace(said_by(note), is_shared=True)
    change_contact(contact=note, said=shared, version=1, actor=story.worker, now=NOW, key=uuid4())
    right = replace(shared, significant="Moved to her uncle’s")
    change_contact(contact=note, said=right, version=2, actor=story.worker, now=NOW, key=uuid4())
    lines = Event.objects.filter(kind="significant").order_by("pk").values_list("line", "category")
    assert list(lines) == [
        ("Moved to her aunt’s", 128), ("Moved to her aunt’s", 16), ("Put right: Moved to her uncle’s", 16),
    ]  # fmt: skip
    assert not any("secret" in line for line, _ in lines)


def test_a_sensitive_service_shares_its_line_as_sensitive() -> None:
    story = Story(make_team(make_service(is_sensitive=True)))
    story.write(significant="Began again", is_shared=True)
    assert Event.objects.get(kind="significant").category == 32


def test_what_a_time_boxed_post_writes_is_countersigned_by_its_supervisor_alone() -> None:
    team = make_team()
    supervisor = make_post(team)
    story = Story(
        team, is_time_boxed=True, supervisor=supervisor, valid_until=NOW.date() + timedelta(days=90)
    )
    note = story.write()
    assert note.needs_countersign
    assert Notice.objects.get(kind="contact.countersign").post == supervisor
    with pytest.raises(Denied, match="named supervisor"):
        countersign(contact=note, version=1, actor=story.manager, now=NOW)
    signed = countersign(contact=note, version=1, actor=story.as_post(supervisor), now=NOW)
    assert signed.countersigned_by == supervisor
    changed = change_contact(
        contact=note, said=story.said(words="Other"), version=1, actor=story.worker, now=NOW, key=uuid4()
    )
    assert changed.countersigned_at is None
    with pytest.raises(Conflict):
        countersign(contact=note, version=1, actor=story.as_post(supervisor), now=NOW)


def test_what_a_colleague_put_right_before_still_waits_for_the_supervisor_of_whoever_wrote_it() -> None:
    team = make_team()
    supervisor, colleague = make_post(team), make_post(team)
    story = Story(
        team, is_time_boxed=True, supervisor=supervisor, valid_until=NOW.date() + timedelta(days=90)
    )
    note = story.write()
    changed = change_contact(
        contact=note, said=story.said(words="Put right"), version=1, actor=story.as_post(colleague), now=NOW,
        key=uuid4(),
    )  # fmt: skip
    assert list(to_countersign(story.as_post(supervisor))) == [changed]
    signed = countersign(contact=changed, version=2, actor=story.as_post(supervisor), now=NOW)
    assert signed.countersigned_by == supervisor
    assert signed.revisions.get(number=2).by == colleague


def test_a_draft_goes_when_it_is_saved_and_does_not_come_back() -> None:
    story, key = Story(), uuid4()
    typing = {"child": story.child, "contact": None, "key": key, "actor": story.worker, "now": NOW}
    keep_draft(typed={"words": "Sle"}, **typing)
    keep_draft(typed={"words": "Slept"}, **typing)
    assert Draft.objects.get().typed == {"words": "Slept"}
    story.write(key=key)
    assert keep_draft(typed={"words": "Late"}, **typing) is None
    assert not Draft.objects.exists()
