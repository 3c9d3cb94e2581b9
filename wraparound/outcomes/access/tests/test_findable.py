"""Whom a search may show at all: by age, by birth, and by what stands above grants."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_involvement,
    make_service,
    make_shield,
    make_source,
    make_team,
    say,
)
from wraparound.outcomes.access.models import Adoption, Block, Consent
from wraparound.outcomes.access.queries import findable, may_be_found
from wraparound.outcomes.children.models import Birth, Child, Involvement

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
BORN_18, BORN_17, BORN_25 = date(2008, 3, 3), date(2008, 3, 4), date(2001, 3, 3)


def found(child: Child, **given: object) -> bool:
    return may_be_found(make_actor(**given), child.pk)  # type: ignore[arg-type]


@pytest.mark.parametrize(("born", "is_found"), [(BORN_17, True), (BORN_18, False), (None, True)])
def test_a_record_leaves_search_on_the_eighteenth_birthday(born: date | None, is_found: bool) -> None:
    assert found(make_child(born=born)) is is_found


def test_a_disputed_date_keeps_somebody_in_search_at_18() -> None:
    child = make_child(born=BORN_18)
    say(make_source(child), Birth, date=BORN_18, status=Birth.Status.DISPUTED)
    assert found(child)


def test_one_source_that_says_younger_keeps_a_child_in_search() -> None:
    child = make_child(born=BORN_18)
    say(make_source(child), Birth, date=BORN_17)
    assert found(child)


@pytest.mark.parametrize(
    ("born", "ended", "is_found"),
    [(BORN_18, None, True), (BORN_18, TODAY - timedelta(days=1), False), (BORN_25, None, False)],
)
def test_open_work_keeps_an_adult_in_search_to_25(born: date, ended: date | None, is_found: bool) -> None:
    child = make_child(born=born)
    make_involvement(child, make_team(), involved_until=ended)
    assert found(child) is is_found


def test_superseded_work_is_no_open_work() -> None:
    child = make_child(born=BORN_18)
    make_involvement(child, make_team())
    Involvement.objects.update(superseded_at=NOW)
    assert not found(child)


@pytest.mark.parametrize(
    ("capacity", "withdrawn", "is_found"),
    [("young_person", None, True), ("young_person", NOW, False), ("parent", None, False)],
)
def test_the_young_persons_own_consent_keeps_them_in_search(capacity, withdrawn, is_found) -> None:
    child, actor = make_child(born=BORN_18), make_actor()
    Consent.objects.create(
        child=child, service=make_service(), categories=1, capacity=capacity, given_at=NOW,
        withdrawn_at=withdrawn, recorded_by_id=actor.post_id,
    )  # fmt: skip
    assert may_be_found(actor, child.pk) is is_found


def test_an_expected_child_is_found_only_by_services_that_may() -> None:
    child = make_child(born=None)
    Birth.objects.update(status=Birth.Status.EXPECTED, expected_date=date(2026, 5, 14))
    assert not found(child)
    assert found(child, team=make_team(make_service(sees_expected=True)))
    say(make_source(child), Birth, date=date(2026, 3, 1))
    assert found(child)


def test_what_stands_above_grants_hides_from_search_in_bulk(django_assert_num_queries) -> None:
    actor, plain = make_actor(), make_child()
    blocked, kept, full, whereabouts, adopted, merged = (make_child() for _ in range(6))
    Block.objects.create(child=blocked, user_id=actor.user_id, kind=Block.Kind.NAMED, starts_at=NOW)
    Block.objects.create(child=kept, kept_to=make_team(), kind=Block.Kind.STAFF_FAMILY, starts_at=NOW)
    make_shield(full, level="full")
    make_shield(whereabouts)
    Adoption.objects.create(before=adopted, team=make_team(), placed_at=NOW)
    Child.objects.filter(pk=merged.pk).update(state=Child.State.MERGED, merged_into=plain)
    ids = [child.pk for child in (plain, blocked, kept, full, whereabouts, adopted, merged)]
    with django_assert_num_queries(1):
        assert findable(actor, ids) == {plain.pk, whereabouts.pk}
