from datetime import date

import pytest

from wraparound.delivery.directory.models import AtPlace, Place
from wraparound.delivery.directory.queries import shown
from wraparound.delivery.families.documents import shipped_languages
from wraparound.delivery.families.presenting import Speaker
from wraparound.delivery.families.tests.entries import GROUP, REFUGE, make_entry

pytestmark = pytest.mark.django_db
SPEAKER, POLISH = (Speaker(shipped_languages()[code], date(2026, 3, 3)) for code in ("en", "pl"))


def test_a_confidential_service_is_said_without_place_point_or_distance_whatever_is_stored() -> None:
    listing = make_entry(REFUGE)
    place = Place.objects.create(name="Holly House", easting=400_000, northing=300_000)
    AtPlace.objects.create(listing=listing, place=place)
    assert SPEAKER.where(listing) == []
    card = SPEAKER.card(listing, number=1, metres=300)
    assert (card.places, card.points, card.metres, card.miles, card.walk) == ((), (), None, "", None)


def test_another_service_is_said_with_all_of_them() -> None:
    card = SPEAKER.card(make_entry(GROUP), number=1, metres=300)
    assert card.places == ("Eastbrook hall, Eastbrook",)
    assert [(point.easting, point.northing) for point in card.points] == [(400_000, 300_000)]
    assert (card.miles, card.walk) == ("0.2", 5)


def test_what_nobody_translated_is_marked_as_english_text_by_text() -> None:
    listing = shown([make_entry(GROUP).pk], language="pl")[0].listing
    assert POLISH.own(listing, "name").lang == ""
    assert (POLISH.own(listing, "how_to").text, POLISH.own(listing, "how_to").lang) == ("Just turn up.", "en")
    assert [term.text for term in POLISH.kinds(listing)] == [
        "Grupy dla niemowląt i małych dzieci z rodzicami"
    ]
    assert SPEAKER.own(listing, "how_to").lang == ""
