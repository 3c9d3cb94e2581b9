"""A line of the journey is seen by holders of its category, its own service, and nobody past a shield."""

from dataclasses import replace

import pytest

from tests.factories import NOW, make_child, make_service
from wraparound.outcomes.access.categories import CARD, INDEX, OWN, Category
from wraparound.outcomes.access.rules import Sight
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.journey.queries import events_of, kinds_of, of_kind, written_since
from wraparound.outcomes.journey.services import NewEvent, add_events

pytestmark = pytest.mark.django_db


def event(child: Child, category: Category, **given: object) -> NewEvent:
    values = {"kind": "index.joined", "line": "Joined the index", "on": NOW.date(), **given}
    return NewEvent(child_id=child.pk, category=category, **values)  # type: ignore[arg-type]


def lines(sight: Sight, **given: bool) -> set[str]:
    return {each.line for each in events_of(sight, **given)}


@pytest.mark.parametrize("category", list(Category), ids=lambda c: c.name)
def test_a_line_is_seen_with_its_category_and_not_without(category: Category) -> None:
    child = make_child()
    add_events([event(child, category)], now=NOW)
    assert lines(Sight(child.pk, category | Category.IDENTITY)) == {"Joined the index"}
    assert lines(Sight(child.pk, Category(4095) & ~category)) == set()


def test_where_a_child_is_needs_whereabouts_too() -> None:
    child = make_child()
    add_events([event(child, Category.PARTICULARS, is_whereabouts=True)], now=NOW)
    assert lines(Sight(child.pk, CARD)) == set()
    assert lines(Sight(child.pk, INDEX)) == {"Joined the index"}
    assert lines(Sight(child.pk, INDEX), without_places=True) == set()


@pytest.mark.parametrize("category", [Category.RECORD, Category.NOTES, Category.SENSITIVE])
def test_a_service_sees_its_own_lines_and_not_anothers(category: Category) -> None:
    child, own, other = make_child(), make_service(), make_service()
    add_events(
        [
            event(child, category, service_id=own.pk, line="Ours"),
            event(child, category, service_id=other.pk, line="Theirs"),
        ],
        now=NOW,
    )
    assert lines(Sight(child.pk, CARD | OWN, own_services=frozenset({own.pk}))) == {"Ours"}


def test_a_shield_leaves_no_line_not_even_of_identity() -> None:
    child = make_child()
    add_events([event(child, Category.IDENTITY)], now=NOW)
    sight = Sight(child.pk, Category.IDENTITY)
    assert lines(sight) == {"Joined the index"}
    assert lines(replace(sight, shielded_from=True)) == set()


def test_another_childs_lines_are_not_this_ones() -> None:
    child = make_child()
    add_events([event(make_child(), Category.IDENTITY)], now=NOW)
    assert lines(Sight(child.pk, Category(4095))) == set()


def test_new_lines_are_those_written_after_the_last_look() -> None:
    child = make_child()
    add_events([event(child, Category.IDENTITY)], now=NOW)
    sight = Sight(child.pk, Category.IDENTITY)
    assert not written_since(sight, NOW).exists()
    assert kinds_of(events_of(sight)) == ["index"]
    assert of_kind(events_of(sight), "index").count() == 1
    assert not of_kind(events_of(sight), "ind").exists()


@pytest.mark.parametrize(
    ("category", "line"),
    [(Category.RECORD | Category.NOTES, "Two"), (Category.RECORD, ""), (Category.RECORD, "x" * 301)],
)
def test_a_line_without_one_category_or_without_words_is_refused(category: Category, line: str) -> None:
    with pytest.raises(ValueError, match="joined"):
        add_events([event(make_child(), category, line=line)], now=NOW)
