"""What model B's askers remember: which facts they have at all, and how ages, days and numbers slip."""

import calendar
import random
import re
from collections.abc import Callable
from datetime import date, timedelta

from samples.people import Person
from samples.sounds import as_heard

Query = dict[str, object]

HAVE = [
    (0.46, {"given", "family", "born"}), (0.08, {"given", "family", "age"}),
    (0.05, {"given", "family", "age", "sex"}), (0.08, {"given", "family", "postcode"}),
    (0.03, {"given", "family", "district", "age"}), (0.04, {"given", "family", "street"}),
    (0.03, {"given", "age", "street", "sex"}), (0.02, {"given", "carer", "age", "postcode"}),
    (0.03, {"given", "family", "carer", "age"}), (0.02, {"family", "born", "sex"}),
    (0.03, {"given", "family", "born", "telephone"}), (0.06, {"given", "family", "born", "nhs"}),
    (0.04, {"nhs", "family"}), (0.02, {"given", "nhs", "age"}), (0.01, {"nhs", "born"}),
]  # fmt: skip
"""What somebody has, and how often. A street comes with its town; a district is a postcode's first half."""

KEYPAD = {
    "0": "8", "1": "24", "2": "135", "3": "26", "4": "157", "5": "2468", "6": "359", "7": "48", "8": "579",
    "9": "68",
}  # fmt: skip
LIKE_DAYS = {
    13: 30,
    30: 13,
    12: 20,
    20: 12,
    5: 9,
    9: 5,
    1: 21,
    21: 1,
    2: 22,
    22: 2,
    3: 23,
    23: 3,
    15: 25,
    25: 15,
}
"""Days that are taken for each other when spoken."""


def asked_from_memory(rng: random.Random, person: Person) -> Query:
    """Return what somebody has of a child, before anything slips."""
    have = rng.choices([what for _, what in HAVE], [share for share, _ in HAVE])[0]
    names = person.given_names.split()
    given = person.given_names if rng.random() < 0.2 else names[0]
    if len(names) > 1 and names[0].lower() in {"muhammad", "mohammed", "mohammad", "md", "abdul", "syed"}:
        given = rng.choice([names[1], " ".join(names[:2]), " ".join(names[:2]), names[0]])
    if person.known_as and rng.random() < 0.7:
        given = person.known_as
    query: Query = {}
    if "given" in have:
        query["given_names"] = given
    if "family" in have or not query:
        query["family_name"] = person.family_name
    if "born" in have and not person.year_only:
        query["date_of_birth"] = person.date_of_birth
    elif "age" in have or "born" in have:
        query["year_of_birth"] = int(person.date_of_birth[:4])
    if "sex" in have and person.sex != "U":
        query["sex"] = person.sex
    _places_and_numbers(query, have, person)
    return query


def _places_and_numbers(query: Query, have: set[str], person: Person) -> None:
    if "postcode" in have:
        query["postcode"] = person.postcode
    if "district" in have:
        query["postcode"] = person.postcode.split(" ")[0]
    if "street" in have:
        query["address"] = re.sub(r"^.*?\d+[A-Z]? (?=\D)", "", person.address)
    if "carer" in have:
        query["carer_given_names"] = person.carers[0].given_names
        query["carer_family_name"] = person.carers[0].family_name
    if "telephone" in have:
        query["telephone"] = person.telephone
    if "nhs" in have:
        query["nhs_number"] = person.nhs_number


def misremember_date(rng: random.Random, person: Person, query: Query) -> list[str]:
    """Let a day, a month or an age slip, in one look-up of six."""
    chance = rng.random()
    if "year_of_birth" in query and chance < 0.12:
        query["year_of_birth"] = int(str(query["year_of_birth"])) + rng.choice((-1, 1))
        return ["year_reckoned_from_age"]
    if "date_of_birth" not in query or chance > 0.15:
        return []
    born = date.fromisoformat(str(query["date_of_birth"]))
    slips: list[Callable[[random.Random, date], date | int]] = [
        _days_off,
        _like_day,
        _wrong_month,
        _keypad,
        _american,
        _wrong_year,
        _only_year,
    ]
    slip = rng.choices(slips, [18, 16, 16, 22, 12, 12, 4])[0]
    other = slip(rng, born)
    if isinstance(other, int):
        del query["date_of_birth"]
        query["year_of_birth"] = other
    elif other != born:
        query["date_of_birth"] = other.isoformat()
    else:
        return []
    return [f"date{slip.__name__}"]


def _days_off(rng: random.Random, born: date) -> date:
    return born + timedelta(days=rng.choice((-7, -3, -2, -1, 1, 2, 3, 7)))


def _valid(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _like_day(rng: random.Random, born: date) -> date:
    return _valid(born.year, born.month, LIKE_DAYS.get(born.day, born.day))


def _wrong_month(rng: random.Random, born: date) -> date:
    alike = {6: 7, 7: 6, 9: 11, 11: 9, 12: 10, 3: 5, 5: 3, 1: 2, 2: 1, 4: 8, 8: 4, 10: 12}
    return _valid(born.year, alike[born.month], born.day)


def _keypad(rng: random.Random, born: date) -> date:
    digits = list(born.strftime("%m%d"))
    place = rng.randrange(1, 4)
    digits[place] = rng.choice(KEYPAD[digits[place]])
    month, day = int("".join(digits[:2])), int("".join(digits[2:]))
    return _valid(born.year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else born


def _american(rng: random.Random, born: date) -> date:
    return date(born.year, born.day, born.month) if born.day <= 12 else born


def _wrong_year(rng: random.Random, born: date) -> date:
    return _valid(born.year + rng.choice((-2, -1, -1, 1, 1)), born.month, born.day)


def _only_year(rng: random.Random, born: date) -> int:
    return born.year


def misremember_home(rng: random.Random, person: Person, query: Query) -> list[str]:
    """Let an address be the old one, or a postcode be heard or copied wrongly."""
    errors = []
    if query.get("postcode") and person.previous_postcode and rng.random() < 0.25:
        query["postcode"] = person.previous_postcode
        errors.append("postcode_of_before")
    elif query.get("postcode") and rng.random() < 0.12:
        text = str(query["postcode"])
        place = rng.randrange(len(text))
        alike = {
            "B": "D",
            "D": "B",
            "P": "T",
            "T": "P",
            "M": "N",
            "N": "M",
            "S": "F",
            "F": "S",
            "0": "O",
            "5": "9",
            "9": "5",
        }
        query["postcode"] = text[:place] + alike.get(text[place], text[place]) + text[place + 1 :]
        errors += ["postcode_heard"] * (query["postcode"] != text)
    if query.get("address") and rng.random() < 0.2:
        first, *rest = str(query["address"]).split(" ")
        query["address"] = " ".join([as_heard(rng, first), *rest])
        errors.append("street_heard")
    if query.get("sex") and rng.random() < 0.02:
        query["sex"] = "M" if query["sex"] == "F" else "F"
        errors.append("sex_guessed")
    return errors


def misremember_number(rng: random.Random, person: Person, query: Query) -> list[str]:
    """Let an NHS number lose or double a digit, or take a seven for a one."""
    text = str(query.get("nhs_number", ""))
    if not text or rng.random() > 0.12:
        return []
    place = rng.randrange(1, 9)
    chance = rng.random()
    if chance < 0.3:
        text = text[:place] + text[place + 1 :]
    elif chance < 0.5:
        text = (
            text[:3] + text[6:8] + text[8:] + text[3:6]
            if chance < 0.35
            else text[: place + 1] + text[place:9]
        )
    else:
        alike = {
            "1": "7",
            "7": "1",
            "6": "8",
            "8": "6",
            "0": "6",
            "9": "4",
            "4": "9",
            "3": "8",
            "5": "9",
            "2": "7",
        }
        text = text[:place] + alike[text[place]] + text[place + 1 :]
    query["nhs_number"] = text
    return ["nhs_number_copied"]
