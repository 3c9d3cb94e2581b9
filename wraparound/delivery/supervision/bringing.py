"""Which cases are quiet and brought to the supervisor, the gravest first; and what lists say of contacts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.queries import open_cases
from wraparound.delivery.contacts.queries import last_contact_of
from wraparound.delivery.supervision.queries import looks_until
from wraparound.delivery.supervision.quiet import Quiet, Silence, State, quiet, read, shipped
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.area.queries import configuration
from wraparound.foundation.ui.rules import date_words
from wraparound.outcomes.framework.queries import levels


@dataclass(frozen=True)
class Brought:
    """A quiet case and why it is brought; `height` is the place of its level in the scale."""

    case_id: int
    why: Quiet
    height: int


def silence(*, on: date) -> Silence:
    """Return how long cases may be quiet, as it holds on a day."""
    document = configuration("quiet-cases", on=on)
    return read(document) if document else shipped()


COLUMNS = ("pk", "kind", "level", "opened_at", "next_on")
"""What the rule reads of a case: of a whole team no more is read."""


def brought(
    actor: Actor, cases: Iterable[Case] | None = None, among: QuerySet[Case] | None = None
) -> list[Brought]:
    """Return the quiet ones among cases, by default the team's open ones: the highest level first.

    `among` are the team's open ones where the page has read them once already.
    """
    today = timezone.localdate(actor.now)
    rules, scale = silence(on=today), levels(on=today)
    if cases is None:
        team = open_cases(actor) if among is None else among
        rows = list(team.order_by().values_list(*COLUMNS))
    else:
        rows = [(case.pk, case.kind, case.level, case.opened_at, case.next_on) for case in cases]
    keys = [row[0] for row in rows]
    last, looked = last_contact_of(keys), looks_until(keys)
    quiets = []
    for key, kind, level, opened_at, next_on in rows:
        state = State(
            kind, level, scale.name(level), timezone.localdate(opened_at), _day(last.get(key)), next_on,
            looked.get(key),
        )  # fmt: skip
        if why := quiet(state, rules, today=today):
            quiets.append(Brought(key, why, scale.place(level)))
    return sorted(quiets, key=lambda each: (-each.height, -each.why.days_over, each.case_id))


def last_contacts(actor: Actor, case_ids: Sequence[int]) -> dict[int, str]:
    """Return when each case last had a contact, in words: a column of the lists of cases."""
    return {case: date_words(timezone.localdate(at)) for case, at in last_contact_of(case_ids).items()}


def quiet_words(found: Iterable[Brought]) -> dict[int, str]:
    """Return why each case is quiet, by case."""
    return {each.case_id: each.why.words for each in found}


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None
