"""The pages of looks in a real browser: empty, usual, crowded, and with an error."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser import check_page, follow, visit
from tests.factories import make_child, make_client, make_post
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.audit import services as audit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Assumpta-Maria Featherstonehaugh-Chukwuemeka of the Outer Villages"


@pytest.mark.once
@pytest.mark.parametrize("width", ["wide_page", "narrow_page"])
def test_every_state_of_the_record_of_looks(width: str, request, live_server) -> None:
    page: Page = request.getfixturevalue(width)
    officer, now = make_post(role=Role.PRIVACY_OFFICER), timezone.now()
    client = make_client(officer)
    entries, samples = reverse("audit:entries"), reverse("audit:samples")
    visit(page, live_server, client, reverse("audit:own"), "looks-own-empty")
    visit(page, live_server, client, samples, "looks-samples-empty")
    manager = make_post(role=Role.DATA_MANAGER)
    manager.user.full_name = LONG
    manager.user.save()
    for number in range(60):
        audit.record(
            verb=["card.open", "search.run", "shield.confirm"][number % 3], child_id=make_child().pk,
            now=now - timedelta(minutes=number), actor=actor_of(manager, now=now),
            outcome=["seen", "done", "denied"][number % 3], detail={"reason": "worried", "results": number},
        )  # fmt: skip
    audit.record(verb="audit.check", now=now, detail={"links": 60, "checkpoints": 2, "alarms": 0})
    visit(page, live_server, client, entries, "looks-crowded")
    visit(page, live_server, client, f"{entries}?kind=shield&outcome=denied", "looks-narrowed")
    visit(page, live_server, client, f"{entries}?since=the+40th+of+May", "looks-error")
    client.post(samples)
    visit(page, live_server, client, samples, "samples-crowded")
    drawn = page.locator("a", has_text="Write what you found").first.get_attribute("href")
    visit(page, live_server, client, str(drawn), "sample")
    follow(page.get_by_role("button", name="Save what I found"))
    check_page(page)
