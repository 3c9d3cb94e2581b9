"""Model C of mistakes, for judging alone: nothing is tuned, trained or chosen by it, nor its losses read.

It is made otherwise than A and B: somebody in a certain place has certain facts and passes them on by a
certain channel, which spoils letters by chance (`samples.channels`). Use it with the names of
`samples.other_names`, which no tuning has met either.
"""

import calendar
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from samples.channels import handwriting, keyboard, old_system, scanner, shortened, telephone
from samples.lookups import Lookup, chosen
from samples.people import Person
from samples.population import Population

Query = dict[str, object]
Channel = Callable[[random.Random, str, str], str]


@dataclass(frozen=True, slots=True)
class Story:
    """Who asks: how often, by which channel, and what they have beside a given name, with what chance."""

    share: float
    channel: Channel
    has: dict[str, float]
    called: float = 0.0
    """The chance that they know the name the child is called by, not the registered one."""
    parts: float = 0.01
    """The chance that they take the parts of a name for one another."""
    old_home: float = 0.1
    """The chance that they have the home from before, where there was one."""
    slip: float = 0.06
    """The chance that a date or number slips."""


STORIES = (
    Story(0.20, handwriting, {"family": 1, "born": 1, "postcode": 0.45, "nhs": 0.3, "sex": 0.2}),
    Story(0.18, keyboard, {"family": 1, "born": 1, "postcode": 0.5, "nhs": 0.25, "upn": 0.05}, slip=0.05),
    Story(0.22, telephone, {"family": 1, "born": 0.95, "postcode": 0.3, "sex": 0.2, "carer": 0.08},
          slip=0.12),
    Story(0.08, telephone, {"family": 0.97, "year": 1, "street": 0.75, "sex": 0.6, "phone": 0.15},
          called=0.4, slip=0.1),
    Story(0.06, keyboard, {"family": 0.9, "year": 1, "postcode": 0.8, "street": 0.4, "carer": 0.4},
          called=0.6, slip=0.15),
    Story(0.09, old_system, {"family": 1, "born": 1, "postcode": 0.6, "sex": 0.5}, parts=0.05, old_home=0.6),
    Story(0.08, telephone, {"family": 0.97, "born": 0.85, "postcode": 0.6, "phone": 0.2},
          parts=0.25, slip=0.1),
    Story(0.09, scanner, {"family": 1, "born": 1, "house": 0.7, "postcode": 0.8, "nhs": 0.4}),
)  # fmt: skip
"""A form; a screen copied from; a colleague's call; police at a door; a neighbour or club; an old list;
a family through an interpreter; a letter."""


def lookups(
    population: Population, n: int, seed: int, absent_share: float = 0.1, community: str | None = None
) -> Iterator[Lookup]:
    """Yield n look-ups with this model's mistakes (see `samples.lookups.chosen` for whom)."""
    rng = random.Random(f"model C {seed} {community}")
    for place, (person, truth, kind) in enumerate(chosen(population, n, seed + 13, absent_share, community)):
        story = rng.choices(STORIES, [story.share for story in STORIES])[0]
        errors: list[str] = []
        query = _names(rng, person, story, errors)
        _birth(rng, person, story, query, errors)
        _places(rng, person, story, query, errors)
        _numbers(rng, person, story, query, errors)
        typed = {key: value for key, value in query.items() if value not in ("", None)}
        if len(typed) == 1:
            typed["date_of_birth"] = person.date_of_birth
        yield Lookup({"id": f"C{seed}-{place}", **typed}, truth, person.groups, errors, kind, person)


def _has(rng: random.Random, story: Story, fact: str) -> bool:
    return rng.random() < story.has.get(fact, 0)


def _names(rng: random.Random, person: Person, story: Story, errors: list[str]) -> Query:
    words = person.given_names.split()
    given = " ".join(words) if rng.random() < 0.3 else words[0] if words else ""
    if len(words) > 1 and rng.random() < 0.04:
        given = words[-1]
        errors.append("by_another_given_name")
    if person.known_as and rng.random() < max(story.called, 0.15):
        given = person.known_as
        errors.append("by_the_name_called")
    elif given and rng.random() < story.called / 4:
        given = shortened(rng, given.split()[0])
        errors.append("by_a_short_name")
    family = person.family_name if _has(rng, story, "family") or not given else ""
    if person.former_family_name and rng.random() < 0.2:
        family = person.former_family_name
        errors.append("name_from_before")
    if rng.random() < story.parts and family:
        given, family = _parted_otherwise(rng, person, given, family)
        errors.append("parts_taken_for_one_another")
    sent = {}
    for key, text in (("given_names", given), ("family_name", family)):
        sent[key] = story.channel(rng, text, person.community) if text else ""
        if sent[key].lower() != text.lower():
            errors.append(f"{key}_by_{story.channel.__name__}")
    if _has(rng, story, "carer") and person.carers:
        carer = person.carers[0]
        sent["carer_given_names"] = story.channel(rng, carer.given_names, person.community)
        sent["carer_family_name"] = story.channel(rng, carer.family_name, person.community)
    return dict(sent)


def _parted_otherwise(rng: random.Random, person: Person, given: str, family: str) -> tuple[str, str]:
    whole = f"{person.given_names} {family}".split()
    chance = rng.random()
    if chance < 0.4 or len(whole) < 3:
        return family, given
    if chance < 0.75:
        return whole[0], " ".join(whole[1:])
    return (" ".join(whole[:-1]), "") if chance < 0.85 else (whole[0], whole[-2])


def _birth(rng: random.Random, person: Person, story: Story, query: Query, errors: list[str]) -> None:
    born = date.fromisoformat(person.date_of_birth)
    knows_day = _has(rng, story, "born") and not person.year_only
    if not knows_day:
        if _has(rng, story, "year") or "born" in story.has:
            off = rng.choice((-1, 1)) if rng.random() < story.slip else 0
            query["year_of_birth"] = born.year + off
            errors += ["year_off"] * bool(off)
    else:
        other = _slipped(rng, born, story.channel) if rng.random() < story.slip else born
        query["date_of_birth"] = other.isoformat()
        errors += ["date_slipped"] * (other != born)
    if _has(rng, story, "sex") and person.sex in "FM":
        query["sex"] = person.sex if rng.random() < 0.985 else {"F": "M", "M": "F"}[person.sex]


def _slipped(rng: random.Random, born: date, channel: Channel) -> date:
    """Return another date: said and heard wrongly, or a digit typed or read wrongly."""
    year, month, day = born.year, born.month, born.day
    if channel is telephone:
        kind = rng.choices(("teens", "month", "year", "days"), (35, 25, 20, 20))[0]
        if kind == "teens" and 13 <= day <= 30:
            day = {13: 30, 30: 13}.get(day, day + rng.choice((-1, 1)))
        elif kind == "month":
            month = {6: 7, 7: 6, 12: 2, 1: 6, 11: 7}.get(month, month % 12 + 1)
        elif kind == "year":
            year += rng.choice((-1, 1))
        else:
            return born + timedelta(days=rng.choice((-2, -1, 1, 2)))
    elif rng.random() < 0.3 and day <= 12:
        month, day = day, month
    else:
        digits = list(f"{day:02}{month:02}{year % 100:02}")
        place = rng.randrange(6)
        digits[place] = str((int(digits[place]) + rng.choice((1, 3, 7, 9))) % 10)
        day, month, year = (
            int("".join(digits[:2])),
            int("".join(digits[2:4])),
            2000 + int("".join(digits[4:])),
        )
    if not (1 <= month <= 12 and 1 <= day <= 31 and 2000 <= year <= 2027):
        return born
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _places(rng: random.Random, person: Person, story: Story, query: Query, errors: list[str]) -> None:
    postcode, address = person.postcode, person.address
    if person.previous_postcode and rng.random() < story.old_home:
        postcode, address = person.previous_postcode, person.previous_address
        errors.append("home_from_before")
    if _has(rng, story, "postcode") and postcode:
        if rng.random() < 0.07:
            place = rng.randrange(len(postcode))
            other = rng.choice("ABDEFGHJLNPQRSTUWXYZ" if postcode[place].isalpha() else "0123456789")
            changed = postcode[:place] + other + postcode[place + 1 :]
            postcode = changed if postcode[place] != " " else postcode.replace(" ", "")
            errors.append("postcode_sign_wrong")
        query["postcode"] = postcode if rng.random() < 0.9 else postcode.lower()
    if _has(rng, story, "house"):
        query["address"] = address
    elif _has(rng, story, "street"):
        lines = address.split(", ")
        street = next((line for line in lines if line[0].isdigit()), lines[0])
        query["address"] = street.lstrip("0123456789 ") if rng.random() < 0.6 else street


def _numbers(rng: random.Random, person: Person, story: Story, query: Query, errors: list[str]) -> None:
    for fact, key, number in (
        ("nhs", "nhs_number", person.nhs_number), ("upn", "upn", person.upn),
        ("phone", "telephone", person.telephone),
    ):  # fmt: skip
        if not number or not _has(rng, story, fact):
            continue
        if rng.random() < story.slip:
            place = rng.randrange(1, len(number) - 1)
            swapped = number[: place - 1] + number[place] + number[place - 1] + number[place + 1 :]
            number = rng.choice(
                (number[:place] + number[place + 1 :], swapped,
                 number[:place] + str(rng.randrange(10)) + number[place + 1 :])
            )  # fmt: skip
            errors.append(f"{key}_copied_wrongly")
        query[key] = number
