"""A service of a feed as the content of an entry: what can be kept, and what was wrong. Pure."""

from dataclasses import dataclass
from typing import Any

from wraparound.delivery.directory.content import (
    Confirmation,
    Content,
    CostContent,
    CoverageContent,
    LanguageContent,
    OrganisationContent,
    TelephoneContent,
)
from wraparound.delivery.openreferral.taking.ground import Ground
from wraparound.delivery.openreferral.taking.places import read_places
from wraparound.delivery.openreferral.taking.sessions import read_sessions
from wraparound.delivery.openreferral.taking.values import Reading

STATUSES = ["active", "inactive", "defunct", "temporarily closed"]


@dataclass(frozen=True)
class ForeignTerm:
    """A term as a feed has it: its list, its id, its code (or nothing) and its name."""

    taxonomy: str
    key: str
    code: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class ServiceRead:
    """A service as read: `content` is None where it cannot be kept at all. Its terms are still the feed's."""

    content: Content | None
    terms: tuple[ForeignTerm, ...]
    name: str
    problems: list[dict[str, str]]
    confirmed: Confirmation | None = None
    """When whoever gives the feed assured it last."""


def read_service(given: dict[str, Any], *, key: str, ground: Ground) -> ServiceRead:
    """Return what a service says. `key` is its id in the feed."""
    reading = Reading()
    name = reading.text(given, "name", 200)
    if not name:
        reading.wrong("name", "It has no name. Nothing of it was kept.")
        return ServiceRead(None, (), "", reading.problems)
    places, positions = read_places(reading, given, key, ground)
    costs = _costs(reading, given, key, ground)
    least, most = _ages(reading, given)
    content = Content(
        public_id=ground.key("service", key),
        name=name,
        organisation=_organisation(reading, given, ground),
        description=reading.text(given, "description", 20_000),
        status=reading.choice(given, "status", STATUSES, "active", "inactive"),
        minimum_age=least,
        maximum_age=most,
        is_free=bool(costs) and all(cost.amount == 0 for cost in costs),
        website=reading.web(given, "url"),
        email=reading.mail(given, "email"),
        how_to=reading.text(given, "application_process", 4_000),
        alert=reading.text(given, "alert", 300),
        places=places,
        sessions=read_sessions(reading, given, positions, key, ground),
        telephones=_telephones(reading, given, key, ground),
        costs=costs,
        languages=_languages(reading, given, key, ground),
        coverage=_coverage(reading, given, key, ground),
    )
    assured = _assured(reading, given, ground)
    return ServiceRead(content, _terms(reading, given), name, reading.problems, assured)


def _assured(reading: Reading, given: dict[str, Any], ground: Ground) -> Confirmation | None:
    """Return when a service was assured last, by whoever's feed it is; a day to come is none."""
    on = reading.day(given, "assured_date")
    if on and ground.today and on > ground.today:
        reading.wrong("assured_date", "It is a day to come. It was left out.")
        return None
    return Confirmation(on, ground.who[:200]) if on else None


def _organisation(reading: Reading, given: dict[str, Any], ground: Ground) -> OrganisationContent:
    said = reading.part(given, "organization")
    path = "organization."
    name = reading.text(said, "name", 200, path=path)
    key = said.get("id") or given.get("organization_id")
    if not name:
        reading.wrong("organization.name", f"It does not say who gives it. It stands under {ground.who}.")
        return OrganisationContent(name=ground.who, public_id=ground.key("organization", "unnamed"))
    return OrganisationContent(
        name=name,
        description=reading.text(said, "description", 20_000, path=path),
        website=reading.web(said, "website", path=path) or reading.web(said, "url", path=path),
        email=reading.mail(said, "email", path=path),
        public_id=ground.key("organization", key if isinstance(key, str) and key else name),
    )


def _ages(reading: Reading, given: dict[str, Any]) -> tuple[Any, Any]:
    least = reading.number(given, "minimum_age", most=150, places="0.1")
    most = reading.number(given, "maximum_age", most=150, places="0.1")
    if least is not None and most is not None and least > most:
        reading.wrong("maximum_age", "It is below the minimum age. Both were left out.")
        return None, None
    return least, most


def _telephones(
    reading: Reading, given: dict[str, Any], key: str, ground: Ground
) -> tuple[TelephoneContent, ...]:
    said = reading.parts(given, "phones")
    for contact in reading.parts(given, "contacts"):
        said = said + reading.parts(contact, "phones", path="contacts.")
    found: dict[str, TelephoneContent] = {}
    for each in said:
        number = reading.text(each, "number", 40, path="phones.")
        if sum(sign.isdigit() for sign in number) < 3:
            reading.wrong("phones.number", "It is no number to ring. It was left out.")
        elif number not in found:
            found[number] = TelephoneContent(
                number=number, kind=reading.text(each, "type", 20, path="phones.") or "voice",
                words=reading.text(each, "description", 200, path="phones."),
                public_id=ground.key("phone", key, number),
            )  # fmt: skip
    return tuple(found.values())


def _costs(reading: Reading, given: dict[str, Any], key: str, ground: Ground) -> tuple[CostContent, ...]:
    found = []
    for at, each in enumerate(reading.parts(given, "cost_options")):
        option = reading.text(each, "option", 200, path="cost_options.")
        amount = reading.number(each, "amount", most=9_999_999, places="0.01", path="cost_options.")
        words = reading.text(each, "amount_description", 300, path="cost_options.")
        if option or words or amount is not None:
            found.append(
                CostContent(option=option, amount=amount, words=words, public_id=ground.key("cost", key, at))
            )
    return tuple(found)


def _languages(
    reading: Reading, given: dict[str, Any], key: str, ground: Ground
) -> tuple[LanguageContent, ...]:
    found: dict[str, LanguageContent] = {}
    for each in reading.parts(given, "languages"):
        name = reading.text(each, "name", 100, path="languages.") or reading.text(
            each, "language", 100, path="languages."
        )
        code = reading.text(each, "code", 20, path="languages.").lower() or name.lower()[:20]
        if code and code not in found:
            words = reading.text(each, "note", 200, path="languages.")
            found[code] = LanguageContent(
                code=code, name=name or code, words=words, public_id=ground.key("language", key, code)
            )
    return tuple(found.values())


def _coverage(
    reading: Reading, given: dict[str, Any], key: str, ground: Ground
) -> tuple[CoverageContent, ...]:
    found = []
    for at, each in enumerate(reading.parts(given, "service_areas")):
        words = reading.text(each, "name", 200, path="service_areas.") or reading.text(
            each, "service_area", 200, path="service_areas."
        )
        if words:
            here = ground.footprints.get(words.lower(), "")
            found.append(
                CoverageContent(
                    footprint=here, words="" if here else words, public_id=ground.key("area", key, at)
                )
            )
    return tuple(found)


def _terms(reading: Reading, given: dict[str, Any]) -> tuple[ForeignTerm, ...]:
    found: dict[str, ForeignTerm] = {}
    for each in reading.parts(given, "attributes"):
        said = reading.part(each, "taxonomy_term", path="attributes.")
        name = reading.text(said, "name", 200, path="attributes.taxonomy_term.")
        key = said.get("id") or each.get("taxonomy_term_id")
        if not name or not isinstance(key, str) or not 0 < len(key) <= 100:
            reading.wrong("attributes", "A term has no name or no id. It was left out.")
            continue
        taxonomy = reading.text(said, "taxonomy", 200, path="attributes.taxonomy_term.")
        code = reading.text(said, "code", 100, path="attributes.taxonomy_term.")
        words = reading.text(said, "description", 2_000, path="attributes.taxonomy_term.")
        found.setdefault(key, ForeignTerm(taxonomy, key, code, name, words))
    return tuple(found.values())
