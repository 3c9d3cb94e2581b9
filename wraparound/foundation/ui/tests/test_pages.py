"""The style page in a real browser: every component, in every state, at two widths."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import check_focus_is_seen, check_page, follow, open_page, tab_stops

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.urls("wraparound.foundation.ui.tests.urls")]
ADDRESSES = ["empty/", "usual/", "crowded/", "form/", "nothing-here/"]


@pytest.fixture
def style(live_server) -> str:
    return f"{live_server.url}/style/"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_state_on_a_desk(wide_page: Page, style: str, address: str) -> None:
    wide_page.goto(style + address)
    check_page(wide_page)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_state_on_a_small_telephone(narrow_page: Page, style: str, address: str) -> None:
    narrow_page.goto(style + address)
    check_page(narrow_page)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_form_with_errors_puts_the_reader_at_the_summary(browser: Browser, style: str, width: int) -> None:
    for page in open_page(browser, viewport={"width": width, "height": 900}):
        page.goto(f"{style}form/")
        page.get_by_label("Name").fill("Sam")
        follow(page.get_by_role("button", name="Check"))
        expect(page).to_have_title("Error: Every kind of question – Wraparound")
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        expect(page.get_by_label("Name")).to_have_value("Sam")
        check_page(page)
        page.get_by_role("link", name="Enter date of birth").click()
        expect(page.get_by_label("Day", exact=True).first).to_be_focused()


def test_a_choice_reveals_its_question_and_a_good_form_is_thanked(wide_page: Page, style: str) -> None:
    wide_page.goto(f"{style}form/")
    expect(wide_page.get_by_label("The other reason")).to_be_hidden()
    wide_page.get_by_label("Another reason").check()
    wide_page.get_by_label("The other reason").fill("A letter")
    check_page(wide_page)
    wide_page.get_by_label("Name").fill("Sam")
    wide_page.get_by_label("What happened").fill("He fell")
    for box, text in (("Day", "3"), ("Month", "March"), ("Year", "2019")):
        wide_page.get_by_label(box, exact=True).first.fill(text)
    wide_page.get_by_label("The family knows that I am looking").check()
    follow(wide_page.get_by_role("button", name="Check"))
    expect(wide_page.get_by_role("alert")).to_contain_text("All answers could be read")
    check_page(wide_page)


def test_without_scripts_every_question_can_be_answered(plain_page: Page, style: str) -> None:
    plain_page.goto(f"{style}form/")
    expect(plain_page.get_by_label("The other reason")).to_be_visible()
    follow(plain_page.get_by_role("button", name="Check"))
    expect(plain_page.get_by_role("link", name="Enter the name of the child")).to_be_visible()


def test_by_keyboard_the_content_is_one_press_away_and_all_can_be_reached(
    wide_page: Page, style: str
) -> None:
    wide_page.goto(f"{style}usual/")
    stops = tab_stops(wide_page)
    assert stops[0] == "A Skip to main content"
    for stop in (
        "A Worried about a child now?",
        "A Find a child",
        "BUTTON Sign out",
        "A Journey",
        "BUTTON Ask for help",
    ):
        assert stop in stops
    assert stops[-1] == "A 101"
    wide_page.reload()
    wide_page.keyboard.press("Tab")
    check_focus_is_seen(wide_page)
    wide_page.keyboard.press("Enter")
    expect(wide_page.locator("#main-content")).to_be_focused()


def test_the_duty_numbers_are_one_press_away(narrow_page: Page, style: str) -> None:
    narrow_page.goto(f"{style}crowded/")
    narrow_page.get_by_role("link", name="Worried about a child now?").click()
    expect(narrow_page.get_by_role("heading", name="Worried about a child now?")).to_be_in_viewport()
    expect(narrow_page.get_by_role("link", name="01632 960 101")).to_be_in_viewport()


def test_on_a_telephone_the_menu_opens(narrow_page: Page, style: str) -> None:
    narrow_page.goto(f"{style}usual/")
    menu = narrow_page.get_by_role("button", name="Show or hide the main menu")
    expect(narrow_page.get_by_role("link", name="Directory")).to_be_hidden()
    menu.click()
    expect(narrow_page.get_by_role("link", name="Directory")).to_be_visible()
    check_page(narrow_page)


def test_on_a_telephone_a_row_is_a_card_that_names_its_facts(narrow_page: Page, style: str) -> None:
    narrow_page.goto(f"{style}usual/")
    card = narrow_page.get_by_role("row").filter(has_text="Priya Nair").first
    expect(card).to_contain_text("Telephone020 7946 0000")
    assert card.evaluate("e => getComputedStyle(e).display") == "block"


def test_progress_is_asked_for_again(wide_page: Page, style: str) -> None:
    wide_page.goto(f"{style}usual/")
    with wide_page.expect_response("**/style/progress/"):
        pass
    expect(wide_page.locator("#progress progress")).to_have_count(1)
    check_page(wide_page)


def test_nothing_of_a_page_is_left_on_the_device(wide_page: Page, style: str) -> None:
    wide_page.goto(f"{style}usual/")
    with wide_page.expect_response("**/style/progress/"):
        pass
    assert wide_page.evaluate("Object.keys(localStorage)") == []
    assert wide_page.evaluate("Object.keys(sessionStorage)") == ["htmx-current-path-for-history"]


def test_forced_colours_large_text_and_less_motion_keep_the_page_usable(browser: Browser, style: str) -> None:
    for page in open_page(
        browser, viewport={"width": 640, "height": 450}, forced_colors="active", reduced_motion="reduce"
    ):
        page.goto(f"{style}crowded/")
        check_page(page)
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.govuk-button')).transitionDuration")
            == "0s"
        )


def test_on_paper_there_are_words_and_numbers_and_nothing_to_press(wide_page: Page, style: str) -> None:
    wide_page.goto(f"{style}usual/")
    wide_page.emulate_media(media="print")
    expect(wide_page.get_by_role("button", name="Ask for help")).to_be_hidden()
    expect(wide_page.get_by_role("link", name="Directory")).to_be_hidden()
    expect(wide_page.get_by_text("01632 960 101")).to_be_visible()
