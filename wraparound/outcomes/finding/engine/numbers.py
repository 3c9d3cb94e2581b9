"""Numbers that stand for a child or a telephone: one form, check characters, likely repairs."""

import re
from functools import lru_cache

from stdnum.gb import nhs as nhs_number
from stdnum.gb import upn as pupil_number

_WEIGHTS = range(10, 0, -1)
_DIGITED = str.maketrans("OQILSB", "001158")
_SPACES = str.maketrans("", "", " -\t\n\r\u00a0")
_UPN = re.compile(r"[A-Z]\d{11}[A-Z0-9]")
_TYPED = re.compile(r"\d{9,11}")
_NO_DIGITS = re.compile(r"\D+")
_NO_SIGNS = re.compile(r"[^0-9A-Z]+")


def nhs(text: str) -> str:
    """Return the ten digits of an NHS number, or ''; a failing check digit is not refused."""
    digits = text.translate(_SPACES)
    return digits if len(digits) == 10 and digits.isascii() and digits.isdigit() else ""


def nhs_typed(text: str) -> str:
    """Return an NHS number as it was typed, perhaps a digit short or long; letters for digits put right."""
    digits = text.upper().translate(_SPACES).translate(_DIGITED)
    return digits if _TYPED.fullmatch(digits) else ""


def upn(text: str) -> str:
    """Return a unique pupil number in capitals without spaces, or ''."""
    signs = text.translate(_SPACES).upper()
    return signs if _UPN.fullmatch(signs) else ""


def telephone(text: str) -> str:
    """Return the last ten digits of a telephone number (so +44 and 0 are alike), or '' when too short."""
    digits = _NO_DIGITS.sub("", text)
    return digits[-10:] if len(digits) >= 9 else ""


def own(text: str) -> str:
    """Return an agency's own number as signs alone, in capitals."""
    return _NO_SIGNS.sub("", text.upper())


def _passes(digits: str) -> bool:
    """Say whether ten digits pass the check of NHS numbers: weighed ten to one, a multiple of eleven."""
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


@lru_cache(maxsize=1024)
def nhs_repairs(digits: str) -> tuple[str, ...]:
    """Return NHS numbers one slip away that pass the check, when this one does not; else none."""
    if nhs_number.is_valid(digits):
        return ()
    tried: list[str] = []
    if len(digits) == 9:
        tried += [digits[:at] + sign + digits[at:] for at in range(10) for sign in "0123456789"]
    elif len(digits) == 11:
        tried += [digits[:at] + digits[at + 1 :] for at in range(11)]
    else:
        tried += [digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(9)]
        tried += [digits[:at] + sign + digits[at + 1 :] for at in range(10) for sign in "0123456789"]
    return tuple(number for number in dict.fromkeys(tried) if _passes(number))


def upn_repairs(signs: str) -> list[str]:
    """Return pupil numbers one slip away (two digits swapped or one wrong) that pass the check."""
    if pupil_number.is_valid(signs):
        return []
    swaps = [
        signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :]
        for at in range(1, 12) if signs[at] != signs[at + 1]
    ]  # fmt: skip
    others = [signs[:at] + digit + signs[at + 1 :] for at in range(1, 13) for digit in "0123456789"]
    return [number for number in dict.fromkeys(swaps + others) if pupil_number.is_valid(number)]
