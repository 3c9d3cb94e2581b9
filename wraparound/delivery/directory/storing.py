"""What a content is in rows: the columns of the service, and its sessions, numbers, costs and all else."""

import re
from datetime import date
from typing import Any

from wraparound.delivery.directory.content import Content, CoverageContent, TermContent
from wraparound.delivery.directory.models import AtPlace, Listing
from wraparound.delivery.directory.parts import plain, store, wanted
from wraparound.delivery.directory.rules import Refused, texts
from wraparound.delivery.taxonomy.models import Term
from wraparound.delivery.taxonomy.services import keep_terms
from wraparound.foundation.agencies.models import Service, Team
from wraparound.foundation.area.models import Footprint

PLAIN = (
    "name", "summary", "description", "status", "audience", "is_confidential", "for_young_people",
    "is_help_now", "minimum_age", "maximum_age", "is_free", "website", "email", "how_to", "alert",
)  # fmt: skip
"""Fields of a content that are columns of the service as they stand."""


def columns_of(content: Content) -> dict[str, Any]:
    """Return the columns of the service. Raises `Refused` for a service or team that there is not."""
    values = {name: getattr(content, name) for name in PLAIN}
    values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    values["outcomes"] = list(content.outcomes)
    for name, model, code in (
        ("service", Service, content.service),
        ("team", Team, content.team),
        ("owner", Team, content.owner),
    ):
        values[name] = model.objects.filter(code=code).first() if code else None
        if code and values[name] is None:
            raise Refused(name, f"There is no {'service' if name == 'service' else 'team'} “{code}”.")
    return values


def store_parts(listing: Listing, content: Content, places: list[AtPlace], *, on: date) -> list[str]:
    """Bring every part but the places to what the content says; return the names of those that changed."""
    parts = {
        "sessions": wanted("sessions", content.sessions, lambda _, part: session_columns(part, places)),
        "telephones": wanted(
            "telephones", content.telephones, lambda at, part: plain(part) | {"position": at}
        ),
        "costs": wanted("costs", content.costs, lambda _, part: plain(part)),
        "languages": wanted("languages", content.languages, lambda _, part: plain(part)),
        "access": wanted("access", content.access, lambda _, part: plain(part)),
        "coverage": wanted("coverage", content.coverage, _coverage(content)),
        "translations": wanted("translations", content.translations, lambda _, part: plain(part)),
    }
    keys = {"languages": "code", "access": "code", "translations": "language"}
    changed = [
        name for name, rows in parts.items() if store(getattr(listing, name), rows, key=keys.get(name, ""))
    ]
    terms = {term.pk for term in terms_of(content.terms, on=on)}
    if terms != set(listing.terms.values_list("pk", flat=True)):
        listing.terms.set(terms)
        changed.append("terms")
    return changed


def session_columns(part: Any, places: list[AtPlace]) -> dict[str, Any]:
    """Return the columns of a session; one at a place names the service's row there."""
    at = places[part.place].pk if part.place is not None else None
    return plain(part, "place") | {"at_place_id": at}


def terms_of(said: tuple[TermContent, ...], *, on: date) -> list[Term]:
    """Return the terms that were said; those of the area that are not there yet are made.

    Raises `Refused` for one that nobody knows.
    """
    found = _terms(said)
    if len(found) < len(set(said)):
        keep_terms(on=on)
        found = _terms(said)
    for at, term in enumerate(said):
        if term not in found:
            raise Refused(f"terms.{at}", f"We do not know “{term.code}” among the {term.taxonomy}.")
    return list(found.values())


def _terms(said: tuple[TermContent, ...]) -> dict[TermContent, Term]:
    rows = Term.objects.select_related("taxonomy").filter(code__in={term.code for term in said})
    held = {TermContent(taxonomy=row.taxonomy.slug, code=row.code): row for row in rows}
    return {term: held[term] for term in said if term in held}


def check_names_no_place(*contents: Content) -> None:
    """Pass services that are not confidential, or whose words name no part of the area.

    Raises `Refused` with the field named: "in Wharnby" says as much as half an address.
    """
    hidden = [content for content in contents if content.is_confidential]
    if not hidden:
        return
    inner = Footprint.objects.filter(parent__isnull=False).values_list("name", flat=True)
    names = "|".join(re.escape(name) for name in inner if len(name) > 3)
    if not names:
        return
    pattern = re.compile(rf"\b(?:{names})\b", re.IGNORECASE)
    for path, text in (each for content in hidden for each in texts(content)):
        if match := pattern.search(text):
            raise Refused(
                path, f"“{match[0]}” says where a confidential service is. Name the whole area only."
            )


def _coverage(content: Content) -> Any:
    codes = {part.footprint for part in content.coverage if part.footprint}
    known = {row.code: row for row in Footprint.objects.filter(code__in=codes)}

    def columns(at: int, part: CoverageContent) -> dict[str, Any]:
        footprint = known.get(part.footprint)
        if part.footprint and footprint is None:
            raise Refused(f"coverage.{at}.footprint", f"There is no place “{part.footprint}”.")
        if content.is_confidential and footprint and footprint.parent_id:
            raise Refused(f"coverage.{at}.footprint", "A confidential service is for the whole area.")
        return {"footprint_id": footprint.pk if footprint else None, "words": part.words.strip()}

    return columns
