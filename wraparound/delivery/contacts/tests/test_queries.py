"""Who reads which contacts: a child's, a diary, a team's, and what is planned."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_grant,
    make_post,
    make_service,
    make_shield,
    make_team,
    say,
)
from wraparound.delivery.caseloads.services import close_case
from wraparound.delivery.contacts import queries
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.contacts.services import call_off, record_contact
from wraparound.delivery.contacts.tests.stories import Story
from wraparound.foundation.accounts.models import Accountability, Role
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.models import Basis, Block
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Birth, Child
from wraparound.outcomes.journey.queries import events_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def seen(actor: Actor, child: Child) -> list[Contact]:
    found = sight(actor, child.public_id)
    return list(queries.contacts_of(found, child.pk)) if found else []


def listed(actor: Actor) -> list[Contact]:
    return list(queries.seen_contacts(actor).order_by("pk"))


def test_notes_follow_the_child_within_the_service_and_no_further() -> None:
    story = Story()
    note, visit = story.write(), story.write(case=False)
    sister = make_actor(make_team(story.team.service))
    make_grant(sister, story.child, Basis.INVOLVEMENT)
    other = make_actor(make_team())
    make_grant(other, story.child, Basis.INVOLVEMENT)
    nurse = make_actor(make_team(story.team.service))
    make_grant(nurse, story.child, Basis.POPULATION)
    everyone = {
        "own team": (story.worker, 2),
        "sister": (sister, 2),
        "other": (other, 0),
        "nurse": (nurse, 1),
    }
    for name, (actor, count) in everyone.items():
        assert len(seen(actor, story.child)) == len(listed(actor)) == count, name
        assert (queries.contact_seen_by(actor, note.public_id) == note) == (count == 2), name
        assert (queries.contact_seen_by(actor, visit.public_id) == visit) == (count > 0), name
    assert queries.contact_seen_by(other, uuid4()) is None


@pytest.mark.parametrize("basis", [Basis.OPENED, Basis.TEAM_AROUND, Basis.DUTY_DESK, Basis.EMERGENCY])
def test_no_other_way_to_the_child_opens_the_notes_of_a_service(basis: Basis) -> None:
    story = Story()
    note = story.write()
    actor = make_actor(make_team(story.team.service))
    make_grant(actor, story.child, basis)
    assert seen(actor, story.child) == listed(actor) == []
    assert queries.contact_seen_by(actor, note.public_id) is None


def test_a_line_reads_what_the_supervised_post_holds_itself() -> None:
    story = Story()
    note = story.write()
    chief = make_post(role=Role.TEAM_MANAGER)
    assert listed(story.as_post(chief)) == []
    Accountability.objects.create(
        post=story.worker_post, answers_to=chief, subject="day_to_day", valid_from=TODAY - timedelta(days=9)
    )
    assert seen(story.as_post(chief), story.child) == listed(story.as_post(chief)) == [note]


def test_a_shield_and_a_block_hide_the_notes_too() -> None:
    story = Story()
    note = story.write()
    colleague = story.as_post(make_post(story.team))
    make_grant(colleague, story.child, Basis.OPENED)
    Block.objects.create(
        child=story.child, user=story.manager_post.user, kind=Block.Kind.NAMED, starts_at=NOW
    )
    assert seen(story.manager, story.child) == listed(story.manager) == []
    make_shield(story.child, named=[story.worker])
    assert seen(colleague, story.child) == listed(colleague) == []
    assert queries.contact_seen_by(colleague, note.public_id) is None
    assert listed(story.worker) == [note]


def test_whoever_finishes_reads_after_the_case_is_closed_and_the_team_does_not() -> None:
    story = Story()
    note = story.write()
    close_case(case=story.case, closing="done", actor=story.worker, now=NOW)
    at = NOW + timedelta(hours=1)
    assert listed(story.as_post(story.worker_post, at=at)) == [note]
    assert listed(story.as_post(make_post(story.team), at=at)) == []
    story.now = at
    assert story.write(words="Said goodbye").case == story.case
    late = story.as_post(story.worker_post, at=NOW + timedelta(days=30))
    assert listed(late) == seen(late, story.child) == []


def test_the_diary_has_my_days_and_the_overdue_and_nobody_elses() -> None:
    story = Story()
    late, today, week = story.plan(days=-3), story.plan(days=0), story.plan(days=6)
    story.plan(days=0, actor=story.manager)
    off = story.plan(days=0)
    call_off(contact=off, by_them=False, words="", version=1, actor=story.worker, now=NOW, key=uuid4())
    assert list(queries.overdue_of(story.worker)) == [late]
    assert list(queries.diary_of(story.worker, TODAY, TODAY + timedelta(days=6))) == [today, week]
    assert list(queries.diary_of(story.worker, TODAY, TODAY)) == [today]


def test_what_is_planned_is_gone_with_the_case_or_a_death() -> None:
    story, other = Story(), Story()
    story.plan(), other.plan()
    posts = [story.worker_post.pk, other.worker_post.pk]
    assert queries.planned_of(posts, TODAY, TODAY + timedelta(days=9)).count() == 2
    close_case(case=story.case, closing="done", actor=story.worker, now=NOW)
    say(other.child.sources.first(), Birth, died_on=TODAY, said_at=NOW + timedelta(minutes=1))
    assert not queries.planned_of(posts, TODAY, TODAY + timedelta(days=9)).exists()
    assert queries.overtaken().count() == 2


def test_a_promise_stands_until_something_is_written_after_it() -> None:
    story = Story()
    note = story.write(next_words="Ring about sleep", next_on=TODAY, happened_at=NOW - timedelta(days=7))
    assert list(queries.promises_of(story.worker, TODAY)) == [note]
    assert not queries.promises_of(story.worker, TODAY - timedelta(days=1)).exists()
    story.write(kind="call")
    assert not queries.promises_of(story.worker, TODAY).exists()


def test_the_last_contact_of_a_case_is_one_that_happened() -> None:
    story, silent = Story(), Story()
    story.write(happened_at=NOW - timedelta(days=9))
    story.write(happened_at=NOW - timedelta(days=2))
    story.write(state="not_brought"), story.plan()
    cases = [story.case.pk, silent.case.pk]
    assert queries.last_contact_of(cases) == {story.case.pk: NOW - timedelta(days=2)}


def test_not_brought_is_counted_within_a_year() -> None:
    story = Story()
    for days in (1, 60, 400):
        story.write(state="not_brought", words="", happened_at=NOW - timedelta(days=days))
    contacts = queries.contacts_of(sight(story.worker, story.child.public_id), story.child.pk)
    assert queries.missed(contacts, now=NOW) == (2, TODAY - timedelta(days=60))


def test_grants_that_carry_less_than_the_notes_open_less() -> None:
    story = Story()
    story.write()
    actor = make_actor(make_team(story.team.service))
    make_grant(actor, story.child, Basis.INVOLVEMENT, categories=Category.IDENTITY | Category.OWN_RECORD)
    assert seen(actor, story.child) == listed(actor) == []


def test_a_team_lists_its_own_contacts_alone() -> None:
    story = Story()
    note = story.write()
    sister = make_actor(make_team(story.team.service))
    make_grant(sister, story.child, Basis.INVOLVEMENT)
    theirs = record_contact(child=story.child, said=story.said(), actor=sister, now=NOW, key=uuid4())
    assert list(queries.of_team(story.worker)) == [note]
    assert list(queries.of_team(sister)) == [theirs]
    assert set(listed(story.worker)) == {note, theirs}
    assert make_child() not in {each.child for each in listed(story.worker)}


def test_a_line_of_a_sensitive_service_is_not_seen_by_whoever_may_read_notes_but_nothing_sensitive() -> None:
    story = Story(make_team(make_service(is_sensitive=True)))
    story.write(significant="Began again")
    plain = Story(child=story.child)
    plain.write(significant="Moved")
    reader = make_actor()
    make_grant(reader, story.child, Basis.DECISION, categories=Category.IDENTITY | Category.NOTES)

    def lines(actor: Actor) -> set[str]:
        events = events_of(sight(actor, story.child.public_id)).filter(kind="significant")
        return set(events.values_list("line", flat=True))

    assert lines(reader) == {"Moved"}
    assert lines(story.worker) == {"Began again"}
    make_grant(reader, story.child, Basis.DECISION, categories=Category.SENSITIVE)
    assert lines(reader) == {"Moved", "Began again"}
