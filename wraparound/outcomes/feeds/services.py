"""What can be done with agencies' lists: receive one, run it, accept its endings, stop it."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction

from wraparound.foundation.accounts.queries import token_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.area.jobs import queue
from wraparound.foundation.audit import services as audit
from wraparound.outcomes.feeds.linking.engines import NoEngine, engine
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.feeds.reading import mapping as mappings
from wraparound.outcomes.feeds.reading.layout import FileUnreadable
from wraparound.outcomes.feeds.rules import Changed, check_may_send
from wraparound.outcomes.feeds.writing import run as running
from wraparound.outcomes.feeds.writing.chunk import Stopped
from wraparound.outcomes.feeds.writing.turn import turn

BLOCK = 1 << 20
KEPT_SECONDS = 3600
"""For which a file that no load names is kept: it may be of a list that is being received."""
OVER = (Load.State.DONE, Load.State.FAILED, Load.State.STOPPED)
"""States in which a load is at its end."""
Tell = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and of how many."""


class KeyUsed(Exception):
    """A system sent other content under a key that it had used before."""


def receive(
    *, file: BinaryIO | File, name: str, agency: Agency, now: datetime, actor: Actor | None = None,
    mapping: str = "", is_complete: bool = False, is_dry_run: bool = False, asked_key: str = "",
    in_background: bool = False,
) -> Load:  # fmt: skip
    """Keep a file that an agency sent and return its load, ready to be run; in the background, queue it too.

    The same file sent again before its load is done is that load: it is taken up where it stopped. So is,
    even when done, what the same system sent under the same `asked_key`. `actor` is None on the command line
    alone. Raises `Denied` for a post or system that may not send it, `FileUnreadable` for a mapping that is
    wrong or a file over the bound, and `KeyUsed` for other content under a key that was used.
    """
    if actor is not None:
        check_may_send(actor, agency.pk)
    if mapping:
        mappings.parse(mapping)
    path, digest = _keep(file, f"{agency.code}\0{mapping}\0{is_complete}\0{is_dry_run}")
    system = token_of(actor) if actor else None
    new = Load(
        agency=agency, name=Path(name).name[:200], file=path.name, digest=digest, mapping=mapping,
        is_complete=is_complete, is_dry_run=is_dry_run, started_at=now, asked_key=asked_key,
        sent_by_id=actor.post_id if actor else None, sent_by_system=system,
    )  # fmt: skip
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        load = _sent_before(new) or _take_up(new, actor, now)
        if in_background and load.state not in OVER:
            start(load)
    if load.state in OVER:
        path.unlink(missing_ok=True)
    return load


def start(load: Load) -> None:
    """Put a load on the queue; one that is there twice is run once."""
    queue("wraparound.outcomes.feeds.tasks.run", load.pk)


def run_load(*, load: Load, now: datetime, actor: Actor | None = None, tell: Tell | None = None) -> Load:
    """Run a load from where it stopped to its end, or until endings wait for a person's word.

    Raises `writing.turn.Busy` when another load is being written. A file that cannot be read, or an engine
    of the settings that is not here, fails the load with the reason in `error`; nothing is then written.
    """
    with turn():
        load.refresh_from_db()
        if load.state in OVER:
            return load
        path = _folder() / load.file
        try:
            engine(settings.LINKER)
            figures = running.run(load, path=path, now=now, actor=actor, tell=tell or _silent)
        except Stopped:
            load.refresh_from_db()
        except (FileUnreadable, NoEngine) as error:
            _close(load, actor, now, state=Load.State.FAILED, error=str(error)[:1000])
        else:
            if figures is not None:
                _close(load, actor, now, state=Load.State.DONE, figures=figures, rows_done=load.rows)
        if load.state in OVER:
            path.unlink(missing_ok=True)
            _forget_old_files(now)
    return load


def accept_endings(
    *, load: Load, number: int, now: datetime, actor: Actor | None = None, in_background: bool = False
) -> None:
    """Let a held load end `number` records. Raises `Changed` when that is not the number that would end."""
    if actor is not None:
        check_may_send(actor, load.agency_id)
    with transaction.atomic():
        load = Load.objects.select_for_update().get(pk=load.pk)
        if load.state != Load.State.HELD or load.endings != number:
            raise Changed("The number has changed. Look at the load again.")
        load.endings_accepted, load.state = number, Load.State.WAITING
        load.save(update_fields=["endings_accepted", "state"])
        audit.record(verb="feed.accept", now=now, actor=actor, detail={**_about(load), "endings": number})
        if in_background:
            start(load)


def stop(*, load: Load, now: datetime, actor: Actor | None = None) -> None:
    """Stop a held or waiting load: what it wrote stays, nothing more is written."""
    if actor is not None:
        check_may_send(actor, load.agency_id)
    with transaction.atomic():
        load = Load.objects.select_for_update().get(pk=load.pk)
        if load.state not in OVER:
            load.state, load.finished_at, load.error = Load.State.STOPPED, now, "Stopped by a person."
            load.save(update_fields=["state", "finished_at", "error"])
            audit.record(verb="feed.stop", now=now, actor=actor, detail=_about(load))
    (_folder() / load.file).unlink(missing_ok=True)


def _sent_before(new: Load) -> Load | None:
    """Return the load that the same system sent under the same key. Raises `KeyUsed` for other content."""
    if not new.asked_key:
        return None
    same = Load.objects.filter(sent_by_system=new.sent_by_system, asked_key=new.asked_key).first()
    if same and same.digest != new.digest:
        raise KeyUsed
    return same


def _take_up(new: Load, actor: Actor | None, now: datetime) -> Load:
    """Return the unfinished load of the same file, or store the new one and stop what it replaces."""
    unfinished = Load.objects.filter(agency=new.agency, is_dry_run=new.is_dry_run).exclude(state__in=OVER)
    if same := unfinished.filter(digest=new.digest).first():
        return same
    if not new.is_dry_run:
        unfinished.update(state=Load.State.STOPPED, finished_at=now, error="A newer list was sent.")
    new.save()
    audit.record(verb="feed.receive", now=now, actor=actor, detail=_about(new))
    return new


@transaction.atomic
def _close(load: Load, actor: Actor | None, now: datetime, **values: object) -> None:
    """Bring a load to its end and put that on record, both or neither."""
    for name, value in {**values, "finished_at": now}.items():
        setattr(load, name, value)
    load.save(update_fields=[*values, "finished_at"])
    audit.record(verb="feed.load", now=now, actor=actor, detail={**_about(load), "state": load.state})


def _forget_old_files(now: datetime) -> None:
    """Remove the files that no unfinished load needs: a process that was killed may have left one."""
    needed = set(Load.objects.exclude(state__in=OVER).values_list("file", flat=True))
    for path in _folder().iterdir():
        if path.name not in needed and now.timestamp() - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _about(load: Load) -> dict[str, object]:
    return {"load": load.pk, "agency": load.agency_id, "complete": load.is_complete, "dry": load.is_dry_run}


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "feeds"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _keep(file: BinaryIO | File, asked: str) -> tuple[Path, str]:
    """Write what was sent to a file that only this installation reads; return it and its digest."""
    digest = hashlib.sha256(asked.encode())
    draft = _folder() / f"{hashlib.sha256(asked.encode() + str(id(file)).encode()).hexdigest()[:16]}.part"
    size = 0
    draft.touch(mode=0o600)
    with draft.open("wb") as stream:
        while block := file.read(BLOCK):
            size += len(block)
            if size > settings.FEED_MAX_BYTES:
                break
            digest.update(block)
            stream.write(block)
    if size > settings.FEED_MAX_BYTES:
        draft.unlink()
        most = settings.FEED_MAX_BYTES // BLOCK
        raise FileUnreadable(f"The file is larger than {most} MB. Send it in parts, without --complete.")
    return draft.rename(_folder() / digest.hexdigest()), digest.hexdigest()


def _silent(doing: str, done: int, of: int) -> None:
    """Tell nobody."""
