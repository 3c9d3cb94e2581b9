"""A variable that a template of ours uses and nobody gave it fails the test, instead of showing nothing."""

import sys
from pathlib import Path

from django.template import Node

OURS = str(Path(__file__).resolve().parents[1] / "wraparound")


class UndefinedVariableError(LookupError):
    """A template used a variable that its view does not give."""


class Undefined(str):
    """What Django puts in place of an undefined variable: it raises when the template is ours."""

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        if (template := _template_being_drawn()).startswith(OURS):
            raise UndefinedVariableError(f"{template} uses “{variable}”, which it was not given")
        return ""


def _template_being_drawn() -> str:
    frame = sys._getframe()
    while frame := frame.f_back:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
    return ""
