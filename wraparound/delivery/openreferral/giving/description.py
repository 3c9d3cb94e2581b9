"""What the open interface says of itself: an OpenAPI document that points at the published schemas."""

from collections.abc import Iterable
from typing import Any

from wraparound.delivery.openreferral.giving.asked import (
    FORMS,
    OF_ORGANISATIONS,
    OF_SERVICES,
    PAGING,
    Parameter,
)

VERSION = "HSDS-UK-3.0"
PROFILE = "https://github.com/OpenReferralUK/uk-profile"
SCHEMAS = "https://raw.githubusercontent.com/OpenReferralUK/uk-profile/main/schema"
LISTS: dict[str, tuple[str, str, str, list[Parameter]]] = {
    "services": (
        "Services, by the order in which they came.",
        "compiled/service_list.json", "compiled/service.json", PAGING + FORMS + OF_SERVICES,
    ),
    "service_at_locations": (
        "Services at their places. Confidential ones have none.",
        "compiled/service_at_location_list.json", "compiled/service_at_location.json",
        PAGING + FORMS + OF_SERVICES,
    ),
    "organizations": (
        "Those who give services.",
        "compiled/organization_list.json", "compiled/organization.json", PAGING + FORMS + OF_ORGANISATIONS,
    ),
    "taxonomies": ("Lists of terms.", "taxonomy.json", "taxonomy.json", PAGING),
    "taxonomy_terms": ("Terms of all lists.", "taxonomy_term.json", "taxonomy_term.json", PAGING),
}  # fmt: skip
"""Address to its words, the schemas of an item and of one thing by id, and what may be asked of the list."""
_COUNTS = ("total_items", "total_pages", "page_number", "size")
_SIGNS = ("first_page", "last_page", "empty")


def describe(base: str) -> dict[str, Any]:
    """Return the document for an interface that is served at `base`."""
    paths: dict[str, Any] = {"/": {"get": _operation("What this is.", "about", _about())}}
    for name, (words, item, whole, parameters) in LISTS.items():
        paths[f"/{name}"] = {"get": _operation(words, name, _page(item), parameters)}
        one = _operation(f"One of {name} by its id.", f"one_of_{name}", {"$ref": f"{SCHEMAS}/{whole}"})
        key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        one["parameters"] = [key]
        one["responses"]["404"] = _problem("Nothing is here.")
        paths[f"/{name}/{{id}}"] = {"get": one}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Open Referral UK", "version": "3.0"},
        "servers": [{"url": base}],
        "paths": paths,
    }


def _operation(
    words: str, name: str, schema: dict[str, Any], parameters: Iterable[Parameter] = ()
) -> dict[str, Any]:
    asked = [
        {"name": each.name, "in": "query", "description": each.words, "schema": each.schema}
        for each in parameters
    ]
    answers = {"200": {"description": words, "content": {"application/json": {"schema": schema}}}}
    if asked:
        answers["400"] = _problem("Something that was asked is not as it should be; errors names the fields.")
    return {"operationId": name, "summary": words, "parameters": asked, "responses": answers}


def _about() -> dict[str, Any]:
    text = {"type": "string"}
    names = ("version", "profile", "openapi_url")
    return {"type": "object", "required": list(names), "properties": dict.fromkeys(names, text)}


def _page(item: str) -> dict[str, Any]:
    properties: dict[str, Any] = {name: {"type": "integer", "minimum": 0} for name in _COUNTS}
    properties |= {name: {"type": "boolean"} for name in _SIGNS}
    properties["contents"] = {"type": "array", "items": {"$ref": f"{SCHEMAS}/{item}"}}
    return {"type": "object", "required": list(properties), "properties": properties}


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/problem+json": {"schema": {"type": "object"}}}}
