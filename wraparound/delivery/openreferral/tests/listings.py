"""A made directory of any size that covers every branch of its models, the same each time."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from wraparound.delivery.directory.models import (
    Access,
    AtPlace,
    Cost,
    Coverage,
    Edition,
    Listing,
    Organisation,
    Place,
    Session,
    Spoken,
    Telephone,
)
from wraparound.delivery.taxonomy.models import Taxonomy, Term
from wraparound.foundation.area.models import Footprint, FootprintLevel, Postcode

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
WORDS = [
    "nursery",
    "speech",
    "club",
    "sleep",
    "money",
    "dads",
    "polish",
    "swimming",
    "baby",
    "talk",
    "quiet",
    "garden",
    "café",
    "O'Neill’s",
]
ADDRESSES = ["https://group.example/a?b=c&d=1#e", "https://xn--caf-dma.example/", "https://café.example/ü",
             "http://no dots", "javascript:alert(1)", "", "https://group.example/%zz"]  # fmt: skip
MAILS = ["hello@group.example", "", "no at sign", "o'neill@group.example", '"a b"@group.example', "ü@group.example",
         "a@b"]  # fmt: skip
SECRET = "7 Hidden Lane"


def maybe(dice: random.Random, value: Any, nothing: Any = "") -> Any:
    return value if dice.random() < 0.7 else nothing


def make_ground() -> dict[str, Any]:
    """Make what listings stand on: terms, places of the area, postcodes, organisations."""
    kinds = Taxonomy.objects.create(slug="kinds", name="Kinds", description="What it is", use="kind")
    other = Taxonomy.objects.create(slug="other", name="Another", description="", use="other")
    top = Term.objects.create(taxonomy=kinds, code="care", name="Care", description="")
    terms = [top] + [
        Term.objects.create(taxonomy=kinds if n % 3 else other, parent=top if n % 2 else None,
                            code=f"t{n}", name=f"Term {n}", description=f"About {n}")
        for n in range(6)
    ]  # fmt: skip
    level = FootprintLevel.objects.create(name="borough", position=1)
    ward = FootprintLevel.objects.create(name="ward", position=2)
    town = Footprint.objects.create(level=level, code="town", name="Town", valid_from=date(2020, 1, 1))
    west = Footprint.objects.create(
        level=ward, parent=town, code="west", name="West", valid_from=date(2020, 1, 1)
    )
    east = Footprint.objects.create(
        level=ward, parent=town, code="east", name="East", valid_from=date(2020, 1, 1)
    )
    for n, footprint in enumerate([west, east, west, None]):
        Postcode.objects.create(postcode=f"WB1 {n}AA", authority="W", footprint=footprint,
                                easting=400_000 + n * 1500, northing=150_000 + n * 700)  # fmt: skip
    organisations = [
        Organisation.objects.create(name=f"Body {n}", description="" if n % 2 else f"What body {n} does",
                                    website=ADDRESSES[n % 7], email=MAILS[n % 7], modified_at=START)
        for n in range(8)
    ]  # fmt: skip
    return {"terms": terms, "areas": [town, west, east, None], "organisations": organisations}


def make_place(dice: random.Random, n: int) -> Place:
    known = dice.random() < 0.8
    place = Place.objects.create(
        kind=dice.choice(Place.Kind.values), name=f"Hall {n}", lines=maybe(dice, f"{n} High Street"),
        town=maybe(dice, "Westbrook"), county=maybe(dice, "Wiltshire"), postcode=maybe(dice, f"WB1 {n % 4}AA"),
        latitude=51.3 + n / 1000 if known else None, longitude=-2.1 if known else None,
        easting=400_000 + dice.randrange(6000) if known else None,
        northing=150_000 + dice.randrange(4000) if known else None, getting_there=maybe(dice, "Bus 4"),
    )  # fmt: skip
    if n % 3 == 0:
        Access.objects.create(place=place, code="hearing_loop", words=maybe(dice, "At the desk"))
    return place


def make_listing(dice: random.Random, n: int, ground: dict[str, Any]) -> Listing:
    least = maybe(dice, Decimal(dice.randrange(0, 30)) / 2, None)
    return Listing.objects.create(
        organisation=dice.choice(ground["organisations"]), name=f"{dice.choice(WORDS).title()} {n}",
        summary=maybe(dice, f"A {dice.choice(WORDS)} and {dice.choice(WORDS)} group."),
        description=maybe(dice, f"We are {dice.choice(WORDS)}.\nCome in."),
        status=dice.choices(Listing.Status.values, [7, 1, 1, 1])[0],
        audience=dice.choices(Listing.Audience.values, [9, 1])[0],
        is_confidential=n % 11 == 0, minimum_age=least, is_free=n % 4 == 0,
        maximum_age=maybe(dice, (least or Decimal(0)) + dice.randrange(1, 20), None),
        website=ADDRESSES[n % 7], email=MAILS[(n // 2) % 7], how_to=maybe(dice, "Just turn up."),
        alert=maybe(dice, "", "Shut in May."), confirmed_on=maybe(dice, date(2026, 1, 2), None),
        modified_at=START + timedelta(hours=n, microseconds=n * 1001),
    )  # fmt: skip


def give_parts(dice: random.Random, listing: Listing, ground: dict[str, Any], places: list[Place]) -> None:
    """Give a listing each part nought to three times; a confidential one holds places too, which must not show."""
    at = [AtPlace.objects.create(listing=listing, place=place, words="Upstairs")
          for place in dice.sample(places, dice.randrange(3))]  # fmt: skip

    def times(model: Any, values: Callable[[int], dict[str, Any]]) -> None:
        for k in range(dice.randrange(3)):
            model.objects.create(listing=listing, **values(k))

    def session(k: int) -> dict[str, Any]:
        monthly = dice.random() < 0.3
        opens = maybe(dice, time(dice.randrange(6, 20), dice.choice([0, 30])), None)
        return {
            "at_place": dice.choice([None, *at]), "frequency": "MONTHLY" if monthly else "WEEKLY",
            "interval": dice.choice([1, 1, 2]), "days": dice.choice(["1SA", "-1FR"] if monthly else ["MO,WE", "SU", ""]),
            "opens_at": opens, "closes_at": time((opens or time(9)).hour + 2, 15),
            "valid_from": maybe(dice, date(2026, 1, 1), None), "valid_until": maybe(dice, date(2027, 1, 1), None),
            "terms": dice.choice(Session.Terms.values), "words": maybe(dice, "Not in August"),
        }  # fmt: skip

    times(Session, session)
    times(
        Telephone,
        lambda k: {
            "number": f"01632 96{k}{listing.pk % 1000:03}",
            "position": k,
            "words": maybe(dice, "Mornings"),
        },
    )
    times(
        Cost,
        lambda k: {
            "option": maybe(dice, "A child"),
            "amount": maybe(dice, Decimal(k * 5) / 4, None),
            "words": maybe(dice, "an hour"),
        },
    )
    times(Spoken, lambda k: {"code": ["pl", "ur"][k], "name": ["Polish", "Urdu"][k], "words": ""})
    times(Access, lambda k: {"code": ["quiet_room", "step_free"][k], "words": maybe(dice, "Ask")})
    times(
        Coverage,
        lambda k: {"footprint": dice.choice(ground["areas"]), "words": maybe(dice, "Families nearby")},
    )
    listing.terms.set(dice.sample(ground["terms"], dice.randrange(3)))


def make_directory(size: int, seed: int = 3) -> list[Listing]:
    """Make a directory of `size` listings."""
    dice = random.Random(seed)
    ground = make_ground()
    places = [make_place(dice, n) for n in range(max(3, size // 4))]
    hidden = Place.objects.create(name="The house", lines=SECRET, town="Hiddenham", county="W", postcode="WB1 1AA",
                                  easting=400_000, northing=150_000)  # fmt: skip
    listings = [make_listing(dice, n, ground) for n in range(size)]
    for listing in listings:
        give_parts(dice, listing, ground, places)
        if listing.is_confidential:
            AtPlace.objects.create(listing=listing, place=hidden)
    Edition.objects.update_or_create(pk=1, defaults={"number": size, "changed_at": START})
    return listings
