"""Several edits at once: each by itself, a receipt for each, and one that changed stops none of the rest."""

import re
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories import NOW, make_client, make_post, make_team
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.upkeep.deciding import LOOK_AGAIN, Chosen, decide_several
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.services import say_alert
from wraparound.delivery.upkeep.tests.making import approver, editor, make_entry, whole_content
from wraparound.delivery.upkeep.tests.test_editing import propose, settle
from wraparound.delivery.upkeep.tests.test_referring import propose as propose_referral
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Denied

pytestmark = pytest.mark.django_db


def entries(count: int) -> list[Listing]:
    team, organisation = make_team(), whole_content().organisation
    return [make_entry(team, name=f"Club {n}", organisation=organisation) for n in range(count)]


def ticked(*edits: Edit) -> list[Chosen]:
    return [Chosen(edit.public_id, edit.version, edit.listing.version) for edit in edits]


def test_each_is_decided_by_itself_and_the_receipt_says_what_was_skipped_and_why() -> None:
    chief, rows = approver(), entries(5)
    edits = [propose(row, editor(row), summary=f"New {row.name}") for row in rows[:4]]
    own = propose(rows[4], chief, summary="Mine")
    chosen = ticked(*edits, own)
    say_alert(listing=rows[1], alert="Closed", version=1, actor=editor(rows[1]), now=NOW)
    settle(edits[2], approver(), "refuse", "No")
    missing = Chosen(uuid4(), 1, None)
    settled = decide_several(
        chosen=[*chosen, chosen[0], missing], decision="approve", words="", actor=chief, now=NOW
    )
    assert [each.outcome for each in settled] == [
        "approved",
        "skipped",
        "skipped",
        "approved",
        "skipped",
        "skipped",
    ]
    assert settled[1].why == LOOK_AGAIN and "decided already" in settled[2].why
    assert "You wrote this" in settled[4].why and settled[5].name == ""
    summaries = [row.summary.startswith("New") for row in Listing.objects.order_by("name")]
    assert summaries == [True, False, False, True, False]
    assert list(Edit.objects.filter(state="waiting").order_by("pk")) == [edits[1], own]


def test_what_cannot_be_kept_any_more_is_skipped_and_the_rest_written() -> None:
    first, second = entries(2)
    edits = [
        propose(row, editor(row), how_to="Come to WB1 4QT", places=(), sessions=()) for row in (first, second)
    ]
    Listing.objects.filter(pk=first.pk).update(is_confidential=True)
    settled = decide_several(chosen=ticked(*edits), decision="approve", words="", actor=approver(), now=NOW)
    assert [each.outcome for each in settled] == ["skipped", "approved"]
    assert "where a confidential service is" in settled[0].why


def test_words_are_needed_once_and_an_editor_decides_nothing() -> None:
    (row,) = entries(1)
    edit = propose(row, editor(row), summary="x")
    for actor, decision, words in (
        (approver(), "send_back", " "),
        (approver(), "", ""),
        (editor(row), "approve", ""),
    ):
        with pytest.raises(Denied):
            decide_several(chosen=ticked(edit), decision=decision, words=words, actor=actor, now=NOW)
    assert Edit.objects.get().state == "waiting"


def test_the_page_shows_what_changes_keeps_the_ticks_and_leads_to_a_receipt() -> None:
    rows = entries(4)
    for row in rows[:3]:
        propose(row, editor(row), summary=f"Fridays at {row.name}")
    propose_referral(rows[3], editor(rows[3]), route="Ring us first")
    chief = make_client(make_post(role=Role.AREA_ADMINISTRATOR))
    path = reverse("upkeep:approvals")
    shown = chief.get(path).text
    assert "Fridays at Club 0" in shown and "Ring us first" in shown and "What would change" in shown
    values = [tag["value"] for tag in BeautifulSoup(shown, "html.parser").select("input[name=edit]")]
    assert len(values) == 4
    none = chief.post(path, {"decision": "approve"})
    assert "Tick in the list the edits that you decide on" in none.text
    wrong = chief.post(path, {"edit": values[:2], "decision": "send_back"})
    assert "so that they can put it right" in wrong.text
    assert len(re.findall(r'name="edit"[^>]* checked', wrong.text)) == 2
    say_alert(listing=rows[1], alert="Closed", version=1, actor=editor(rows[1]), now=NOW)
    sent = chief.post(path, {"edit": [*values, "no such thing", f"{'-' * 36} 1 1"], "decision": "approve"})
    assert sent.url == reverse("upkeep:decided")
    receipt = chief.get(sent.url).text
    assert "3 approved, 1 skipped." in receipt and LOOK_AGAIN in receipt
    assert Listing.objects.get(pk=rows[0].pk).summary == "Fridays at Club 0"
    assert Listing.objects.get(pk=rows[3].pk).for_professionals.route == "Ring us first"
    assert chief.post(path, {"edit": values, "decision": "approve"}).status_code == 302
    assert "4 skipped." in chief.get(sent.url).text
    assert make_client(make_post(role=Role.SERVICE_EDITOR)).get(sent.url).status_code == 404
