"""The pages of contacts: what a town has of it, and who goes to which address."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.factories import make_child, make_grant, make_post, make_user, say
from tests.pages.town import Town
from tests.pages.visits import HV, NOBODY, Visit, of
from wraparound.delivery.caseloads.services import allocate, open_case
from wraparound.delivery.contacts.misplaced import move_to_the_right_child
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.contacts.passages import keep_apart
from wraparound.delivery.contacts.rules import Said
from wraparound.delivery.contacts.services import change_contact, plan_contact, record_contact
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.children.models import Address, Banner, Child

_CHILD, _CONTACT, _PLANNED = (
    of("met", "public_id"), of("contact", "public_id"), of("planned", "public_id"),
)  # fmt: skip
PAGES: dict[str, Visit] = {
    "contacts:diary": Visit(HV),
    "contacts:team": Visit(HV),
    "contacts:to_countersign": Visit(HV),
    "contacts:of_child": Visit(HV, _CHILD),
    "contacts:write": Visit(HV, _CHILD),
    "contacts:plan": Visit(HV, _CHILD),
    "contacts:contact": Visit(HV, _CONTACT),
    "contacts:change": Visit(HV, _CONTACT),
    "contacts:keep_apart": Visit(HV, _CONTACT),
    "contacts:wrong_child": Visit(HV, _CONTACT),
    "contacts:lift": Visit(HV, of("passage", "public_id")),
    "contacts:call_off": Visit(HV, _PLANNED),
    "contacts:move": Visit(HV, _PLANNED),
    "contacts:offline": Visit(NOBODY),
}
_SENT = "takes a form that another page sends, and leads to a page"
ELSEWHERE: dict[str, str] = {
    "contacts:countersign": _SENT,
    "contacts:forget_draft": _SENT,
    **dict.fromkeys(
        [
            "contacts:offline_key",
            "contacts:offline_today",
            "contacts:offline_send",
            "device:worker",
            "device:manifest",
        ],
        "for the script of a page: tests of contacts",
    ),
    "contacts:keep_draft": "a part of a page, kept while somebody types",
}
"""Address name to why it is not walked."""


def make(town: Town) -> None:
    """Give the town what the pages of this app list."""
    visitor = town.posts[Role.PRACTITIONER]
    town.has.met = child = make_child(town.name("Bronwen"), "Price")
    source = child.sources.get()
    say(source, Address, lines=town.name("3 Quay Street"), postcode="SK9 3AB")
    say(source, Banner, kind="visit_safety", words=town.name("Visit in pairs"))
    say(source, Banner, kind="safe_contact", words=town.name("Do not leave a message"))
    actor = actor_of(visitor, now=town.now)
    make_grant(actor, child, Basis.INVOLVEMENT, team=True, now=town.now)
    case = open_case(child=child, actor=actor, now=town.now)
    student = _student(town, visitor)
    for post in (visitor, student):
        allocate(
            case=case, post=post, reason="knows", part="second", actor=_lead(town, visitor), now=town.now
        )
    words = {"case": case, "actor": actor, "now": town.now}
    for number in range(town.crowd):
        town.has.planned = plan_contact(
            child=child, planned_for=town.day(number - 2), kind="home_visit", key=uuid4(),
            words=town.name(f"Sleep and feeding {number}"), **words,
        )  # fmt: skip
        written = _said(town, number)
        other = make_child(town.name(f"Kit {number}"), "Moss")
        make_grant(actor, other, Basis.POPULATION, team=True, now=town.now)
        record_contact(child=other, said=_said(town, 0), key=uuid4(), actor=actor, now=town.now)
        town.has.contact = record_contact(child=child, said=written, key=uuid4(), **words)
        record_contact(
            child=child, said=written, case=case, key=uuid4(), now=town.now,
            actor=actor_of(student, now=town.now),
        )  # fmt: skip
        _misplace(town, child, number, words)
    if town.crowd:
        town.has.contact = _put_right(town, town.has.contact)
    for number in range(town.crowd):
        town.has.passage = keep_apart(
            contact=town.has.contact, kind=("person", "police")[number % 2], kept_from=town.name("Her uncle"), key=uuid4(),
            words=town.name(f"What she said of him {number}"), why=town.name("It would harm her"),
            actor=actor, now=town.now,
        )  # fmt: skip


def _said(town: Town, number: int) -> Said:
    when = town.now - timedelta(days=7 * number + 1)
    if number % 3 == 1:
        return Said(kind="clinic", state="not_brought", happened_at=when, words=town.name("No reason given"))
    return Said(
        kind="elsewhere", happened_at=when, child_seen=True, seen_alone=True, saw_mother=True, minutes=20,
        seen=town.name("Grandmother"), words=town.name("Met at the gate. Amara is sleeping better."),
        next_words=town.name("Bring the sleep diary"), next_on=town.today, significant=town.name("New home"),
    )  # fmt: skip


def _misplace(town: Town, right: Child, number: int, words: dict[str, Any]) -> None:
    """Move one note to the child that the pages are of, and one away from it."""
    actor = words["actor"]
    wrong = make_child(town.name(f"Kim {number}"), "Moss")
    make_grant(actor, wrong, Basis.INVOLVEMENT, team=True, now=town.now)
    case = open_case(child=wrong, actor=actor, now=town.now)
    allocate(
        case=case,
        post=town.posts[Role.PRACTITIONER],
        reason="knows",
        actor=_lead(town, town.posts[Role.PRACTITIONER]),
        now=town.now,
    )
    for start, end in ((wrong, right), (right, wrong)):
        note = record_contact(child=start, said=_said(town, 0), key=uuid4(), actor=actor, now=town.now)
        move_to_the_right_child(
            contact=note, child=end, case=None, why=town.name("The wrong page was open"), version=1,
            actor=actor, now=town.now, key=uuid4(),
        )  # fmt: skip


def _put_right(town: Town, contact: Contact) -> Contact:
    said = Said(kind="call", happened_at=town.now, words=town.name("It was a call"))
    actor = town.actor(Role.PRACTITIONER)
    return change_contact(contact=contact, said=said, version=1, key=uuid4(), actor=actor, now=town.now)


def _lead(town: Town, visitor: Post) -> object:
    manager = make_post(visitor.team, Role.TEAM_MANAGER, user=make_user(full_name=town.name("Ruth Lead")))
    return actor_of(manager, now=town.now)


def _student(town: Town, supervisor: Post) -> Post:
    return make_post(
        supervisor.team, title="Student", is_time_boxed=True, supervisor=supervisor,
        valid_until=town.today + timedelta(days=90), user=make_user(full_name=town.name("Stu Dent")),
    )  # fmt: skip
