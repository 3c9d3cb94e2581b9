"""Reading posts: which are live, and who somebody is when they act as one."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wraparound.foundation.accounts.models import AgencyAgreement, Clearance, Post, Token, User
from wraparound.foundation.accounts.rules import ROLES, Actor, May
from wraparound.foundation.agencies.models import Agency, Team


def live_posts(*, now: datetime) -> QuerySet[Post]:
    """Return posts that hold at `now`: dated, neither suspended nor ended, of a person who may sign in.

    A post ends with its agency and its team, whatever its own dates say.
    """
    today = timezone.localdate(now)
    return Post.objects.filter(
        Q(agency__valid_until__isnull=True) | Q(agency__valid_until__gte=today),
        Q(team__valid_until__isnull=True) | Q(team__valid_until__gte=today),
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        Q(ended_at__isnull=True) | Q(ended_at__gt=now),
        Q(suspended_at__isnull=True) | Q(suspended_at__gt=now),
        valid_from__lte=today,
        user__is_active=True,
    ).select_related("agency", "team__service", "user")


def user_of_email(email: str) -> User | None:
    """Return the person with this e-mail address, however it is written in capitals, or None."""
    return User.objects.filter(email=email.strip().lower()).first()


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Return what people are called, by their keys."""
    people = User.objects.filter(pk__in={key for key in user_ids if key})
    return dict(people.values_list("pk", "full_name"))


def posts_of(user: User, *, now: datetime) -> QuerySet[Post]:
    """Return the live posts that `user` can sign in as."""
    return live_posts(now=now).filter(user=user)


def posts_to_come(user: User, *, now: datetime) -> QuerySet[Post]:
    """Return the posts of `user` that begin later and were not ended before they began."""
    coming = Post.objects.filter(user=user, ended_at__isnull=True, valid_from__gt=timezone.localdate(now))
    return coming.select_related("agency", "team")


def clear_posts(*, now: datetime) -> QuerySet[Post]:
    """Return the live posts whose check, training and agency agreement all hold at `now`."""
    today = timezone.localdate(now)
    posts = live_posts(now=now)
    for kind in Clearance.Kind.values:
        posts = posts.filter(
            Exists(
                Clearance.objects.filter(
                    post=OuterRef("pk"), kind=kind, valid_from__lte=today, lapses_on__gt=today
                )
            )
        )
    signed = AgencyAgreement.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        agency=OuterRef("agency"),
        valid_from__lte=today,
    )
    return posts.filter(Exists(signed))


def actor_of(post: Post, *, now: datetime) -> Actor:
    """Return the actor that `post` is at `now`.

    A post with a lapsed check keeps what it was allocated but loses every capability; a time-boxed post
    never searches, and what its team holds does not count for it: allocated children only (access.md
    section 1).
    """
    may = ROLES[post.role]
    if not clear_posts(now=now).filter(pk=post.pk).exists():
        may = frozenset()
    elif post.is_time_boxed:
        may -= {May.SEARCH, May.CREATE_CHILD}
    service = post.team.service
    return Actor(
        user_id=post.user_id,
        post_id=post.pk,
        role=post.role,
        title=post.title,
        agency_id=post.agency_id,
        agency_code=post.agency.code,
        agency_name=post.agency.name,
        sector=post.agency.sector,
        team_id=post.team_id,
        team_name=post.team.name,
        service_id=post.team.service_id,
        own_holder=post.holder_id,
        team_holder=None if post.is_time_boxed else post.team.holder_id,
        may=may,
        sees_expected=bool(service and service.sees_expected),
        holds_adoptions=post.team.holds_adoptions and not post.is_time_boxed,
        now=now,
    )


SYSTEM = "system"
"""The role of an agency's own system: no post, no person; what it may do hangs on its token."""

NO_HOLDER = 0
"""A key that no holder has."""

_SCOPES: dict[str, frozenset[May]] = {
    Token.Scope.SEARCH: frozenset({May.SEARCH}),
    Token.Scope.FEEDS: frozenset({May.SEND_FEEDS}),
}


def agreements_of(agency: Agency) -> QuerySet[AgencyAgreement]:
    """Return when an agency signed the sharing agreement, the newest first."""
    return AgencyAgreement.objects.filter(agency=agency).order_by("-valid_from")


def digest_of(key: str) -> str:
    """Return what the tables hold instead of a key that was given out."""
    return hashlib.sha256(key.encode()).hexdigest()


def live_tokens(*, now: datetime) -> QuerySet[Token]:
    """Return the tokens that hold at `now`: neither revoked nor run out, of an agency that stands."""
    today = timezone.localdate(now)
    return Token.objects.filter(
        Q(agency__valid_until__isnull=True) | Q(agency__valid_until__gte=today),
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=now),
        created_at__lte=now,
        expires_at__gt=now,
    ).select_related("agency")


def live_token(key: str, *, now: datetime) -> Token | None:
    """Return the token of a key that was given out, if it holds at `now`."""
    return live_tokens(now=now).filter(digest=digest_of(key)).first()


def token_of(actor: Actor) -> Token | None:
    """Return the token that a system acts by, or None for a person."""
    return Token.objects.filter(holder_id=actor.own_holder).first() if actor.role == SYSTEM else None


def actor_of_token(token: Token, *, now: datetime) -> Actor:
    """Return the actor that an agency's system is: its own grants and those of the agency's teams.

    It sees the children that its agency serves and searches among them alone (access.md sections 3 and 6).
    """
    today = timezone.localdate(now)
    signed = AgencyAgreement.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), agency=token.agency, valid_from__lte=today
    )
    may = frozenset[May]().union(*(_SCOPES[scope] for scope in token.scopes if scope in _SCOPES))
    system = actor_of_agency(token.agency, title=token.name, now=now)
    return replace(system, own_holder=token.holder_id, may=may if signed.exists() else frozenset())


def actor_of_agency(agency: Agency, *, title: str, now: datetime) -> Actor:
    """Return the actor for whom a command runs on behalf of an agency: its teams' grants, and search."""
    today = timezone.localdate(now)
    teams = Team.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), agency=agency, valid_from__lte=today
    )
    return Actor(
        user_id=None,
        post_id=None,
        role=SYSTEM,
        title=title,
        agency_id=agency.pk,
        agency_code=agency.code,
        agency_name=agency.name,
        sector=agency.sector,
        team_id=None,
        team_name="",
        service_id=None,
        own_holder=NO_HOLDER,
        team_holder=None,
        agency_holders=tuple(teams.values_list("holder_id", flat=True)),
        may=frozenset({May.SEARCH}),
        sees_expected=False,
        holds_adoptions=False,
        now=now,
    )
