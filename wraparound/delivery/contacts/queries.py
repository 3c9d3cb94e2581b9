"""Reading contacts: a child's through a sight, a post's and a team's through the policy."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.reach import standing
from wraparound.delivery.contacts.models import Contact, Draft, Note, Revision
from wraparound.delivery.contacts.rules import may_read
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.categories import OWN
from wraparound.outcomes.access.queries import own_grants, seen_by, sight
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.card.rules import age_of
from wraparound.outcomes.children.models import Birth, Child
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.index.queries import AS_WRITTEN

NOBODY = uuid.UUID(int=0)
WITH = ("team", "service", "post__user", "writer__user", "case")
MISSED_WITHIN = timedelta(days=365)
"""How far back a page counts how often a child was not brought."""


def contacts_of(sight: Sight, child_id: int) -> QuerySet[Contact]:
    """Return the contacts of a child that a sight opens, the newest first.

    Those of the reader's own services alone; case notes only to whoever sees these.
    """
    if sight.child_id != child_id or not sight.sees(Category.OWN_RECORD):
        return Contact.objects.none()
    found = Contact.objects.filter(child=child_id, service__in=sight.own_services)
    if not sight.sees(Category.OWN_NOTES):
        found = found.filter(case__isnull=True)
    return found.select_related(*WITH).order_by(Coalesce("happened_at", "planned_for").desc(), "-pk")


def seen_contacts(actor: Actor) -> QuerySet[Contact]:
    """Return the contacts that the actor may read: every list starts here.

    Each belongs to a service for whose own records, or notes where it has a case, a grant on the child is
    held that nothing above grants hides.
    """
    records, notes = own_grants(actor, Category.OWN_RECORD), own_grants(actor, OWN)
    of_it = {"child": OuterRef("child"), "service": OuterRef("service")}
    held = Q(Exists(notes.filter(**of_it))) | Q(Exists(records.filter(**of_it)), case__isnull=True)
    children = seen_by(actor, records)
    return Contact.objects.filter(held, child__in=children.values("pk")).select_related(*WITH, "child")


def contact_seen_by(actor: Actor, public_id: uuid.UUID) -> Contact | None:
    """Return one contact that the actor may read, or None: missing and denied alike."""
    contact = Contact.objects.select_related(*WITH, "child", "countersigned_by__user").filter(
        public_id=public_id
    )
    found = contact.first()
    seen = sight(actor, found.child.public_id if found else NOBODY)
    return found if found and may_read(seen, found) else None


def child_of(public_id: uuid.UUID) -> int | None:
    """Return the key of the child of a contact, for the record of a denial."""
    return Contact.objects.filter(public_id=public_id).values_list("child", flat=True).first()


def child_with(child_id: int) -> Child:
    """Return a child by its key: of a sight, so that the reader sees it."""
    return Child.objects.get(pk=child_id)


def contact_of_child(sight: Sight, public_id: str) -> Contact | None:
    """Return the contact with a child that a page carries, or None for none and for what is not seen."""
    try:
        return contacts_of(sight, sight.child_id).filter(public_id=uuid.UUID(public_id)).first()
    except ValueError:
        return None


def revisions_of(contact: Contact) -> QuerySet[Revision]:
    """Return every version of a contact that the reader may read, the newest first."""
    return contact.revisions.select_related("by__user")


def texts_apart(contact: Contact) -> list[str]:
    """Return the words of the restricted passages of a contact: for keeping them apart, never for a page."""
    return list(contact.passages.filter(lifted_at__isnull=True).values_list("words", flat=True))


def last_contact_of(case_ids: Iterable[int]) -> dict[int, datetime]:
    """Return when each case last had a contact that happened; one without is not named."""
    held = Contact.objects.filter(case__in=list(case_ids), state=Note.State.HELD)
    return dict(held.values_list("case").annotate(Max("happened_at")).order_by())


def planned_of(post_ids: Iterable[int], first: date, last: date) -> QuerySet[Contact]:
    """Return what these posts have planned from one day to another, both included, the earliest first.

    Not what belongs to a closed case, nor of a child who died. The caller goes through the policy.
    """
    begin, end = _start(first), _start(last + timedelta(days=1))
    return _standing().filter(post__in=list(post_ids), planned_for__gte=begin, planned_for__lt=end)


def _standing() -> QuerySet[Contact]:
    died = Birth.objects.filter(
        source__child=OuterRef("child"), superseded_at__isnull=True, died_on__isnull=False,
        said_at__gte=OuterRef("written_at"),
    )  # fmt: skip
    planned = Contact.objects.filter(
        Q(case__isnull=True) | Q(case__closed_at__isnull=True), ~Q(Exists(died)), state=Note.State.PLANNED
    )
    return planned.select_related(*WITH, "child").order_by("planned_for", "pk")


def overtaken() -> QuerySet[Contact]:
    """Return what is planned still though its case was closed or the child died."""
    return Contact.objects.filter(state=Note.State.PLANNED).exclude(pk__in=_standing().values("pk"))


def diary_of(actor: Actor, first: date, last: date) -> QuerySet[Contact]:
    """Return what the actor's post has planned in these days and may still read."""
    mine = seen_contacts(actor).values("pk")
    return planned_of([actor.post_id or 0], first, last).filter(pk__in=mine)


def overdue_of(actor: Actor) -> QuerySet[Contact]:
    """Return what the actor's post had planned before today and nobody wrote up, the oldest first."""
    today = timezone.localdate(actor.now)
    mine = seen_contacts(actor).values("pk")
    return _standing().filter(post=actor.post_id or 0, planned_for__lt=_start(today), pk__in=mine)


def promises_of(actor: Actor, last: date) -> QuerySet[Contact]:
    """Return what the actor's post promised by a day and nothing was written since, the earliest first."""
    later = Contact.objects.filter(
        child=OuterRef("child"), service=OuterRef("service"), state=Note.State.HELD,
        happened_at__gt=OuterRef("happened_at"),
    )  # fmt: skip
    mine = seen_contacts(actor).filter(
        Q(case__isnull=True) | Q(case__closed_at__isnull=True), ~Q(Exists(later)), post=actor.post_id or 0,
        next_on__lte=last, happened_at__isnull=False,
    )  # fmt: skip
    return mine.order_by("next_on", "pk")


def to_countersign(actor: Actor) -> QuerySet[Contact]:
    """Return the entries that wait for the actor as the named supervisor of who wrote them, oldest first."""
    waiting = seen_contacts(actor).filter(
        needs_countersign=True, countersigned_at__isnull=True, writer__supervisor=actor.post_id or 0
    )
    return waiting.order_by("written_at", "pk")


def of_team(actor: Actor) -> QuerySet[Contact]:
    """Return the contacts of the actor's team that they may read, the newest first."""
    mine = seen_contacts(actor).filter(team=actor.team_id or 0)
    return mine.order_by(Coalesce("happened_at", "planned_for").desc(), "-pk")


def narrowed(
    contacts: QuerySet[Contact], *, state: str, kind: str, post: Post | None, since: date | None
) -> QuerySet[Contact]:
    """Narrow contacts to what came of them, how, whose, and from a day on; what is empty narrows nothing."""
    wanted = {"state": state, "kind": kind, "post": post}
    contacts = contacts.filter(**{name: value for name, value in wanted.items() if value})
    if since is None:
        return contacts
    return contacts.alias(on=Coalesce("happened_at", "planned_for")).filter(on__gte=_start(since))


def missed(contacts: QuerySet[Contact], *, now: datetime) -> tuple[int, date | None]:
    """Return how often the child was not brought within a year, among these, and since when."""
    since = contacts.filter(state=Note.State.NOT_BROUGHT, happened_at__gte=now - MISSED_WITHIN).order_by()
    first = since.aggregate(first=Min("happened_at"))["first"]
    return since.count(), timezone.localdate(first) if first else None


def written_with(actor: Actor, key: uuid.UUID) -> Contact | None:
    """Return the contact that the actor's post wrote with the key of a form, if it was sent before."""
    written = Revision.objects.filter(by=actor.post_id, key=key).select_related("contact").first()
    return written.contact if written else None


def cases_to_write_in(actor: Actor, child_id: int) -> list[Case]:
    """Return the work of the actor's service with a child that a note may belong to, open work first.

    Call it for a child whose notes the actor sees: whoever finishes still writes into closed work.
    """
    cases = Case.objects.filter(child=child_id, team__service=actor.service_id or 0).select_related("team")
    ordered = sorted(cases, key=lambda c: (c.team_id != actor.team_id, -c.opened_at.timestamp()))
    still_open = [case for case in ordered if case.closed_at is None]
    return still_open or [case for case in ordered if case.closed_at is not None][:1]


def own_children(actor: Actor, *, but: int) -> tuple[list[int], list[tuple[str, str]]]:
    """Return the children whose open cases the actor's post has and who are seen: keys, and choices by name.

    They are told apart by their age: two of one name are what notes are mixed up between.
    """
    held = Allocation.objects.filter(
        standing(actor.now), post=actor.post_id or 0, case__closed_at__isnull=True
    )
    seen = seen_by(actor, own_grants(actor, Category.OWN_RECORD))
    ids = seen.filter(pk__in=held.values("case__child")).exclude(pk=but).values_list("pk", flat=True)
    today = timezone.localdate(actor.now)
    labels = labels_of(ids)
    return list(labels), sorted(
        (
            (str(each.public_id), f"{each.name}, {age_of(each.born, each.expected, each.died_on, today)}")
            for each in labels.values()
        ),
        key=lambda choice: choice[1],
    )


def public_id_of(number: str) -> uuid.UUID:
    """Return the public id of the child of an index number, however it is written; nobody's for none."""
    said = number.upper().translate(AS_WRITTEN)
    return Child.objects.filter(number=said).values_list("public_id", flat=True).first() or NOBODY


def post_key(actor: Actor) -> str:
    """Return the public id of the actor's post: by it a device knows as whom a note was written."""
    return str(Post.objects.values_list("public_id", flat=True).get(pk=actor.post_id or 0))


def colleagues_of(actor: Actor) -> QuerySet[Post]:
    """Return the posts of the actor's team that work now, by name."""
    posts = live_posts(now=actor.now).filter(team=actor.team_id or 0)
    return posts.order_by("user__full_name", "pk")


def draft_of(actor: Actor, *, child_id: int, contact: Contact | None) -> Draft | None:
    """Return what the actor's post last typed of a child or a contact and did not save."""
    drafts = Draft.objects.filter(by=actor.post_id or 0, child=child_id, contact=contact)
    return drafts.order_by("-saved_at", "-pk").first()


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
