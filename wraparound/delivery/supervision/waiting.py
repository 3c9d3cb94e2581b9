"""What waits for a post on its own page: cases that nobody has, quiet ones, decisions, who leaves."""

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from wraparound.delivery.caseloads import queries as cases
from wraparound.delivery.caseloads import slots
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.supervision import queries
from wraparound.delivery.supervision.bringing import brought
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.ui.rules import to_do

Waiting = tuple[str, str]
"""Words, and the name of an address."""


def waiting(actor: Actor) -> list[Waiting]:
    """Return what to do with cases: in as many statements however many there are."""
    found: list[Waiting] = []
    of_team = cases.read_once(actor) if May.ALLOCATE in actor.may else None
    if May.WORK in actor.may:
        found += _own(actor, of_team)
    if of_team is not None:
        found += _of_team(actor, of_team)
    if May.ADMINISTER in actor.may and cases.unwatched(now=actor.now).exists():
        found.append(("Cases wait in teams whose work nobody watches.", "supervision:unwatched"))
    return found + slots.waiting(actor)


def _own(actor: Actor, among: QuerySet[Case] | None) -> list[Waiting]:
    late_ones = Q(next_on__lt=timezone.localdate(actor.now))
    mine = cases.cases_of_post(actor, among).aggregate(count=Count("pk"), late=Count("pk", filter=late_ones))
    count, late = mine["count"], mine["late"]
    words = f"Your cases: {count:,}" + (f", {late:,} past the day of their plan" if late else "")
    return [(words, "caseloads:mine")] if count else []


def _of_team(actor: Actor, among: QuerySet[Case]) -> list[Waiting]:
    today = timezone.localdate(actor.now)
    quiet = len(brought(actor, among=among))
    past = queries.open_decisions(actor, among).filter(due_on__lt=today).count()
    return to_do([
        (cases.unallocated(actor, among).count(), "case waits for somebody to have it",
         "cases wait for somebody to have them", "caseloads:team"),
        (cases.of_parted_records(actor, among).count(),
         "case was of a record that showed two children: say whose it is",
         "cases were of a record that showed two children: say whose they are", "caseloads:team"),
        (quiet, "case is quiet: look at it", "cases are quiet: look at them", "supervision:quiet"),
        (past, "decision is past its day", "decisions are past their day", "supervision:decisions"),
        (queries.leavers(actor, among).count(), "person leaves or has left, with cases",
         "people leave or have left, with cases", "supervision:leaving"),
    ])  # fmt: skip
