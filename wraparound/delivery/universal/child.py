"""One child's schedule: how each item stands, in a plain reading, and what has been written of it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.universal.models import Arrival, Mark
from wraparound.delivery.universal.rules import counted_from, state_of
from wraparound.delivery.universal.schedule import KINDS, WORDS, Item, Serving, State
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.children.models import Birth
from wraparound.outcomes.children.queries import said_of
from wraparound.outcomes.children.rules import birth_in_use


@dataclass(frozen=True)
class Line:
    """How one item stands for a child."""

    item: Item
    state: State
    opens_on: date | None
    due_on: date | None
    held: Contact | None
    planned: Contact | None
    tried: int
    """How often the child was not brought, or nobody was in."""
    mark: Mark | None

    @property
    def words(self) -> str:
        """The state in words."""
        return WORDS[self.state]

    @property
    def tag(self) -> str:
        """The kind of tag that the state is drawn with."""
        return KINDS[self.state]

    @property
    def is_open(self) -> bool:
        """Say whether it may still be done, planned or declined."""
        return self.state in (State.NOT_YET, State.DUE, State.OVERDUE)


def schedule_of(actor: Actor, serving: Serving, child_id: int) -> list[Line]:
    """Return how each item of the actor's service stands for a child: six statements, whatever there is."""
    birth = birth_in_use(said_of(Birth, [child_id]).get(child_id, []))
    arrival = Arrival.objects.filter(child=child_id, team=actor.team_id or 0, kind=Arrival.Kind.NEW)
    arrived = arrival.order_by("-arrived_on").values_list("arrived_on", flat=True).first()
    contacts: dict[str, list[Contact]] = {}
    of_service = Contact.objects.filter(child=child_id, service=actor.service_id or 0)
    for contact in of_service.exclude(schedule_code="").select_related("post__user").order_by("pk"):
        contacts.setdefault(contact.schedule_code, []).append(contact)
    standing = Mark.objects.filter(child=child_id, service=actor.service_id or 0, withdrawn_at__isnull=True)
    marks = {mark.code: mark for mark in standing.select_related("by__user").order_by("at", "pk")}
    days = {
        "born": birth.date if birth else None,
        "expected": birth.expected_date if birth and not (birth.date or birth.year) else None,
        "arrived": arrived,
    }
    today = timezone.localdate(actor.now)
    return [
        _line(item, days, contacts.get(item.code, []), marks.get(item.code), today) for item in serving.items
    ]


def _line(
    item: Item, days: dict[str, date | None], contacts: list[Contact], mark: Mark | None, today: date
) -> Line:
    held = [contact for contact in contacts if contact.state == Contact.State.HELD]
    first = min(held, key=lambda contact: contact.happened_at, default=None)  # type: ignore[arg-type, return-value]
    planned = [contact for contact in contacts if contact.state == Contact.State.PLANNED]
    tried = sum(c.state in (Contact.State.NOT_BROUGHT, Contact.State.NO_ACCESS) for c in contacts)
    state = state_of(item, today=today, done=bool(held), mark=mark.kind if mark else "", **days)
    day = counted_from(item, **days)
    return Line(
        item=item, state=state, opens_on=item.opens_on(day) if day else None,
        due_on=item.due_on(day) if day else None, held=first,
        planned=min(planned, key=lambda c: c.planned_for, default=None),  # type: ignore[arg-type, return-value]
        tried=tried, mark=mark,
    )  # fmt: skip
