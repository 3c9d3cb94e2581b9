"""Reading entries that somebody keeps, edits that wait, and files that were sent."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language_info

from wraparound.delivery.directory.content import Content
from wraparound.delivery.directory.freshness import stale_on, upkeep_terms
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.queries import whole
from wraparound.delivery.directory.reading import content_of
from wraparound.delivery.taxonomy.models import Term
from wraparound.delivery.upkeep.comparing import Names
from wraparound.delivery.upkeep.models import Edit, File, Reminder, Row
from wraparound.delivery.upkeep.rules import keeps, may_write
from wraparound.delivery.upkeep.trees import content_from
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import ROLES, Actor, May
from wraparound.foundation.agencies.models import Service, Team
from wraparound.foundation.area.models import Footprint
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.framework.queries import outcomes


@dataclass(frozen=True)
class Kept:
    """An entry on the list of whoever keeps it; `due` is None where nobody ever confirmed it."""

    listing: Listing
    due: date | None
    is_stale: bool
    edit: Edit | None


def kept_by(actor: Actor) -> QuerySet[Listing]:
    """Return the entries that the actor keeps, but those that have gone."""
    if May.EDIT_ENTRIES not in actor.may:
        return Listing.objects.none()
    found = Listing.objects.exclude(status=Listing.Status.DEFUNCT)
    return found if May.APPROVE_ENTRIES in actor.may else found.filter(owner=actor.team_id or 0)


def own_entry(actor: Actor, public_id: uuid.UUID) -> Listing | None:
    """Return an entry that the actor keeps, or None: missing and somebody else's are alike."""
    found = whole(Listing.objects.filter(public_id=public_id)).first()
    return found if found and keeps(actor, found) else None


def stalest_first(actor: Actor, *, words: str = "", stale_only: bool = False) -> list[tuple[date, int]]:
    """Return from when each entry that the actor keeps is stale, and its key: never confirmed ones first."""
    today = timezone.localdate(actor.now)
    terms, rows = upkeep_terms(on=today), kept_by(actor)
    if words:
        rows = rows.filter(name__icontains=words)
    due = [
        (stale_on(row, terms) or date.min, row.pk) for row in rows.prefetch_related("terms").order_by("name")
    ]
    return [each for each in sorted(due, key=lambda each: each[0]) if not stale_only or each[0] <= today]


def kept_rows(dues: Iterable[tuple[date, int]], *, today: date) -> list[Kept]:
    """Return a page of a list: three statements, however many there are."""
    wanted = list(dues)
    keys = [key for _, key in wanted]
    found = {
        row.pk: row for row in Listing.objects.filter(pk__in=keys).select_related("organisation", "owner")
    }
    open_now = Edit.objects.filter(listing__in=keys, state__in=Edit.OPEN, kind__in=Edit.OF_ENTRY)
    edits = {edit.listing_id: edit for edit in open_now}
    return [
        Kept(found[key], None if due == date.min else due, due <= today, edits.get(key))
        for due, key in wanted
    ]


def edits() -> QuerySet[Edit]:
    """Return every edit with what its page says."""
    return Edit.objects.select_related(
        "listing__organisation", "team", "by__user", "decided_by__user"
    )  # fmt: skip


def edits_of(actor: Actor) -> QuerySet[Edit]:
    """Return the open edits of the actor's team: those sent back first, for somebody waits for them."""
    found = edits().filter(team=actor.team_id or 0, state__in=Edit.OPEN)
    return found.order_by("state", "made_at", "pk")


def waiting() -> QuerySet[Edit]:
    """Return the edits that wait for approval, the longest waiting first."""
    return edits().filter(state=Edit.State.WAITING).order_by("made_at", "pk")


def edit_seen_by(actor: Actor, public_id: uuid.UUID) -> Edit | None:
    """Return an edit of the actor's team, or any for an approver; None otherwise.

    How to refer is seen by those who work in the service's team too.
    """
    found = edits().filter(public_id=public_id)
    if May.APPROVE_ENTRIES not in actor.may:
        own = Q(team=actor.team_id or 0) | Q(by=actor.post_id or 0)
        found = found.filter(own | Q(kind=Edit.Kind.REFERRAL, listing__team=actor.team_id or 0))
    edit = found.first()
    return edit if edit and may_write(actor, edit.kind) else None


def open_edit(listing: Listing) -> Edit | None:
    """Return the edit of an entry that waits or was sent back."""
    return edits().filter(listing=listing, state__in=Edit.OPEN, kind__in=Edit.OF_ENTRY).first()


def open_referral(listing: Listing) -> Edit | None:
    """Return the edit of how to refer to a service that waits or was sent back."""
    return edits().filter(listing=listing, state__in=Edit.OPEN, kind=Edit.Kind.REFERRAL).first()


def content_now(listing: Listing) -> Content:
    """Return what an entry says now."""
    return content_of(whole(Listing.objects.filter(pk=listing.pk)).get())


def names_of(contents: Iterable[Content], *, on: date) -> Names:
    """Return what the codes of some contents are called: a statement for each kind of code."""
    said = list(contents)
    places = {part.footprint for each in said for part in each.coverage}
    found = Term.objects.filter(code__in={term.code for each in said for term in each.terms})
    terms = found.values_list("taxonomy__slug", "code", "name")
    teams = Team.objects.filter(code__in={code for each in said for code in (each.team, each.owner)})
    services = Service.objects.filter(code__in={each.service for each in said})
    return Names({
        "terms": {f"{taxonomy} {code}": name for taxonomy, code, name in terms},
        "footprints": dict(Footprint.objects.filter(code__in=places).values_list("code", "name")),
        "teams": dict(teams.values_list("code", "name")),
        "services": dict(services.values_list("code", "name")),
        "outcomes": {each.code: each.name for each in outcomes(on=on).outcomes},
        "languages": {part.language: _language(part.language) for each in said for part in each.translations},
    })  # fmt: skip


def _language(code: str) -> str:
    """Return what a language is called in English, or its code."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code


def files_of(actor: Actor) -> QuerySet[File]:
    """Return the files that the actor's post sent; an approver sees everybody's."""
    found = File.objects.select_related("by__user").defer("text")
    return found if May.APPROVE_ENTRIES in actor.may else found.filter(by=actor.post_id)


def rows_of(file: File) -> QuerySet[Row]:
    """Return the receipt of a file, what was refused first."""
    return file.rows.select_related("listing").order_by("line")


def told_of(listing_ids: Iterable[int]) -> set[tuple[int, date, int]]:
    """Return which reminders were given: entry, day and how many days before."""
    rows = Reminder.objects.filter(listing__in=list(listing_ids))
    return set(rows.values_list("listing", "due_on", "days_before"))


def approvers(*, now: datetime) -> list[Post]:
    """Return the live posts that approve and are not told already that something waits."""
    posts = live_posts(now=now).filter(
        role__in=[role for role, may in ROLES.items() if May.APPROVE_ENTRIES in may]
    )
    told = Notice.objects.filter(kind="edit.waits", withdrawn_at__isnull=True, post__isnull=False)
    unread = told.exclude(readings__user=F("post__user"))
    return list(posts.exclude(pk__in=unread.values("post")))


def says_the_same(edit: Edit, content: Content) -> bool:
    """Say whether an open edit proposes this content already."""
    return content_from(edit.proposed) == content


def proposed_already(actor: Actor, name: str, organisation: str) -> bool:
    """Say whether the actor's team proposes a new entry of this name already."""
    open_ones = Edit.objects.filter(team=actor.team_id or 0, kind=Edit.Kind.NEW, state__in=Edit.OPEN)
    return any(
        (tree.get("name"), tree.get("organisation", {}).get("name")) == (name, organisation)
        for tree in open_ones.values_list("proposed", flat=True)
    )


def file_to_read(file_id: int) -> File:
    """Return a file with its text and with whoever sent it."""
    return File.objects.select_related("by__team__service", "by__agency", "by__user").get(pk=file_id)


def counts_of(file: File) -> dict[str, int]:
    """Return how many rows of a file had which outcome, in words."""
    counts = dict(file.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {label: counts[value] for value, label in Row.Outcome.choices if value in counts}
