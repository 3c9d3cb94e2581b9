"""Tags for forms and for calling a design-system component."""

from collections.abc import Iterable
from typing import Any

from django.forms.boundfield import BoundField
from django.forms.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template import Context, Library
from django.utils.safestring import SafeString

from wraparound.foundation.ui import rendering
from wraparound.foundation.ui.bridge import render_component

register = Library()


def nested(options: dict[str, Any]) -> dict[str, Any]:
    """Return component options with `label__text` as {"label": {"text": …}}; in attributes, _ is a hyphen."""
    params: dict[str, Any] = {}
    for name, value in options.items():
        *path, last = name.split("__")
        place = params
        for step in path:
            place = place.setdefault(step, {})
        place[last.replace("_", "-") if "attributes" in path else last] = value
    return params


@register.simple_tag
def govuk(component: str, **options: Any) -> SafeString:
    """Draw a design-system component: {% govuk "button" text="Save" attributes__data_x="1" %}."""
    return render_component(component, nested(options))


@register.simple_block_tag
def govukblock(content: SafeString, component: str, **options: Any) -> SafeString:
    """Draw a component round what stands inside: {% govukblock "details" summaryText="Why" %}…."""
    return render_component(component, {**nested(options), "html": content})


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Draw one question of a form."""
    return rendering.render_field(bound)


@register.filter
def questions(form: BaseForm) -> list[BoundField]:
    """Return the fields that are drawn at the top level of a form."""
    return rendering.questions(form)


@register.simple_tag(takes_context=True)
def error_summary(context: Context, *forms: BaseForm) -> SafeString | str:
    """Draw what is wrong with the forms given, or with every form that the page has."""
    links = [link for form in forms or _forms_of(context) for link in rendering.error_links(form)]
    if not links:
        return ""
    return render_component("error-summary", {"titleText": "There is a problem", "errorList": links})


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """Say "Error: " at the start of the title when a form of the page has an error."""
    return "Error: " if any(form.errors for form in _forms_of(context)) else ""


def _forms_of(context: Context) -> Iterable[BaseForm]:
    found: dict[int, BaseForm] = {}
    for layer in context.dicts:
        for value in layer.values():
            inner = value.forms if isinstance(value, BaseFormSet) else [value]
            found.update((id(f), f) for f in inner if isinstance(f, BaseForm) and f.is_bound)
    return found.values()
