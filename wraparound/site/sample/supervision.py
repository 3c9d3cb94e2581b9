"""Supervision in the sample area: who answers to whom, sessions, decisions, and somebody who is away."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.caseloads.models import Allocation
from wraparound.delivery.supervision.models import Absence, Decision, Session
from wraparound.foundation.accounts.models import Accountability, Post
from wraparound.site.sample.people import post_of

MANAGERS = ("visiting.manager", "social.work.manager")
AWAY = "health.visitor.2"
DECIDED = (
    ("Visit with the family worker within two weeks", "The last two visits found nobody in"),
    ("Ask the speech therapists for advice", "No progress in two reviews"),
    ("Bring to the next meeting of the team", "Several services, and nobody leads"),
    ("Close when the next review is good", "What was agreed is nearly done"),
)


@transaction.atomic
def supervise(*, now: datetime) -> None:
    """Let each worker of two teams answer to the manager, with sessions and decisions; one worker is away."""
    if Decision.objects.exists():
        return
    for start in MANAGERS:
        manager = post_of(start)
        workers = Post.objects.filter(team=manager.team_id, ended_at__isnull=True).exclude(pk=manager.pk)
        for place, worker in enumerate(workers.order_by("pk")):
            _answer(worker, manager, place, now)
    today = timezone.localdate(now)
    away = post_of(AWAY)
    Absence.objects.create(
        post=away, why=Absence.Why.UNWELL, starts_on=today, until=today + timedelta(days=9), at=now,
        by=post_of("visiting.manager"),
    )  # fmt: skip


def _answer(worker: Post, manager: Post, place: int, now: datetime) -> None:
    today = timezone.localdate(now)
    Accountability.objects.get_or_create(
        post=worker, answers_to=manager, subject=Accountability.Subject.DAY_TO_DAY,
        defaults={"valid_from": today - timedelta(days=300)},
    )  # fmt: skip
    Session.objects.create(
        post=worker, by=manager, on=today - timedelta(days=25 + place * 14), recorded_at=now,
        next_on=today + timedelta(days=5 - place * 9), words="Caseload looked through; two cases to decide.",
    )  # fmt: skip
    leads = Allocation.objects.filter(post=worker, part=Allocation.Part.LEAD, until__isnull=True)
    for number, lead in enumerate(leads.order_by("case")[:8:2]):
        what, why = DECIDED[number % len(DECIDED)]
        decision = Decision.objects.create(
            case_id=lead.case_id, by=manager, at=max(now - timedelta(days=25), lead.starts_at), what=what,
            why=why, due_on=today + timedelta(days=7 * number - 8),
        )  # fmt: skip
        if number == 3:
            decision.done_at, decision.done_by, decision.done_words = now, worker, "Done: all well."
            decision.save(update_fields=["done_at", "done_by", "done_words"])
