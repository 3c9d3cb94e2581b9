"""What every form and every question of the product has in common; pages use them through `fields`."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict


def answers(request: HttpRequest) -> QueryDict | None:
    """Return what was typed, also when nothing was, or None when the form was only asked for."""
    return request.POST if request.method == "POST" else None


class Form(forms.Form):
    """A form of the product: every one renders the same through `{{ form }}`."""

    use_required_attribute = False
    mark_optional = True
    """Whether a question that may be left empty says so; a search form where all may be turns it off."""
    error_word = "Error"
    """What a reader by ear hears before an error: a form in another language says it in that."""

    def full_clean(self) -> None:
        """Clean, then let go of what was asked under a choice that was not made."""
        super().full_clean()
        if not self.is_bound:
            return
        for name in self.unasked():
            self.errors.pop(name, None)
            self.cleaned_data[name] = getattr(self.fields[name], "empty_value", None)

    def unasked(self) -> set[str]:
        """Return the names of questions that stand under a choice that was not made."""
        names = set()
        for name, field in self.fields.items():
            typed = self[name].data
            chosen = {str(each) for each in (typed if isinstance(typed, list) else [typed])}
            for value, revealed in getattr(field, "reveals", {}).items():
                if str(value) not in chosen:
                    names.update(revealed)
        return names


class Question:
    """What every kind of question takes besides Django's own options.

    `hint`: one line under the label. `missing`: the message when it is left empty. `heading`: the
    label is the heading of the page. `width`: characters the box is wide (2, 3, 4, 5, 10, 20, 30).
    """

    asks_to = "Enter"
    empty_value: Any = None

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        missing: str = "",
        heading: bool = False,
        width: int | None = None,
        **options: Any,
    ) -> None:
        self.heading, self.width = heading, width
        name = label if label[:2].isupper() else label[:1].lower() + label[1:]
        asked = f"Answer “{label}”" if label.endswith("?") else f"{self.asks_to} {name}"
        messages = {
            "required": missing or asked,
            "max_length": f"{label} must be %(limit_value)d characters or fewer",
            "null_characters_not_allowed": f"{label} has a character that cannot be kept: type it again",
            "max_value": f"{label} must be %(limit_value)s or less",
            "min_value": f"{label} must be %(limit_value)s or more",
            "invalid_choice": f"Select {name} from the list",  # noqa: S608
            "invalid_list": f"Select {name} from the list",  # noqa: S608
        }
        options["error_messages"] = {**messages, **options.get("error_messages", {})}
        super().__init__(label=label, help_text=hint, **options)  # type: ignore[call-arg]
