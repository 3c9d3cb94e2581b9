"""The services of the sample borough as the directory lists them: 300, or a crowd of thousands.

Drawn by chance from the blueprints of `data/services`, the same every time; nothing in them exists. Rows are
plain data in the shape that `wraparound.delivery.directory.content` reads.
"""

import json
import random
import re
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from samples.places import Ward, borough
from samples.population import AS_OF
from samples.schools import schools
from samples.vocabulary import plain, vocabulary

FOLDER = Path(__file__).parent / "data" / "services"
NAMESPACE = uuid.UUID("5b0d0e53-3d4f-4c52-9d80-6a2f0b7a4c11")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STEMS = (
    "Little Acorns", "Sunflower", "Rainbow", "Otter", "Skylark", "Lantern", "Compass", "Harbour", "Willow",
    "Kite", "Copper Kettle", "Bluebell", "Conker", "Puddle Lane", "Bumblebee", "Starling", "Pebbles", "Larch",
    "Horizon", "Bridge", "Sycamore", "Fern", "Beacon", "Kingfisher", "Apple Tree", "Patchwork", "Juniper",
)  # fmt: skip
LANGUAGES = {
    "pl": "Polish", "ur": "Urdu", "pa": "Punjabi", "ro": "Romanian", "so": "Somali", "ar": "Arabic",
    "uk": "Ukrainian", "bfi": "British Sign Language", "en": "English",
}  # fmt: skip
BUILDINGS = {
    "nursery": "{name}", "home": "A family home in {ward}", "school": "{school}",
    "community": "{ward} Community Centre", "hub": "{ward} Family Hub", "library": "{ward} Library",
    "health": "{ward} Health Centre", "church": "St {saint}'s Church Hall, {ward}",
    "office": "Exchange Buildings, {town}", "youth": "{ward} Youth Centre",
    "leisure": "{town} Leisure Centre",
}  # fmt: skip
INFORMATION = "FIS"
"""The team that keeps an entry true where no team of the service does."""
SAINTS = ("Alkelda", "Bega", "Eanswythe", "Ebba", "Everilda", "Herefrith", "Osyth", "Tetha", "Arild")
SPARSE = {"hub": 3, "library": 2, "health": 2, "youth": 2}
"""Buildings that only every so many wards have; the next ward's serves."""

Row = dict[str, Any]


@dataclass(slots=True)
class Drawn:
    """What one service was drawn with, to fill in the blueprint's names."""

    rng: random.Random
    ward: Ward
    number: int
    words: dict[str, str] = field(default_factory=dict)

    def fill(self, pattern: str) -> str:
        """Return a pattern with this service's ward, town, stem, school and first name in it."""
        return pattern.format_map(self.words)


def sample_services(as_of: date = AS_OF) -> list[Row]:
    """Return the services of the sample area: as many of each blueprint as it says."""
    rng = random.Random("services of the sample borough")
    drawn = [blueprint for blueprint in blueprints() for _ in range(blueprint["sample"])]
    return list(_rows(drawn, rng, as_of))


def crowd_of_services(count: int, seed: int = 1, as_of: date = AS_OF) -> list[Row]:
    """Return the services of the sample area and others beside them, `count` in all."""
    rows = sample_services(as_of)
    rng = random.Random(f"crowd of services {seed}")
    weights = [blueprint["crowd"] for blueprint in blueprints()]
    drawn = rng.choices(blueprints(), weights, k=max(count - len(rows), 0))
    return rows[:count] + list(_rows(drawn, rng, as_of, first=len(rows)))


def write_services(path: Path, as_of: date = AS_OF) -> int:
    """Write the sample's services as JSON, a service on each line, and return how many."""
    rows = sample_services(as_of)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return len(rows)


@cache
def blueprints() -> tuple[Row, ...]:
    """Return the blueprints of all files, with the outcomes that each kind serves."""
    found: list[Row] = []
    for path in sorted(FOLDER.glob("*.toml")):
        found += tomllib.loads(path.read_text(encoding="utf-8")).get("services", [])
    outcomes = tomllib.loads((FOLDER / "outcomes.toml").read_text(encoding="utf-8"))["outcomes"]
    for blueprint in found:
        blueprint["outcomes"] = [code for code, kinds in outcomes.items() if blueprint["kind"] in kinds]
    return tuple(found)


def _rows(drawn: list[Row], rng: random.Random, as_of: date, first: int = 0) -> Iterator[Row]:
    used: dict[str, int] = {}
    seen: dict[int, int] = {}
    for number, blueprint in enumerate(drawn, first):
        place = seen[id(blueprint)] = seen.get(id(blueprint), rng.choice((0, 1, 2, 5, 6))) + 1
        service = _draw(blueprint, rng, borough(0, 0).wards[place * 11 % 18], number)
        row = _row(blueprint, service, place, as_of)
        name = row["content"]["name"]
        used[name] = used.get(name, 0) + 1
        if used[name] > 1 and len(blueprint["names"]) > 1:
            row["content"]["name"] = f"{name} ({used[name]})"
        yield row


def _draw(blueprint: Row, rng: random.Random, ward: Ward, number: int) -> Drawn:
    drawn = Drawn(rng, ward, number)
    primary = [school.name for school in schools() if school.phase == "primary"]
    near = [name for name in primary if name.startswith(ward.name)] or primary
    names = vocabulary(rng.choice(["british", "polish", "pakistani", "sikh", "somali", "british", "british"]))
    drawn.words = {
        "ward": ward.name, "town": ward.district.removesuffix(" Town"), "stem": rng.choice(STEMS),
        "school": rng.choice([near[0], rng.choice(primary)]), "given": plain(names.given["F"].draw(rng)),
        "saint": rng.choice(SAINTS),
    }  # fmt: skip
    return drawn


def _row(blueprint: Row, drawn: Drawn, place: int, as_of: date) -> Row:
    """Return one service: its content, when and by whom it was confirmed, and what professionals see."""
    names = blueprint["names"]
    _settle(blueprint, drawn)
    name = drawn.fill(names[(place - 1) % len(names)])
    drawn.words["name"] = name
    organisation = drawn.fill(blueprint.get("of", "{name}"))
    places, sessions = _where(blueprint, drawn), _sessions(drawn.rng.choice(blueprint["when"]))
    if places:
        sessions = [{**session, "place": 0} for session in sessions]
    content = {
        **_plain(blueprint, drawn), "name": name, "organisation": _organisation(organisation),
        "places": places, "sessions": sessions, **_numbers(blueprint, drawn), **_costs(blueprint, drawn),
        "languages": _languages(blueprint, drawn), "terms": _terms(blueprint),
        "access": [] if places else [{"code": code} for code in blueprint.get("access", ())],
        "translations": _translations(blueprint),
        "public_id": str(uuid.uuid5(NAMESPACE, f"{drawn.number} {name}")),
    }  # fmt: skip
    row = {"content": content, **_confirmed(drawn.rng, as_of)}
    return row | ({"professional": blueprint["professional"]} if "professional" in blueprint else {})


def _settle(blueprint: Row, drawn: Drawn) -> None:
    """Move the service to the nearest ward that has the building that it meets in."""
    wards = borough(0, 0).wards
    at = wards.index(drawn.ward)
    drawn.ward = wards[at - at % SPARSE.get(blueprint["at"], 1)]
    drawn.words["ward"] = drawn.ward.name


def _plain(blueprint: Row, drawn: Drawn) -> Row:
    found = {
        "summary": blueprint["summary"], "description": drawn.fill(blueprint["words"]),
        "how_to": blueprint["how"], "outcomes": blueprint["outcomes"],
        "for_young_people": blueprint.get("young", False), "is_help_now": blueprint.get("helpnow", False),
        "is_confidential": blueprint.get("confidential", False),
        "audience": blueprint.get("audience", "public"), "owner": INFORMATION,
    }  # fmt: skip
    if blueprint["ages"]:
        found["minimum_age"], found["maximum_age"] = map(str, blueprint["ages"])
    if "link" in blueprint:
        found["service"], found["team"] = blueprint["link"]
        found["team"] = found["team"].replace("{side}", "N" if drawn.ward.district != "Wharnby" else "S")
        found["owner"] = found["team"]
    if drawn.rng.random() < 0.02 and not found["is_help_now"]:
        found |= {"status": "temporarily closed", "alert": "Closed while the building is mended."}
    return found


def _organisation(name: str) -> Row:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50]
    return {"name": name, "website": f"https://{slug}.example", "email": f"hello@{slug}.example"}


def _where(blueprint: Row, drawn: Drawn) -> list[Row]:
    kind, ward = blueprint["at"], drawn.ward
    if kind == "none":
        return []
    name = drawn.fill(BUILDINGS[kind])
    rng = random.Random(f"{kind} {name} {drawn.number if kind in ('nursery', 'home') else ''}")
    street, town, first, count = rng.choice([each for each in borough(0, 0).streets if each[1] == ward.town])
    code = borough(0, 0).postcodes[first + rng.randrange(count)].text
    lines = "" if kind == "home" else f"{rng.randrange(1, 120)} {street}"
    access = [{"code": code} for code in blueprint.get("access", ()) if rng.random() < 0.8]
    return [{"name": name, "lines": lines, "town": town, "postcode": code, "access": access}]


def _sessions(text: str) -> list[Row]:
    """Return sessions written as `MO-FR 07:30-18:00 term; 1SA 10:00-12:00 month`."""
    found = []
    for part in text.split(";"):
        days, hours, *more = part.split()
        opens, closes = hours.split("-")
        row = {"days": _days(days), "opens_at": opens, "closes_at": closes}
        row["frequency"] = "MONTHLY" if "month" in more else "WEEKLY"
        row["terms"] = next((word for word in more if word in ("term", "holidays")), "always")
        found.append(row)
    return found


def _days(text: str) -> str:
    first, _, last = text.partition("-")
    return ",".join(DAYS[DAYS.index(first) : DAYS.index(last) + 1]) if last else text


def _numbers(blueprint: Row, drawn: Drawn) -> Row:
    if blueprint.get("helpnow"):
        numbers = [
            {"number": f"0808 157 0{drawn.number % 1000:03}", "words": "Free, at any hour we are open"}
        ]
    else:
        numbers = [{"number": f"01632 960{(300 + drawn.number) % 1000:03}"}]
    if blueprint.get("young"):
        numbers.append({"number": f"07700 900{drawn.number % 1000:03}", "kind": "text", "words": "Text us"})
    return {"telephones": numbers}


def _costs(blueprint: Row, drawn: Drawn) -> Row:
    text = drawn.rng.choice(blueprint["cost"])
    if text == "free":
        return {"is_free": True}
    if match := re.fullmatch(r"£(\d+\.\d\d) (.+?)(?:, (.*))?", text):
        said = {"amount": match[1], "option": match[2], "words": match[3]}
        return {"costs": [{name: value for name, value in said.items() if value}]}
    return {"costs": [{"words": text}], "is_free": text.startswith(("Free ", "Give "))}


def _languages(blueprint: Row, drawn: Drawn) -> list[Row]:
    chosen = [
        code.rstrip("!") for code in blueprint.get("languages", ())
        if code.endswith("!") or drawn.rng.random() < 0.3
    ]  # fmt: skip
    return [{"code": code, "name": LANGUAGES[code]} for code in ["en", *chosen]] if chosen else []


def _terms(blueprint: Row) -> list[Row]:
    said = [("kinds", blueprint["kind"]), *(("kinds", code) for code in blueprint.get("also", ()))]
    said += [(use, code) for use in ("needs", "topics") for code in blueprint.get(use, ())]
    return [{"taxonomy": taxonomy, "code": code} for taxonomy, code in said]


def _translations(blueprint: Row) -> list[Row]:
    if "translation" not in blueprint:
        return []
    said = dict(blueprint["translation"])
    return [{"description": said.pop("words"), "how_to": said.pop("how"), **said}]


def _confirmed(rng: random.Random, as_of: date) -> Row:
    """Return when it was last confirmed: mostly in the last half-year, some long ago, a few never."""
    chance = rng.random()
    if chance < 0.04:
        return {}
    days = rng.randrange(400, 700) if chance < 0.1 else rng.randrange(5, 180)
    by = rng.choice(["the people who run it", "the family information service", "its manager"])
    return {"confirmed_on": str(as_of - timedelta(days=days)), "confirmed_by": by}
