"""What outer apps bring to the pages of cases: acts, parts, columns, and who is away. Read from the settings.

An outer app imports this one, never the reverse, so it is named in `settings.CASE_SLOTS` by dotted path:

- `acts`: (name of a capability, words, address that takes the public id of the case)
- `parts`: `part(actor, case) -> CasePart | None`, drawn on the page of a case
- `columns`: (heading, `column(actor, case_ids) -> {case id: words}`), in lists of cases
- `away`: `away(post_ids, now) -> {post id: words}`
- `waiting`: `waiting(actor) -> [(words, name of an address)]`, what waits for whoever works with cases
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.accounts.rules import Actor, May


@dataclass(frozen=True)
class CasePart:
    """A part of the page of a case: its heading, the template that draws it, and what that is given."""

    heading: str
    template: str
    given: dict[str, Any] = field(default_factory=dict)


def acts(actor: Actor) -> list[tuple[str, str]]:
    """Return what else the actor can do with a case: words, and the name of an address."""
    return [(words, name) for may, words, name in settings.CASE_SLOTS["acts"] if May[may] in actor.may]


def parts(actor: Actor, case: Case) -> list[CasePart]:
    """Return the parts that outer apps add to the page of a case."""
    found = [import_string(path)(actor, case) for path in settings.CASE_SLOTS["parts"]]
    return [part for part in found if part]


def columns(actor: Actor, case_ids: Sequence[int]) -> list[tuple[str, dict[int, str]]]:
    """Return the columns that outer apps add to lists of cases: each heading with words by case."""
    return [
        (heading, import_string(path)(actor, case_ids)) for heading, path in settings.CASE_SLOTS["columns"]
    ]


def away(post_ids: Iterable[int], now: datetime) -> dict[int, str]:
    """Return which of the posts are away now, in words."""
    return _all("away", list(post_ids), now)


def waiting(actor: Actor) -> list[tuple[str, str]]:
    """Return what else waits for the actor: words, and the name of an address."""
    return [line for path in settings.CASE_SLOTS["waiting"] for line in import_string(path)(actor)]


def _all(slot: str, *given: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    for path in settings.CASE_SLOTS[slot]:
        found |= import_string(path)(*given)
    return found
