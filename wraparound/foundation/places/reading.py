"""Reading a postcode directory into the table: a chunk at a time, with progress, the same twice over."""

import csv
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.module_loading import import_string

from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.area.models import Footprint, Postcode, PostcodeLoad
from wraparound.foundation.audit.services import record
from wraparound.foundation.places.rules import PostcodeRow, find_columns, read_postcode_row

CHUNK = 2000
PAUSE = 0.02
"""Seconds between chunks, so that a national directory starves nobody of SQLite's lock."""
TOLD = 100
"""Lines that are told one by one; of more only the number is kept."""
FIELDS = ("authority", "footprint_id", "easting", "northing", "terminated")


def start_load(*, upload: UploadedFile, actor: Actor, now: datetime) -> PostcodeLoad:
    """Keep the file that was sent and put its reading on the queue."""
    actor.check(May.ADMINISTER)
    folder = Path(settings.MEDIA_ROOT) / "postcodes"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4()}.csv"
    with path.open("wb") as kept:
        for part in upload.chunks():
            kept.write(part)
    with transaction.atomic():
        load = _described(path, upload.name or "postcodes.csv", now)
        record(verb="area.postcodes", now=now, actor=actor, detail={"postcodeload": load.pk})
        task = "wraparound.foundation.places.tasks.read_postcodes"
        transaction.on_commit(lambda: import_string(task).enqueue(load.pk))
    return load


def load_file(path: Path, *, now: datetime, tell: Callable[[PostcodeLoad], None]) -> PostcodeLoad:
    """Read a file at once, as the command does; `tell` is called after each chunk."""
    load = _described(path, path.name, now)
    record(verb="area.postcodes", now=now, detail={"postcodeload": load.pk})
    read_load(load, now=now, tell=tell)
    return load


def read_load(
    load: PostcodeLoad, *, now: datetime, tell: Callable[[PostcodeLoad], None] | None = None
) -> None:
    """Read the file of a load from its start: what is known already is left unchanged and counted so."""
    load.state = PostcodeLoad.State.READING
    load.added = load.changed = load.unchanged = load.refused = load.bytes_read = 0
    told: list[str] = []
    depths = dict(Footprint.objects.values_list("code", "level__position"))
    keys = dict(Footprint.objects.values_list("code", "pk"))
    try:
        with Path(load.path).open("rb") as file:
            rows = _rows(file, load, told)
            while chunk := list(islice(rows, CHUNK)):
                _store({row.postcode: _values(row, depths, keys) for row in chunk}, load)
                load.bytes_read = file.tell()
                load.save()
                if tell:
                    tell(load)
                time.sleep(PAUSE)
    except (ValueError, csv.Error, OSError) as error:
        load.state, told = PostcodeLoad.State.FAILED, [str(error)]
    else:
        load.state, load.bytes_read = PostcodeLoad.State.DONE, load.bytes_total
    if load.refused > TOLD:
        told.append(f"… and {load.refused - TOLD} more lines.")
    load.words, load.finished_at = "\n".join(told), now
    load.save()


def _described(path: Path, name: str, now: datetime) -> PostcodeLoad:
    return PostcodeLoad.objects.create(
        file_name=name[:200], path=str(path), started_at=now, bytes_total=path.stat().st_size
    )


def _rows(file: BinaryIO, load: PostcodeLoad, told: list[str]) -> Iterator[PostcodeRow]:
    """Yield the lines that can be read; count and tell the others. Raises ValueError for a bad header."""
    reader = csv.reader(line.decode("utf-8-sig", errors="replace").replace("\0", "") for line in file)
    header = next(reader, None)
    if not header or not any(header):
        raise ValueError("The file is empty.")
    columns = find_columns(header)
    for cells in reader:
        if not any(cells):
            continue
        try:
            yield read_postcode_row(cells, columns)
        except ValueError as error:
            load.refused += 1
            if len(told) < TOLD:
                told.append(f"Line {reader.line_num}: {error}")


def _values(row: PostcodeRow, depths: dict[str, int], keys: dict[str, int]) -> tuple[object, ...]:
    """Return what is stored of a row, with the innermost footprint here that it lies in."""
    here = [code for code in row.areas if code in depths]
    footprint = keys[max(here, key=lambda code: depths[code])] if here else None
    return (row.authority, footprint, row.easting, row.northing, row.terminated)


def _store(chunk: dict[str, tuple[object, ...]], load: PostcodeLoad) -> None:
    stored = {
        row[0]: row[1:]
        for row in Postcode.objects.filter(pk__in=list(chunk)).values_list("postcode", *FIELDS)
    }
    new = [key for key in chunk if key not in stored]
    changed = [key for key in chunk if key in stored and stored[key] != chunk[key]]
    with transaction.atomic():
        Postcode.objects.bulk_create(
            [Postcode(postcode=key, **dict(zip(FIELDS, chunk[key], strict=True))) for key in new + changed],
            update_conflicts=True,
            unique_fields=["postcode"],
            update_fields=["authority", "footprint", "easting", "northing", "terminated"],
        )
    load.added += len(new)
    load.changed += len(changed)
    load.unchanged += len(chunk) - len(new) - len(changed)
