"""A telephone in a car park without a connection: a note is written, kept sealed, and is one record afterwards."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests.browser import become, check_page, follow, keep_picture
from tests.factories import make_client, make_post, make_user
from wraparound.delivery.contacts.models import Contact, Note, Revision
from wraparound.delivery.contacts.services import change_contact
from wraparound.delivery.contacts.tests.stories import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
READY = "html[data-offline-ready='1']"
CONTROLLED = """() => navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller) ||
  new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true))))"""
DUMP = """async () => {
  const db = await new Promise((resolve) => {
    const asked = indexedDB.open("wraparound-offline");
    asked.onsuccess = () => resolve(asked.result);
  });
  const found = {};
  for (const store of db.objectStoreNames) {
    const rows = await new Promise((resolve) => {
      const asked = db.transaction(store).objectStore(store).getAll();
      asked.onsuccess = () => resolve(asked.result);
    });
    found[store] = rows.map((row) => JSON.stringify(row, (key, value) => value instanceof ArrayBuffer
      ? new TextDecoder("latin1").decode(value) : value));
  }
  db.close();
  return [found, await caches.keys(), (await Promise.all((await caches.keys()).map(async (name) =>
    (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))).flat()];
}"""


def opened(page: Page, live_server: Any, address: str) -> None:
    """Open a page and wait until its script and the worker are ready."""
    page.goto(live_server.url + address)
    page.wait_for_selector(READY, state="attached")
    page.evaluate(CONTROLLED)


def keep_a_note(page: Page, words: str) -> None:
    """Choose today's visit on the page that works without a connection, and write it up."""
    page.get_by_role("button", name="Amara").click()
    page.get_by_label("The child, alone").check()
    page.get_by_label("What happened").fill(words)
    keep_picture(page, "offline-writing")
    page.get_by_role("button", name="Keep it on this device").click()
    expect(page.get_by_text("Kept on this device")).to_be_visible()


def test_a_note_that_is_written_without_a_connection_is_one_record(narrow_page: Page, live_server) -> None:
    story, page = Story(now=timezone.now()), narrow_page
    story.plan(days=0)
    become(page, make_client(story.worker_post), live_server.url)
    opened(page, live_server, reverse("contacts:diary"))
    page.get_by_role("button", name="Take today along").click()
    expect(page.get_by_text("Today’s visits are on this device")).to_be_visible()

    # In the car park: whatever page is asked for, the one that works is there. The note is sealed.
    page.context.set_offline(True)
    page.goto(live_server.url + reverse("card:card", args=[story.child.public_id]))
    keep_a_note(page, "Met at the gate, sleeping better")
    check_page(page)
    expect(page.get_by_text("1 note waits to be sent")).to_be_visible()
    keep_picture(page, "offline-kept")
    stores, _, cached = page.evaluate(DUMP)
    assert len(stores["notes"]) == 1 and not stores["drafts"]
    assert not any("gate" in row or "Amara" in row for rows in stores.values() for row in rows)
    assert reverse("contacts:offline") in cached
    assert not any(str(story.child.public_id) in path for path in cached)
    assert Revision.objects.count() == 1

    # Back, in two tabs at once; the reply to the first sending is lost on its way.
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    page.context.route("**/contacts/offline/send/", lose_the_first)
    other = page.context.new_page()
    page.context.set_offline(False)
    other.goto(live_server.url + reverse("contacts:offline"))
    page.goto(live_server.url + reverse("contacts:offline"))
    for tab in (page, other):
        tab.wait_for_selector(READY, state="attached")
        expect(tab.get_by_text("1 note waits to be sent")).to_be_hidden(timeout=15_000)
    assert lost and all('"saved"' in reply for reply in lost)
    note = Contact.objects.get()
    assert (note.state, note.child_seen, note.seen_alone, note.version) == ("held", True, True, 2)
    assert note.words == "Met at the gate, sleeping better"
    assert Revision.objects.count() == 2
    assert page.evaluate(DUMP)[0]["notes"] == []


def test_a_note_stays_locked_until_the_same_person_is_back_and_a_conflict_is_shown(
    narrow_page: Page, live_server
) -> None:
    story, page = Story(now=timezone.now()), narrow_page
    planned = story.plan(days=0)
    become(page, make_client(story.worker_post), live_server.url)
    opened(page, live_server, reverse("contacts:change", args=[planned.public_id]))
    page.context.set_offline(True)
    page.get_by_label("What happened").fill("Mine, typed on the open page")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your note is kept on this device")).to_be_visible()

    # Meanwhile a colleague writes the same visit up, and the sign-in of this device has run out.
    said = story.said(words="Theirs, written at the office")
    change_contact(
        contact=planned, said=said, version=1, actor=story.manager, now=timezone.now(), key=planned.public_id
    )
    Session.objects.all().delete()
    page.context.set_offline(False)
    page.goto(live_server.url + reverse("contacts:offline"))
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Sign in again to send them")).to_be_visible()

    # Somebody else signs in on the same telephone: the note is not theirs to read or to send.
    stranger = make_post(story.team, user=make_user(full_name="Else"))
    page.context.clear_cookies()
    become(page, make_client(stranger), live_server.url)
    opened(page, live_server, reverse("contacts:diary"))
    expect(page.get_by_text("1 note waits to be sent")).to_be_visible()
    assert len(page.evaluate(DUMP)[0]["notes"]) == 1 and Contact.objects.get().version == 2

    # Whoever wrote it is back: both texts are shown, and theirs is kept as an earlier one.
    page.context.clear_cookies()
    become(page, make_client(story.worker_post), live_server.url)
    opened(page, live_server, reverse("contacts:diary"))
    page.get_by_role("link", name="Look at 1 that needs you").click()
    expect(page.get_by_role("button", name="Open it")).to_be_visible()
    keep_picture(page, "offline-stuck")
    follow(page.get_by_role("button", name="Open it"))
    expect(page.get_by_text("Theirs, written at the office")).to_be_visible()
    check_page(page)
    keep_picture(page, "offline-conflict")
    follow(page.get_by_role("button", name="Save"))
    page.wait_for_selector(READY, state="attached")
    texts = list(Revision.objects.order_by("number").values_list("words", flat=True))
    assert texts == ["", "Theirs, written at the office", "Mine, typed on the open page"]
    assert Contact.objects.get().state == Note.State.HELD
    expect(page.get_by_text("note waits to be sent")).to_be_hidden()

    # Signing out leaves nothing.
    follow(page.get_by_role("button", name="Sign out"))
    stores, _, _ = page.evaluate(DUMP)
    assert stores == {"drafts": [], "keys": [], "lists": [], "notes": []}
