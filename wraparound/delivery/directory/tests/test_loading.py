import pytest

from wraparound.delivery.directory.models import AtPlace, Edition, Listing, Place
from wraparound.delivery.directory.queries import kinds, languages
from wraparound.delivery.directory.reading import content_of
from wraparound.delivery.directory.services import write_listing
from wraparound.delivery.directory.tests.borough import NOW, fill_borough
from wraparound.delivery.taxonomy.models import Term

pytestmark = pytest.mark.django_db


def test_the_sample_has_every_kind_that_there_is_and_can_be_written_as_it_was_filled_in() -> None:
    assert fill_borough() == 300
    named = set(Term.objects.filter(taxonomy__use="kind").values_list("code", flat=True))
    assert {term.code for term in kinds(professional=True)} == named
    assert {"pl", "ur", "pa", "ro", "so", "bfi"} <= {code for code, _ in languages()}
    assert Edition.objects.get().number == 1
    for listing in Listing.objects.order_by("pk")[::7]:
        again = write_listing(content=content_of(listing), listing=listing, actor=None, now=NOW)
        assert again.outcome == "unchanged", again.fields


def test_every_place_lies_somewhere_and_the_refuge_nowhere() -> None:
    fill_borough()
    assert (
        not Place.objects.filter(easting=None).exists() and not Place.objects.filter(footprint=None).exists()
    )
    assert not AtPlace.objects.filter(listing__is_confidential=True).exists()
    assert Listing.objects.filter(is_confidential=True).count() == 1
