"""Tags for the parts of a page that the design system lacks; docs/ui.md shows each in use."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Page
from django.forms.forms import BaseForm
from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wraparound.foundation.ui.bridge import render_component
from wraparound.foundation.ui.parts import AGREEMENT_TAGS, SHAPES, Banner, Compared, by_harm

register = Library()


@register.simple_tag
def buttons(
    text: str = "Save", cancel_url: str = "", kind: str = "", name: str = "", value: str = ""
) -> SafeString:
    """Draw the button of a form, protected from a double press, and a way out beside it.

    `kind` is "" or "secondary" or "warning"; `name` and `value` are posted when it is pressed.
    """
    options: dict[str, Any] = {"text": text or "Save", "preventDoubleClick": True}
    if kind:
        options["classes"] = f"govuk-button--{kind}"
    if name:
        options.update(name=name, value=value)
    button = render_component("button", options)
    if not cancel_url:
        return button
    link = format_html('<a class="govuk-link" href="{}">Cancel</a>', cancel_url)
    return format_html('<div class="govuk-button-group">{}{}</div>', button, link)


@register.simple_tag
def back(url: str, text: str = "Back") -> SafeString:
    """Draw the way back, above the content, in a landmark of its own."""
    link = render_component("back-link", {"href": url, "text": text})
    return format_html('<nav aria-label="Back">{}</nav>', link)


@register.simple_tag
def tag(text: str, kind: str = "plain") -> SafeString:
    """Draw a state as a word, a shape and a colour; `kind`: good, watch, bad, plain or ours."""
    shape = format_html('<span class="app-tag__shape" aria-hidden="true">{}</span>', SHAPES[kind])
    return format_html('<span class="app-tag app-tag--{}">{}{}</span>', kind, shape, text)


@register.inclusion_tag("ui/parts/identity.html")
def identity(
    name: str, age: str, number: str, banners: Iterable[Banner] = (), also: Sequence[str] = ()
) -> dict[str, Any]:
    """Draw the bar on each of a child's pages: name as the child uses it, age in words, number, banners.

    `also` holds other short facts in words ("uses they and them", "interpreter: Somali").
    """
    return {"name": name, "age": age, "number": number, "banners": by_harm(banners), "also": also}


@register.simple_block_tag
def why(content: SafeString) -> SafeString:
    """Say at the foot of a part why the reader can see it: {% why %}You lead the assessment{% endwhy %}."""
    return format_html('<p class="app-why"><strong>Why can I see this?</strong> {}</p>', content)


@register.simple_block_tag
def nothing(content: SafeString, title: str) -> SafeString:
    """Say that a list is empty, why, and whether that is good: {% nothing "No feeds yet" %}<p>…</p>…."""
    return format_html('<div class="app-empty govuk-body"><p><strong>{}</strong></p>{}</div>', title, content)


@register.inclusion_tag("ui/parts/subnav.html")
def subnav(items: Sequence[dict[str, Any]], label: str) -> dict[str, Any]:
    """Draw the pages of one thing as plain links; each item has text, href and active."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/parts/filters.html")
def filters(form: BaseForm, clear_url: str = "", text: str = "Show these") -> dict[str, Any]:
    """Draw a form that narrows a list, kept in the address; nothing of a child may stand in it."""
    return {"form": form, "clear_url": clear_url, "text": text}


@register.inclusion_tag("ui/parts/progress.html")
def progress(text: str, done: int, total: int, poll_url: str = "", id: str = "progress") -> dict[str, Any]:
    """Draw how far long work is. `poll_url` answers with this part alone, or with HX-Refresh when done.

    The view also gives `refresh_seconds` to the page, which reloads it where scripts do not run.
    """
    percent = min(100, done * 100 // total) if total else 0
    said = f"{done:,} of {total:,} ({percent}%)"
    return {"text": text, "said": said, "percent": percent, "poll_url": poll_url, "id": id}


@register.inclusion_tag("ui/parts/compare.html")
def compare(left: str, right: str, rows: Iterable[Compared], caption: str = "Both records") -> dict[str, Any]:
    """Draw two records side by side; `left` and `right` say whose they are."""
    lines = [(row, *AGREEMENT_TAGS[row.agreement]) for row in rows]
    return {"left": left, "right": right, "rows": lines, "caption": caption}


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page, label: str = "Pages") -> SafeString | str:
    """Draw links to the other pages of a list, keeping the filter that is in the address."""
    paginator = page.paginator
    if paginator.num_pages < 2:
        return ""

    def address(number: int) -> str:
        query = context["request"].GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    items = [
        {"number": n, "href": address(n), "current": n == page.number}
        if isinstance(n, int)
        else {"ellipsis": True}
        for n in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    options: dict[str, Any] = {"items": items, "landmarkLabel": label}
    if page.has_previous():
        options["previous"] = {"href": address(page.previous_page_number())}
    if page.has_next():
        options["next"] = {"href": address(page.next_page_number())}
    return render_component("pagination", options)


@register.simple_tag
def showing(page: Page, one: str, many: str) -> SafeString | str:
    """Say what a list shows and how many there are: "Showing 26 to 50 of 312 children"."""
    count = page.paginator.count
    if not count:
        return ""
    if page.paginator.num_pages == 1:
        return format_html(
            '<p class="govuk-body">Showing {} {}</p>', f"{count:,}", one if count == 1 else many
        )
    return format_html(
        '<p class="govuk-body">Showing {} to {} of {} {}</p>',
        f"{page.start_index():,}",
        f"{page.end_index():,}",
        f"{count:,}",
        many,
    )
