import random
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_child, make_client, make_post, make_shield, make_team
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.models import Entry, Sample
from wraparound.outcomes.access.models import Block, Shield
from wraparound.outcomes.children.models import Child

pytestmark = pytest.mark.django_db


def acting(post: Post) -> Actor:
    return actor_of(post, now=timezone.now())


def look(post: Post, child: Child | None = None, **given) -> None:
    values = {"verb": "card.open", "now": timezone.now(), "actor": acting(post), "outcome": "seen", **given}
    audit.record(child_id=child.pk if child else None, **values)


def read(post: Post, page: str, query: str = "", **path) -> str:
    reply = make_client(post).get(reverse(f"audit:{page}", kwargs=path) + query)
    assert reply.status_code == 200
    return reply.text


@pytest.fixture
def officer() -> Post:
    return make_post(role=Role.PRIVACY_OFFICER)


def test_a_privacy_officer_reads_what_everybody_did_with_posts_in_words_and_children_by_number(
    officer,
) -> None:
    worker, child = make_post(title="Health visitor"), make_child()
    look(worker, child)
    text = read(officer, "entries")
    assert worker.user.full_name in text and "Health visitor" in text and worker.agency.name in text
    assert child.number in text and reverse("audit:child", args=[child.public_id]) in text


def test_reading_the_audit_is_itself_on_record_for_each_child_shown(officer: Post) -> None:
    children = [make_child(), make_child()]
    for child in children:
        look(make_post(), child)
    read(officer, "entries")
    looks = Entry.objects.filter(verb="audit.entries", user_id=officer.user_id, outcome="seen")
    assert {entry.child_id for entry in looks} == {child.pk for child in children}


@pytest.mark.parametrize(
    ("page", "roles"),
    [
        ("entries", {Role.PRIVACY_OFFICER}),
        ("samples", {Role.PRIVACY_OFFICER}),
        ("team", {Role.TEAM_MANAGER, Role.SAFEGUARDING_LEAD}),
        ("accounts", {Role.AREA_ADMINISTRATOR}),
        ("own", set(Role)),
    ],
)
def test_each_record_is_for_the_roles_that_the_table_says(page: str, roles: set[Role]) -> None:
    for role in Role:
        reply = make_client(make_post(role=role)).get(reverse(f"audit:{page}"))
        assert reply.status_code == (200 if role in roles else 404), role


@pytest.mark.parametrize("role", list(Role))
def test_the_way_in_leads_to_a_page_that_the_reader_may_read(role: Role) -> None:
    reply = make_client(make_post(role=role)).get(reverse("audit:start"), follow=True)
    assert reply.status_code == 200


def test_ones_own_page_shows_ones_own_looks_alone_and_no_number_that_one_may_not_see_now() -> None:
    worker, other, child = make_post(), make_post(), make_child()
    look(worker, child)
    look(other, child, verb="secret.of_another")
    text = read(worker, "own")
    assert "A child" in text and child.number not in text and "Of another" not in text


def test_a_manager_reads_the_team_and_not_another() -> None:
    team = make_team()
    manager, member, stranger = make_post(team, Role.TEAM_MANAGER), make_post(team), make_post()
    look(member)
    look(stranger)
    text = read(manager, "team")
    assert member.user.full_name in text and stranger.user.full_name not in text


def test_a_safeguarding_lead_reads_the_whole_setting() -> None:
    team = make_team()
    lead = make_post(team, Role.SAFEGUARDING_LEAD)
    colleague = make_post(make_team(service=team.service))
    look(colleague)
    assert colleague.user.full_name in read(lead, "team")


def test_an_administrator_reads_what_was_done_to_accounts_and_nothing_of_a_child() -> None:
    administrator, child = make_post(role=Role.AREA_ADMINISTRATOR), make_child()
    look(administrator, verb="post.suspend", outcome="done")
    look(make_post(), child)
    text = read(administrator, "accounts")
    table = text.split("<table")[-1]
    assert "Suspended a post" in table and "card" not in table and "A child" not in table


def test_a_data_manager_reads_the_looks_at_a_child_and_a_practitioner_does_not() -> None:
    child, worker = make_child(), make_post()
    look(worker, child)
    manager = make_post(role=Role.DATA_MANAGER)
    assert worker.user.full_name in read(manager, "child", public_id=child.public_id)
    address = reverse("audit:child", args=[child.public_id])
    assert make_client(worker).get(address).status_code == 404


def test_a_hidden_child_is_missing_to_a_data_manager_and_both_are_on_record_as_refused() -> None:
    child = make_child()
    make_shield(child, level=Shield.Level.FULL, now=timezone.now() - timedelta(hours=1))
    client = make_client(make_post(role=Role.DATA_MANAGER))
    before = Entry.objects.count()
    for public_id in (child.public_id, "00000000-0000-4000-8000-000000000000"):
        assert client.get(reverse("audit:child", args=[public_id])).status_code == 404
    refused = list(Entry.objects.order_by("pk")[before:].values_list("outcome", "verb", "child_id"))
    assert refused == [("denied", "audit.child", None)] * 2


def test_a_person_of_concern_is_out_of_the_childs_audit_whatever_their_role(officer: Post) -> None:
    child, worker = make_child(), make_post()
    look(worker, child)
    Block.objects.create(
        child=child, user=officer.user, kind=Block.Kind.CONCERN, starts_at=timezone.now() - timedelta(days=1)
    )
    text = read(officer, "entries")
    assert worker.user.full_name not in text and child.number not in text


def test_the_record_is_narrowed_by_day_kind_and_outcome_and_a_wrong_day_is_told(officer: Post) -> None:
    worker = make_post()
    look(worker, verb="card.open", now=timezone.now() - timedelta(days=40))
    look(worker, verb="feed.load", outcome="denied")
    earlier = read(officer, "entries", "?since=1 January 2020&until=30 days ago").split("<table")[-1]
    assert "Asked for a child&#x27;s record" in earlier and "Loaded a list" not in earlier
    table = read(officer, "entries", "?kind=feed&outcome=denied").split("<table")[-1]
    assert "Loaded a list" in table and "Asked for a child" not in table
    assert "There is a problem" in read(officer, "entries", "?since=the 40th of May")
    assert "must not be before" in read(officer, "entries", "?since=3 March 2026&until=2 March 2026")


def test_older_entries_follow_page_by_page_without_a_gap_and_without_more_queries(
    officer: Post, django_assert_max_num_queries
) -> None:
    posts = [make_post() for _ in range(3)]
    moment = timezone.now() - timedelta(days=1)
    for number in range(120):
        look(
            posts[number % 3],
            make_child(),
            verb=f"test.n{number:03}",
            now=moment + timedelta(seconds=number // 4),
        )
    client, address, seen = make_client(officer), reverse("audit:entries") + "?kind=test", []
    while address:
        with django_assert_max_num_queries(25):
            reply = client.get(address)
        seen += [line.entry.verb for line, _ in reply.context["rows"]]
        older = reply.context["older"]
        address = reverse("audit:entries") + older if older else ""
    assert seen == [f"test.n{number:03}" for number in reversed(range(120))]


def test_a_made_up_cursor_shows_the_newest(officer: Post) -> None:
    look(make_post())
    for cursor in ("x", "nan_1", "1e400_5", "_"):
        assert "Asked for a child&#x27;s record" in read(officer, "entries", f"?older={cursor}"), cursor


def test_data_managers_are_drawn_by_lot_and_what_was_found_is_kept_once(officer: Post) -> None:
    manager = make_post(role=Role.DATA_MANAGER)
    for _ in range(30):
        look(manager, make_child())
    look(make_post(), make_child())
    client = make_client(officer)
    client.post(reverse("audit:samples"))
    assert Sample.objects.count() == 20
    assert set(Sample.objects.values_list("entry__post_id", flat=True)) == {manager.pk}
    drawn = Sample.objects.first()
    address = reverse("audit:sample", args=[drawn.public_id])
    assert (
        "Select what" in client.post(address, {"words": ""}).text
        or Sample.objects.filter(finding="").count() == 20
    )
    client.post(address, {"finding": "expected", "words": "A queued pair, settled."})
    again = client.post(address, {"finding": "wrong", "words": "No."})
    assert "already written" in again.text and "A queued pair, settled." in again.text
    drawn.refresh_from_db()
    assert drawn.finding == "expected"
    client.post(reverse("audit:samples"))
    assert Sample.objects.count() == 30


def test_the_same_dice_draw_the_same_entries() -> None:
    manager, officer = make_post(role=Role.DATA_MANAGER), make_post(role=Role.PRIVACY_OFFICER)
    for _ in range(40):
        look(manager, make_child())
    audit.draw_sample(actor=acting(officer), now=timezone.now(), dice=random.Random(3))
    first = set(Sample.objects.values_list("entry_id", flat=True))
    Sample.objects.all().delete()
    audit.draw_sample(actor=acting(officer), now=timezone.now(), dice=random.Random(3))
    assert set(Sample.objects.values_list("entry_id", flat=True)) == first
