"""When a person is asked whether they are related to a child. Pure."""

from collections.abc import Iterable

from wraparound.outcomes.children.rules import same_words


def shares_a_surname(full_name: str, family_names: Iterable[str]) -> bool:
    """Say whether a person's last name, or a part of it, is one of a family's names or a part of one."""
    words = same_words(full_name).split()[1:]
    family = {word for name in family_names for word in same_words(name).split()}
    return bool(set(words) & family)


def tidy_postcode(typed: str) -> str:
    """Return a postcode in upper case with one space, as addresses keep it."""
    signs = "".join(typed.split()).upper()
    return f"{signs[:-3]} {signs[-3:]}"
