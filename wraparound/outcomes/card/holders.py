"""Who can see a child now: what grants say, and what is joined to them when they are read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from wraparound.foundation.accounts.models import Accountability, Post, Token
from wraparound.foundation.accounts.queries import live_posts, live_tokens
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.foundation.agencies.queries import on
from wraparound.outcomes.access.joined import bodies_of, parties_of
from wraparound.outcomes.access.models import Basis, Block, Grant
from wraparound.outcomes.access.queries import grants_on, shielded_from
from wraparound.outcomes.access.rules import (
    AGREED,
    GROUNDS_AGREEMENT,
    GROUNDS_CONSENT,
    LINE_BASES,
    LINE_SECTORS,
    NO_CHILD,
    RULES,
    Category,
    Sight,
)
from wraparound.outcomes.children.models import Involvement
from wraparound.outcomes.openings.rules import start_of


@dataclass(frozen=True)
class Holding:
    """Who can see a child, in words: why, what and until when; `until` is None while no end is known."""

    who: str
    basis: str
    what: str
    since: datetime
    until: datetime | None
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


@dataclass(frozen=True)
class Held:
    """A grant that counts, with the live post or the team that holds it."""

    grant: Grant
    post: Post | None
    team: Team | None

    @property
    def of(self) -> Team | None:
        """The team of whoever holds it."""
        return self.team or (self.post.team if self.post else None)

    @property
    def is_quiet(self) -> bool:
        """Whether it tells that a sensitive service works with the child."""
        return bool(self.of and self.of.service and self.of.service.is_sensitive)


def holders_of(actor: Actor, child_id: int, sight: Sight | None) -> list[Holding]:
    """Return who can see the child now and why, the latest first, as far as the reader may know it.

    To what posts and teams hold comes what is joined: the lines that posts answer along, the agreements of
    their agencies, and their agencies' own systems. Past a shield only the reader's own. A sensitive
    service's team is told as a further service, and only where the service may be told of at all, unless the
    reader sees what is sensitive.
    """
    found = list(_counting(child_id, actor))
    if shielded_from(actor, [child_id]):
        return _sorted(_direct(held) for held in found if held.grant.holder_id in actor.holders)
    sees_sensitive = bool(sight and sight.sees(Category.SENSITIVE))
    open_to = [
        held for held in found
        if sees_sensitive or not held.is_quiet or held.grant.holder_id in actor.holders
    ]  # fmt: skip
    told = _sensitive_teams_told(child_id)
    quiet = [held for held in found if held not in open_to and held.of and held.of.pk in told]
    shown = [Holding("A further service", "", "", q.grant.starts_at, q.grant.until) for q in quiet]
    shown += [_direct(held) for held in open_to]
    return _sorted([*shown, *_lines(open_to, actor), *_agreements(open_to, actor), *_systems(open_to, actor)])


def _counting(child_id: int, actor: Actor) -> Iterator[Held]:
    """Yield the live grants by which somebody sees something now: posts that left or are kept out do not."""
    grants = list(grants_on(child_id, now=actor.now).filter(categories__gt=0).order_by("-starts_at", "-pk"))
    holders = {grant.holder_id for grant in grants}
    blocks = Block.objects.filter(
        Q(until__isnull=True) | Q(until__gt=actor.now), child=child_id, starts_at__lte=actor.now
    )
    out = {block.user_id for block in blocks if block.user_id}
    only = {block.kept_to_id for block in blocks if block.kept_to_id}
    posts = live_posts(now=actor.now).filter(holder__in=holders).exclude(role__in=NO_CHILD)
    by_post = {post.holder_id: post for post in posts if post.user_id not in out}
    by_team = {
        team.holder_id: team
        for team in Team.objects.filter(holder__in=holders).select_related("agency", "service")
    }
    systems = set(live_tokens(now=actor.now).filter(holder__in=holders).values_list("holder_id", flat=True))
    grounds = {grant.holder_id for grant in grants if grant.basis in GROUNDS_CONSENT}
    for grant in grants:
        held = Held(grant, by_post.get(grant.holder_id), by_team.get(grant.holder_id))
        is_kept = bool(only) and (held.of is None or only != {held.of.pk})
        own = {grant.holder_id, held.of.holder_id if held.of else grant.holder_id}
        counts = grant.basis != Basis.CONSENT or bool(grounds & own)
        if (held.of or grant.holder_id in systems) and counts and not is_kept:
            yield held


def _direct(held: Held) -> Holding:
    grant, basis = held.grant, Basis(held.grant.basis)
    if held.team:
        who = f"{held.team} ({held.team.agency})"
    else:
        who = _person(held.post) if held.post else "An agency's own system"
    has_end = grant.until - grant.starts_at <= KNOWN_END
    return Holding(
        who, basis.label, _what(Category(grant.categories)), grant.starts_at, grant.until,
        "" if has_end else RULES[basis].ending,
    )  # fmt: skip


def _lines(found: list[Held], actor: Actor) -> Iterator[Holding]:
    """Yield who sees what a post holds itself because it answers to them, for the subject of the line."""
    own = {held.post.pk: held.post for held in found if held.post and held.grant.basis in LINE_BASES}
    lines = Accountability.objects.filter(
        on(timezone.localdate(actor.now)), post__in=own, answers_to__in=live_posts(now=actor.now)
    ).exclude(answers_to__role__in=NO_CHILD)
    for line in lines.select_related("answers_to__user", "answers_to__agency").order_by("pk"):
        sector = LINE_SECTORS[line.subject]
        seen = Category(0)
        for held in found:
            of = held.grant.service.agency.sector if held.grant.service else ""
            counts = held.grant.basis in LINE_BASES and (sector is None or of == sector)
            if counts and held.post and held.post.pk == line.post_id:
                seen |= Category(held.grant.categories)
        if seen:
            why = f"{line.get_subject_display()} line of {_person(own[line.post_id])}"
            yield Holding(
                _person(line.answers_to), why, _what(seen), start_of(line.valid_from), _end(line.valid_until),
                "the line or the post ends" if line.valid_until is None else "",
            )  # fmt: skip


def _agreements(found: list[Held], actor: Actor) -> Iterator[Holding]:
    """Yield what an agreement adds for the teams of its agencies that work with the child."""
    today = timezone.localdate(actor.now)
    teams = _distinct(held.of for held in found if held.grant.basis in GROUNDS_AGREEMENT)
    agencies = {team.agency_id for team in teams}
    bodies = bodies_of(agencies, on_day=today)
    parties = list(parties_of(agencies, on_day=today).select_related("agreement").order_by("pk"))
    for team in teams:
        for party in parties:
            if party.agency_id not in {team.agency_id, *bodies[team.agency_id]}:
                continue
            last = min(filter(None, (party.valid_until, party.agreement.valid_until)))
            what = _what(Category(party.agreement.categories) & AGREED)
            yield Holding(
                f"{team} ({team.agency})", f"{Basis.AGREEMENT.label}: {party.agreement}", what,
                start_of(max(party.valid_from, party.agreement.valid_from)), _end(last),
            )  # fmt: skip


def _systems(found: list[Held], actor: Actor) -> Iterator[Holding]:
    """Yield the agencies whose own systems see what their teams hold."""
    scoped = [token for token in live_tokens(now=actor.now) if Token.Scope.SEARCH in token.scopes]
    asking: dict[int, Agency] = {token.agency_id: token.agency for token in scoped}
    first: dict[int, Held] = {}
    for held in found:
        if held.team and held.team.agency_id in asking:
            first[held.team.agency_id] = held
    for agency_id, held in first.items():
        who = f"The systems of {asking[agency_id]}"
        yield Holding(
            who, f"what {held.team} holds", _what(Category(held.grant.categories)), held.grant.starts_at,
            None, "when the team's ends",
        )  # fmt: skip


def _sensitive_teams_told(child_id: int) -> set[int]:
    grounds = Involvement.objects.filter(source__child=child_id, superseded_at__isnull=True)
    told = grounds.exclude(ground=Involvement.Ground.NONE).exclude(team__isnull=True)
    return {pk for pk in told.values_list("team", flat=True) if pk}


def _person(post: Post) -> str:
    return f"{post.user.full_name}, {post.title}, {post.agency}"


def _what(categories: Category) -> str:
    return ", ".join(words for category, words in PARTS.items() if categories & category)


def _end(last_day: date | None) -> datetime | None:
    return start_of(last_day + timedelta(days=1)) if last_day else None


def _distinct(teams: Iterable[Team | None]) -> list[Team]:
    return list({team.pk: team for team in teams if team}.values())


def _sorted(shown: Iterable[Holding]) -> list[Holding]:
    return sorted(shown, key=lambda each: each.since, reverse=True)
