"""What can be done to one post: end, suspend, resume, checks, lines, invitation, leaving."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import May
from wraparound.foundation.staffing import duties, invitations, leaving, queries, services
from wraparound.foundation.staffing.forms import Again, LastDay, NewClearance, NewLine, SeenThem, Suspend
from wraparound.foundation.staffing.models import Change
from wraparound.foundation.staffing.pages import attempt, form_page, post_or_404
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers

WAITS = "This team needs two people. We told those who can agree."


def _back(post: Post) -> str:
    return reverse("staffing:post", args=[post.public_id])


@signed_in(may=May.STAFF)
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End one post."""
    actor, now, post = request.actor, request.now, post_or_404(request, public_id)  # type: ignore[attr-defined]
    form = LastDay(answers(request), today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        day, reason = form.cleaned_data["last_day"], form.cleaned_data["reason"]

        def act() -> bool:
            services.end_post(post=post, last_day=day, reason=reason, actor=actor, now=now)
            return True

        if attempt(request, form, act):
            messages.success(request, "The post ends." if day else "The post has ended.")
            return redirect(_back(post))
    title = f"End the post of {post.user} as {post.title}"
    return form_page(request, form, title=title, button="End this post", back=_back(post))


@signed_in(may=May.STAFF)
def leave(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let a person leave: end every post of theirs."""
    actor, now, post = request.actor, request.now, post_or_404(request, public_id)  # type: ignore[attr-defined]
    form = LastDay(answers(request), today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        day, reason = form.cleaned_data["last_day"], form.cleaned_data["reason"]

        def act() -> bool:
            leaving.leave(user=post.user, last_day=day, reason=reason, actor=actor, now=now)
            return True

        if attempt(request, form, act):
            messages.success(request, f"{post.user} leaves. Every post of theirs ends.")
            return redirect("staffing:posts")
    return form_page(
        request, form, title=f"{post.user} leaves", button="End all their posts", back=_back(post),
        intro="All their posts end. From then on they cannot sign in, wherever they are signed in now.",
    )  # fmt: skip


@signed_in(may=May.STAFF)
def suspend(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Suspend a post."""
    actor, now, post = request.actor, request.now, post_or_404(request, public_id)  # type: ignore[attr-defined]
    form = Suspend(answers(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]

        def act() -> bool:
            services.suspend(post=post, reason=reason, actor=actor, now=now)
            return True

        if attempt(request, form, act):
            messages.success(request, "The post is suspended. It sees nothing from now on.")
            return redirect(_back(post))
    title = f"Suspend the post of {post.user} as {post.title}"
    return form_page(request, form, title=title, button="Suspend this post", back=_back(post))


@signed_in(may=May.STAFF)
def resume(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End a suspension."""
    actor, now, post = request.actor, request.now, post_or_404(request, public_id)  # type: ignore[attr-defined]
    form = Again(answers(request))
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["submission"]
        change = attempt(
            request, form, lambda: services.resume(post=post, submission=key, actor=actor, now=now)
        )
        if change:
            _say(request, change, "They are back at work.")
            return redirect(_back(post))
    title = f"End the suspension of {post.user}?"
    return form_page(request, form, title=title, button="End the suspension", back=_back(post))


@signed_in(may=May.STAFF)
def clearance(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Record a check or a training."""
    actor, now, post = request.actor, request.now, post_or_404(request, public_id)  # type: ignore[attr-defined]
    form = NewClearance(answers(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if attempt(request, form, lambda: duties.record_clearance(post=post, actor=actor, now=now, **said)):
            messages.success(request, "Recorded.")
            return redirect(_back(post))
    title = f"Record a check or training of {post.user}"
    return form_page(request, form, title=title, button="Record it", back=_back(post))


@signed_in(may=May.STAFF)
def line(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Have a post answer to somebody for one subject."""
    actor, now, post = request.actor, request.now, post_or_404(request, public_id)  # type: ignore[attr-defined]
    form = NewLine(answers(request), now=now)
    if request.method == "POST" and form.is_valid() and (to := form.colleague_post()):
        said = {
            name: form.cleaned_data[name] for name in ("subject", "valid_from", "valid_until", "submission")
        }
        change = attempt(
            request, form, lambda: duties.ask_line(post=post, answers_to=to, actor=actor, now=now, **said)
        )
        if change:
            _say(request, change, "Recorded.")
            return redirect(_back(post))
    return form_page(
        request, form, title=f"To whom does {post.user} answer?", button="Record it", back=_back(post),
        intro="Whoever they answer to sees what they hold themselves, for this subject.",
    )  # fmt: skip


@signed_in(may=May.STAFF)
@require_POST
def end_line(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End a line of accountability."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    found = queries.line_looked_after(actor, public_id)
    if found is None:
        raise Http404
    duties.end_line(line=found, actor=actor, now=now)
    messages.success(
        request, f"{found.post.user} does not answer to {found.answers_to.user} for this any more."
    )
    return redirect(_back(found.post))


@signed_in(may=May.STAFF)
@require_POST
def invite_again(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send the invitation again."""
    post = post_or_404(request, public_id)
    invitations.invite_again(post=post, actor=request.actor, now=request.now)  # type: ignore[attr-defined]
    messages.success(request, f"A new link is on its way to {post.user.email}. The old one stops working.")
    return redirect(_back(post))


@signed_in(may=May.STAFF)
def start_again(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let somebody who lost their devices set up signing in anew."""
    actor, now, post = request.actor, request.now, post_or_404(request, public_id)  # type: ignore[attr-defined]
    form = SeenThem(answers(request))
    if request.method == "POST" and form.is_valid():

        def act() -> bool:
            leaving.start_again(post=post, actor=actor, now=now)
            return True

        if attempt(request, form, act):
            messages.success(request, f"A link to start again is on its way to {post.user.email}.")
            return redirect(_back(post))
    return form_page(
        request, form, title=f"Let {post.user} start again", button="Send a link", back=_back(post),
        intro="Their password, app, passkeys and codes stop working at once. They set up new ones by a link.",
    )  # fmt: skip


def _say(request: HttpRequest, change: Change, done: str) -> None:
    if change.outcome == Change.Outcome.WAITING:
        messages.info(request, WAITS)
    else:
        messages.success(request, done)
