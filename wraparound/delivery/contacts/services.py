"""Planning contacts and writing them up. Each is one transaction: check, write, tell, audit, return."""

import uuid
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.contacts import telling
from wraparound.delivery.contacts.models import Contact, Draft, Note, Revision
from wraparound.delivery.contacts.queries import overtaken, texts_apart, written_with
from wraparound.delivery.contacts.rules import (
    CANCELLED,
    HAPPENED,
    NOT_FOUND,
    Said,
    category_of,
    check_may_write,
    check_said,
    check_version,
    may_read,
    said_by,
    without_passages,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of, live_posts
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.access.queries import is_hidden, sight
from wraparound.outcomes.children.models import Child


@transaction.atomic
def record_contact(
    *, child: Child, said: Said, actor: Actor, now: datetime, key: uuid.UUID, case: Case | None = None,
    schedule_code: str = "",
) -> Contact:  # fmt: skip
    """Write down a contact that happened, or should have; the same note sent again is one contact.

    Raises `Denied` for a child whose notes the actor's service does not keep, and for what cannot be kept.
    """
    if said.state not in HAPPENED:
        raise Denied("Choose what came of it.")
    post = _post(actor)
    return _begin(
        child=child,
        said=said,
        actor=actor,
        now=now,
        key=key,
        case=case,
        schedule_code=schedule_code,
        post=post,
    )


@transaction.atomic
def plan_contact(
    *, child: Child, planned_for: datetime, kind: str, actor: Actor, now: datetime, key: uuid.UUID,
    case: Case | None = None, post: Post | None = None, words: str = "", schedule_code: str = "",
) -> Contact:  # fmt: skip
    """Plan a contact of the actor's post, or of another one of the team; planned twice it is one.

    Raises `Denied` as `record_contact`, for a closed case and for a post that cannot see the child.
    """
    if case is not None and case.closed_at:
        raise Denied("This case is closed.")
    if post is not None and post.pk != actor.post_id:
        _check_post(post, actor, child, now)
    said = Said(kind=kind, state=Note.State.PLANNED, planned_for=planned_for, words=words.strip())
    return _begin(
        child=child, said=said, actor=actor, now=now, key=key, case=case, schedule_code=schedule_code,
        post=post or _post(actor),
    )  # fmt: skip


@transaction.atomic
def change_contact(
    *, contact: Contact, said: Said, version: int | None, actor: Actor, now: datetime, key: uuid.UUID
) -> Contact:
    """Write up a planned contact, plan it anew, or put right what was written; every earlier text is kept.

    Raises `Conflict` with the contact as it is now when it changed since `version`; `Denied` as
    `record_contact`. Sent twice it is done once.
    """
    current = locked(contact)
    if written_with(actor, key) == current:
        return current
    _check_access(actor, current.child, current.service_id, has_case=current.case_id is not None)
    check_version(current, version)
    was = said_by(current)
    said = _tidy(replace(said, planned_for=said.planned_for or was.planned_for))
    said = without_passages(said, texts_apart(current))
    check_said(said, now=now)
    if was.state in HAPPENED and said.state not in HAPPENED:
        raise Denied("What was written up cannot be planned again.")
    writer = _post(actor)
    for name, value in asdict(said).items():
        setattr(current, name, value)
    current.version += 1
    if writer.is_time_boxed or not current.waits_for_countersign:
        current.writer = writer
    if was.state == Note.State.PLANNED and said.state == Note.State.HELD:
        current.post, current.team = writer, writer.team
    _mark_for_countersign(current, writer, now)
    current.save()
    revise(current, actor, now, key)
    if said.state != Note.State.PLANNED:
        telling.take_back_planned(current, now=now)
    telling.tell_chronology(current, was, now=now)
    _forget_drafts(actor, key)
    verb = "contact.change" if was.state in HAPPENED else _verb(said)
    audit_contact(verb, current, actor, now, version=current.version)
    return current


@transaction.atomic
def call_off(
    *, contact: Contact, by_them: bool, words: str, version: int | None, actor: Actor, now: datetime,
    key: uuid.UUID,
) -> Contact:  # fmt: skip
    """Call off a planned contact: we did, or the family. Raises as `change_contact`."""
    state = Note.State.CANCELLED_BY_THEM if by_them else Note.State.CANCELLED_BY_US
    if contact.state != Note.State.PLANNED and contact.state not in CANCELLED:
        raise Denied("Only what is planned can be called off.")
    said = replace(said_by(contact), state=state, words=words.strip() or contact.words)
    return change_contact(contact=contact, said=said, version=version, actor=actor, now=now, key=key)


@transaction.atomic
def countersign(*, contact: Contact, version: int | None, actor: Actor, now: datetime) -> Contact:
    """Countersign what a time-boxed post wrote, as its named supervisor; signed twice it is signed once.

    Raises `Denied` for anybody else, `Conflict` when the text changed since it was read.
    """
    current = locked(contact)
    if not may_read(sight(actor, current.child.public_id), current):
        raise Denied(NOT_FOUND)
    if not current.needs_countersign or current.writer.supervisor_id != actor.post_id:
        raise Denied("Only the named supervisor of whoever wrote it countersigns.")
    if current.countersigned_at:
        return current
    check_version(current, version)
    Contact.objects.filter(pk=current.pk).update(countersigned_at=now, countersigned_by_id=actor.post_id)
    current.refresh_from_db(fields=["countersigned_at", "countersigned_by"])
    telling.take_back_countersign(current, now=now)
    audit_contact("contact.countersign", current, actor, now, version=current.version)
    return current


@transaction.atomic
def keep_draft(
    *, child: Child, contact: Contact | None, typed: dict[str, object], key: uuid.UUID, actor: Actor,
    now: datetime,
) -> Draft | None:  # fmt: skip
    """Keep what somebody is typing, for their post alone; what was saved already is not kept again."""
    if written_with(actor, key) is not None:
        return None
    values = {"child": child, "contact": contact, "typed": typed, "saved_at": now}
    draft, _ = Draft.objects.update_or_create(by_id=actor.post_id, key=key, defaults=values)
    return draft


@transaction.atomic
def throw_draft_away(*, draft: Draft) -> None:
    """Throw away what was typed and not saved."""
    draft.delete()


@transaction.atomic
def call_off_overtaken(*, now: datetime) -> int:
    """Call off what is planned still though its case was closed or the child died; return how many.

    Nobody is reminded of it any more: what was told of it is taken back.
    """
    count = 0
    for contact in overtaken().select_for_update(of=("self",)):
        contact.state, contact.version = Note.State.CANCELLED_BY_US, contact.version + 1
        contact.save(update_fields=["state", "version"])
        revise(contact, None, now, uuid.uuid4())
        telling.take_back_planned(contact, now=now)
        audit_contact("contact.overtaken", contact, None, now, version=contact.version)
        count += 1
    return count


def _begin(
    *, child: Child, said: Said, actor: Actor, now: datetime, key: uuid.UUID, case: Case | None,
    schedule_code: str, post: Post,
) -> Contact:  # fmt: skip
    team = Team.objects.select_related("service").get(pk=actor.team_id or 0)
    Child.objects.select_for_update().get(pk=child.pk)
    if (made := written_with(actor, key)) is not None:
        return made
    if case is not None and (case.child_id != child.pk or case.team.service_id != team.service_id):
        raise Denied(NOT_FOUND)
    _check_access(actor, child, team.service_id, has_case=case is not None)
    said = _tidy(said)
    check_said(said, now=now)
    writer = _post(actor)
    contact = Contact(
        child=child, case=case, team=team, service=team.service, post=post, writer=writer,
        schedule_code=schedule_code, written_at=now, **asdict(said),
    )  # fmt: skip
    contact.needs_countersign = said.state in HAPPENED and writer.is_time_boxed
    contact.save()
    revise(contact, actor, now, key)
    if contact.needs_countersign:
        telling.ask_to_countersign(contact, writer, now=now)
    if said.state == Note.State.PLANNED:
        telling.tell_planned(contact, by_post=actor.post_id, now=now)
    telling.tell_chronology(contact, None, now=now)
    _forget_drafts(actor, key)
    audit_contact(_verb(said), contact, actor, now, version=1)
    return contact


def _check_access(actor: Actor, child: Child, service_id: int | None, *, has_case: bool) -> None:
    check_may_write(actor, service_id)
    seen = sight(actor, child.public_id)
    if seen is None or not seen.sees(category_of(has_case=has_case)) or service_id not in seen.own_services:
        raise Denied(NOT_FOUND)


def _check_post(post: Post, actor: Actor, child: Child, now: datetime) -> None:
    if not live_posts(now=now).filter(pk=post.pk, team=actor.team_id or 0).exists():
        raise Denied("Choose somebody who works in the team now.")
    if is_hidden(actor_of(post, now=now), child.pk):
        raise Denied("Choose somebody else: this contact cannot be theirs.")


def _tidy(said: Said) -> Said:
    """Strip words, and leave nobody seen where nothing happened."""
    said = replace(
        said, words=said.words.strip(), seen=said.seen.strip(), next_words=said.next_words.strip(),
        significant=said.significant.strip(), child_seen=said.child_seen or said.seen_alone,
    )  # fmt: skip
    if said.state == Note.State.HELD:
        return said
    return replace(
        said, child_seen=False, seen_alone=False, saw_mother=False, saw_father=False, saw_carer=False
    )


def _mark_for_countersign(contact: Contact, writer: Post, now: datetime) -> None:
    """Have what a time-boxed post wrote, or changed after it was countersigned, countersigned (anew)."""
    if contact.state in HAPPENED and writer.is_time_boxed:
        contact.needs_countersign, contact.countersigned_at, contact.countersigned_by = True, None, None
        telling.ask_to_countersign(contact, writer, now=now)


def _post(actor: Actor) -> Post:
    return Post.objects.select_related("team", "supervisor").get(pk=actor.post_id or 0)


def locked(contact: Contact) -> Contact:
    """Return the contact as it is now, locked until the transaction ends.

    Its relations are read afterwards: PostgreSQL, which waits for whoever changes the row, would join the row
    as it is then with what the row before pointed to, and find none.
    """
    Contact.objects.select_for_update().only("pk").get(pk=contact.pk)
    return Contact.objects.select_related("child", "team", "service", "post", "writer").get(pk=contact.pk)


def revise(contact: Contact, actor: Actor | None, now: datetime, key: uuid.UUID) -> None:
    """Keep what a contact says now as the version that it has now."""
    Revision.objects.create(
        contact=contact, number=contact.version, key=key, by_id=actor.post_id if actor else None, at=now,
        **asdict(said_by(contact)),
    )  # fmt: skip


def _forget_drafts(actor: Actor, key: uuid.UUID) -> None:
    Draft.objects.filter(by=actor.post_id, key=key).delete()


def _verb(said: Said) -> str:
    if said.state == Note.State.PLANNED:
        return "contact.plan"
    return "contact.call_off" if said.state in CANCELLED else "contact.write"


def audit_contact(verb: str, contact: Contact, by: Actor | None, now: datetime, **detail: object) -> None:
    """Put on record what was done with a contact: keys and codes, no word of it."""
    audit.record(
        verb=verb, now=now, actor=by, child_id=contact.child_id, detail={"contact": contact.pk, **detail}
    )
