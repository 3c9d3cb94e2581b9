"""Taking a school's file of attendance in: every row is written, found unchanged, or refused with its reason.

Rows are taken in parts, each one transaction with its counts, so that a file that was cut off is taken up
where it stopped by sending it again. Which pupil a row is of is told by the UPN and by being on the school's
roll.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from wraparound.delivery.attendance.models import Attendance, AttendanceList, RefusedRow
from wraparound.delivery.attendance.reading import Refusal, Row, read
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.children.models import Identifier, Setting, SourceRecord

A_PART = 250
"""Rows of one transaction."""
NO_PUPIL = "No pupil on the school’s roll has this UPN."
TWO_PUPILS = "Two pupils on the school’s roll have this UPN. Ask the data manager."


def receive(*, school: Agency, content: bytes, file_name: str, actor: Actor, now: datetime) -> AttendanceList:
    """Take a file in and return its receipt; the same file sent again goes on where it was cut off.

    Raises `reading.Unreadable` for a file that is none, `Denied` for whoever may not send for the school.
    """
    check_may_send(actor, school)
    rows = read(content)
    found = _begin(school, hashlib.sha256(content).digest(), file_name, len(rows), actor, now)
    while found.done < found.rows:
        take_part(found, rows, now=now)
    return found


def check_may_send(actor: Actor, school: Agency) -> None:
    """Pass the data manager; one of a school only for that school. Raises `Denied` otherwise."""
    actor.check(May.SEND_FEEDS)
    if school.kind != Agency.Kind.SCHOOL:
        raise Denied("Choose a school.")
    own = Agency.objects.filter(pk=actor.agency_id, kind=Agency.Kind.SCHOOL).exists()
    if own and actor.agency_id != school.pk:
        raise Denied("You can send the attendance of your own school only.")


@transaction.atomic
def _begin(
    school: Agency, digest: bytes, file_name: str, rows: int, actor: Actor, now: datetime
) -> AttendanceList:  # fmt: skip
    Agency.objects.select_for_update().get(pk=school.pk)
    unfinished = AttendanceList.objects.filter(school=school, digest=digest, finished_at__isnull=True)
    if found := unfinished.first():
        return found
    found = AttendanceList.objects.create(
        school=school, digest=digest, file_name=file_name[:200], rows=rows, sent_at=now,
        sent_by_id=actor.post_id,
    )  # fmt: skip
    audit.record(verb="attendance.send", now=now, actor=actor, detail={"list": found.pk, "school": school.pk})
    return found


@transaction.atomic
def take_part(found: AttendanceList, rows: Sequence[Row | Refusal], *, now: datetime) -> None:
    """Take the next rows in, with their counts; whoever does so at once waits and goes on after them."""
    AttendanceList.objects.select_for_update().get(pk=found.pk)
    found.refresh_from_db()
    part = rows[found.done : found.done + A_PART]
    good = [row for row in part if isinstance(row, Row)]
    refusals = [row for row in part if isinstance(row, Refusal)]
    records = _records(found.school, {row.upn for row in good})
    earlier = _earlier([records[row.upn][0] for row in good if len(records[row.upn]) == 1], found.school)
    new: list[Attendance] = []
    for row in good:
        reason = _reason(row, records[row.upn], earlier, found)
        if reason:
            refusals.append(Refusal(row.line, reason))
        else:
            new += _written(row, records[row.upn][0], earlier, found, now)
    Attendance.objects.bulk_create(new)
    RefusedRow.objects.bulk_create(RefusedRow(list=found, line=r.line, reason=r.reason) for r in refusals)
    found.done += len(part)
    found.written += len(new)
    found.refused += len(refusals)
    found.unchanged = found.done - found.written - found.refused
    found.finished_at = now if found.done == found.rows else None
    found.save()


def _records(school: Agency, upns: set[str]) -> dict[str, list[SourceRecord]]:
    """Return by UPN the records by which pupils are on the school's roll: its own, or another's that says so.

    One record a child: the school's own before another's.
    """
    said = Identifier.objects.filter(
        scheme=Identifier.Scheme.UPN, value__in=upns, superseded_at__isnull=True
    ).values_list("value", "source__child")
    children = defaultdict(set)
    for value, child in said:
        children[value].add(child)
    standing = Setting.objects.filter(
        kind=Setting.Kind.SCHOOL, agency=school, superseded_at__isnull=True
    ).values("source")
    on_roll = SourceRecord.objects.filter(
        Q(agency=school) | Q(pk__in=standing),
        child__in={child for found in children.values() for child in found}, ended_at__isnull=True,
    )  # fmt: skip
    by_child: dict[int, SourceRecord] = {}
    for record in on_roll.order_by("pk"):
        known = by_child.get(record.child_id)
        if known is None or (record.agency_id == school.pk and known.agency_id != school.pk):
            by_child[record.child_id] = record
    return defaultdict(
        list, {upn: [by_child[c] for c in sorted(found) if c in by_child] for upn, found in children.items()}
    )


Known = dict[int, list[Attendance]]


def _earlier(records: Sequence[SourceRecord], school: Agency) -> Known:
    """Return what the school has said of these children, by child, whichever record it hung on."""
    found: Known = defaultdict(list)
    said = Attendance.objects.filter(
        source__child__in={record.child_id for record in records}, school=school, superseded_at__isnull=True
    )
    for each in said.select_related("source"):
        found[each.source.child_id].append(each)
    return found


def _reason(row: Row, records: Sequence[SourceRecord], earlier: Known, found: AttendanceList) -> str:
    """Return why a row cannot be used, or nothing."""
    if len(records) != 1:
        return TWO_PUPILS if records else NO_PUPIL
    for known in earlier[records[0].child_id]:
        is_same = (known.first, known.last) == (row.first, row.last)
        if is_same and known.list_id == found.pk and not _says(known, row):
            return "An earlier row of this file says something else of the same pupil and days."
        if not is_same and _overlap(row, known):
            return (
                f"The days overlap with those from {_said(known.first)} to {_said(known.last)}, sent before."
            )
    return ""


def _written(
    row: Row, record: SourceRecord, earlier: Known, found: AttendanceList, now: datetime
) -> list[Attendance]:  # fmt: skip
    """Return what a row says, to be stored, or nothing where it was said before; what it corrects is over."""
    same = [a for a in earlier[record.child_id] if (a.first, a.last) == (row.first, row.last)]
    if same and _says(same[0], row):
        return []
    if same:
        Attendance.objects.filter(pk__in=[a.pk for a in same]).update(superseded_at=now)
    new = Attendance(
        source=record,
        school=found.school,
        first=row.first,
        last=row.last,
        list=found,
        said_at=now,
        **vars(row.sessions),
    )
    earlier[record.child_id] = [a for a in earlier[record.child_id] if a not in same] + [new]
    return [new]


def _says(known: Attendance, row: Row) -> bool:
    return all(getattr(known, name) == count for name, count in vars(row.sessions).items())


def _overlap(row: Row, known: Attendance) -> bool:
    return row.first <= known.last and known.first <= row.last


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
