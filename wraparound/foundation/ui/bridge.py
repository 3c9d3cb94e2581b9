"""The bridge to the design system: its components, which are Jinja macros, called from Python."""

from functools import cache
from typing import Any

from django.utils.safestring import SafeString
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, TemplateNotFound
from jinja2.runtime import Macro

LIBRARY = "govuk_frontend_jinja"


class UnknownComponentError(LookupError):
    """No component of the design system has that name."""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PrefixLoader({LIBRARY: PackageLoader(LIBRARY)}),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _macro(component: str) -> Macro:
    path = f"{LIBRARY}/components/{component}/macro.html"
    try:
        module = _environment().get_template(path).module
    except TemplateNotFound:
        raise UnknownComponentError(f"The design system has no component “{component}”") from None
    return getattr(module, "govuk" + component.title().replace("-", ""))


def render_component(component: str, params: dict[str, Any]) -> SafeString:
    """Return the HTML of one component.

    `component` is its name in the design system ("date-input"); `params` are its documented
    options, nested as there. What is not marked safe is escaped, except under a key `html`.
    Raises UnknownComponentError.
    """
    return SafeString(str(_macro(component)(params)).strip())
