"""The single mistakes of model A. Each changes a query in place, or leaves it when it does not apply."""

import random
import re
from collections.abc import Callable

from samples.mishaps import NEIGHBOURS, mishear, mistype, nicknames, transliterations
from samples.numbers import nhs_check
from samples.people import Person
from samples.vocabulary import plain

Query = dict[str, object]
SHORT = {"Road": "Rd", "Street": "St", "Avenue": "Ave", "Close": "Cl", "Lane": "Ln"}
Slip = Callable[[random.Random, Person, Query], None]


def _in_one_word(query: Query, key: str, change: Callable[[str], str], rng: random.Random) -> None:
    words = str(query.get(key, "")).split()
    if words:
        place = 0 if rng.random() < 0.8 else rng.randrange(len(words))
        words[place] = change(words[place])
        query[key] = " ".join(words)


def given_mistyped(rng: random.Random, person: Person, query: Query) -> None:
    """A slip of the finger."""
    _in_one_word(query, "given_names", lambda word: mistype(rng, word), rng)


def family_mistyped(rng: random.Random, person: Person, query: Query) -> None:
    """A slip of the finger."""
    _in_one_word(query, "family_name", lambda word: mistype(rng, word), rng)


def given_misheard(rng: random.Random, person: Person, query: Query) -> None:
    """Spelt by ear."""
    _in_one_word(query, "given_names", lambda word: mishear(rng, word), rng)


def family_misheard(rng: random.Random, person: Person, query: Query) -> None:
    """Spelt by ear."""
    _in_one_word(query, "family_name", lambda word: mishear(rng, word), rng)


def given_as_called(rng: random.Random, person: Person, query: Query) -> None:
    """The name that the child is called by."""
    if person.known_as:
        query["given_names"] = person.known_as
        return
    _in_one_word(query, "given_names", lambda word: rng.choice(nicknames().get(word, [word])), rng)


def given_otherwise(rng: random.Random, person: Person, query: Query) -> None:
    """Another spelling of the same name."""
    _in_one_word(query, "given_names", lambda word: rng.choice(transliterations().get(word, [word])), rng)


def family_otherwise(rng: random.Random, person: Person, query: Query) -> None:
    """Another spelling of the same name."""
    _in_one_word(query, "family_name", lambda word: rng.choice(transliterations().get(word, [word])), rng)


def names_swapped(rng: random.Random, person: Person, query: Query) -> None:
    """The family name put first."""
    if query.get("family_name"):
        query["given_names"], query["family_name"] = query["family_name"], query["given_names"]


def given_middle_only(rng: random.Random, person: Person, query: Query) -> None:
    """The second given name alone, as after a holy name, or none but the first."""
    words = person.given_names.split()
    if len(words) > 1:
        query["given_names"] = words[1] if rng.random() < 0.5 else words[0]


def given_joined(rng: random.Random, person: Person, query: Query) -> None:
    """A hyphen or space put in, left out or changed."""
    _rejoined(rng, query, "given_names")


def family_joined(rng: random.Random, person: Person, query: Query) -> None:
    """A hyphen, space or apostrophe put in, left out or changed."""
    _rejoined(rng, query, "family_name")


def _rejoined(rng: random.Random, query: Query, key: str) -> None:
    text = str(query.get(key, ""))
    if re.search(r"[-' ]", text):
        query[key] = re.sub(r"[-' ]", rng.choice(["", " ", "-"]), text, count=1)
    elif text.startswith("Mc"):
        query[key] = text.replace("Mc", rng.choice(["Mac", "Mc "]), 1)


def family_half(rng: random.Random, person: Person, query: Query) -> None:
    """One half of a double name."""
    parts = re.split(r"[- ]", str(query.get("family_name", "")))
    if len(parts) > 1:
        query["family_name"] = rng.choice(parts)


def family_former(rng: random.Random, person: Person, query: Query) -> None:
    """The name from before, or the mother's."""
    if "family_name" in query:
        mothers = person.carers[0].family_name if rng.random() < 0.3 else ""
        query["family_name"] = person.former_family_name or mothers or query["family_name"]


def names_plain(rng: random.Random, person: Person, query: Query) -> None:
    """Marks dropped, as an English keyboard does."""
    for key in ("given_names", "family_name"):
        if key in query:
            query[key] = plain(str(query[key]))


def date_day_and_month_swapped(rng: random.Random, person: Person, query: Query) -> None:
    """The American order."""
    year, month, day = str(query["date_of_birth"]).split("-")
    if int(day) <= 12:
        query["date_of_birth"] = f"{year}-{day}-{month}"


def date_digit(rng: random.Random, person: Person, query: Query) -> None:
    """A digit of the day or month that is one too many or too few."""
    year, month, day = str(query["date_of_birth"]).split("-")
    if rng.random() < 0.65:
        day = f"{min(max(int(day) + rng.choice((-10, -1, 1, 10)), 1), 28):02}"
    else:
        month = f"{min(max(int(month) + rng.choice((-1, 1)), 1), 12):02}"
        day = f"{min(int(day), 28):02}"
    query["date_of_birth"] = f"{year}-{month}-{day}"


def date_year(rng: random.Random, person: Person, query: Query) -> None:
    """A year too many or too few; after New Year, the year just gone."""
    year, rest = str(query["date_of_birth"])[:4], str(query["date_of_birth"])[4:]
    query["date_of_birth"] = f"{int(year) + rng.choice((-1, 1))}{rest}".replace("-02-29", "-02-28")


def date_first_of_january(rng: random.Random, person: Person, query: Query) -> None:
    """What is entered when only the year is known."""
    query["date_of_birth"] = f"{str(query['date_of_birth'])[:4]}-01-01"


def postcode_former(rng: random.Random, person: Person, query: Query) -> None:
    """The address from before the move."""
    if person.previous_postcode:
        query["postcode"] = person.previous_postcode
        if "address" in query:
            query["address"] = person.previous_address


def postcode_mistyped(rng: random.Random, person: Person, query: Query) -> None:
    """A nought for an O, a letter beside the right one, or no space."""
    text = str(query["postcode"])
    chance = rng.random()
    if chance < 0.3:
        query["postcode"] = text.translate(str.maketrans("0O1I5S", "O0I1S5"))
    elif chance < 0.5:
        query["postcode"] = text.replace(" ", "").lower()
    elif chance < 0.75:
        query["postcode"] = text[:-2] + text[-1] + text[-2]
    else:
        near = NEIGHBOURS.get(text[-1].lower(), "x")
        query["postcode"] = text[:-1] + rng.choice(near).upper()


def address_otherwise(rng: random.Random, person: Person, query: Query) -> None:
    """The town or flat left out, "Rd" for "Road", or the next house."""
    text = str(query["address"])
    chance = rng.random()
    if chance < 0.35:
        text = text.rsplit(", ", 1)[0]
    elif chance < 0.6:
        for long, short in SHORT.items():
            text = text.replace(long, short)
    elif chance < 0.8:
        text = re.sub(r"^Flat \d+, ", "", text)
    else:
        text = re.sub(r"\d+", lambda m: str(int(m[0]) + rng.choice((-2, 2, 10))), text, count=1)
    query["address"] = text


def sex_wrong(rng: random.Random, person: Person, query: Query) -> None:
    """The other box ticked."""
    query["sex"] = "M" if query["sex"] == "F" else "F"


def nhs_number_mistyped(rng: random.Random, person: Person, query: Query) -> None:
    """A digit wrong, or two swapped; seldom one that still passes its check."""
    digits = str(query["nhs_number"])
    place = rng.randrange(3, 9)
    if rng.random() < 0.5:
        digits = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    else:
        digits = digits[:place] + str((int(digits[place]) + rng.randrange(1, 10)) % 10) + digits[place + 1 :]
    if rng.random() < 0.02 and nhs_check(digits[:9]) < 10:
        digits = digits[:9] + str(nhs_check(digits[:9]))
    query["nhs_number"] = digits


def upn_mistyped(rng: random.Random, person: Person, query: Query) -> None:
    """A digit wrong."""
    text = str(query["upn"])
    place = rng.randrange(4, 13)
    query["upn"] = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]


NAME_SLIPS: tuple[list[Slip], list[int]] = (
    [
        given_mistyped, family_mistyped, given_misheard, family_misheard, given_as_called, given_otherwise,
        family_otherwise, names_swapped, given_middle_only, given_joined, family_joined, family_half,
        family_former, names_plain,
    ],
    [14, 14, 16, 16, 24, 16, 12, 6, 6, 7, 12, 9, 10, 5],
)  # fmt: skip
DATE_SLIPS: tuple[list[Slip], list[int]] = (
    [date_day_and_month_swapped, date_digit, date_year, date_first_of_january], [30, 45, 18, 7],
)  # fmt: skip
OTHER_SLIPS: list[tuple[Slip, str]] = [
    (postcode_former, "postcode"), (postcode_mistyped, "postcode"), (address_otherwise, "address"),
    (sex_wrong, "sex"), (nhs_number_mistyped, "nhs_number"), (upn_mistyped, "upn"),
]  # fmt: skip
