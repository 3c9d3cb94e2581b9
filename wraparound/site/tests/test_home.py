"""My work: what a post has open, what waits for it, its children, for each role."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_child, make_client, make_grant, make_post, make_team
from wraparound.foundation.accounts.models import Clearance, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.notifications.services import notify
from wraparound.outcomes.access.models import Basis, Opening
from wraparound.outcomes.index.models import Pair
from wraparound.outcomes.openings.services import open_card

pytestmark = pytest.mark.django_db


def home(post) -> str:
    reply = make_client(post).get(reverse("home"))
    assert reply.status_code == 200
    return reply.text


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_page_of_its_own_work(role: str) -> None:
    assert "My work" in home(make_post(role=role))


def test_what_is_open_is_listed_with_its_end_and_each_child_shown_is_a_look() -> None:
    post, child, mine = make_post(), make_child(), make_child("Ola", "Mine")
    actor = actor_of(post, now=timezone.now())
    open_card(child_id=child.pk, reason="worry", words="", actor=actor, now=actor.now)
    make_grant(actor, mine, Basis.INVOLVEMENT, team=True, now=actor.now)
    page = home(post)
    assert "Amara Okafor" in page and "Keep open" in page and "Ola Mine" in page
    looks = Entry.objects.filter(verb="home").values_list("child_id", flat=True)
    assert set(looks) == {child.pk, mine.pk}


def test_what_waits_is_said_by_role() -> None:
    manager, worker = make_post(role=Role.DATA_MANAGER), make_post()
    Pair.objects.create(child_a=make_child(), child_b=make_child(), created_at=timezone.now())
    assert "1 pair of records may be one child" in home(manager)
    assert "may be one child" not in home(worker)


def test_a_check_that_lapses_soon_is_told_to_the_person_and_the_manager_and_to_nobody_else() -> None:
    team = make_team()
    worker, manager = make_post(team), make_post(team, Role.TEAM_MANAGER)
    soon = timezone.localdate() + timedelta(days=9)
    Clearance.objects.filter(post=worker, kind="background").update(lapses_on=soon)
    Clearance.objects.filter(post=worker, kind="training").update(lapses_on=timezone.localdate())
    assert "Your background check lapses on" in home(worker)
    assert "Your training lapsed on" in home(worker)
    assert f"{worker.user.full_name}’s background check lapses" in home(manager)
    assert "lapses" not in home(make_post(role=Role.TEAM_MANAGER))


def test_a_renewed_check_is_not_told_of() -> None:
    worker = make_post()
    Clearance.objects.create(
        post=worker, kind="training", valid_from=date(2019, 1, 1), lapses_on=timezone.localdate()
    )
    assert "Your training" not in home(worker)


def test_notices_that_were_not_read_are_shown() -> None:
    post = make_post()
    notify(to=post, kind="test", words="Something waits for you", now=timezone.now())
    assert "Something waits for you" in home(post)
    assert "1 not read" in home(post)


def test_the_page_takes_as_many_statements_for_many_as_for_few() -> None:
    def counted(children: int) -> int:
        post = make_post()
        actor = actor_of(post, now=timezone.now())
        for n in range(children):
            child = make_child("Child", f"N{n}")
            make_grant(actor, child, Basis.POPULATION, team=True, now=actor.now)
            open_card(child_id=child.pk, reason="worry", words="", actor=actor, now=actor.now)
        client = make_client(post)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("home"))
        return len(queries)

    assert counted(9) == counted(2)


def test_a_child_opened_twice_is_listed_once_until_the_later_end() -> None:
    post, child = make_post(), make_child("Ola", "Twice")
    for minutes in (30, 0):
        actor = actor_of(post, now=timezone.now() - timedelta(minutes=minutes))
        open_card(child_id=child.pk, reason="worry", words="", actor=actor, now=actor.now)
    page = home(post)
    assert Opening.objects.count() == 2
    assert page.count(">Keep open<") == 1
    assert f"/openings/{Opening.objects.latest('ends_at').public_id}/renew/" in page


def test_what_has_no_place_in_the_navigation_is_led_to_by_role() -> None:
    manager, officer, worker = (
        home(make_post(role=role)) for role in (Role.DATA_MANAGER, Role.PRIVACY_OFFICER, Role.PRACTITIONER)
    )
    assert "Protected children" in manager and "Records that were joined" in manager
    assert "Records that were joined" not in worker and worker.count("Find a child") == 2
    assert "Protected children" not in officer and "Who asked to see what is hidden" in officer


def test_another_post_is_one_press_away_on_every_page() -> None:
    nurse = make_post()
    other = make_post(user=nurse.user, title="Community nurse")
    client = make_client(nurse)
    page = client.get("/find/").text
    assert f"Switch to Community nurse, {other.agency.name}" in page
    assert f"/account/posts/{other.public_id}/" in page
    client.post(f"/account/posts/{other.public_id}/")
    assert f"Switch to {nurse.title}, {nurse.agency.name}" in client.get("/find/").text
    assert "Switch to" not in home(make_post())
