"""Reading the audit: whose acts, narrowed, a page at a time, said in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import names_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit import rules
from wraparound.foundation.audit.models import Checkpoint, Entry, Sample
from wraparound.foundation.ui.paging import BadCursor, stretch

PAGE_SIZE = 25
ACCOUNT_VERBS = ("sign_in", "post", "team", "agency", "area", "link", "accounts", "invitation", "token")
"""What an area administrator reads: the first parts of the verbs about accounts (access.md section 3)."""


@dataclass(frozen=True)
class Narrowed:
    """What a reader asked for: days (both counted in), how it ended, a verb's first part, one child."""

    since: date | None = None
    until: date | None = None
    outcome: str = ""
    kind: str = ""
    child_id: int | None = None
    without: QuerySet[Any, Any] | None = None
    """Keys of children that the reader may not know of at all."""


@dataclass(frozen=True)
class Line:
    """An entry with its actor in words."""

    entry: Entry
    what: str
    who: str
    where: str


@dataclass(frozen=True)
class Shown:
    """One page of entries; `older` is the cursor of the next, or empty at the end."""

    lines: list[Line]
    older: str


def of_everybody() -> QuerySet[Entry]:
    """Return all entries."""
    return Entry.objects.all()


def of_a_child(child_id: int) -> QuerySet[Entry]:
    """Return what was done and seen of one child, newest first, for whoever may ask that."""
    return Entry.objects.filter(child_id=child_id).order_by("-at", "-pk")


def of_the_actor(actor: Actor) -> QuerySet[Entry]:
    """Return what the person who acts did, in any of their posts; of an agency's system, what it did."""
    if actor.user_id:
        return Entry.objects.filter(user_id=actor.user_id)
    return Entry.objects.filter(user_id__isnull=True, post_id__isnull=True, agency_id=actor.agency_id)


def of_the_team(actor: Actor) -> QuerySet[Entry]:
    """Return what a manager's team did; for a safeguarding lead, what their own setting did."""
    own = Q(agency_id=actor.agency_id) if actor.role == Role.SAFEGUARDING_LEAD else Q(team_id=actor.team_id)
    return Entry.objects.filter(post_id__in=list(Post.objects.filter(own).values_list("pk", flat=True)))


def children_shown(actor: Actor, *, of: dict[str, str]) -> set[int]:
    """Return the children whom looks of the person who acts showed, of those with all of `of` as detail."""
    looks = Entry.objects.filter(
        user_id=actor.user_id, outcome=Entry.Outcome.SEEN, child_id__isnull=False,
        **{f"detail__{name}": value for name, value in of.items()},
    )  # fmt: skip
    return {child for child in looks.values_list("child_id", flat=True) if child} if actor.user_id else set()


def about_accounts() -> QuerySet[Entry]:
    """Return what was done to accounts, agencies and the area, and nothing about any child."""
    kinds = Q()
    for kind in ACCOUNT_VERBS:
        kinds |= Q(verb=kind) | Q(verb__startswith=f"{kind}.")
    return Entry.objects.filter(kinds, child_id__isnull=True)


def of_data_managers(*, since: datetime) -> QuerySet[Entry]:
    """Return what data managers did and saw of children since a time, not yet drawn for a sample."""
    posts = Post.objects.filter(role=Role.DATA_MANAGER).values_list("pk", flat=True)
    return Entry.objects.filter(post_id__in=list(posts), at__gte=since, child_id__isnull=False).exclude(
        pk__in=Sample.objects.values("entry_id")
    )


def samples() -> QuerySet[Sample]:
    """Return what was drawn by lot: what nobody has looked into yet first, then the newest."""
    return Sample.objects.select_related("entry").order_by("found_at", "-drawn_at", "entry_id")


def last_checkpoint() -> Checkpoint | None:
    """Return the newest checkpoint that left the database."""
    return Checkpoint.objects.order_by("-number").first()


def last_check() -> Entry | None:
    """Return the newest check of the whole chain; its detail counts links, checkpoints and alarms."""
    return Entry.objects.filter(verb="audit.check").order_by("-pk").first()


def narrowed(entries: QuerySet[Entry], by: Narrowed) -> QuerySet[Entry]:
    """Return the entries that a reader asked for."""
    if by.since:
        entries = entries.filter(at__gte=_start_of(by.since))
    if by.until:
        entries = entries.filter(at__lt=_start_of(by.until + timedelta(days=1)))
    if by.outcome:
        entries = entries.filter(outcome=by.outcome)
    if by.kind:
        entries = entries.filter(Q(verb=by.kind) | Q(verb__startswith=f"{by.kind}."))
    if by.child_id is not None:
        entries = entries.filter(child_id=by.child_id)
    if by.without is not None:
        entries = entries.exclude(child_id__in=by.without)
    return entries


def page_of(entries: QuerySet[Entry], cursor: str = "", *, size: int = PAGE_SIZE) -> Shown:
    """Return the newest entries older than `cursor`, which is what the page before gave as `older`.

    A cursor that nobody was given starts at the newest.
    """
    order = ("-at", "-pk")
    try:
        shown = stretch(entries, order=order, of="audit", size=size, cursor=cursor)
    except BadCursor:
        shown = stretch(entries, order=order, of="audit", size=size)
    return Shown(said(shown.rows), shown.next)


def said(entries: Iterable[Entry]) -> list[Line]:
    """Return entries with their actors in words; the number of queries does not grow with the entries."""
    rows = list(entries)
    posts = {
        post.pk: post
        for post in Post.objects.filter(pk__in={row.post_id for row in rows if row.post_id}).select_related(
            "user", "team", "agency"
        )
    }
    agencies = dict(
        Agency.objects.filter(pk__in={row.agency_id for row in rows if row.agency_id}).values_list(
            "pk", "name"
        )
    )
    alone = {row.user_id for row in rows if row.user_id and not row.post_id}
    people = names_of(alone)
    return [
        _line(
            row, posts.get(row.post_id or 0), agencies.get(row.agency_id or 0, ""),
            people.get(row.user_id or 0, ""),
        )
        for row in rows
    ]  # fmt: skip


def _line(entry: Entry, post: Post | None, agency: str, person: str) -> Line:
    what = rules.in_words(entry.verb)
    if post:
        return Line(entry, what, post.user.full_name, f"{post.title}, {post.team.name}, {post.agency.name}")
    if person:
        return Line(entry, what, person, "")
    if agency:
        return Line(entry, what, "An agency's own system", agency)
    return Line(entry, what, "Wraparound itself", "")


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
