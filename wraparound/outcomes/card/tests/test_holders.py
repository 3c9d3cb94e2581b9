"""Who can see a child: grants, and what is joined when reading: lines, agreements, an agency's systems."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    NOW,
    make_actor,
    make_agency,
    make_api,
    make_child,
    make_grant,
    make_post,
    make_service,
    make_team,
)
from wraparound.foundation.accounts.models import Accountability, Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.agencies.models import Agency, Membership
from wraparound.outcomes.access.models import Agreement, AgreementParty, Basis, Block
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.card.holders import Holding, holders_of
from wraparound.outcomes.children.models import Child

pytestmark = pytest.mark.django_db


def shown(child: Child) -> list[Holding]:
    return holders_of(make_actor(role=Role.DATA_MANAGER), child.pk, None)


def who(child: Child) -> set[str]:
    return {holding.who for holding in shown(child)}


def answers_to(post: Post, other: Post, subject: str = "day_to_day", **dates: date) -> None:
    dates = {"valid_from": date(2026, 1, 1), **dates}
    Accountability.objects.create(post=post, answers_to=other, subject=subject, **dates)


def agreement(agency: Agency, categories: Category, **dates: date) -> None:
    made = Agreement.objects.create(
        name="The sharing agreement", categories=int(categories), valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
    )  # fmt: skip
    AgreementParty.objects.create(agreement=made, agency=agency, **{"valid_from": date(2026, 2, 1), **dates})


def test_whom_a_post_answers_to_sees_what_it_holds_itself_for_the_subject_of_the_line() -> None:
    child, worker, manager, lead, other = make_child(), *(make_post() for _ in range(4))
    actor = actor_of(worker, now=NOW)
    make_grant(actor, child, Basis.INVOLVEMENT)
    answers_to(worker, manager)
    answers_to(worker, lead, "clinical")
    answers_to(worker, other, valid_until=date(2026, 3, 2))
    named = " ".join(who(child))
    assert manager.user.full_name in named and lead.user.full_name in named
    assert other.user.full_name not in named, "the line is over"
    for post in (manager, lead):
        assert sight(actor_of(post, now=NOW), child.public_id) is not None, "as the policy says"
    (line,) = [each for each in shown(child) if each.who.startswith(f"{manager.user.full_name},")]
    assert line.basis == f"Day to day line of {worker.user.full_name}, {worker.title}, {worker.agency}"
    assert "own notes" in line.what and line.ending


@pytest.mark.parametrize(
    ("sector", "basis", "team"),
    [
        ("social_care", Basis.INVOLVEMENT, False),
        ("health", Basis.OPENED, False),
        ("health", Basis.INVOLVEMENT, True),
    ],
)
def test_a_line_shows_nothing_of_another_subject_nor_what_was_opened_nor_what_a_team_holds(
    sector: str, basis: Basis, team: bool
) -> None:
    worker = make_post(make_team(make_service(make_agency(sector=sector))))
    child, lead = make_child(), make_post()
    make_grant(actor_of(worker, now=NOW), child, basis, team=team)
    answers_to(worker, lead, "clinical")
    assert f"{lead.user.full_name}," not in " ".join(who(child))
    assert sight(actor_of(lead, now=NOW), child.public_id) is None


def test_an_agreement_is_shown_for_teams_of_its_agencies_that_work_with_the_child() -> None:
    child, worker, roll = make_child(), make_actor(), make_actor()
    make_grant(worker, child, Basis.INVOLVEMENT, team=True)
    make_grant(roll, child, Basis.POPULATION, team=True)
    for actor in (worker, roll):
        agreement(Agency.objects.get(pk=actor.agency_id), Category.RECORD | Category.NOTES)
    (agreed,) = [each for each in shown(child) if "sharing agreement" in each.basis]
    assert (agreed.who, agreed.what) == (f"{worker.team_name} ({worker.agency_name})", "the record")
    assert (agreed.since.month, agreed.until.year) == (2, 2027), "from the accession to the agreement's end"
    seen = sight(worker, child.public_id)
    assert seen.sees(Category.RECORD) and not seen.sees(Category.NOTES)
    assert not sight(roll, child.public_id).sees(Category.RECORD)


@pytest.mark.parametrize(("joined", "counts"), [(date(2026, 3, 3), True), (date(2026, 3, 4), False)])
def test_an_umbrella_bodys_agreement_holds_for_members_from_their_day_of_joining(
    joined: date, counts: bool
) -> None:
    body, child, worker = make_agency("umbrella", "community"), make_child(), make_actor()
    make_grant(worker, child, Basis.INVOLVEMENT)
    agreement(body, Category.RECORD)
    Membership.objects.create(umbrella=body, member_id=worker.agency_id, valid_from=joined)
    assert sight(worker, child.public_id).sees(Category.RECORD) is counts
    assert any("sharing agreement" in each.basis for each in shown(child)) is counts


def test_an_agencys_own_systems_see_what_its_teams_hold() -> None:
    child, team = make_child(), make_team()
    make_grant(actor_of(make_post(team), now=NOW), child, Basis.POPULATION, team=True)
    assert "systems" not in " ".join(who(child))
    api = make_api(team.agency, scopes=["search"], created_at=NOW, expires_at=NOW + timedelta(days=9))
    assert f"The systems of {team.agency}" in who(child)
    api.token.revoked_at = NOW
    api.token.save()
    assert "systems" not in " ".join(who(child))


def test_who_has_left_is_kept_out_or_holds_consent_alone_does_not_see_and_is_not_told() -> None:
    child, left, kin, alone, there = make_child(), *(make_post() for _ in range(4))
    for post in (left, kin, there):
        make_grant(actor_of(post, now=NOW), child, Basis.INVOLVEMENT)
    make_grant(actor_of(alone, now=NOW), child, Basis.CONSENT)
    left.ended_at = NOW
    left.save()
    Block.objects.create(child=child, user=kin.user, kind="kin", starts_at=NOW)
    assert [each.split(",")[0] for each in who(child)] == [there.user.full_name]
    for post in (kin, alone):
        assert sight(actor_of(post, now=NOW), child.public_id) is None


def test_of_a_record_kept_to_one_team_only_that_team_is_told() -> None:
    child, keeper, other = make_child(), make_actor(), make_actor()
    for actor in (keeper, other):
        make_grant(actor, child, Basis.INVOLVEMENT, team=True)
    Block.objects.create(child=child, kept_to_id=keeper.team_id, kind="staff_family", starts_at=NOW)
    assert who(child) == {f"{keeper.team_name} ({keeper.agency_name})"}


def test_the_list_takes_as_many_statements_for_many_holders_as_for_few() -> None:
    child, reader = make_child(), make_actor(role=Role.DATA_MANAGER)

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            holders_of(reader, child.pk, None)
        return len(caught)

    counts = []
    for _ in range(2):
        for _ in range(3):
            post = make_post()
            make_grant(actor_of(post, now=NOW), child, Basis.INVOLVEMENT)
            answers_to(post, make_post())
        counts.append(statements())
    assert counts[0] == counts[1]
