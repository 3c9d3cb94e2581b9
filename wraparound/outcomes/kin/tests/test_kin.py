"""Who is kept from a record: recorded silently, by a data manager, through every post."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_client,
    make_grant,
    make_post,
    make_team,
    make_user,
)
from wraparound.foundation.accounts.models import Accountability, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.models import Entry
from wraparound.outcomes.access.models import Basis, Block
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.kin.models import KinAnswer, StaffHome
from wraparound.outcomes.kin.rules import shares_a_surname, tidy_postcode
from wraparound.outcomes.kin.services import answer_related, keep_out, keep_to_team, let_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("full_name", "family", "shared"),
    [
        ("Grace Okafor", ["Okafor"], True),
        ("Grace OKAFOR", ["Okafor-Reed"], True),
        ("Grace Okafor-Reed", ["Reed"], True),
        ("Okafor Grace", ["Okafor"], False),
        ("Grace Smith", ["Okafor", ""], False),
        ("Grace", ["Grace"], False),
    ],
)
def test_a_surname_or_a_part_of_one_is_shared_and_a_given_name_is_not(full_name, family, shared) -> None:
    assert shares_a_surname(full_name, family) is shared


@pytest.mark.parametrize(("typed", "tidy"), [("wa87qf", "WA8 7QF"), (" wa8  7qf", "WA8 7QF")])
def test_a_postcode_is_kept_as_addresses_keep_it(typed: str, tidy: str) -> None:
    assert tidy_postcode(typed) == tidy


@pytest.fixture
def manager():
    return make_post(role=Role.DATA_MANAGER)


def test_a_person_is_kept_out_through_every_post_and_let_in_again(manager) -> None:
    worker, child = make_post(), make_child()
    other = make_post(user=worker.user)
    actor = actor_of(manager, now=NOW)
    for post in (worker, other):
        make_grant(actor_of(post, now=NOW), child, Basis.INVOLVEMENT)
    block = keep_out(child=child, user_id=worker.user_id, kind="concern", actor=actor, now=NOW)
    assert keep_out(child=child, user_id=worker.user_id, kind="concern", actor=actor, now=NOW) == block
    for post in (worker, other):
        assert sight(actor_of(post, now=NOW), child.public_id) is None
    let_in(block=block, actor=actor, now=NOW)
    let_in(block=block, actor=actor, now=NOW)
    assert sight(actor_of(worker, now=NOW), child.public_id) is not None
    assert list(Entry.objects.values_list("verb", flat=True).order_by("pk")) == ["block.begin", "block.end"]


def test_only_who_keeps_the_index_keeps_people_out_and_never_for_themselves(manager) -> None:
    child, actor = make_child(), actor_of(manager, now=NOW)
    with pytest.raises(Denied):
        keep_out(child=child, user_id=make_post().user_id, kind="named", actor=make_actor(), now=NOW)
    with pytest.raises(Denied):
        keep_to_team(child=child, user_id=make_user().pk, team_id=make_team().pk, actor=make_actor(), now=NOW)
    with pytest.raises(Denied):
        keep_out(child=child, user_id=manager.user_id, kind="named", actor=actor, now=NOW)
    with pytest.raises(Denied):
        keep_out(child=child, user_id=make_post().user_id, kind="staff_family", actor=actor, now=NOW)
    own = Block.objects.create(child=child, user=manager.user, kind="named", starts_at=NOW)
    with pytest.raises(Denied):
        let_in(block=own, actor=actor, now=NOW)


def test_the_first_answer_stands() -> None:
    actor, child = make_actor(), make_child()
    answer_related(child_id=child.pk, is_related=False, actor=actor, now=NOW)
    answer_related(child_id=child.pk, is_related=True, actor=actor, now=NOW)
    assert KinAnswer.objects.get().is_related is False
    assert not Block.objects.exists()


def page_of(child) -> str:
    return reverse("kin:kept_out", args=[child.public_id])


def test_a_data_manager_records_it_on_a_page_and_the_person_is_not_told(manager) -> None:
    child, worker = make_child(), make_post()
    client = make_client(manager)
    assert "Nobody is kept out" in client.get(page_of(child)).text
    wrong = client.post(page_of(child), {"kind": "named", "email": "nobody@nowhere.example"})
    assert "Nobody signs in with that email address" in wrong.text and "nobody@nowhere.example" in wrong.text
    assert "Choose the team" in client.post(page_of(child), {"kind": "staff_family"}).text
    client.post(page_of(child), {"kind": "named", "email": worker.user.email.upper()})
    assert worker.user.full_name in client.get(page_of(child)).text
    block = Block.objects.get(kind="named")
    client.post(reverse("kin:let_in", args=[child.public_id, block.public_id]))
    assert worker.user.full_name not in client.get(page_of(child)).text


def test_a_colleagues_child_kept_to_a_team_is_missing_for_the_data_manager_too(manager) -> None:
    child, team, client = make_child(), make_team(), make_client(manager)
    colleague, said = make_post(), {"kind": "staff_family", "team": team.pk}
    assert "Nobody signs in with that email address" in client.post(page_of(child), said).text
    reply = client.post(page_of(child), {**said, "email": colleague.user.email})
    assert reply.url == reverse("home")
    assert client.get(page_of(child)).status_code == 404
    assert make_client(colleague).get(f"/children/{child.public_id}/").status_code == 404
    keeper = make_client(make_post(team, Role.DATA_MANAGER))
    assert f"Everyone but {team}" in keeper.get(page_of(child)).text


def test_a_colleagues_child_is_kept_to_a_team_outside_the_colleagues_line(manager) -> None:
    child, colleague, above, below = make_child(), make_post(), make_post(), make_post()
    for post, answers_to in ((colleague, above), (below, colleague)):
        Accountability.objects.create(
            post=post, answers_to=answers_to, subject="day_to_day", valid_from="2026-01-01"
        )
    said = {"kind": "staff_family", "email": colleague.user.email}
    for post in (colleague, above, below):
        page = make_client(manager).post(page_of(child), {**said, "team": post.team_id}).text
        assert "neither works in, manages nor answers to" in page
    assert not Block.objects.exists()


def test_the_manager_of_the_team_that_keeps_a_record_lets_others_see_it_again(manager) -> None:
    child, team = make_child(), make_team()
    block = Block.objects.create(child=child, kind="staff_family", kept_to=team, starts_at=NOW)
    lead, member = make_post(team, Role.TEAM_MANAGER), make_post(team)
    address = reverse("kin:kept_to_us", args=[child.public_id])
    for other in (member, manager, make_post(role=Role.TEAM_MANAGER)):
        assert make_client(other).get(address).status_code == 404
    client = make_client(lead)
    make_grant(actor_of(lead, now=NOW), child, Basis.INVOLVEMENT, now=NOW)
    assert address in client.get(reverse("card:card", args=[child.public_id])).text
    assert child.number in client.get(address).text
    assert "Ask first" in client.post(address).text
    assert client.post(address, {"sure": "on"}).url == reverse("home")
    block.refresh_from_db()
    assert block.until is not None
    assert make_client(manager).get(page_of(child)).status_code == 200


def test_the_page_is_missing_for_others_and_for_a_child_hidden_from_the_manager(manager) -> None:
    child = make_child()
    assert make_client(make_post(role=Role.TEAM_MANAGER)).get(page_of(child)).status_code == 404
    Block.objects.create(child=child, user=manager.user, kind="kin", starts_at=timezone.now())
    assert make_client(manager).get(page_of(child)).status_code == 404


def test_where_one_lives_is_asked_in_the_form_of_a_postcode_and_said_again_replaces() -> None:
    client = make_client(make_post())
    address = reverse("kin:my_home")
    assert "Enter a whole postcode" in client.post(address, {"postcode": "home"}).text
    client.post(address, {"postcode": "wa87qf"})
    client.post(address, {"postcode": "WA7 2AB"})
    assert StaffHome.objects.get().postcode == "WA7 2AB"
    assert "WA7 2AB" in client.get(address).text
    assert "WA7" not in str(list(Entry.objects.values_list("detail", flat=True)))
