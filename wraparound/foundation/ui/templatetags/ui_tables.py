"""Tags for tables that become cards on a narrow screen, and for lists of facts."""

from itertools import count
from typing import Any

from django.template import Context, Library, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = Library()
HEADINGS, COLUMN = "table_headings", "table_column"
TABLE = """<table role="table" class="govuk-table app-table">
<caption class="govuk-table__caption govuk-table__caption--s">{}</caption>
<thead role="rowgroup" class="govuk-table__head"><tr role="row" class="govuk-table__row">{}</tr></thead>
<tbody role="rowgroup" class="govuk-table__body">{}</tbody></table>"""
"""The roles are said again because a table shown as cards loses them."""
FACT = """<div class="govuk-summary-list__row{}">
<dt class="govuk-summary-list__key">{}</dt>
<dd class="govuk-summary-list__value">{}</dd>{}</div>"""
CHANGE = """<dd class="govuk-summary-list__actions">
<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a></dd>"""


class TableNode(Node):
    """A table: its caption, then the heading of each column."""

    def __init__(self, words: list[FilterExpression], body: NodeList) -> None:
        self.words, self.nodelist = words, body

    def render(self, context: Context) -> SafeString:
        """Draw the head and, inside, the rows."""
        caption, *headings = [str(word.resolve(context)) for word in self.words]
        with context.push(**{HEADINGS: headings}):
            rows = self.nodelist.render(context)
        head = format_html_join(
            "",
            "{}",
            (
                (
                    format_html(
                        '<th scope="col" role="columnheader" class="govuk-table__header">{}</th>', heading
                    ),
                )
                if heading
                else (SafeString('<td role="cell" class="govuk-table__header"></td>'),)
                for heading in headings
            ),
        )
        return format_html(TABLE, caption, head, rows)


class RowNode(Node):
    """A row of a table, or a card on a narrow screen."""

    def __init__(self, body: NodeList) -> None:
        self.nodelist = body

    def render(self, context: Context) -> SafeString:
        """Draw the cells, counting them."""
        with context.push(**{COLUMN: count()}):
            return format_html(
                '<tr role="row" class="govuk-table__row">{}</tr>', self.nodelist.render(context)
            )


@register.tag
def table(parser: Parser, token: Token) -> TableNode:
    """Draw a table: {% table "Caption" "Name" "Born" %}{% row %}{% cell %}…{% endcell %}…{% endtable %}."""
    words = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    if len(words) < 2:
        raise TemplateSyntaxError("table needs a caption and the heading of each column")
    body = parser.parse(("endtable",))
    parser.delete_first_token()
    return TableNode(words, body)


@register.tag
def row(parser: Parser, token: Token) -> RowNode:
    """Draw a row of a table."""
    body = parser.parse(("endrow",))
    parser.delete_first_token()
    return RowNode(body)


@register.simple_block_tag(takes_context=True)
def cell(context: Context, content: SafeString, numeric: bool = False) -> SafeString:
    """Draw the next cell of a row; the first one names the row. An empty cell is no line of the card."""
    column = next(context[COLUMN])
    label = context[HEADINGS][column]
    empty = "" if content.strip() else " app-table__cell--empty"
    prefix = (
        format_html('<span class="app-table__label" aria-hidden="true">{}</span>', label) if label else ""
    )
    if column == 0:
        return format_html('<th scope="row" role="rowheader" class="govuk-table__header">{}</th>', content)
    number = " govuk-table__cell--numeric" if numeric else ""
    return format_html(
        '<td role="cell" class="govuk-table__cell{}{}">{}{}</td>', number, empty, prefix, content
    )


@register.simple_block_tag
def facts(content: SafeString) -> SafeString:
    """Draw a list of facts: {% facts %}{% fact "Date of birth" %}3 March 2020{% endfact %}{% endfacts %}."""
    return format_html('<dl class="govuk-summary-list">{}</dl>', content)


@register.simple_block_tag
def fact(content: SafeString, label: str, change_url: str = "", change_text: str = "Change") -> SafeString:
    """Draw one fact with its label; an empty one says so. `change_url` gives it a link."""
    said: Any = content if content.strip() else SafeString('<span class="app-secondary">Not known</span>')
    if not change_url:
        return format_html(FACT, " govuk-summary-list__row--no-actions", label, said, "")
    action = format_html(CHANGE, change_url, change_text, label[:1].lower() + label[1:])
    return format_html(FACT, "", label, said, action)
