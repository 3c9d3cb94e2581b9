"""What is to cover when somebody is away or leaves: visits and cases by risk, and who knows the family."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone

from wraparound.delivery.caseloads.carrying import Carrying
from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.contacts.queries import planned_of, seen_contacts
from wraparound.delivery.supervision.bringing import brought, quiet_words
from wraparound.delivery.supervision.models import Absence
from wraparound.delivery.supervision.queries import handovers_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.ui.rules import moment_words
from wraparound.outcomes.access.queries import shielded_from
from wraparound.outcomes.children.models import Banner
from wraparound.outcomes.children.queries import labels_of, said_of
from wraparound.outcomes.children.rules import Label
from wraparound.outcomes.framework.queries import levels
from wraparound.outcomes.framework.rules import Levels


@dataclass(frozen=True)
class Visit:
    """One planned contact of somebody who is away: with whom, at which level, what to take care of."""

    contact: Contact
    label: Label
    level: str
    safety: str


@dataclass(frozen=True)
class Care:
    """What somebody leaves to others: cases and planned contacts by risk, what to know, who knows whom."""

    cases: list[Case]
    visits: list[Visit]
    notes: dict[int, tuple[str, ...]]
    knows: dict[int, list[int]]


def care_for(actor: Actor, absence: Absence, carrying: Carrying) -> Care:
    """Return what an absence leaves to others, the gravest first."""
    today = timezone.localdate(actor.now)
    return care_of(actor, absence.post_id, max(today, absence.starts_on), absence.until, carrying)


def care_of(actor: Actor, post_id: int, first: date, last: date, carrying: Carrying) -> Care:
    """Return the cases of one post of the team, and what it planned from one day to another, by risk.

    The highest level of need comes first, then where visits need care, then what is past its day.
    `carrying` is what the team carries, as the page has read it.
    """
    today, scale = timezone.localdate(actor.now), levels(on=timezone.localdate(actor.now))
    cases = list(carrying.cases_of(post_id))
    planned = planned_of([post_id], first, last).filter(pk__in=seen_contacts(actor).values("pk"))
    contacts = list(planned)
    children = {case.child_id for case in cases} | {contact.child_id for contact in contacts}
    safety = safety_words(actor, children, today=today)
    cases.sort(
        key=lambda case: (
            -scale.place(case.level), case.child_id not in safety,
            not (case.next_on and case.next_on < today), case.asked_at,
        )
    )  # fmt: skip
    return Care(
        cases, _visits(contacts, cases, safety, scale), _notes(actor, cases, contacts, safety),
        who_knows(cases),
    )  # fmt: skip


def safety_words(actor: Actor, child_ids: set[int], *, today: date) -> dict[int, str]:
    """Return what stands of each child about the safety of visits, where it is not hidden."""
    shown = child_ids - shielded_from(actor, child_ids)
    found: dict[int, str] = {}
    for child, banners in said_of(Banner, shown).items():
        for banner in banners:
            over = banner.holds_until and banner.holds_until < today
            if banner.kind == Banner.Kind.VISIT_SAFETY and not over:
                found[child] = banner.words
    return found


def who_knows(cases: Sequence[Case]) -> dict[int, list[int]]:
    """Return which posts know the family of each case, from a part in it or from contacts: the last first."""
    children = {case.child_id: case.pk for case in cases}
    teams = {case.team_id for case in cases}
    last: dict[int, dict[int, object]] = defaultdict(dict)
    had = Allocation.objects.filter(case__child__in=children, case__team__in=teams)
    met = Contact.objects.filter(child__in=children, team__in=teams, happened_at__isnull=False)
    seen = [
        *had.values_list("case__child", "post").annotate(at=Max("starts_at")).order_by(),
        *met.values_list("child", "post").annotate(at=Max("happened_at")).order_by(),
    ]
    for child, post, at in seen:
        before = last[child].get(post)
        last[child][post] = max(before, at) if before else at  # type: ignore[type-var]
    return {
        children[child]: sorted(posts, key=lambda post: posts[post], reverse=True)  # type: ignore[arg-type, return-value]
        for child, posts in last.items()
    }  # fmt: skip


def _visits(
    contacts: Sequence[Contact], cases: Sequence[Case], safety: dict[int, str], scale: Levels
) -> list[Visit]:
    labels = labels_of({contact.child_id for contact in contacts})
    level = {case.pk: case.level for case in cases}
    ordered = sorted(
        contacts,
        key=lambda contact: (
            -scale.place(level.get(contact.case_id or 0, "")), contact.child_id not in safety,
            contact.planned_for, contact.pk,
        ),
    )  # fmt: skip
    return [
        Visit(
            contact, labels[contact.child_id], scale.name(level.get(contact.case_id or 0, "")),
            safety.get(contact.child_id, ""),
        )
        for contact in ordered
    ]  # fmt: skip


def _notes(
    actor: Actor, cases: Sequence[Case], contacts: Sequence[Contact], safety: dict[int, str]
) -> dict[int, tuple[str, ...]]:
    notes: dict[int, list[str]] = defaultdict(list)
    quiet = quiet_words(brought(actor, cases))
    handed = handovers_of([case.pk for case in cases])
    for contact in contacts:
        when = moment_words(timezone.localtime(contact.planned_for))
        notes[contact.case_id or 0].append(f"{contact.get_kind_display()} planned {when}.")
    for case in cases:
        if words := safety.get(case.child_id):
            notes[case.pk].append(f"Before a visit: {words}")
        if words := quiet.get(case.pk):
            notes[case.pk].append(words)
        if note := handed.get(case.pk):
            notes[case.pk].append(f"{note.by.user.full_name} wrote: {note.words}")
    return {case: tuple(words) for case, words in notes.items()}
