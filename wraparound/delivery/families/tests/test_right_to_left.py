"""The public pages in a language that is written from the right, on a small telephone and on a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser import check_page, keep_picture
from wraparound.delivery.families.documents import shipped_languages
from wraparound.delivery.families.tests.entries import GROUP, make_entry
from wraparound.foundation.area.models import Area, Configuration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", ["wide_page", "narrow_page"])
def test_pages_are_laid_out_from_the_right(width: str, request: pytest.FixtureRequest, live_server) -> None:
    page: Page = request.getfixturevalue(width)
    document = shipped_languages()["pl"].model_dump(mode="json")
    words = {name: f"خدمات الأطفال {name}" for name in document["words"]}
    document |= {"code": "ar", "name": "العربية", "direction": "rtl", "words": words}
    day = timezone.localdate() - timedelta(days=1)
    Configuration.objects.create(kind="directory-language", document=document, effective_from=day)
    Area.objects.create(code="E09000099", name="Eastmere").duty_numbers.create(
        label="Front door", telephone="01632 960100"
    )
    listing = make_entry(GROUP)
    for name, at in {
        "start": "", "results": "results/?age=old&free=on", "map": "map/?postcode=WB1+1AA",
        "service": f"service/{listing.public_id}/", "young": "young/",
    }.items():  # fmt: skip
        page.goto(f"{live_server.url}/directory/{at}{'&' if '?' in at else '?'}in=ar")
        assert page.locator("h1").evaluate("e => getComputedStyle(e).direction") == "rtl"
        keep_picture(page, f"rtl-{name}")
        check_page(page)
