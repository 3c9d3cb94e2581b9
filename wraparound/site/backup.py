"""Backing up and restoring an installation, each verifying what it did.

A backup is one tar file: the database as one file, the checkpoints of the audit, and a manifest with the
SHA-256 of each and the number of rows of every table at that instant.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

MANIFEST = "manifest.json"
CHECKPOINTS = "checkpoints"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class BackupError(Exception):
    """A backup or a restore that is not to be trusted; says what is wrong and what to do."""


def back_up(target: Path, *, now: datetime) -> dict[str, Any]:
    """Write a backup to `target` and return its manifest; nothing is left at `target` on failure."""
    if target.exists():
        raise BackupError(f"{target} is there already. Give another name.")
    with _said_in_words(), _draft_beside(target) as name:
        folder = Path(name)
        dump = folder / DATABASE[connection.vendor]
        rows = _dump_sqlite(dump) if connection.vendor == "sqlite" else _dump_postgres(dump)
        if _checkpoints().exists():
            shutil.copytree(_checkpoints(), folder / CHECKPOINTS)
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        manifest = {
            "made_at": now.isoformat(),
            "database": connection.vendor,
            "rows": rows,
            "sha256": {str(path.relative_to(folder)): _digest(path) for path in files},
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
        made = folder / "backup.tar"
        with tarfile.open(made, "w") as tar:
            for path in [folder / MANIFEST, *files]:
                tar.add(path, arcname=str(path.relative_to(folder)))
        verify(made)
        made.chmod(0o600)
        made.rename(target)
    return manifest


def verify(source: Path) -> dict[str, Any]:
    """Read a backup through, compare every digest, and return its manifest; raises `BackupError`."""
    try:
        with tarfile.open(source) as tar:
            manifest: dict[str, Any] = json.load(_inside(tar, MANIFEST))
            for name, digest in manifest["sha256"].items():
                with _inside(tar, name) as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
                        raise BackupError(f"{name} inside {source.name} was changed or damaged.")
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {source}.") from error
    except (tarfile.TarError, KeyError, ValueError, OSError) as error:
        raise BackupError(f"{source.name} is not a whole backup of Wraparound.") from error
    return manifest


def restore(source: Path, *, replace: bool) -> dict[str, int]:
    """Put a backup in place of this installation's database; return the rows of each table afterwards.

    Raises `BackupError` when the backup is damaged, is of another kind of database, when the database
    holds something and `replace` is not said, or when the rows afterwards are not those of the manifest.
    """
    manifest = verify(source)
    vendor = connection.vendor
    if manifest["database"] != vendor:
        raise BackupError(f"This backup is of {manifest['database']}, and the database here is {vendor}.")
    if not replace and any(_count_rows().values()):
        raise BackupError("The database here is not empty. Say --replace to put the backup in its place.")
    if vendor == "postgresql" and (others := sorted(_count_rows().keys() - manifest["rows"].keys())):
        raise BackupError(
            f"The database here has tables that the backup does not have ({', '.join(others[:3])}): it is of "
            "a later version. Make an empty database, name it in DATABASE_URL and restore into that."
        )
    with _said_in_words(), tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as name:
        with tarfile.open(source) as tar:
            _unpack(tar, manifest["sha256"], Path(name).resolve())
        dump = Path(name) / DATABASE[vendor]
        connection.close()
        _load_sqlite(dump) if vendor == "sqlite" else _load_postgres(dump)
        _bring_back_checkpoints(Path(name) / CHECKPOINTS)
    rows = _count_rows()
    if rows != manifest["rows"]:
        wrong = sorted(table for table in manifest["rows"] if rows.get(table) != manifest["rows"][table])
        raise BackupError(f"After restoring, these tables do not have the rows they had: {', '.join(wrong)}.")
    return rows


def _dump_sqlite(dump: Path) -> dict[str, int]:
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as live,
        closing(sqlite3.connect(dump)) as copy,
    ):
        live.backup(copy, pages=4096, sleep=0.005)
        if (found := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise BackupError(f"The copy of the database is damaged: {found}")
        tables = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
            for table in sorted(tables)
            if not table.startswith("sqlite_")
        }


def _load_sqlite(dump: Path) -> None:
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(dump)) as copy, closing(sqlite3.connect(name)) as live:
        copy.backup(live)


def _dump_postgres(dump: Path) -> dict[str, int]:
    """Dump and count in one snapshot, so that the manifest is of exactly what was dumped."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _postgres_tool("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={dump}")
        return _count_rows()


def _load_postgres(dump: Path) -> None:
    _postgres_tool("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(dump))


def _postgres_tool(tool: str, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise BackupError(f"{tool} is not installed here. Install the PostgreSQL client tools.")
    at = connection.settings_dict
    said = {"dbname": at["NAME"], "host": at["HOST"], "port": at["PORT"], "user": at["USER"]}
    said |= {name: value for name, value in at["OPTIONS"].items() if name.startswith("ssl")}
    where = make_conninfo(**{name: value for name, value in said.items() if value})
    environment = {**os.environ, "PGPASSWORD": at["PASSWORD"] or ""}
    result = subprocess.run(  # noqa: S603
        [program, f"--dbname={where}", "--no-password", *arguments],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    if result.returncode:
        raise BackupError(f"{tool} failed: {result.stderr.strip()[-500:]}")


def _count_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            counts[table] = cursor.fetchone()[0]
    return counts


def _checkpoints() -> Path:
    return Path(settings.AUDIT_CHECKPOINTS[0])


def _bring_back_checkpoints(folder: Path) -> None:
    """Put back the checkpoints of a backup, but none over one that was written since.

    What was sealed after the backup stays there to be told by `audit verify`: a restore hides nothing.
    """
    for kept in sorted(path for path in folder.rglob("*") if path.is_file()):
        place = _checkpoints() / kept.relative_to(folder)
        if not place.exists() or kept.read_bytes().startswith(place.read_bytes()):
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(kept, place)


@contextmanager
def _said_in_words() -> Iterator[None]:
    """Say what the disk refused as a sentence."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{error.filename or 'The disk'}: {error.strerror or error}.") from error


@contextmanager
def _draft_beside(target: Path) -> Iterator[str]:
    """Make a folder for drafts on the disk that the backup is to lie on."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        yield name


def _unpack(tar: tarfile.TarFile, names: Iterable[str], folder: Path) -> None:
    """Write the files of a backup below a folder, and nothing anywhere else. Raises `BackupError`."""
    for name in names:
        place = (folder / name).resolve()
        if not place.is_relative_to(folder):
            raise BackupError(f"The backup holds a file that would lie elsewhere: {name}.")
        place.parent.mkdir(parents=True, exist_ok=True)
        with _inside(tar, name) as inside, place.open("wb") as outside:
            shutil.copyfileobj(inside, outside)


def _inside(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    """Open a file of a backup to be read bit by bit: a database can be larger than the memory."""
    file = tar.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
