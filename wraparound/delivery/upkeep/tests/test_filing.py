"""Files: what goes out and in again changes nothing, is safe in a spreadsheet, and every row has a receipt."""

import csv
import io
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from tests.factories import NOW, make_actor, make_team
from wraparound.delivery.directory.content import Content
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.services import remove_listing
from wraparound.delivery.upkeep import filing, queries, sheets
from wraparound.delivery.upkeep.models import Edit, File, Row
from wraparound.delivery.upkeep.tests.making import approver, editor, make_entry, whole_content
from wraparound.delivery.upkeep.trees import tree_of
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Actor

pytestmark = pytest.mark.django_db


def send(text: str, actor: Actor, key=None) -> list[tuple[str, str]]:
    file = filing.send_file(name="e.csv", text=text, key=key or uuid4(), actor=actor, now=NOW)
    read = filing.read_file(file=queries.file_to_read(file.pk), now=NOW)
    return [(row.outcome, row.field) for row in queries.rows_of(read)]


def changed(text: str, **cells: str) -> str:
    """The file with other cells in each row."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows({**row, **cells} for row in rows)
    return out.getvalue()


def test_the_same_file_out_and_in_again_changes_nothing() -> None:
    listing, actor = make_entry(), approver()
    make_entry(name="Another", organisation=whole_content().organisation)
    before = (queries.content_now(listing), Listing.objects.get(pk=listing.pk).version)
    text = "".join(filing.take_out(actor))
    assert send(text, actor) == [("unchanged", "")] * 2
    assert (queries.content_now(listing), Listing.objects.get(pk=listing.pk).version) == before
    assert "".join(filing.take_out(actor)) == text


def test_a_file_fills_an_empty_directory_with_the_same_entries_also_months_and_translations() -> None:
    owner, actor = make_team(), approver()
    more = {"how_to": "Wejdź", "description": "Pierwsza\nDruga | trzecia"}
    translation = replace(whole_content().translations[0], **more)
    listing = make_entry(owner, translations=(translation,))
    before = without_ids(queries.content_now(listing))
    text = "".join(filing.take_out(actor))
    remove_listing(listing=listing, actor=None, now=NOW)
    assert send(changed(text, id=""), actor) == [("created", "")]
    back = without_ids(queries.content_now(Listing.objects.get()))
    assert back == before and back["sessions"][1]["frequency"] == "MONTHLY"
    assert back["translations"][0]["description"] == more["description"]


def without_ids(content: Content) -> Any:
    """A content without the ids of its parts, which a file does not carry."""

    def bare(tree: Any) -> Any:
        if isinstance(tree, dict):
            return {name: bare(value) for name, value in tree.items() if not name.endswith("public_id")}
        return [bare(each) for each in tree] if isinstance(tree, list) else tree

    return bare(tree_of(content))


def test_no_cell_is_a_formula_and_each_reads_as_it_was() -> None:
    make_entry()
    text = "".join(filing.take_out(approver()))
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert "'=Stay & play" in cells and "'+44 1632 960155" in "\n".join(cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    for said in ("=1+1", "'=1", "''+2", "plain", "'quoted'", "-", "@x"):
        assert sheets.plain(sheets.safe(said)) == said


def test_each_row_gets_its_receipt_and_the_rest_arrives() -> None:
    listing, actor = make_entry(), approver()
    other = listing.public_id
    text = (
        "id,name,organisation,summary,email,sessions,kinds\r\n"
        f"{other},Stay,Wharnby,Shorter,play@wharnby.example,,parent-and-toddler\r\n"
        ",New one,Wharnby,,,MO | 09:30-11:00,youth-club\r\n"
        ",Bad email,Wharnby,,nobody,,\r\n"
        ",Bad time,Wharnby,,,MO | nine,\r\n"
        ",Bad kind,Wharnby,,,,nothing-like-it\r\n"
        "not-an-id,X,Y,,,,\r\n"
        f"{uuid4()},X,Y,,,,\r\n"
        ",,Nobody,,,,\r\n"
    )
    assert send(text, actor) == [
        ("changed", ""), ("created", ""), ("refused", "email"), ("refused", "sessions"), ("refused", "terms.0"),
        ("refused", "id"), ("refused", "id"), ("refused", "name"),
    ]  # fmt: skip
    assert Row.objects.get(line=2).words == "Organisation, Name, In one sentence, Places, When"
    assert Listing.objects.count() == 2
    assert [outcome for outcome, _ in send(text, actor)][:2] == ["unchanged", "unchanged"]
    assert Listing.objects.count() == 2


def test_what_an_editor_sends_waits_for_approval_and_others_entries_are_refused() -> None:
    listing, others = make_entry(), make_entry(make_team(), name="Others")
    writer = editor(listing)
    text = changed("".join(filing.take_out(writer)), summary="From a file")
    text += f"{others.public_id},Others" + "," * (len(sheets.COLUMNS) - 2) + "\r\n"
    assert send(text, writer) == [("waiting", ""), ("refused", "id")]
    assert send(text, writer) == [("unchanged", ""), ("refused", "id")]
    assert Edit.objects.get().proposed["summary"] == "From a file"
    assert send("name,organisation\r\nNew,Wharnby\r\n", writer) == [("waiting", "")]
    assert send("name,organisation\r\nNew,Wharnby\r\n", writer) == [("unchanged", "")]


def test_a_confidential_entry_takes_no_address_from_a_file() -> None:
    text = (
        "name,organisation,is_confidential,places,description\r\n"
        "Safe,Refuge,yes,The house | 4 Harbour Street,\r\n"
        "Safe,Refuge,yes,,We are at WB1 4QT\r\n"
    )
    assert send(text, approver()) == [("refused", "places"), ("refused", "description")]
    assert not Listing.objects.exists()


def test_a_file_that_was_cut_goes_on_where_it_stopped_and_one_sent_twice_is_one() -> None:
    actor, key = approver(), uuid4()
    text = "name,organisation\r\n" + "".join(f"Group {n},Wharnby\r\n" for n in range(5))
    file = filing.send_file(name="e.csv", text=text, key=key, actor=actor, now=NOW)
    Row.objects.create(file=file, line=2, name="Group 0", outcome="created")
    assert [outcome for outcome, _ in send(text, actor, key)] == ["created"] * 5
    assert File.objects.count() == 1 and Listing.objects.count() == 4


@pytest.mark.parametrize("text", ["", "what,is,this\r\n1,2,3\r\n", "name,name\r\na,b\r\n"])
def test_a_file_that_is_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(sheets.BadFile):
        send(text, approver())
    assert not File.objects.exists()


def test_a_long_file_is_read_behind_peoples_work(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(filing, "queue", lambda name, pk: asked.append((name, pk)))
    for count in (filing.AT_ONCE, filing.AT_ONCE + 1):
        text = "name,organisation\r\n" + "".join(f"Group {n},Wharnby\r\n" for n in range(count))
        file = filing.send_file(name="e.csv", text=text, key=uuid4(), actor=approver(), now=NOW)
    assert asked == [("wraparound.delivery.upkeep.tasks.read_file", file.pk)]


def test_files_are_their_senders_and_the_approvers() -> None:
    writer = make_actor(role=Role.SERVICE_EDITOR)
    send("name,organisation\r\nNew,Wharnby\r\n", writer)
    assert queries.files_of(writer).count() == queries.files_of(approver()).count() == 1
    assert not queries.files_of(make_actor(role=Role.SERVICE_EDITOR)).exists()
