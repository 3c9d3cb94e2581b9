"""Handing planned contacts on to whoever covers for somebody who is away, or takes their case over."""

import uuid
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.rules import check_may_allocate
from wraparound.delivery.contacts.models import Contact, Revision
from wraparound.delivery.contacts.queries import planned_of
from wraparound.delivery.contacts.rules import said_by
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.audit import services as audit


@transaction.atomic
def hand_over_planned(
    *, case: Case, was: Post, to: Post, first: date, last: date, actor: Actor, now: datetime
) -> int:
    """Let what one post planned in a case, in these days, be another's; return how many contacts.

    The other has a part in the case by then, which `caseloads` checked. Raises `Denied` for whoever does not
    manage the team.
    """
    check_may_allocate(actor, case.team_id)
    keys = list(
        planned_of([was.pk], first, last).filter(case=case).order_by("pk").values_list("pk", flat=True)
    )
    for contact in Contact.objects.select_for_update(of=("self",)).filter(pk__in=keys, post=was):
        contact.post, contact.team_id, contact.version = to, to.team_id, contact.version + 1
        contact.save(update_fields=["post", "team", "version"])
        Revision.objects.create(
            contact=contact, number=contact.version, key=uuid.uuid4(), by_id=actor.post_id, at=now,
            **asdict(said_by(contact)),
        )  # fmt: skip
        audit.record(
            verb="contact.hand_over", now=now, actor=actor, child_id=contact.child_id,
            detail={"contact": contact.pk, "post": to.pk},
        )  # fmt: skip
    return len(keys)
