"""What the pages of possible duplicates and of what was joined betray to whoever settles them."""

from typing import Any

import pytest
from django.urls import reverse

from tests.access.driving import clock, file
from tests.factories import (
    NOW,
    make_actor,
    make_agency,
    make_child,
    make_client,
    make_grant,
    make_involvement,
    make_post,
    make_service,
    make_shield,
    make_source,
    make_team,
    say,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Adoption, Basis
from wraparound.outcomes.children.models import Banner, Child, Involvement, Name, Standing
from wraparound.outcomes.index.models import Correction, Merge, Pair
from wraparound.outcomes.index.services.settling import propose_pair

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WORKERS = ("Quillprimary", "Quayhealth")


def two_records() -> tuple[Child, Child]:
    """Return a record that a school says and one that a health service says."""
    school, health = make_agency("school", "education", name=WORKERS[0]), make_agency(name=WORKERS[1])
    return make_child("Amara", agency=school), make_child("Amarah", agency=health)


def settled(one: Child, other: Child, **given: Any) -> Pair:
    return propose_pair(child_a=one, child_b=other, why=["Alike"], actor=make_actor(), now=NOW,
                        **{"kind": "unsure", **given})  # fmt: skip


def page_of(pair: Pair, **given: Any) -> str:
    manager = make_post(role=Role.DATA_MANAGER, **given)
    return make_client(manager).get(reverse("index:pair", args=[pair.key])).text


def test_no_agency_is_named_of_a_pair_with_a_shielded_child() -> None:
    one, other = two_records()
    pair = settled(one, other)
    assert all(page_of(pair).count(agency) >= 2 for agency in WORKERS), "who says it, and whom to ask"
    make_shield(one)
    page = page_of(pair)
    assert "Amarah" in page and not any(agency in page for agency in WORKERS)


def test_no_agency_is_named_to_part_a_record_that_a_shield_hides() -> None:
    child, _ = two_records()
    source = make_source(child, make_agency(name=WORKERS[1]))
    say(source, Name, given_names="Ama", family_name="Okafor")
    file(child)
    manager = make_post(role=Role.DATA_MANAGER)
    make_grant(actor_of(manager, now=NOW), child, Basis.OPENED)
    client, parting = make_client(manager), reverse("index:split", args=[child.public_id])
    assert all(agency in client.get(parting).text for agency in WORKERS)
    make_shield(child)
    page = client.get(parting).text
    assert "Ama Okafor" in page and not any(agency in page for agency in WORKERS)


def test_nobody_is_named_who_saw_a_record_that_a_shield_hides_now() -> None:
    one, other = make_child(), make_child()
    merge = Merge.objects.create(
        kind="joined", kept=one, other=other, other_state="live", by=make_post(), at=NOW, reason="One girl"
    )
    nurse = make_post(title="Quaynurse")
    quiet = make_post(make_team(make_service(is_sensitive=True)), title="Quietnurse")
    for post in (nurse, quiet):
        Correction.objects.create(
            merge=merge, post=post, agency=post.agency, told_at=NOW, first_seen_at=NOW, last_seen_at=NOW
        )
    merge.steps.create(table="children.Address.source", rows=[1, 2, 3])
    client, page = make_client(make_post(role=Role.DATA_MANAGER)), reverse("index:merge", args=[merge.key])
    shown = client.get(page).text
    assert "Quaynurse" in shown and "3 " in shown and "Quietnurse" not in shown
    make_shield(one)
    shown = client.get(page).text
    assert "Quaynurse" not in shown and "addresses" not in shown.lower()


STAKES = {
    "One of them has a protection plan": Standing.Kind.PROTECTION_PLAN,
    "One of them is looked after": Standing.Kind.LOOKED_AFTER,
}


@pytest.mark.parametrize("words", STAKES)
def test_harm_is_said_to_whoever_sees_what_stands(words: str) -> None:
    one, other = two_records()
    say(one.sources.get(), Standing, kind=STAKES[words], holds_from=NOW.date())
    pair = settled(one, other)
    assert words not in page_of(pair)
    manager = make_post(role=Role.DATA_MANAGER)
    make_grant(actor_of(manager, now=NOW), one, Basis.TEAM_AROUND)
    assert words in make_client(manager).get(reverse("index:pair", args=[pair.key])).text


def test_harm_does_not_tell_who_was_adopted() -> None:
    one, after = two_records()
    Adoption.objects.create(before=make_child(), after=after, team=make_team(), placed_at=NOW)
    assert "adoption" not in page_of(settled(one, after))


def test_a_court_order_is_said_unless_a_shield_hides_it() -> None:
    one, other = two_records()
    say(one.sources.get(), Banner, kind="court_order", words="Not to be collected by J")
    pair, words = settled(one, other), "A court order stands on one of them"
    assert words in page_of(pair)
    make_shield(one)
    assert words not in page_of(pair)


@pytest.mark.parametrize("said_to_be", [True, False])
def test_a_sensitive_service_stays_unnamed_also_when_it_became_one_later(said_to_be: bool) -> None:
    one, other = two_records()
    clinic = make_agency(name="Quietagency")
    team = make_team(make_service(clinic, is_sensitive=True), name="Quietclinic")
    make_involvement(one, team, is_sensitive=said_to_be, ground=Involvement.Ground.NONE)
    say(make_source(one, clinic), Name, given_names="Ama", family_name="Okafor")
    page = page_of(settled(one, other))
    assert "Ama Okafor" in page and "Quiet" not in page
    assert "Services that must not be shown" not in page
