"""How a form becomes design-system components: FORM_RENDERER, and one builder for each kind of widget."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.forms import BaseForm
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from wraparound.foundation.ui.bridge import render_component
from wraparound.foundation.ui.widgets import PARTS, DateBoxes

Params = dict[str, Any]
DROPPED = {
    "class",
    "rows",
    "cols",
    "placeholder",
    "autofocus",
    "required",
    "maxlength",
    "minlength",
    "autocomplete",
}


class Renderer(TemplatesSetting):
    """Draws every Django form, ours and other packages', with the design system."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"


def questions(form: BaseForm) -> list[BoundField]:
    """Return the visible fields in order, without those that stand under a choice of another."""
    revealed = {
        name
        for field in form.fields.values()
        for names in getattr(field, "reveals", {}).values()
        for name in names
    }
    return [field for field in form.visible_fields() if field.name not in revealed]


def render_field(bound: BoundField) -> SafeString:
    """Return a question with its label, hint, error and box. Raises TypeError for an unknown widget."""
    widget = bound.field.widget
    if widget.is_hidden:
        return bound.as_widget()
    for kinds, component, build in BUILDERS:
        if isinstance(widget, kinds):
            params = {"name": bound.html_name, **_error(bound), **build(bound)}
            limit = getattr(bound.field, "max_length", None)
            if component == "textarea" and limit:
                return render_component("character-count", {**params, "maxlength": limit})
            return render_component(component, params)
    raise TypeError(f"No component draws the widget {type(widget).__name__} of “{bound.name}”")


def error_links(form: BaseForm) -> Iterator[Params]:
    """Yield text and address for each line of the error summary, in the order of the questions."""
    visible = questions(form)
    for error in form.non_field_errors():
        yield {"text": error, **({"href": f"#{visible[0].id_for_label}"} if visible else {})}
    if any(bound.errors for bound in form.hidden_fields()):
        yield {"text": "This page was changed or is too old. Load it again, then send it once more"}
    for bound in form.visible_fields():
        for error in bound.errors:
            yield {"text": error, "href": f"#{_error_target(bound)}"}


def _error_target(bound: BoundField) -> str:
    if isinstance(bound.field.widget, DateBoxes):
        parts = _wrong_parts(bound)
        return f"{bound.auto_id}-{next((p for p in PARTS if p in parts), PARTS[0])}"
    return bound.auto_id


def _wrong_parts(bound: BoundField) -> set[str]:
    """Return which boxes of a date are wrong: the one that the error names, or all."""
    codes = {error.code for error in bound.errors.as_data()} if bound.errors else set()
    return {part for part in PARTS if part in codes} or (set(PARTS) if codes else set())


def _error(bound: BoundField) -> Params:
    if not bound.errors:
        return {}
    html = format_html_join(SafeString("<br>"), "{}", ((e,) for e in bound.errors))
    return {"errorMessage": {"html": html, "visuallyHiddenText": getattr(bound.form, "error_word", "Error")}}


def _hint(bound: BoundField) -> Params:
    return {"hint": {"text": bound.help_text}} if bound.help_text else {}


def _label(bound: BoundField) -> Params:
    text, heading = bound.label, getattr(bound.field, "heading", False)
    if not bound.field.required and getattr(bound.form, "mark_optional", True):
        text = f"{text} (optional)"
    return {"text": text, "isPageHeading": heading, "classes": f"govuk-label--{'l' if heading else 's'}"}


def _legend(bound: BoundField) -> Params:
    label = _label(bound)
    classes = label["classes"].replace("govuk-label", "govuk-fieldset__legend")
    return {"fieldset": {"legend": {**label, "classes": classes}}}


def _box(bound: BoundField) -> Params:
    """Build what text boxes, text areas and uploads share."""
    widget = bound.field.widget
    width = getattr(bound.field, "width", None)
    return {
        "id": bound.auto_id,
        "label": _label(bound),
        **_hint(bound),
        "value": widget.format_value(bound.value()) or "",
        "autocomplete": widget.attrs.get("autocomplete"),
        "attributes": {k: v for k, v in widget.attrs.items() if k not in DROPPED},
        "classes": f"govuk-input--width-{width}" if width else "",
        "disabled": bound.field.disabled,
    }


def _input(bound: BoundField) -> Params:
    kind = bound.field.widget.input_type
    return {**_box(bound), "type": "text" if kind == "number" else kind}


def _password(bound: BoundField) -> Params:
    return {**_box(bound), "value": ""}


def _textarea(bound: BoundField) -> Params:
    return {**_box(bound), "rows": bound.field.widget.attrs.get("rows", 5)}


def _date(bound: BoundField) -> Params:
    wrong = _wrong_parts(bound)
    values = bound.field.widget.format_value(bound.value())
    items = [
        {
            "name": part,
            "value": value,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
            "inputmode": "text" if part == "month" else "numeric",
        }
        for part, value in zip(PARTS, values, strict=True)
    ]
    return {
        "id": bound.auto_id,
        "namePrefix": bound.html_name,
        "items": items,
        **_legend(bound),
        **_hint(bound),
    }


def _items(bound: BoundField) -> list[Params]:
    field, widget = bound.field, bound.field.widget
    chosen = {str(each) for each in widget.format_value(bound.value())}
    hints, reveals = getattr(field, "hints", {}), getattr(field, "reveals", {})
    items = []
    for value, text in widget.choices:
        plain = getattr(value, "value", value)
        item: Params = {"value": str(value), "text": text, "checked": str(value) in chosen}
        if hint := hints.get(plain):
            item["hint"] = {"text": hint}
        if names := reveals.get(plain):
            inner = SafeString("".join(render_field(bound.form[name]) for name in names))
            item["conditional"] = {"html": inner}
        items.append(item)
    return items


def _choices(bound: BoundField) -> Params:
    inline = " govuk-radios--inline" if getattr(bound.field, "inline", False) else ""
    return {
        "idPrefix": bound.auto_id,
        "items": _items(bound),
        "classes": inline.strip(),
        **_legend(bound),
        **_hint(bound),
    }


def _select(bound: BoundField) -> Params:
    items = [{**item, "selected": item.pop("checked")} for item in _items(bound)]
    return {**_box(bound), "value": None, "items": items}


def _confirm(bound: BoundField) -> Params:
    hint = _hint(bound)
    item = {"value": "on", "text": bound.label, "checked": bool(bound.value()), **hint}
    return {"idPrefix": bound.auto_id, "items": [item]}


BUILDERS: list[tuple[tuple[type, ...], str, Callable[[BoundField], Params]]] = [
    ((DateBoxes,), "date-input", _date),
    ((forms.CheckboxSelectMultiple,), "checkboxes", _choices),
    ((forms.RadioSelect,), "radios", _choices),
    ((forms.CheckboxInput,), "checkboxes", _confirm),
    ((forms.Select,), "select", _select),
    ((forms.Textarea,), "textarea", _textarea),
    ((forms.FileInput,), "file-upload", _box),
    ((forms.PasswordInput,), "password-input", _password),
    ((forms.widgets.Input,), "input", _input),
]
