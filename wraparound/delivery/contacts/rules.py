"""What is allowed with contacts: what one must say, who writes it, whose it is. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from wraparound.delivery.contacts.models import Contact, Note, Passage
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.access.categories import OWN
from wraparound.outcomes.access.rules import Category, Sight

NOT_FOUND = "We could not find that contact."
LATE = timedelta(minutes=5)
"""How far a telephone's clock may be ahead of ours."""
OLDEST = timedelta(days=3 * 366)
"""How long ago what is written up may have happened."""
MOST_WORDS = 8000
HAPPENED = frozenset({Note.State.HELD, Note.State.NOT_BROUGHT, Note.State.NO_ACCESS})
CANCELLED = frozenset({Note.State.CANCELLED_BY_US, Note.State.CANCELLED_BY_THEM})


IN_TEXT = ("words", "next_words", "seen")
"""What of a note a restricted passage is taken out of."""


@dataclass(frozen=True)
class Said:
    """What somebody writes of one contact: the fields of `Note`."""

    kind: str
    state: str = Note.State.HELD
    planned_for: datetime | None = None
    happened_at: datetime | None = None
    minutes: int | None = None
    child_seen: bool = False
    seen_alone: bool = False
    saw_mother: bool = False
    saw_father: bool = False
    saw_carer: bool = False
    seen: str = ""
    words: str = ""
    next_words: str = ""
    next_on: date | None = None
    significant: str = ""
    is_shared: bool = False


FIELDS = tuple(field.name for field in fields(Said))


def said_by(note: Note) -> Said:
    """Return what a contact or one of its revisions says."""
    return Said(**{name: getattr(note, name) for name in FIELDS})


def category_of(*, has_case: bool) -> Category:
    """Return what one must see to read a contact: a case note, or a record of the schedule without a case."""
    return OWN if has_case else Category.OWN_RECORD


def may_read(sight: Sight | None, contact: Contact) -> bool:
    """Say whether a sight opens a contact: the category, and the service among the reader's own."""
    if sight is None or sight.child_id != contact.child_id:
        return False
    needed = category_of(has_case=contact.case_id is not None)
    return sight.sees(needed) and contact.service_id in sight.own_services


def may_read_passage(actor: Actor, passage: Passage, *, has_the_case: bool) -> bool:
    """Say whether somebody who reads a note reads a restricted passage of it.

    Never the person that it is kept from, in whatever post. Who told us and what the police told us is for
    whoever wrote it down, has the case now, or manages the team whose contact it is.
    """
    if passage.lifted_at is not None:
        return True
    if passage.user_id is not None and passage.user_id == actor.user_id:
        return False
    if passage.kind == Passage.Kind.PERSON:
        return True
    return has_the_case or actor.post_id == passage.by_id or manages(actor, passage.contact)


def manages(actor: Actor, contact: Contact) -> bool:
    """Say whether the actor manages the team whose contact it is."""
    return May.ALLOCATE in actor.may and actor.team_id == contact.team_id


def without(text: str, passage: str) -> str:
    """Return a text without a passage, wherever the same words stand in it one after another."""
    words = passage.split()
    if not words:
        return text
    pattern = r"(?<!\w)" * (words[0][0].isalnum()) + r"\s+".join(re.escape(word) for word in words)
    pattern += r"(?!\w)" * (words[-1][-1].isalnum())
    left, count = re.subn(pattern, " ", text, flags=re.IGNORECASE)
    return re.sub(r" {2,}", " ", left).strip() if count else text


def without_passages(said: Said, passages: Iterable[str]) -> Said:
    """Return what is said without the words of restricted passages; the line of the chronology stays."""
    for passage in passages:
        left: dict[str, Any] = {name: without(getattr(said, name), passage) for name in IN_TEXT}
        said = replace(said, **left)
    return said


def writes_for(actor: Actor, sight: Sight) -> bool:
    """Say whether the actor's service keeps notes of the child that the actor may write in."""
    is_own = actor.service_id is not None and actor.service_id in sight.own_services
    return May.WORK in actor.may and sight.sees(Category.OWN_RECORD) and is_own


def check_may_write(actor: Actor, service_id: int | None) -> None:
    """Pass whoever works in the service whose contact it is; raise `Denied` otherwise."""
    actor.check(May.WORK)
    if actor.service_id is None:
        raise Denied("Your team belongs to no service, so it keeps no notes.")
    if service_id != actor.service_id:
        raise Denied("Only the service that has the work writes in its notes.")


def check_said(said: Said, *, now: datetime) -> None:
    """Pass what can be kept; raise `Denied` in words otherwise."""
    if said.kind not in Note.Kind.values:
        raise Denied("Choose how you met.")
    if said.state not in Note.State.values:
        raise Denied("Choose what came of it.")
    if len(said.words) > MOST_WORDS:
        raise Denied(f"Write {MOST_WORDS:,} characters or fewer.")
    if said.state in HAPPENED:
        _check_happened(said, now)
    elif said.happened_at:
        raise Denied("What has not happened has no time at which it did.")
    if said.state == Note.State.PLANNED and said.planned_for is None:
        raise Denied("Say when it is planned for.")
    if said.is_shared and not said.significant.strip():
        raise Denied("Write the line that goes into the shared chronology.")


def _check_happened(said: Said, now: datetime) -> None:
    if said.happened_at is None:
        raise Denied("Say when it happened.")
    if said.happened_at > now + LATE:
        raise Denied("It cannot have happened later than now. To plan it, press “Plan a contact”.")
    if said.happened_at < now - OLDEST:
        raise Denied("It is too long ago to write up here.")
    if said.state == Note.State.HELD and not said.words.strip():
        raise Denied("Write what happened.")
    if said.child_seen and said.state != Note.State.HELD:
        raise Denied("Nobody is seen at a contact that did not happen.")
    if said.seen_alone and not said.child_seen:
        raise Denied("A child who was seen alone was seen.")


def check_version(contact: Contact, version: int | None) -> None:
    """Pass the version that was read; raise `Conflict` when the contact changed since."""
    if version is not None and contact.version != version:
        raise Conflict(contact, "Somebody changed this while you were writing.")


def times_words(count: int) -> str:
    """Say how often: "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def clock_words(moment: datetime) -> str:
    """Say a time of day, given in local time: "2:35pm"."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02}{'am' if moment.hour < 12 else 'pm'}"
