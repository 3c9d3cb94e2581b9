"""Which cases are quiet and brought to the supervisor, the gravest first; and what lists say of contacts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

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
    """A quiet case and why it is brought."""

    case: Case
    why: Quiet


def silence(*, on: date) -> Silence:
    """Return how long cases may be quiet, as it holds on a day."""
    document = configuration("quiet-cases", on=on)
    return read(document) if document else shipped()


def brought(actor: Actor, cases: Iterable[Case] | None = None) -> list[Brought]:
    """Return the quiet ones among cases, by default the team's open ones: the highest level first."""
    today = timezone.localdate(actor.now)
    rules, scale = silence(on=today), levels(on=today)
    found = list(open_cases(actor) if cases is None else cases)
    keys = [case.pk for case in found]
    last, looked = last_contact_of(keys), looks_until(keys)
    quiets = []
    for case in found:
        state = State(
            case.kind, case.level, scale.name(case.level), timezone.localdate(case.opened_at),
            _day(last.get(case.pk)), case.next_on, looked.get(case.pk),
        )  # fmt: skip
        if why := quiet(state, rules, today=today):
            quiets.append(Brought(case, why))
    return sorted(quiets, key=lambda each: (-scale.place(each.case.level), -each.why.days_over, each.case.pk))


def last_contacts(actor: Actor, case_ids: Sequence[int]) -> dict[int, str]:
    """Return when each case last had a contact, in words: a column of the lists of cases."""
    return {case: date_words(timezone.localdate(at)) for case, at in last_contact_of(case_ids).items()}


def quiet_words(found: Iterable[Brought]) -> dict[int, str]:
    """Return why each case is quiet, by case."""
    return {each.case.pk: each.why.words for each in found}


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None
