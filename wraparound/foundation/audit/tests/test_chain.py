import json
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from wraparound.foundation.audit import services, tasks
from wraparound.foundation.audit.chain import checkpoints
from wraparound.foundation.audit.chain.digest import FIELDS, START, canonical, is_signed, link, sign
from wraparound.foundation.audit.chain.verify import verify
from wraparound.foundation.audit.models import Checkpoint, Entry, Seal
from wraparound.foundation.audit.tests import chains
from wraparound.foundation.audit.tests.chains import NOON, TAMPERINGS, sealed_chain, write_entries

pytestmark = pytest.mark.django_db
TRIALS = 1000


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.AUDIT_CHECKPOINTS = [str(tmp_path / "checkpoints")]
    settings.AUDIT_KEY_FILE = str(tmp_path / "key")
    return tmp_path / "checkpoints"


def test_a_chain_that_nobody_touched_is_sound() -> None:
    sealed_chain(entries=40, checkpoints=4)
    write_entries(3, start=40)
    report = verify()
    assert (report.links, report.waiting, report.checkpoints) == (40, 3, 4)
    assert not report.alarms and not report.notices


def test_a_thousand_random_tamperings_are_each_found_also_when_the_chain_was_recomputed() -> None:
    sealed_chain(entries=24, checkpoints=4)
    dice = random.Random(7)
    missed = []
    for trial in range(TRIALS):
        tampering = TAMPERINGS[trial % len(TAMPERINGS)]
        with transaction.atomic():
            tampering(dice)
            if again := trial // len(TAMPERINGS) % 2:
                chains.recompute()
            if not verify().alarms:
                missed.append((trial, tampering.__name__, again))
            transaction.set_rollback(True)
    assert not missed


@pytest.mark.parametrize("field", [field for field in FIELDS if field != "id"])
def test_an_edit_of_any_field_names_the_entry_alone(field: str) -> None:
    sealed_chain(entries=8, checkpoints=1)
    entry = Entry.objects.order_by("pk")[3]
    other = Entry.objects.order_by("pk")[4]
    Entry.objects.filter(pk=entry.pk).update(**{field: getattr(other, field)})
    alarms = verify().alarms
    if getattr(entry, field) != getattr(other, field):
        assert len(alarms) == 1 and alarms[0].startswith(f"Entry {entry.pk:,} (link 4")


def test_the_digest_covers_every_column_of_an_entry() -> None:
    assert set(FIELDS) == {field.attname for field in Entry._meta.concrete_fields}


def test_a_deleted_entry_and_a_cut_end_are_told_in_words() -> None:
    sealed_chain(entries=12, checkpoints=2)
    gone = Seal.objects.get(sequence=2).entry_id
    Entry.objects.filter(pk=gone).delete()
    Seal.objects.filter(sequence__gt=9).delete()
    alarms = verify().alarms
    assert alarms[0] == f"Entry {gone:,} (link 2) was deleted."
    assert "The chain ends at link 9" in alarms[1] and "the last 3 were cut off" in alarms[1]


def test_a_recomputed_chain_is_told_with_the_stretch_that_was_changed() -> None:
    sealed_chain(entries=30, checkpoints=3)
    Entry.objects.filter(pk=Seal.objects.get(sequence=15).entry_id).update(child_id=1)
    chains.recompute()
    (alarm,) = verify().alarms
    assert alarm.startswith("Links 11 to 20 are not what left the database in Checkpoint 2")


def test_an_entry_dated_long_before_the_checkpoint_that_did_not_see_it_is_noticed() -> None:
    sealed_chain(entries=4, checkpoints=1)
    services.record(verb="card.open", now=NOON - timedelta(days=3))
    services.seal(now=NOON + timedelta(minutes=5))
    report = verify()
    assert not report.alarms
    assert "was not there at Checkpoint 1" in report.notices[0]


def _without_last_line(text: str) -> str:
    return "\n".join(text.splitlines()[:-1]) + "\n"


def _without_middle_line(text: str) -> str:
    lines = text.splitlines()
    return "\n".join([lines[0], *lines[2:]]) + "\n"


def _reordered(text: str) -> str:
    first, second, *rest = text.splitlines()
    return "\n".join([second, first, *rest]) + "\n"


def _edited(text: str) -> str:
    return text.replace('"sequence": 8', '"sequence": 7')


def _garbage(text: str) -> str:
    return text + "{not json\n"


@pytest.mark.parametrize("change", [_without_last_line, _without_middle_line, _reordered, _edited, _garbage])
def test_a_changed_checkpoint_file_is_found(folder: Path, change: Callable[[str], str]) -> None:
    sealed_chain(entries=16, checkpoints=4)
    (path,) = folder.glob("*.jsonl")
    path.write_text(change(path.read_text()))
    assert verify().alarms


def test_a_middle_line_taken_out_is_found_also_without_the_databases_copy(folder: Path) -> None:
    sealed_chain(entries=16, checkpoints=4)
    (path,) = folder.glob("*.jsonl")
    path.write_text(_without_middle_line(path.read_text()))
    Checkpoint.objects.all().delete()
    assert "taken out or moved" in verify().alarms[0]


def test_checkpoints_rotate_by_day_and_go_to_every_folder(settings, folder: Path, tmp_path: Path) -> None:
    settings.AUDIT_CHECKPOINTS = [str(folder), str(tmp_path / "second")]
    sealed_chain(entries=4, checkpoints=2)
    write_entries(2, start=4)
    services.seal(now=NOON + timedelta(days=1))
    names = ["2026-03-03.jsonl", "2026-03-04.jsonl"]
    for place in [folder, tmp_path / "second"]:
        assert sorted(path.name for path in place.glob("*.jsonl")) == names
    assert verify().checkpoints == 3 and not verify().alarms


def test_a_checkpoint_is_written_only_when_the_chain_grew(folder: Path) -> None:
    sealed_chain(entries=4, checkpoints=1)
    services.seal(now=NOON + timedelta(minutes=9))
    assert len(list(checkpoints.read(folder))) == 1


def test_a_folder_that_cannot_be_written_is_told_after_the_first_is_written(settings, folder: Path) -> None:
    blocked = folder.parent / "blocked"
    blocked.write_text("a file stands where the folder should be")
    settings.AUDIT_CHECKPOINTS = [str(folder), str(blocked)]
    write_entries(2)
    with pytest.raises(checkpoints.NotWritten, match="blocked"):
        services.seal(now=NOON)
    assert checkpoints.last_line(folder)


def test_after_a_restored_backup_the_chain_goes_on_and_what_was_lost_is_told(folder: Path) -> None:
    sealed_chain(entries=12, checkpoints=3)
    Seal.objects.filter(sequence__gt=4).delete()
    Entry.objects.exclude(pk__in=Seal.objects.values("entry_id")).delete()
    assert verify().alarms
    services.send_checkpoint(now=NOON + timedelta(hours=1), because="Restored the backup of 3 March.")
    write_entries(10, start=12)
    services.seal(now=NOON + timedelta(hours=2))
    report = verify()
    assert not report.alarms
    assert "8 later links were given up. Reason written: Restored the backup" in report.notices[0]


def test_the_signing_key_is_made_once_and_readable_by_its_owner_alone(folder: Path) -> None:
    key = checkpoints.signing_key()
    path = folder.parent / "key"
    assert len(key) == 64 and checkpoints.signing_key() == key
    assert path.stat().st_mode & 0o077 == 0


def test_a_check_without_the_key_says_the_way_out_and_writes_nothing(folder: Path) -> None:
    sealed_chain(entries=4, checkpoints=2)
    path = folder.parent / "key"
    kept = path.read_text()
    path.unlink()
    before = {each: each.read_bytes() for each in folder.parent.rglob("*") if each.is_file()}
    with pytest.raises(
        CommandError, match=r"key that signs checkpoints is missing.*put the file back"
    ) as told:
        call_command("audit", "verify")
    assert told.value.returncode == 2
    assert {each: each.read_bytes() for each in folder.parent.rglob("*") if each.is_file()} == before
    assert Entry.objects.count() == 4
    assert tasks.check_chain.func() == 1, "the nightly check tells it too"
    path.write_text(kept)
    call_command("audit", "verify")


def test_a_late_committing_entry_is_chained_in_a_later_run() -> None:
    write_entries(5)
    late = Entry.objects.order_by("pk")[1]
    Entry.objects.filter(pk=late.pk).delete()
    services.seal(now=NOON)
    Entry.objects.create(**{field: getattr(late, field) for field in FIELDS})
    assert services.seal(now=NOON + timedelta(minutes=1)) == 1
    assert Seal.objects.get(entry_id=late.pk).sequence == 5
    assert not verify().alarms


values = st.one_of(st.none(), st.integers(-(2**40), 2**40))
entries = st.fixed_dictionaries(
    {
        "id": st.integers(1, 2**40),
        "at": st.datetimes(timezones=st.just(NOON.tzinfo)),
        "verb": st.text(max_size=20),
        "request": st.one_of(st.none(), st.uuids()),
        "outcome": st.sampled_from(["done", "seen", "denied"]),
        "detail": st.dictionaries(st.text(max_size=5), values, max_size=3),
        **dict.fromkeys(("user_id", "post_id", "agency_id", "child_id"), values),
    }
)


@given(entries, entries)
def test_two_entries_have_one_canonical_form_only_when_they_are_equal(one: dict, other: dict) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)
    assert link(START, 1, one) != link(START, 2, one)


@given(st.dictionaries(st.text(), values), st.binary(min_size=1), st.binary(min_size=1))
def test_only_the_key_that_signed_a_line_is_taken(line: dict, key: bytes, other: bytes) -> None:
    signed = json.loads(json.dumps(line)) | {"signature": sign(key, line)}
    assert is_signed(key, signed)
    assert is_signed(other, signed) == (key.rstrip(b"\0") == other.rstrip(b"\0"))
