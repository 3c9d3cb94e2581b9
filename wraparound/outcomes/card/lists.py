"""Lists that the card's pages show: my children, and who can see a child. All read through the policy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Paginator
from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Team
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.access.queries import grants_on, seen_by, shielded_from
from wraparound.outcomes.access.rules import RULES, Category, Sight
from wraparound.outcomes.card.rules import age_of
from wraparound.outcomes.children.models import Child, Involvement, Name
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.rules import Label

NAME, YOUNGEST, OLDEST = "name", "youngest", "oldest"
PASSING = [Basis.OPENED, Basis.EMERGENCY, Basis.DUTY_DESK, Basis.CONSENT]
SPARE = 5
"""How many times as many of the latest grants are read: a child may have several, or be hidden."""
ORDERS = {NAME: "Family name", YOUNGEST: "Youngest first", OLDEST: "Oldest first"}


@dataclass(frozen=True)
class Row:
    """One child of a list, and on which basis the reader sees it."""

    label: Label
    age: str
    basis: str
    since: datetime | None


def children_of(actor: Actor, *, part: str = "") -> QuerySet[Child]:
    """Return the children that `actor` sees, but those only opened with a reason; by visible fields alone.

    `part` keeps those of whom an agency says a name that holds it.
    """
    children = seen_by(actor, _lasting(actor))
    for word in part.split():
        named = Name.objects.filter(
            Q(given_names__icontains=word) | Q(family_name__icontains=word),
            source__child=OuterRef("pk"), superseded_at__isnull=True,
        )  # fmt: skip
        children = children.filter(Exists(named))
    return children


def pages_of(actor: Actor, *, part: str = "", order: str = NAME, size: int) -> Paginator[int]:
    """Return the pages of their keys in one of the `ORDERS`; they are counted without sorting them."""
    children = children_of(actor, part=part)
    pages = Paginator(_in_order(children, order), size)
    pages.count = children.count()
    return pages


def latest_of(actor: Actor, most: int) -> list[int]:
    """Return the keys of the children that became the actor's own last, the newest first."""
    newest = _lasting(actor).order_by("-starts_at", "-pk").values_list("child", flat=True)
    keys = list(dict.fromkeys(newest[: most * SPARE]))
    seen = set(seen_by(actor, _lasting(actor).filter(child__in=keys)).values_list("pk", flat=True))
    return [key for key in keys if key in seen][:most]


def _lasting(actor: Actor) -> QuerySet[Grant]:
    """Return the grants that make a child one's own: consent counts only beside another of them."""
    live = Grant.objects.filter(
        holder_id__in=actor.holders, starts_at__lte=actor.now, until__gt=actor.now, categories__gt=0
    )
    return live.exclude(basis__in=PASSING)


def _in_order(children: QuerySet[Child], order: str) -> QuerySet[Child, int]:
    """Return their keys in order. Grouped by the key alone: by every column takes twice as long."""
    keys = children.values("pk")
    if order == NAME:
        current = Q(sources__name_facts__superseded_at__isnull=True) & ~Q(
            sources__name_facts__kind=Name.Kind.FORMER
        )
        family = Min("sources__name_facts__family_name", filter=current)
        given = Min("sources__name_facts__given_names", filter=current)
        keys = keys.annotate(family=family, given=given).order_by("family", "given", "pk")
        return keys.values_list("pk", flat=True)
    born = Q(sources__birth_facts__superseded_at__isnull=True)
    if order == YOUNGEST:
        last = Max("sources__birth_facts__date", filter=born)
        keys = keys.annotate(born=last).order_by(F("born").desc(nulls_first=True), "pk")
    else:
        first = Min("sources__birth_facts__date", filter=born)
        keys = keys.annotate(born=first).order_by(F("born").asc(nulls_last=True), "pk")
    return keys.values_list("pk", flat=True)


def rows(actor: Actor, child_ids: Iterable[int]) -> list[Row]:
    """Return what a list says of each child: four statements, however many there are."""
    ids = list(child_ids)
    labels = labels_of(ids)
    held: dict[int, Grant] = {}
    for grant in _lasting(actor).filter(child__in=ids).order_by("-starts_at"):
        held[grant.child_id] = grant
    today = timezone.localdate(actor.now)
    return [_row(labels[pk], held.get(pk), today) for pk in ids]


def _row(label: Label, grant: Grant | None, today: date) -> Row:
    age = age_of(label.born, label.expected, label.died_on, today)
    return Row(label, age, Basis(grant.basis).label, grant.starts_at) if grant else Row(label, age, "", None)


@dataclass(frozen=True)
class Holding:
    """Who can see a child, in words: why, what and until when."""

    who: str
    basis: str
    what: str
    since: datetime
    until: datetime
    ending: str = ""
    """How it ends, when that is not yet a day."""


KNOWN_END = timedelta(days=365 * 2)
"""What runs longer has no end that is known yet."""
PARTS = {
    Category.IDENTITY: "who the child is",
    Category.WHEREABOUTS: "where the child is",
    Category.INVOLVEMENT: "who is involved",
    Category.RECORD: "the record",
    Category.SENSITIVE: "sensitive services",
    Category.SAFEGUARDING: "safeguarding",
    Category.NOTES: "notes",
    Category.OWN_RECORD: "own records",
    Category.OWN_NOTES: "own notes",
}


def holders_of(actor: Actor, child_id: int, sight: Sight | None) -> list[Holding]:
    """Return who holds a live grant on the child, the latest first, as far as the reader may know it.

    Past a shield only the reader's own. A sensitive service's team is told as a further service, and only
    where the service may be told of at all, unless the reader sees what is sensitive.
    """
    grants = list(grants_on(child_id, now=actor.now).order_by("-starts_at", "-pk"))
    if shielded_from(actor, [child_id]):
        grants = [grant for grant in grants if grant.holder_id in actor.holders]
    posts = {
        post.holder_id: post
        for post in Post.objects.filter(holder__in={grant.holder_id for grant in grants}).select_related(
            "user", "agency", "team__service"
        )
    }
    teams = {
        team.holder_id: team
        for team in Team.objects.filter(holder__in={grant.holder_id for grant in grants}).select_related(
            "agency", "service"
        )
    }
    told = _sensitive_teams_told(child_id)
    sees_sensitive = bool(sight and sight.sees(Category.SENSITIVE))
    shown = []
    for grant in grants:
        post, team = posts.get(grant.holder_id), teams.get(grant.holder_id)
        of = team or (post.team if post else None)
        is_quiet = bool(of and of.service and of.service.is_sensitive)
        if is_quiet and not sees_sensitive and grant.holder_id not in actor.holders:
            if of and of.pk in told:
                shown.append(Holding("A further service", "", "", grant.starts_at, grant.until))
            continue
        shown.append(_holding(grant, post, team))
    return shown


def _sensitive_teams_told(child_id: int) -> set[int]:
    grounds = Involvement.objects.filter(source__child=child_id, superseded_at__isnull=True)
    told = grounds.exclude(ground=Involvement.Ground.NONE).exclude(team__isnull=True)
    return {pk for pk in told.values_list("team", flat=True) if pk}


def _holding(grant: Grant, post: Post | None, team: Team | None) -> Holding:
    if team:
        who = f"{team} ({team.agency})"
    elif post:
        who = f"{post.user.full_name}, {post.title}, {post.agency}"
    else:
        who = "An agency's own system"
    categories = Category(grant.categories)
    what = ", ".join(words for category, words in PARTS.items() if categories & category)
    basis = Basis(grant.basis)
    ending = RULES[basis].ending if grant.until - grant.starts_at > KNOWN_END else ""
    return Holding(who, basis.label, what, grant.starts_at, grant.until, ending)
