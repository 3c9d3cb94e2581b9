"""A note that was written on the wrong child: moving it to the right one, and the mark that it leaves."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.contacts import telling
from wraparound.delivery.contacts.models import Contact, Draft, Misplaced
from wraparound.delivery.contacts.rules import (
    HAPPENED,
    NOT_FOUND,
    category_of,
    check_may_write,
    check_version,
    manages,
    may_read,
)
from wraparound.delivery.contacts.services import audit_contact, locked, revise
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.outcomes.access.queries import sight
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.children.models import Child


@transaction.atomic
def move_to_the_right_child(
    *, contact: Contact, child: Child, case: Case | None, why: str, version: int | None, actor: Actor,
    now: datetime, key: uuid.UUID,
) -> Contact:  # fmt: skip
    """Move a note of what happened from the wrong child to `child`, with its history, passages and lines.

    It leaves a mark without its words. Sent twice it is moved once. Raises `Denied` for whoever neither wrote
    it nor manages the team, and unless their service keeps notes of both children that they see;
    `Conflict` when the note changed since `version`.
    """
    ids = {contact.child_id, child.pk}
    list(Child.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    current = locked(contact)
    if Misplaced.objects.filter(by=actor.post_id, key=key).exists():
        return current
    if not may_read(sight(actor, current.child.public_id), current):
        raise Denied(NOT_FOUND)
    check_may_write(actor, current.service_id)
    _check(current, child, case, why, actor)
    check_version(current, version)
    origin_id = current.child_id
    Misplaced.objects.create(
        contact=current, child_id=origin_id, service_id=current.service_id, why=why.strip(), key=key,
        is_of_a_case=current.case_id is not None, by_id=actor.post_id or 0, at=now,
    )  # fmt: skip
    audit_contact("contact.moved_out", current, actor, now, version=current.version)
    current.child, current.case, current.version = child, case, current.version + 1
    current.save(update_fields=["child", "case", "version"])
    revise(current, actor, now, key)
    Draft.objects.filter(contact=current).update(child=child)
    telling.move_lines(current, origin_id=origin_id, now=now)
    if current.waits_for_countersign:
        telling.ask_to_countersign(current, current.writer, now=now)
    audit_contact("contact.moved_in", current, actor, now, version=current.version)
    return current


def _check(contact: Contact, child: Child, case: Case | None, why: str, actor: Actor) -> None:
    if not may_move(actor, contact):
        raise Denied("Only whoever wrote a note of what happened, or manages the team, moves it.")
    if not why.strip():
        raise Denied("Say why it is about another child.")
    if child.pk == contact.child_id:
        raise Denied("It is with this child already.")
    seen = sight(actor, child.public_id)
    if seen is None or not keeps_notes(actor, seen, has_case=case is not None):
        raise Denied(NOT_FOUND)
    if case is not None and (case.child_id != child.pk or case.team.service_id != contact.service_id):
        raise Denied(NOT_FOUND)


def keeps_notes(actor: Actor, seen: Sight, *, has_case: bool) -> bool:
    """Say whether the actor's service keeps notes, of a case or of the schedule, of a child of a sight."""
    return seen.sees(category_of(has_case=has_case)) and actor.service_id in seen.own_services


def may_move(actor: Actor, contact: Contact) -> bool:
    """Say whether the actor wrote a note of what happened, or manages the team whose contact it is."""
    return contact.state in HAPPENED and (actor.post_id == contact.writer_id or manages(actor, contact))


def marks_of(sight: Sight) -> QuerySet[Misplaced]:
    """Return the marks of notes that were on a child by mistake, to whoever would have seen the notes."""
    if not sight.sees(Category.OWN_RECORD):
        return Misplaced.objects.none()
    found = Misplaced.objects.filter(child=sight.child_id, service__in=sight.own_services)
    if not sight.sees(Category.OWN_NOTES):
        found = found.filter(is_of_a_case=False)
    return found.select_related("by__user")


def moves_of(contact: Contact) -> QuerySet[Misplaced]:
    """Return how often a note was moved here from another record; which ones it was is not for a page."""
    return contact.misplaced.select_related("by__user")
