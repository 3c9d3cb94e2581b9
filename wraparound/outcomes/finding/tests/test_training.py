import json
import random
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.factories import NOW
from wraparound.outcomes.finding import queries, training
from wraparound.outcomes.finding.engine import model
from wraparound.outcomes.finding.engine.model import SHIPPED
from wraparound.outcomes.finding.models import TrainedModel
from wraparound.outcomes.finding.training import Sample


def lists(pairs: int) -> tuple[list[Sample], list[Sample]]:
    """Two lists of the same children; in one of ten the second writes another day."""
    rng = random.Random(5)
    given, family = (
        ["amina", "sam", "zofia", "ewan", "li"],
        ["khan", "oneill", "nowak", "smith", "chen", "patel"],
    )
    one, other = [], []
    for number in range(pairs):
        born = date(2010, 1, 1) + timedelta(days=rng.randrange(4000))
        said = rng.choice(given), rng.choice(family)
        one.append(Sample.of(str(number), *said, born, "SK9 1AB"))
        later = born if number % 10 else date(born.year, born.month, min(born.day + 1, 28))
        other.append(Sample.of(str(number), *said, later, "SK9 1AB"))
    return one, other


def test_splink_learns_how_often_two_lists_agree() -> None:
    shipped = json.loads((SHIPPED / "model.json").read_text())
    described = training.train(*lists(250), shipped=shipped, seed=1)
    assert described["weights"]["given"]["exact"] == pytest.approx(0.0, abs=0.02)
    assert described["weights"]["birth"]["exact"] > 6
    assert described["weights"]["sex"] == shipped["weights"]["sex"]
    assert described["splink"].startswith("5")


def test_a_word_that_few_bear_is_not_in_the_table() -> None:
    names = training.name_table([["Amina Khan"]] * 5 + [["Zbigniew"]] * 4, least=5)
    read = model.read((SHIPPED / "model.json").read_bytes(), names)
    assert "amina" in read.vocabulary
    assert "zbigniew" not in read.vocabulary


def test_the_shipped_model_says_where_it_comes_from() -> None:
    assert {"names", "weights", "splink", "made_at", "by_hand"} <= set(model.shipped().provenance)


@pytest.mark.django_db
def test_a_model_trained_here_is_in_force_from_then_on() -> None:
    assert queries.model() is model.shipped()
    names = training.name_table([["Amina Khan"]] * 5, least=5)
    described = (SHIPPED / "model.json").read_bytes()
    TrainedModel.objects.create(version="area-1", described=described, names=names, made_at=NOW)
    assert len(queries.model().vocabulary) == 2


@pytest.mark.django_db
def test_too_small_an_index_says_how_much_is_needed() -> None:
    with pytest.raises(CommandError, match="Training needs 5,000 children"):
        call_command("index", "train")
