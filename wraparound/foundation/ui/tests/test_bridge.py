import gzip
import json
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test.html import parse_html

from wraparound.foundation.ui.bridge import UnknownComponentError, render_component

HERE = Path(__file__).parent
EXAMPLES = json.loads(gzip.decompress((HERE / "govuk-frontend-examples.json.gz").read_bytes()))["components"]
KNOWN = {
    line
    for line in (HERE / "known_differences.txt").read_text().splitlines()
    if line and not line.startswith("#")
}


def drawn_differently(component: str) -> set[str]:
    different = set()
    for example in EXAMPLES[component]:
        try:
            html = render_component(component, example["options"])
        except UnknownComponentError:
            html = ""
        if parse_html(html) != parse_html(example["html"]):
            different.add(f"{component}: {example['name']}")
    return different


@pytest.mark.parametrize("component", sorted(EXAMPLES))
def test_every_example_of_the_design_system_is_drawn_as_it_draws_it(component: str) -> None:
    assert drawn_differently(component) == {line for line in KNOWN if line.startswith(f"{component}: ")}


def test_the_known_differences_are_few() -> None:
    assert len(KNOWN) == 78
    assert sum(len(examples) for examples in EXAMPLES.values()) == 725


def test_text_is_escaped_and_html_is_not() -> None:
    assert "&lt;b&gt;" in render_component("button", {"text": "<b>"})
    assert "<b>x</b>" in render_component("button", {"html": "<b>x</b>"})


def test_an_unknown_component_is_named() -> None:
    with pytest.raises(UnknownComponentError, match="no-such-thing"):
        render_component("no-such-thing", {})


def test_a_tag_nests_options_by_double_underscores() -> None:
    html = Template('{% govuk "button" text="Go" attributes__data_x="1" %}').render(Context())
    assert 'data-x="1"' in html
    html = Template('{% govuk "input" name="n" label__text="Your name" %}').render(Context())
    assert "Your name" in html


def test_a_block_tag_draws_a_component_round_its_content() -> None:
    html = Template('{% govukblock "details" summaryText="More" %}<p>{{ x }}</p>{% endgovukblock %}')
    drawn = html.render(Context({"x": "<i>"}))
    assert "More" in drawn
    assert "<p>&lt;i&gt;</p>" in drawn
