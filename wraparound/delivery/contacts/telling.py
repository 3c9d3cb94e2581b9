"""What a contact tells others: a line of the chronology, and whoever has something to do about it."""

from datetime import datetime

from django.utils import timezone

from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.contacts.rules import Said
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.notifications.services import notify, withdraw
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.journey.services import NewEvent, add_events, move_events

PLANNED, COUNTERSIGN = "contact.planned", "contact.countersign"
MOVED = "A line that stood here was of another child; it is taken away."


def tell_chronology(contact: Contact, was: Said | None, *, now: datetime) -> None:
    """Write the line of a significant event that its writer wrote; never the text of the note.

    Lines stay: when the line changed, or is shared only now, another is written.
    """
    line = contact.significant
    if not line or (was and was.significant == line and was.is_shared >= contact.is_shared):
        return
    corrects = bool(was and was.significant and was.significant != line)
    event = NewEvent(
        contact.child_id, timezone.localdate(contact.happened_at or now), "significant",
        f"Put right: {line}" if corrects else line, _category(contact), False, contact.team.agency_id,
        contact.service_id, "contacts:contact", str(contact.public_id),
    )  # fmt: skip
    add_events([event], now=now)


def _category(contact: Contact) -> Category:
    """Return who sees the line: the service, or whoever sees the record; a sensitive service's stays so."""
    if not contact.is_shared:
        return Category.NOTES
    return Category.SENSITIVE if contact.service.is_sensitive else Category.RECORD


def move_lines(contact: Contact, *, origin_id: int, now: datetime) -> None:
    """Take the lines of a note that was on the wrong child along to the child that it is with now."""
    move_events(
        route="contacts:contact", route_key=str(contact.public_id), origin_id=origin_id,
        to_id=contact.child_id, instead=MOVED, now=now,
    )  # fmt: skip


def tell_planned(contact: Contact, *, by_post: int | None, now: datetime) -> None:
    """Tell the post for whom somebody else planned a contact."""
    if contact.post_id == by_post:
        return
    notify(
        to=contact.post, kind=PLANNED, words="A colleague planned a contact for you.", now=now,
        route="contacts:contact", key=str(contact.public_id), child_id=contact.child_id, mail=False,
    )  # fmt: skip


def take_back_planned(contact: Contact, *, now: datetime) -> None:
    """Take back what was told of a planned contact that is planned no longer."""
    withdraw(now=now, kind=PLANNED, key=str(contact.public_id))


def ask_to_countersign(contact: Contact, writer: Post, *, now: datetime) -> None:
    """Tell the named supervisor of a time-boxed post that an entry waits for them, once for each entry."""
    take_back_countersign(contact, now=now)
    if writer.supervisor is not None:
        notify(
            to=writer.supervisor, kind=COUNTERSIGN, words="An entry waits for you to countersign it.",
            now=now, route="contacts:to_countersign", key=str(contact.public_id),
            child_id=contact.child_id, mail=False,
        )  # fmt: skip


def take_back_countersign(contact: Contact, *, now: datetime) -> None:
    """Take back what was told of an entry that waits no longer."""
    withdraw(now=now, kind=COUNTERSIGN, key=str(contact.public_id))
