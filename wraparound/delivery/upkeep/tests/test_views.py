"""The pages: an editor changes an entry, an approver sees both texts, files and lists; nothing typed is lost."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import make_client, make_post, make_team
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.upkeep import queries
from wraparound.delivery.upkeep.models import Edit, File
from wraparound.delivery.upkeep.tests.making import make_entry
from wraparound.foundation.accounts.models import Role

pytestmark = pytest.mark.django_db


def address(name: str, *args) -> str:
    return reverse(f"upkeep:{name}", args=args)


def filled(client: Client, path: str) -> dict[str, list[str]]:
    """What a browser would send of the page's form as it stands."""
    form = BeautifulSoup(client.get(path).content, "html.parser").select("main form")[-1]
    data: dict[str, list[str]] = {}
    for tag in form.select("input[name], textarea[name], select[name]"):
        name = str(tag["name"])
        if tag.name == "select":
            data[name] = [str(each["value"]) for each in tag.select("option[selected]")]
        elif tag.get("type") in ("checkbox", "radio"):
            data.setdefault(name, []).extend([str(tag["value"])] if tag.has_attr("checked") else [])
        else:
            data[name] = [tag.text.lstrip("\n") if tag.name == "textarea" else str(tag.get("value", ""))]
    return data


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def client_of_editor(team) -> Client:
    return make_client(make_post(team, Role.SERVICE_EDITOR))


def chief() -> Client:
    return make_client(make_post(role=Role.AREA_ADMINISTRATOR))


def test_the_form_of_an_entry_sent_as_it_stands_proposes_no_change(team, client_of_editor) -> None:
    listing = make_entry(team)
    path = address("change", listing.public_id)
    reply = client_of_editor.post(path, filled(client_of_editor, path))
    edit = Edit.objects.get()
    assert reply.url == address("edit", edit.public_id)
    assert "It changes nothing" in client_of_editor.get(reply.url).text
    assert queries.says_the_same(edit, queries.content_now(listing))


def test_an_edit_from_the_form_to_the_entry(team, client_of_editor) -> None:
    listing, approver = make_entry(team), chief()
    path = address("change", listing.public_id)
    data = filled(client_of_editor, path) | {
        "summary": ["Now on Fridays"], "telephones-0-number": [""], "telephones-2-number": ["01632 960159"],
        "sessions-0-days": ["MO", "FR"], "sessions-0-place": ["Library"],
    }  # fmt: skip
    client_of_editor.post(path, data)
    edit = Edit.objects.get()
    assert "Waits for approval" in client_of_editor.get(address("entries")).text
    shown = approver.get(address("edit", edit.public_id)).text
    assert "Songs, “toys”; and tea" in shown and "Now on Fridays" in shown
    decided = {"decision": "approve", "version": edit.version, "listing_version": listing.version}
    assert client_of_editor.post(address("edit", edit.public_id), decided).status_code == 200
    assert Edit.objects.get().state == "waiting"
    assert approver.post(address("edit", edit.public_id), decided).url == address("approvals")
    now = queries.content_now(Listing.objects.get())
    assert now.summary == "Now on Fridays" and now.sessions[0].days == "MO,FR"
    assert now.places[now.sessions[0].place].name == "Library"
    assert [each.number for each in now.telephones] == ["07700 900123", "01632 960159"]
    assert now.sessions[1].days == "1SA" and now.places[0].access[0].words == "Ramp"


def test_the_second_of_two_editors_sees_both_texts_and_keeps_what_was_typed(team, client_of_editor) -> None:
    listing, second = make_entry(team), make_client(make_post(team, Role.SERVICE_EDITOR))
    path = address("change", listing.public_id)
    mine, theirs = filled(client_of_editor, path), filled(second, path)
    client_of_editor.post(path, mine | {"summary": ["First"]})
    lost = second.post(path, theirs | {"summary": ["Second"]})
    assert lost.status_code == 409 and "First" in lost.text and 'value="Second"' in lost.text
    form = BeautifulSoup(lost.content, "html.parser")
    again = theirs | {"summary": ["Second"], "version": [form.select_one("[name=version]")["value"]]}
    assert second.post(path, again).status_code == 302
    assert Edit.objects.get().proposed["summary"] == "Second"


def test_an_approver_who_read_an_older_entry_looks_again(team, client_of_editor) -> None:
    listing, approver = make_entry(team), chief()
    path = address("change", listing.public_id)
    client_of_editor.post(path, filled(client_of_editor, path) | {"summary": ["New"]})
    edit = Edit.objects.get()
    page = address("edit", edit.public_id)
    read = filled(approver, page) | {"decision": ["approve"]}
    client_of_editor.post(address("alert", listing.public_id), {"alert": "Closed today", "version": "1"})
    again = approver.post(page, read)
    assert again.status_code == 409 and "Changed meanwhile" in again.text
    wrong = approver.post(page, read | {"decision": ["send_back"]})
    assert "so that they can put it right" in wrong.text
    fresh = filled(approver, page) | {"decision": ["send_back"], "words": ["Say from when"]}
    approver.post(page, fresh)
    assert "Say from when" in client_of_editor.get(address("entries")).text
    assert "Say from when" in client_of_editor.get(path).text
    client_of_editor.post(address("withdraw", edit.public_id))
    assert Edit.objects.get().state == "withdrawn"


def test_a_confidential_entry_with_an_address_says_at_the_question_what_is_wrong(
    team, client_of_editor
) -> None:
    listing = make_entry(team, places=(), sessions=(), coverage=(), is_confidential=True)
    path = address("change", listing.public_id)
    data = filled(client_of_editor, path)
    reply = client_of_editor.post(path, data | {"how_to": ["Come to WB1 4QT"]})
    assert "This says where a confidential service is" in reply.text and 'id="id_how_to-error"' in reply.text
    reply = client_of_editor.post(
        path, data | {"places-0-name": ["The house"], "places-0-postcode": ["WB1 4QT"]}
    )
    assert "A confidential service has no place" in reply.text and not Edit.objects.exists()


def test_still_true_by_one_press_and_a_new_entry_and_one_that_has_gone(team, client_of_editor) -> None:
    listing = make_entry(team)
    assert "Stale" in client_of_editor.get(address("entries")).text
    assert client_of_editor.get(address("still_true", listing.public_id)).status_code == 405
    client_of_editor.post(address("still_true", listing.public_id))
    assert "Stale</span>" not in client_of_editor.get(address("entries")).text
    data = filled(client_of_editor, address("new")) | {
        "name": ["Youth club"], "organisation": ["Wharnby"], "status": ["active"], "audience": ["public"],
    }  # fmt: skip
    assert "Say what it is called" in client_of_editor.post(address("new"), data | {"name": [""]}).text
    client_of_editor.post(address("new"), data)
    gone = client_of_editor.post(address("gone", listing.public_id), {"why": "Sold", "key": uuid4()})
    assert gone.status_code == 302
    waiting = chief().get(address("approvals")).text
    assert "Youth club" in waiting and "Gone for good" in waiting and "New entry" in waiting


def test_another_teams_entries_edits_and_files_are_missing(team, client_of_editor) -> None:
    listing, others = make_entry(make_team()), make_client(make_post(role=Role.SERVICE_EDITOR))
    for name in ("change", "gone", "alert"):
        assert client_of_editor.get(address(name, listing.public_id)).status_code == 404
    assert client_of_editor.post(address("still_true", listing.public_id)).status_code == 404
    own = make_entry(team, name="Own")
    path = address("change", own.public_id)
    client_of_editor.post(path, filled(client_of_editor, path))
    upload = SimpleUploadedFile("e.csv", b"name,organisation\r\nNew,Wharnby\r\n")
    client_of_editor.post(address("files"), {"file": upload, "key": uuid4()})
    for name, thing in (("edit", Edit), ("rewrite", Edit), ("file", File), ("receipt", File)):
        assert others.get(address(name, thing.objects.first().public_id)).status_code == 404
    for client in (client_of_editor, make_client(make_post())):
        assert client.get(address("approvals")).status_code == 404


def test_a_file_goes_out_and_in_on_the_pages(team, client_of_editor) -> None:
    make_entry(team)
    text = client_of_editor.get(address("take_out")).content
    reply = client_of_editor.post(
        address("files"), {"file": SimpleUploadedFile("e.csv", text), "key": uuid4()}
    )
    shown = client_of_editor.get(reply.url).text
    assert "Unchanged" in shown and "Reading the file" not in shown
    receipt = client_of_editor.get(address("receipt", File.objects.get().public_id)).text
    assert "2,'=Stay & play,unchanged" in receipt
    bad = SimpleUploadedFile("e.csv", b"what\r\n1\r\n")
    wrong = client_of_editor.post(address("files"), {"file": bad, "key": uuid4()})
    assert "We do not know these columns: what" in wrong.text
