"""Reading who is kept from a child, and whether somebody is to be asked about their own family."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.models import Accountability, Post, Role, User
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.agencies.queries import on
from wraparound.outcomes.access.models import Block
from wraparound.outcomes.access.queries import hidden_by_a_siblings_shield, shielded_from, without_hidden
from wraparound.outcomes.children.models import Address, Carer, Child, Name
from wraparound.outcomes.kin.models import KinAnswer, StaffHome
from wraparound.outcomes.kin.rules import shares_a_surname


def asks_related(actor: Actor, child_id: int) -> bool:
    """Say whether the person is to be asked: a surname and a postcode in common, and not asked before.

    Nobody is asked of a child whose whereabouts a shield hides from them, nor because of an address that
    would tell where a shielded sibling lives: the question would tell.
    """
    home = StaffHome.objects.select_related("user").filter(user_id=actor.user_id or 0).first()
    if home is None or KinAnswer.objects.filter(user=home.user, child_id=child_id).exists():
        return False
    if shielded_from(actor, [child_id]):
        return False
    said = {"source__child": child_id, "superseded_at__isnull": True}
    hidden = hidden_by_a_siblings_shield(actor, child_id).get(Address, set())
    if not Address.objects.filter(postcode=home.postcode, **said).exclude(pk__in=hidden).exists():
        return False
    family_names = [
        *Name.objects.filter(**said).values_list("family_name", flat=True),
        *Carer.objects.filter(**said).values_list("family_name", flat=True),
    ]
    return shares_a_surname(home.user.full_name, family_names)


def kept_to(child_ids: Iterable[int], actor: Actor) -> list[tuple[int, Team]]:
    """Return which of the children are kept, as a colleague's family, to a team that is not the actor's."""
    blocks = Block.objects.filter(
        Q(until__isnull=True) | Q(until__gt=actor.now),
        child__in=list(child_ids), kept_to__isnull=False, starts_at__lte=actor.now,
    ).exclude(kept_to_id=actor.team_id)  # fmt: skip
    return [(block.child_id, block.kept_to) for block in blocks.select_related("kept_to") if block.kept_to]


def kept_to_own_team(actor: Actor, child_id: int) -> Block | None:
    """Return what keeps a colleague's child to the team that `actor` manages, or None for anybody else."""
    if actor.role != Role.TEAM_MANAGER or actor.team_id is None:
        return None
    live = Block.objects.filter(Q(until__isnull=True) | Q(until__gt=actor.now), starts_at__lte=actor.now)
    return live.filter(child=child_id, kept_to=actor.team_id).first()


def teams_in_line(user_id: int, *, now: datetime) -> set[int]:
    """Return the teams in which a person works, and those of whom they answer to or who answer to them."""
    posts = live_posts(now=now)
    own = posts.filter(user_id=user_id)
    lines = Accountability.objects.filter(on(timezone.localdate(now)))
    above = lines.filter(post__in=own).values("answers_to")
    below = lines.filter(answers_to__in=own).values("post")
    near = posts.filter(Q(user_id=user_id) | Q(pk__in=above) | Q(pk__in=below))
    return set(near.values_list("team_id", flat=True))


def blocks_on(child: Child, actor: Actor) -> QuerySet[Block]:
    """Return who is kept from a child now, the newest first."""
    live = Block.objects.filter(Q(until__isnull=True) | Q(until__gt=actor.now), child=child)
    return live.select_related("user", "kept_to").order_by("-starts_at", "-pk")


def blockable(actor: Actor, public_id: UUID) -> Child | None:
    """Return a child whose blocks `actor` may keep, or None for missing and hidden."""
    return without_hidden(actor, Child.objects.filter(public_id=public_id, state=Child.State.LIVE)).first()


def person_of(email: str) -> User | None:
    """Return who signs in with an e-mail address, or None."""
    return User.objects.filter(email=email.strip().lower()).first()


def home_of(actor: Actor) -> StaffHome | None:
    """Return what the person said of their own home, or None."""
    return StaffHome.objects.filter(user_id=actor.user_id or 0).first()


def overseers_of(actor: Actor) -> list[Post]:
    """Return the posts that are told of what stands out: the team's managers and privacy officers."""
    posts = live_posts(now=actor.now).exclude(user_id=actor.user_id or 0)
    return list(posts.filter(Q(team_id=actor.team_id or 0, role="team_manager") | Q(role="privacy_officer")))
