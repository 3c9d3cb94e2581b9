"""Leaving: all of a person's posts end, sessions die, the account closes; and losing one's devices."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wraparound.foundation.accounts.models import Post, User
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.staffing import queries
from wraparound.foundation.staffing.invitations import invite
from wraparound.foundation.staffing.rules import check_looks_after, check_not_own


@transaction.atomic
def leave(*, user: User, last_day: date | None, reason: str, actor: Actor, now: datetime) -> int:
    """End all posts of somebody who leaves: at once, or after a last day; return how many.

    Who leaves at once is signed out everywhere in the same act. Raises `Denied` unless the actor looks
    after every post that the person holds.
    """
    check_not_own(actor, user.pk)
    today = timezone.localdate(now)
    if last_day is not None and last_day < today:
        raise Denied("The last day is over. Choose a later one, or let them leave now.")
    posts = Post.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), user=user, ended_at__isnull=True
    )
    for post in posts:
        check_looks_after(actor, post.team_id)
        if last_day is None or post.valid_from > last_day:
            post.ended_at = now
        elif post.valid_until is None or post.valid_until > last_day:
            post.valid_until = last_day
        post.save(update_fields=["ended_at", "valid_until"])
        audit.record(verb="post.end", now=now, actor=actor, detail={"post": post.pk, "reason": reason})
    if last_day is None:
        close_account(user=user, now=now, actor=actor)
    return len(posts)


def close_account(*, user: User, now: datetime, actor: Actor | None = None) -> None:
    """Let nobody sign in as `user` any more, and end every session."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(user=user)
    audit.record(verb="account.close", now=now, actor=actor, detail={"user": user.pk})


def close_accounts_of_leavers(*, now: datetime) -> int:
    """Close the accounts of people whose last post is over; return how many. Meant for each night."""
    people = list(queries.leavers(now=now))
    for user in people:
        with transaction.atomic():
            close_account(user=user, now=now)
    return len(people)


def end_sessions(*, user: User) -> None:
    """Sign a person out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def start_again(*, post: Post, actor: Actor, now: datetime) -> None:
    """Let somebody who lost their devices and codes start again, by a new invitation to their own mailbox.

    Password and second factors are gone at once: whoever has them by now can do nothing with them.
    """
    check_looks_after(actor, post.team_id)
    check_not_own(actor, post.user_id)
    Authenticator.objects.filter(user=post.user).delete()
    post.user.set_unusable_password()
    post.user.save(update_fields=["password"])
    end_sessions(user=post.user)
    invite(post=post, now=now)
    audit.record(
        verb="account.start_again", now=now, actor=actor, detail={"post": post.pk, "user": post.user_id}
    )
