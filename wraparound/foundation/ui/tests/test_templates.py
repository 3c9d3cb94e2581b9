from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory

from tests.undefined import UndefinedVariableError
from wraparound.foundation.ui.parts import Banner, Harm, by_harm
from wraparound.foundation.ui.rules import PartialDate


def draw(text: str, **context: Any) -> str:
    return Template(text).render(Context(context))


def test_an_undefined_variable_of_our_templates_fails() -> None:
    with pytest.raises(UndefinedVariableError, match=r"form_page\.html uses “title”"):
        render_to_string("ui/form_page.html", {})


def test_an_undefined_variable_of_a_library_shows_nothing() -> None:
    assert Engine.get_default().from_string("a{{ nobody.gave_it }}b").render(Context()) == "ab"


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "503"])
def test_error_pages_need_nothing_and_carry_no_script_or_style_of_their_own(name: str) -> None:
    html = get_template(f"{name}.html").render()
    assert "<h1" in html
    assert "<style" not in html
    assert " style=" not in html
    assert html.count("<script") == html.count("<script src=")


def test_denied_looks_exactly_like_missing() -> None:
    assert get_template("403.html").render() == get_template("404.html").render()


@pytest.mark.urls("wraparound.foundation.ui.tests.urls")
def test_a_missing_page_has_the_frame(client: Client, db: None) -> None:
    reply = client.get("/nowhere/")
    assert reply.status_code == 404
    assert "Page not found" in reply.content.decode()


def test_the_duty_numbers_are_on_the_page_and_one_press_away() -> None:
    duty = [SimpleNamespace(label="Duty team", telephone="01632960101", hours="9 to 5")]
    html = render_to_string("404.html", {"duty_numbers": duty})
    assert 'href="#worried"' in html
    assert '<a class="govuk-link app-nowrap" href="tel:+441632960101">01632 960 101</a>' in html
    assert "worried" not in render_to_string("404.html", {})


def test_banners_stand_in_order_of_harm() -> None:
    banners = [Banner(Harm.NOTE, "Note"), Banner(Harm.SHIELD, "Shield"), Banner(Harm.COURT_ORDER, "Order")]
    assert [banner.title for banner in by_harm(banners)] == ["Order", "Shield", "Note"]
    html = draw('{% identity "Sam" "4 years" "WA 1" banners %}', banners=banners)
    assert html.index("Order") < html.index("Shield") < html.index("Note")


def test_a_table_names_each_cell_for_its_card() -> None:
    html = draw(
        '{% table "People" "Name" "Born" "" %}{% for p in people %}{% row %}{% cell %}{{ p }}{% endcell %}'
        "{% cell %}2019{% endcell %}{% cell %}{% endcell %}{% endrow %}{% endfor %}{% endtable %}",
        people=["<b>Sam", "Ann"],
    )
    assert html.count("<tr") == 3
    assert html.count('<th scope="row"') == 2
    assert html.count('aria-hidden="true">Born</span>2019') == 2
    assert "&lt;b&gt;Sam" in html
    assert html.count("app-table__cell--empty") == 2


def test_a_table_needs_a_caption_and_a_heading() -> None:
    with pytest.raises(TemplateSyntaxError, match="caption"):
        Template('{% table "Alone" %}{% endtable %}')


def test_facts_that_are_not_known_say_so() -> None:
    html = draw('{% facts %}{% fact "School" "/change/" %} {% endfact %}{% endfacts %}')
    assert "Not known" in html
    assert 'Change<span class="govuk-visually-hidden"> school</span>' in html


def test_pages_of_a_list_keep_its_filter() -> None:
    request = RequestFactory().get("/", {"service": "hv", "page": "2"})
    pages = Paginator(range(312), 25)
    html = draw(
        '{% showing page "child" "children" %}{% pagination page %}', page=pages.get_page(2), request=request
    )
    assert "Showing 26 to 50 of 312 children" in html
    assert "?service=hv&amp;page=3" in html
    one = Paginator(range(1), 25).get_page(1)
    assert draw('{% showing page "child" "children" %}{% pagination page %}', page=one, request=request) == (
        '<p class="govuk-body">Showing 1 child</p>'
    )


def test_a_tag_has_a_word_and_a_shape() -> None:
    html = draw('{% tag "Overdue" "bad" %}')
    assert "◆" in html
    assert "Overdue" in html


def test_progress_says_how_far_and_reloads_without_scripts() -> None:
    html = draw('{% progress "Linking" 4200 10000 "/poll/" %}')
    assert "4,200 of 10,000 (42%)" in html
    assert 'hx-get="/poll/"' in html
    assert "hx-get" not in draw('{% progress "Linking" 0 0 %}')
    assert '<meta http-equiv="refresh" content="5">' in render_to_string("404.html", {"refresh_seconds": 5})


def test_days_and_moments_are_said_in_words_and_local_time() -> None:
    summer = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)
    said = draw(
        "{{ a|day }}; {{ b|day }}; {{ c|day }}; {{ c|moment }}; {{ none|day }}",
        a=date(2026, 3, 3), b=PartialDate(2019, 2), c=summer, none=None,
    )  # fmt: skip
    assert said == "3 March 2026; February 2019; 4 July 2026; 4 July 2026 at 12:30am; not known"


def test_ages_and_numbers_are_said_in_words() -> None:
    said = draw(
        "{{ born|age:today }}; {{ none|age }}", born=date(2022, 1, 4), today=date(2026, 3, 4), none=None
    )
    assert said == "4 years 2 months; age not known"
    assert "020 7946 0000" in draw("{{ number|telephone }}", number="02079460000")


def test_no_font_or_mark_of_the_government_is_shipped() -> None:
    for path in (Path(__file__).parents[1] / "static").rglob("*.*s"):
        text = path.read_text().lower()
        for mark in ("gds transport", "@font-face", "crown", "govuk-header", "govuk-footer"):
            assert mark not in text, path
