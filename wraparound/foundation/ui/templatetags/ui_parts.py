"""Tags for the parts of a page that the design system lacks; docs/ui.md shows each in use."""

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wraparound.foundation.ui.bridge import render_component

register = Library()


@register.simple_tag
def buttons(text: str = "Save", cancel_url: str = "", kind: str = "") -> SafeString:
    """Draw the button of a form, protected from a double press, and a way out beside it.

    `kind` is "" or "secondary" or "warning".
    """
    options = {"text": text or "Save", "preventDoubleClick": True}
    if kind:
        options["classes"] = f"govuk-button--{kind}"
    button = render_component("button", options)
    if not cancel_url:
        return button
    link = format_html('<a class="govuk-link" href="{}">Cancel</a>', cancel_url)
    return format_html('<div class="govuk-button-group">{}{}</div>', button, link)
