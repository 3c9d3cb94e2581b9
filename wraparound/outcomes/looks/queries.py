"""How a child is named to whoever reads the audit, and which children they may not read of."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.agencies.queries import quiet_agencies
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.audit.queries import of_a_child
from wraparound.outcomes.access.queries import blocked_from, hidden_from, shielded_from, sight, visible_to
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Child


@dataclass(frozen=True)
class Named:
    """A child as a reader of the audit may know of it: its index number and its public id, or neither."""

    number: str = ""
    public_id: uuid.UUID | None = None


def unreadable(actor: Actor) -> QuerySet[Child]:
    """Return the children of whom `actor` may read no entry.

    A privacy officer reads all but where they are themselves kept out (access.md section 4.2).
    """
    return blocked_from(actor) if May.AUDIT_ALL in actor.may else hidden_from(actor)


def named(actor: Actor, child_ids: Iterable[int | None]) -> dict[int, Named]:
    """Return, of the children given, those whose index number `actor` may read."""
    children = Child.objects.exclude(pk__in=hidden_from(actor).values("pk"))
    if May.AUDIT_CHILD not in actor.may:
        children = visible_to(actor)
    rows = children.filter(pk__in={key for key in child_ids if key}).values_list("pk", "number", "public_id")
    return {pk: Named(number, public_id) for pk, number, public_id in rows}


def readable_child(actor: Actor, public_id: uuid.UUID) -> tuple[int, str] | None:
    """Return the key and number of a child whose audit `actor` may read; None for missing and denied."""
    children = Child.objects.exclude(pk__in=hidden_from(actor).values("pk"))
    return children.filter(public_id=public_id).values_list("pk", "number").first()


def looks_at(actor: Actor, child_id: int, public_id: uuid.UUID) -> QuerySet[Entry]:
    """Return what was done and seen of a child, as far as `actor` may know who works with the child.

    A privacy officer reads all of it. For anybody else a shield leaves their own looks alone, and the people
    of a sensitive service are left out unless the reader sees what is sensitive.
    """
    looks = of_a_child(child_id)
    if May.AUDIT_ALL in actor.may:
        return looks
    if shielded_from(actor, [child_id]):
        return looks.filter(user_id=actor.user_id)
    seen = sight(actor, public_id)
    if seen and seen.sees(Category.SENSITIVE):
        return looks
    people = Post.objects.filter(team__service__is_sensitive=True).exclude(user_id=actor.user_id or 0)
    systems = Q(post_id__isnull=True, user_id__isnull=True, agency_id__in=quiet_agencies())
    return looks.exclude(Q(post_id__in=people.values("pk")) | systems)
