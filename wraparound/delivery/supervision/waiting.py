"""What waits for a post on its own page: cases that nobody has, quiet ones, decisions, who leaves."""

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from wraparound.delivery.caseloads import queries as cases
from wraparound.delivery.caseloads import slots
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.supervision import queries
from wraparound.delivery.supervision.bringing import brought
from wraparound.foundation.accounts.rules import Actor, May

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
    lines = [
        (cases.unallocated(actor, among).count(), "waits for somebody to have it",
         "wait for somebody to have them", "case", "cases", "caseloads:team"),
        (cases.of_parted_records(actor, among).count(),
         "was of a record that showed two children: say whose it is",
         "were of a record that showed two children: say whose they are", "case", "cases", "caseloads:team"),
        (len(brought(actor, among=among)), "is quiet: look at it", "are quiet: look at them", "case", "cases",
         "supervision:quiet"),
        (queries.open_decisions(actor, among).filter(due_on__lt=today).count(), "is past its day",
         "are past their day",
         "decision", "decisions", "supervision:decisions"),
        (queries.leavers(actor, among).count(), "leaves or has left, with cases",
         "leave or have left, with cases", "person", "people", "supervision:leaving"),
    ]  # fmt: skip
    return [
        (f"{count:,} {one_noun if count == 1 else nouns} {one if count == 1 else many}.", route)
        for count, one, many, one_noun, nouns, route in lines
        if count
    ]
