"""Keeping the area: its name and words, numbers to ring, footprints, dated documents."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.area.documents import kinds, read_toml
from wraparound.foundation.area.models import Area, Configuration, DutyNumber, Footprint, FootprintLevel
from wraparound.foundation.audit.changes import add, change
from wraparound.foundation.audit.services import record
from wraparound.foundation.places.rules import COLUMNS, FootprintRow, read_footprint_row


class Unreadable(Exception):
    """A file cannot be used; `lines` says in words what is wrong on which line."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def save_area(
    *, area: Area | None, version: int, values: dict[str, Any], actor: Actor, now: datetime
) -> Area:
    """Name the area, or change what it is called and which words its pages use."""
    actor.check(May.ADMINISTER)
    if area is None:
        return add(
            Area, key={"code": values.pop("code")}, values=values, verb="area.add", actor=actor, now=now
        )
    change(area, version=version, values=values, verb="area.change", actor=actor, now=now)
    return area


def save_duty_number(
    *,
    number: DutyNumber | None,
    area: Area,
    version: int,
    values: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> DutyNumber:
    """Add a number to ring, or change it; pages show them by position."""
    actor.check(May.ADMINISTER)
    if number is None:
        key = {"area": area, "label": values.pop("label"), "telephone": values.pop("telephone")}
        return add(DutyNumber, key=key, values=values, verb="area.number_add", actor=actor, now=now)
    change(number, version=version, values=values, verb="area.number_change", actor=actor, now=now)
    return number


@transaction.atomic
def remove_duty_number(*, number: DutyNumber, actor: Actor, now: datetime) -> None:
    """Take a number off every page."""
    actor.check(May.ADMINISTER)
    record(verb="area.number_remove", now=now, actor=actor, detail={"dutynumber": number.pk})
    number.delete()


def add_level(*, name: str, position: int, actor: Actor, now: datetime) -> FootprintLevel:
    """Add a level to the tree of footprints."""
    actor.check(May.ADMINISTER)
    values = {"position": position}
    return add(FootprintLevel, key={"name": name}, values=values, verb="area.level_add", actor=actor, now=now)


def save_footprint(
    *, footprint: Footprint | None, version: int, values: dict[str, Any], actor: Actor, now: datetime
) -> Footprint:
    """Add a footprint, rename it, move it under another, or end it on a day."""
    actor.check(May.ADMINISTER)
    if footprint is None:
        key = {"code": values.pop("code")}
        return add(Footprint, key=key, values=values, verb="area.footprint_add", actor=actor, now=now)
    change(footprint, version=version, values=values, verb="area.footprint_change", actor=actor, now=now)
    return footprint


@transaction.atomic
def import_footprints(*, lines: Iterable[str], actor: Actor | None, now: datetime) -> tuple[int, int, int]:
    """Add or change footprints from a CSV of code, name, level, parent, valid_from (and valid_until).

    All or nothing: raises `Unreadable` naming every line that is wrong. Returns how many were added,
    changed and left as they were; the same file sent again leaves all as they were.
    """
    if actor:
        actor.check(May.ADMINISTER)
    reader = csv.DictReader(lines)
    if missing := COLUMNS - set(reader.fieldnames or ()):
        raise Unreadable([f"The first line must name these columns too: {', '.join(sorted(missing))}."])
    rows, wrong = [], []
    for raw in reader:
        try:
            rows.append(read_footprint_row(raw, line=reader.line_num))
        except ValueError as error:
            wrong.append(f"Line {reader.line_num}: {error}")
    if wrong:
        raise Unreadable(wrong)
    counts = store_footprints(rows, now=now)
    record(verb="area.footprints_import", now=now, actor=actor, detail=dict(zip("acu", counts, strict=True)))
    return counts


def store_footprints(rows: list[FootprintRow], *, now: datetime) -> tuple[int, int, int]:
    """Store footprints as described, parents first; return how many were added, changed and unchanged."""
    level_by_name = {level.name: level for level in FootprintLevel.objects.all()}
    wrong = [
        f"Line {row.line}: there is no level “{row.level}”." for row in rows if row.level not in level_by_name
    ]
    if wrong:
        raise Unreadable(wrong)
    rows = sorted(rows, key=lambda row: level_by_name[row.level].position)
    known = {footprint.code: footprint for footprint in Footprint.objects.select_related("level")}
    added = changed = 0
    for row in rows:
        if row.parent and row.parent not in known:
            raise Unreadable([f"Line {row.line}: the parent “{row.parent}” is neither here nor in the file."])
        parent = known.get(row.parent)
        if parent and parent.level.position >= level_by_name[row.level].position:
            raise Unreadable([f"Line {row.line}: “{row.name}” cannot lie in “{parent}”, which is no larger."])
        values = {
            "name": row.name,
            "level": level_by_name[row.level],
            "parent": parent,
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
        }
        footprint = known.get(row.code)
        if footprint is None:
            known[row.code] = Footprint.objects.create(code=row.code, **values)
            added += 1
        elif any(getattr(footprint, name) != value for name, value in values.items()):
            changed += 1
            Footprint.objects.filter(pk=footprint.pk).update(**values, version=footprint.version + 1)
            known[row.code] = Footprint.objects.get(pk=footprint.pk)
    return added, changed, len(rows) - added - changed


def configure(
    *, kind: str, text: str, effective_from: date, actor: Actor | None, now: datetime
) -> Configuration:
    """Store a dated document written in TOML, checked by its kind; the one before holds until its day.

    Raises `area.documents.DocumentError` naming lines and fields, or `audit.changes.Taken` when another
    document of this kind holds from the same day.
    """
    if actor:
        actor.check(May.ADMINISTER)
    key = {"kind": kind, "effective_from": effective_from, "footprint": None}
    values = {"document": read_toml(kinds()[kind], text)}
    return add(Configuration, key=key, values=values, verb="area.configure", actor=actor, now=now)
