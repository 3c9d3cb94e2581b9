"""A backup restores to exactly what it was, and a damaged one is refused."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.factories import NOW, make_agency, make_child
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.chain import verify as chain
from wraparound.outcomes.children.models import Child, Name
from wraparound.site.backup import BackupError, back_up, restore, verify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _file_database(tmp_path: Path, settings) -> None:
    settings.AUDIT_CHECKPOINTS = [str(tmp_path / "checkpoints")]
    checkpoint(tmp_path).parent.mkdir()
    checkpoint(tmp_path).write_text("a line")


def checkpoint(folder: Path) -> Path:
    return folder / "checkpoints" / "2026-03-03"


def test_what_was_backed_up_is_restored(tmp_path: Path) -> None:
    child = make_child("Amara")
    back_up(tmp_path / "b.tar", now=NOW)
    Name.objects.all().update(given_names="Changed")
    make_agency()
    checkpoint(tmp_path).unlink()
    restore(tmp_path / "b.tar", replace=True)
    assert Name.objects.get().given_names == "Amara"
    assert Child.objects.get().public_id == child.public_id
    assert Agency.objects.count() == 1
    assert checkpoint(tmp_path).read_text() == "a line"


def test_what_was_sealed_after_the_backup_is_still_told_of_after_a_restore(tmp_path: Path) -> None:
    """Else whoever restores an old backup would take looks away without a trace."""
    make_child()
    audit.record(verb="test", now=timezone.now())
    call_command("audit", "seal")
    back_up(tmp_path / "b.tar", now=NOW)
    audit.record(verb="test", now=timezone.now())
    call_command("audit", "seal")
    restore(tmp_path / "b.tar", replace=True)
    assert chain.verify().alarms
    call_command("audit", "resume", because="The disk failed")
    assert chain.verify().alarms == []


def test_a_place_that_cannot_be_written_or_read_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(BackupError, match="file"):
        back_up(tmp_path / "file" / "b.tar", now=NOW)
    with pytest.raises(BackupError, match="no file"):
        restore(tmp_path / "none.tar", replace=True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's file is replaced whole")
def test_a_database_of_a_later_version_is_not_mixed_with_an_earlier_one(tmp_path: Path) -> None:
    back_up(tmp_path / "b.tar", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later_thing (id integer)")
    try:
        with pytest.raises(BackupError, match="later_thing"):
            restore(tmp_path / "b.tar", replace=True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE later_thing")


def test_a_database_that_holds_something_is_not_replaced_unasked(tmp_path: Path) -> None:
    make_child()
    back_up(tmp_path / "b.tar", now=NOW)
    with pytest.raises(BackupError, match="--replace"):
        restore(tmp_path / "b.tar", replace=False)


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("something")
    with pytest.raises(BackupError, match="already"):
        back_up(tmp_path / "b.tar", now=NOW)
    assert (tmp_path / "b.tar").read_text() == "something"


def test_a_backup_that_would_write_elsewhere_is_refused(tmp_path: Path) -> None:
    """A backup may come from anywhere: its digests can be right and its names reach out of the folder."""
    manifest = {
        "database": connection.vendor,
        "rows": dict.fromkeys(connection.introspection.table_names(), 0),
        "sha256": {"../x": hashlib.sha256(b"").hexdigest()},
    }
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        for name, content in (("manifest.json", json.dumps(manifest).encode()), ("../x", b"")):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    with pytest.raises(BackupError, match="elsewhere"):
        restore(tmp_path / "b.tar", replace=True)


@pytest.mark.parametrize("position", [0.3, 0.6, 0.9])
def test_one_changed_byte_is_found(tmp_path: Path, position: float) -> None:
    make_child()
    path = tmp_path / "b.tar"
    back_up(path, now=NOW)
    content = bytearray(path.read_bytes())
    content[int(len(content) * position)] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(BackupError):
        verify(path)
        restore(path, replace=True)
