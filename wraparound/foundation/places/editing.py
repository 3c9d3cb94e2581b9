"""One page for adding or changing one record: typed text is kept, the loser of a race sees both texts."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.changes import Conflict, Taken
from wraparound.foundation.ui import fields
from wraparound.foundation.ui.parts import Agreement, Compared
from wraparound.foundation.ui.rules import date_words

Save = Callable[[int, dict[str, Any]], Any]
"""What keeps the answers: it takes the version that the form was filled from, and the answers by name."""


class RecordForm(fields.Form):
    """A form that is filled from a record and carries the version that it was filled from."""

    version = fields.Hidden(required=False)
    fixed: tuple[str, ...] = ("code",)
    """What is asked only when the record is new."""

    def __init__(self, *args: Any, record: Model | None = None, **options: Any) -> None:
        if record is not None:
            names = [name for name in self.base_fields if hasattr(record, name)]
            options["initial"] = {name: getattr(record, name) for name in names} | options.get("initial", {})
        super().__init__(*args, **options)
        if record is not None:
            for name in self.fixed:
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start; read the version that the page carried."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", "The last day must not be before the first day")
        version = cleaned.get("version") or "0"
        cleaned["version"] = (
            int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        )
        return cleaned


def edit(
    request: HttpRequest,
    *,
    form: fields.Form,
    save: Save,
    title: str,
    back_url: str,
    intro: str = "",
    button: str = "Save",
    saved: str = "Saved.",
    template: str = "places/edit.html",
    also: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form, or keep what it says and go back; say what stands in the way.

    A page of its own extends `places/edit.html`; `also` is what it shows besides.
    """
    status, theirs = 200, []
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            save(values.pop("version", 0), values)
        except Conflict as conflict:
            status, theirs = 409, _both(form, conflict)
        except Taken:
            words = (
                "Another record has this already and says something else. Change it there, or use another."
            )
            form.add_error("code" if "code" in form.fields else None, words)
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, saved)
            return redirect(back_url)
    context = {"form": form, "title": title, "intro": intro, "button": button, "back_url": back_url}
    return render(request, template, context | {"theirs": theirs} | (also or {}), status=status)


def _both(form: fields.Form, conflict: Conflict) -> list[Compared]:
    """Return both texts of each answer that differs, and let the next press save over what stands now."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = str(conflict.current.version)
    form.data = data
    rows = []
    for name, typed in form.cleaned_data.items():
        asked = form.fields.get(name)
        if asked is None or asked.widget.is_hidden or not hasattr(conflict.current, name):
            continue
        stands = getattr(conflict.current, name)
        if stands != typed:
            label = str(asked.label)
            rows.append(Compared(label, _said(stands), _said(typed), Agreement.DIFFERS))
    return rows


def _said(value: Any) -> str:
    if isinstance(value, date):
        return date_words(value)
    return {True: "Yes", False: "No"}.get(value, str(value)) if isinstance(value, bool) else str(value or "")
