"""What is planned with a family goes along when their case moves to another team."""

import uuid
from dataclasses import asdict
from datetime import datetime

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.contacts.models import Contact, Note, Revision
from wraparound.delivery.contacts.rules import said_by
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import live_posts


def move_planned(*, case: Case, to: Case, post: Post | None, now: datetime) -> int:
    """Move the planned contacts of a case to another one, in the open transaction; return how many.

    They are `post`'s then; where nobody has the case yet, a manager's of the new team, whose screen it is on.
    What was written stays where it was written.
    """
    planned = Contact.objects.select_for_update(of=("self",)).filter(case=case, state=Note.State.PLANNED)
    owner = post or _manager_of(to, now)
    count = 0
    for contact in planned:
        contact.case, contact.team, contact.version = to, to.team, contact.version + 1
        contact.service_id = to.team.service_id or contact.service_id
        contact.post = owner or contact.post
        contact.save(update_fields=["case", "team", "service", "post", "version"])
        Revision.objects.create(
            contact=contact, number=contact.version, key=uuid.uuid4(), by=None, at=now,
            **asdict(said_by(contact)),
        )  # fmt: skip
        count += 1
    return count


def _manager_of(case: Case, now: datetime) -> Post | None:
    working = live_posts(now=now).filter(team=case.team)
    return working.filter(role=Role.TEAM_MANAGER).order_by("pk").first() or working.order_by("pk").first()
