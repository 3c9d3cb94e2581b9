"""What the API says of itself: OpenAPI 3.1, with every error and header that each address may answer with."""

from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from wraparound.foundation.ui.problems import CODES, CONTENT_TYPE, OF_STATUS

DESCRIPTION = """
For an agency's own systems: send lists, search, read the cards of the children that the agency works with.

Each system has a token, sent as `Authorization: Bearer KEY`. It sees what its agency's teams may see, by the
same rules as their people, and everything that it looks at is on record. A child that it may not see is
answered exactly like one that does not exist.

Errors are problem details (RFC 9457); `code` is what a program should go by. Lists come a page at a time:
send `next` back as `cursor`.
""".strip()

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "Why something was refused (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string", "description": "The name of the status."},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": list(CODES), "description": "What a program goes by."},
        "detail": {"type": "string", "description": "What is wrong and the way out, in words."},
        "errors": {
            "type": "array",
            "description": "What is wrong with each field.",
            "items": {
                "type": "object",
                "required": ["field", "problem"],
                "additionalProperties": False,
                "properties": {"field": {"type": "string"}, "problem": {"type": "string"}},
            },
        },
    },
}

HEADERS: dict[str, Any] = {
    "X-Request-Id": {
        "description": "The number of this request. Name it when you ask us about an answer.",
        "schema": {"type": "string", "format": "uuid"},
    },
}
LIMITS: dict[str, Any] = {
    "RateLimit-Limit": {"description": "Requests a minute.", "schema": {"type": "integer"}},
    "RateLimit-Remaining": {"description": "Requests left in this minute.", "schema": {"type": "integer"}},
    "RateLimit-Reset": {"description": "Seconds until the next minute.", "schema": {"type": "integer"}},
}
ALWAYS = (401, 403, 429, 503)


class DescribedAPI(NinjaAPI):
    """An API whose description tells its errors and headers as well."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description with every answer in it."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        schema["components"]["headers"] = HEADERS | LIMITS
        for path, methods in schema["paths"].items():
            for operation in methods.values():
                _complete(path, operation)
        return schema


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Add to one operation the errors that it may answer with, and the headers of all its answers."""
    statuses = set(ALWAYS)
    if "{" in path:
        statuses.add(404)
    if operation["parameters"] or "requestBody" in operation:
        statuses.add(422)
    if "requestBody" in operation:
        statuses.add(400)
    answers = operation["responses"]
    for status in sorted(statuses):
        answers.setdefault(status, {"description": CODES[OF_STATUS[status]][1]})
    for status, answer in answers.items():
        told = HEADERS if status == 401 else HEADERS | LIMITS
        answer.setdefault("headers", {}).update(
            {name: {"$ref": f"#/components/headers/{name}"} for name in told}
        )
        if int(status) >= 400:
            answer["content"] = {
                CONTENT_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "example": _example(int(status)),
                }
            }


def _example(status: int) -> dict[str, Any]:
    code = OF_STATUS[status]
    return {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "code": code,
        "detail": CODES[code][1],
    }  # fmt: skip
