"""Inviting somebody to take up their post: a link that works once and for seven days."""

import secrets
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from wraparound.foundation.accounts.models import Invitation, Post, User
from wraparound.foundation.accounts.queries import digest_of
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.area.jobs import queue
from wraparound.foundation.audit import services as audit
from wraparound.foundation.staffing.rules import check_looks_after, check_not_own


class LinkUsedUp(Exception):
    """An invitation that was used, ran out, or never was."""


def invite(*, post: Post, now: datetime) -> Invitation:
    """Invite the post's person, or invite them again; the link itself is made by the job that mails it."""
    invitation, _ = Invitation.objects.update_or_create(
        post=post,
        defaults={
            "digest": digest_of(secrets.token_urlsafe(32)),
            "sent_at": now,
            "expires_at": now + settings.INVITATION_HOLDS,
            "accepted_at": None,
        },
    )
    queue("wraparound.foundation.staffing.tasks.mail_invitation", invitation.pk)
    return invitation


@transaction.atomic
def invite_again(*, post: Post, actor: Actor, now: datetime) -> Invitation:
    """Send a new link to somebody who has not taken up their post; the old link stops working."""
    check_looks_after(actor, post.team_id)
    check_not_own(actor, post.user_id)
    if post.user.has_usable_password():
        raise Denied(
            "This person has taken up their account. They sign in, or choose a new password themselves."
        )
    invitation = invite(post=post, now=now)
    audit.record(verb="post.invite", now=now, actor=actor, detail={"post": post.pk})
    return invitation


def fresh_link(*, invitation: Invitation) -> str:
    """Make the link of an invitation and return it; the table keeps its digest alone."""
    key = secrets.token_urlsafe(32)
    invitation.digest = digest_of(key)
    invitation.save(update_fields=["digest"])
    return settings.BASE_URL + reverse("staffing:accept", args=[key])


def mail_invitation(*, invitation: Invitation, now: datetime) -> bool:
    """Mail an invitation that still waits; return whether it was sent."""
    if invitation.accepted_at or invitation.expires_at <= now:
        return False
    post = invitation.post
    context = {"post": post, "until": invitation.expires_at, "url": fresh_link(invitation=invitation)}
    text = render_to_string("staffing/email/invitation.txt", context)
    send_mail("Your post in Wraparound", text, None, [post.user.email])
    return True


def invitation_of(*, key: str, now: datetime) -> Invitation:
    """Return the invitation that a link's key opens at `now`; raises `LinkUsedUp`."""
    found = (
        Invitation.objects.select_related("post__user", "post__team", "post__agency")
        .filter(digest=digest_of(key), accepted_at__isnull=True, expires_at__gt=now)
        .filter(post__user__is_active=True, post__ended_at__isnull=True)
        .first()
    )
    if found is None:
        raise LinkUsedUp
    return found


@transaction.atomic
def accept(*, key: str, password: str, now: datetime) -> User:
    """Take an invitation up with a password of one's own; the link is used up. Raises `LinkUsedUp`."""
    invitation = invitation_of(key=key, now=now)
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, digest=digest_of(key))
    if not taken.update(accepted_at=now):
        raise LinkUsedUp
    user = invitation.post.user
    Invitation.objects.filter(post__user=user, accepted_at__isnull=True).update(accepted_at=now)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(verb="post.accept", now=now, user_id=user.pk, detail={"post": invitation.post_id})
    return user
