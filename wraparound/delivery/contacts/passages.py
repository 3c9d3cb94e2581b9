"""Restricted passages of notes: marking one, lifting it, and which of them somebody reads."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from wraparound.delivery.caseloads.models import Allocation
from wraparound.delivery.caseloads.reach import standing
from wraparound.delivery.contacts.models import Contact, Passage
from wraparound.delivery.contacts.rules import (
    NOT_FOUND,
    check_may_write,
    check_said,
    manages,
    may_read,
    may_read_passage,
    said_by,
    without,
    without_passages,
)
from wraparound.delivery.contacts.services import audit_contact, locked, revise
from wraparound.foundation.accounts.models import User
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.outcomes.access.queries import sight


@dataclass(frozen=True)
class Apart:
    """The restricted passages of one note as one reader has them."""

    read: tuple[Passage, ...]
    """Those that the reader reads, the oldest first."""
    is_kept_out: bool
    """Something is kept from the reader: earlier texts may hold it still, so they read none of them."""
    is_restricted: bool
    """A passage that stands apart is among those read: what is printed goes without it."""


def apart(actor: Actor, contact: Contact) -> Apart:
    """Return what of the restricted passages of a note, which the actor may read, they may read as well."""
    every = list(contact.passages.select_related("contact", "by__user", "lifted_by__user"))
    has_the_case = bool(every and contact.case_id and _cases_had(actor, [contact.case_id]))
    read = tuple(each for each in every if may_read_passage(actor, each, has_the_case=has_the_case))
    return Apart(read, len(read) < len(every), any(each.lifted_at is None for each in read))


def with_passages(actor: Actor, contacts: Iterable[Contact]) -> set[int]:
    """Return the keys of the contacts of a list that have a restricted passage which the actor reads."""
    kept = list(
        Passage.objects.filter(
            contact__in=[contact.pk for contact in contacts], lifted_at__isnull=True
        ).select_related("contact")
    )
    cases = _cases_had(actor, {each.contact.case_id for each in kept if each.contact.case_id})
    return {
        each.contact_id
        for each in kept
        if may_read_passage(actor, each, has_the_case=each.contact.case_id in cases)
    }


def _cases_had(actor: Actor, case_ids: Collection[int]) -> set[int]:
    """Return which of these cases the actor's own post has now."""
    if not case_ids:
        return set()
    held = Allocation.objects.filter(standing(actor.now), case__in=case_ids, post=actor.post_id or 0)
    return set(held.values_list("case", flat=True))


@transaction.atomic
def keep_apart(
    *, contact: Contact, kind: str, words: str, why: str, actor: Actor, now: datetime, key: uuid.UUID,
    kept_from: str = "", user: User | None = None,
) -> Passage:  # fmt: skip
    """Mark a passage of a note as restricted; where its words stand in the text they are taken out of it.

    Sent twice it is one passage. Raises `Denied` for whoever does not write in the notes of the service, for
    a passage that is the whole note, and for one whose words stand in the line of the chronology.
    """
    current = locked(contact)
    if (made := Passage.objects.filter(by=actor.post_id, key=key).first()) is not None:
        return made
    check_may_write(actor, current.service_id)
    if not may_read(sight(actor, current.child.public_id), current):
        raise Denied(NOT_FOUND)
    words, why, kept_from = words.strip(), why.strip(), kept_from.strip()
    _check(current, kind, words, why, kept_from)
    _take_out(current, words, actor, now, key)
    passage = Passage.objects.create(
        contact=current, kind=kind, words=words, why=why, kept_from=kept_from, user=user, key=key,
        by_id=actor.post_id or 0, at=now,
    )  # fmt: skip
    audit_contact("contact.keep_apart", current, actor, now, passage=passage.pk)
    return passage


def _check(contact: Contact, kind: str, words: str, why: str, kept_from: str) -> None:
    if kind not in Passage.Kind.values:
        raise Denied("Choose what makes it restricted.")
    if not words or not why:
        raise Denied("Write the passage, and why it is kept apart.")
    if kind == Passage.Kind.PERSON and not kept_from:
        raise Denied("Say who must not read it.")
    if without(contact.significant, words) != contact.significant:
        raise Denied("These words stand in the line of the chronology. Put the line right first.")


def _take_out(contact: Contact, words: str, actor: Actor, now: datetime, key: uuid.UUID) -> None:
    was = said_by(contact)
    said = without_passages(was, [words])
    if said == was:
        return
    if was.words and not said.words:
        raise Denied("That is the whole note. Write first, in the note, what anybody who sees it may read.")
    check_said(said, now=now)
    for name, value in asdict(said).items():
        setattr(contact, name, value)
    contact.version += 1
    contact.save()
    revise(contact, actor, now, key)


@transaction.atomic
def lift(*, passage: Passage, because: str, actor: Actor, now: datetime) -> Passage:
    """Let everybody who reads the note read a passage again, with a reason. Lifted twice it is lifted once.

    Raises `Denied` for anybody but whoever marked it and whoever manages the team, and for the person that
    it is kept from.
    """
    contact = locked(passage.contact)
    current = contact.passages.select_related("contact").get(pk=passage.pk)
    if current.lifted_at is not None:
        return current
    check_may_write(actor, contact.service_id)
    if not may_read(sight(actor, contact.child.public_id), contact) or not may_lift(actor, current):
        raise Denied(NOT_FOUND)
    if not because.strip():
        raise Denied("Say why it may be read by everybody who reads the note.")
    current.lifted_at, current.lifted_by_id, current.lifted_because = now, actor.post_id, because.strip()
    current.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    audit_contact("contact.lift", contact, actor, now, passage=current.pk)
    return current


def may_lift(actor: Actor, passage: Passage) -> bool:
    """Say whether the actor lifts a passage: they read it, and they marked it or manage the team."""
    own = actor.post_id == passage.by_id or manages(actor, passage.contact)
    return own and passage.lifted_at is None and may_read_passage(actor, passage, has_the_case=False)


def passage_of(public_id: uuid.UUID) -> Passage | None:
    """Return a passage; the caller asks whether the actor reads its note, and it."""
    found = Passage.objects.select_related("contact__child", "by__user")
    return found.filter(public_id=public_id).first()
