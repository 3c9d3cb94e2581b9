"""Rows of lists of cases: whom each is about, who has it, what is past its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from wraparound.delivery.caseloads import slots
from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.queries import standing_allocations
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.card.rules import age_of
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.rules import Label
from wraparound.outcomes.framework.queries import levels
from wraparound.outcomes.framework.rules import Levels


@dataclass(frozen=True)
class Row:
    """One case of a list: `others` are who helps and covers, `more` what outer apps say of it."""

    case: Case
    label: Label
    age: str
    level: str
    lead: str
    others: tuple[str, ...]
    part: str
    since: date
    days: int
    is_late: bool
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """Rows with the headings of what outer apps add to each."""

    rows: list[Row]
    headings: tuple[str, ...] = ()

    @property
    def child_ids(self) -> list[int]:
        """The children who are shown: each gets a row of the look."""
        return [row.label.child_id for row in self.rows]


def scale(actor: Actor) -> Levels:
    """Return the scale of need that holds today."""
    return levels(on=timezone.localdate(actor.now))


def listed(actor: Actor, cases: Sequence[Case] | QuerySet[Case], *, post_id: int | None = None) -> Listed:
    """Return what a list says of each case: as many statements however many there are.

    `post_id` is whose list it is: each row then says the part of that post.
    """
    found, today = list(cases), timezone.localdate(actor.now)
    labels = labels_of({case.child_id for case in found})
    held: dict[int, list[Allocation]] = {case.pk: [] for case in found}
    for allocation in standing_allocations(held, now=actor.now):
        held[allocation.case_id].append(allocation)
    added = slots.columns(actor, list(held))
    words = scale(actor)
    rows = [
        _row(case, labels[case.child_id], held[case.pk], words, today, post_id, tuple(
            column.get(case.pk, "") for _, column in added
        ))
        for case in found
    ]  # fmt: skip
    return Listed(rows, tuple(heading for heading, _ in added))


def _row(
    case: Case, label: Label, held: list[Allocation], words: Levels, today: date, post_id: int | None,
    more: tuple[str, ...],
) -> Row:  # fmt: skip
    lead = next((each for each in held if each.part == Allocation.Part.LEAD), None)
    mine = [each for each in held if each.post_id == post_id]
    others = [
        f"{each.post.user.full_name} {each.get_part_display().lower()}" for each in held if each != lead
    ]
    since = timezone.localdate(mine[0].starts_at if mine else case.asked_at)
    return Row(
        case=case, label=label, age=age_of(label.born, label.expected, label.died_on, today),
        level=words.name(case.level), lead=lead.post.user.full_name if lead else "", others=tuple(others),
        part=", ".join(each.get_part_display() for each in mine), since=since,
        days=(today - timezone.localdate(case.asked_at)).days,
        is_late=bool(case.next_on and case.next_on < today), more=more,
    )  # fmt: skip
