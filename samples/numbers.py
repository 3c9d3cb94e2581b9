"""Numbers that pass their checks and belong to nobody: NHS numbers, pupil numbers, telephones."""

TEST_PREFIXES = (99_900_000, 100_000)
"""First eight digits of NHS numbers from 9990000000 to 9999999999, which are kept for tests."""
LARGE_PREFIXES = (40_000_000, 40_000_000)
SMALL = 25_000
"""The largest population whose NHS numbers fit into those kept for tests, with the absent and the former."""
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

DRAMA_RANGES = [
    ("07700 900", 3), ("01632 960", 3), ("0113 496 0", 3), ("0114 496 0", 3), ("0115 496 0", 3),
    ("0116 496 0", 3), ("0117 496 0", 3), ("0118 496 0", 3), ("0121 496 0", 3), ("0151 496 0", 3),
    ("0161 496 0", 3), ("020 7946 0", 3), ("0191 498 0", 3), ("0131 496 0", 3), ("0141 496 0", 3),
    ("029 2018 0", 3),
]  # fmt: skip
"""Telephone numbers that Ofcom keeps for drama: nobody's telephone rings. Start, then digits to follow."""


def nhs_check(nine: str) -> int:
    """Return the check digit of nine digits: weights 10 to 2, eleven less the sum modulo 11 (10: invalid)."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11


def nhs_number(serial: int, *, large: bool) -> str:
    """Return the valid NHS number of a serial, each its own.

    Small populations (up to `SMALL`) stay within the numbers kept for tests; larger ones do not fit.
    Serials of one kind must be below 100,000 when small, and below 40 million when large. The first
    eight digits are a shuffle of the serial; the ninth is chosen so that the tenth exists.
    """
    start, size = LARGE_PREFIXES if large else TEST_PREFIXES
    prefix = start + (serial * 61_803_399 + 271_828) % size
    ninth = serial * 7 % 10
    check = nhs_check(f"{prefix}{ninth}")
    if check == 10:
        ninth = (ninth + 1) % 10
        check = nhs_check(f"{prefix}{ninth}")
    return f"{prefix}{ninth}{check}"


def upn_letter(twelve: str) -> str:
    """Return the check letter of the twelve digits of a pupil number."""
    total = sum(int(digit) * place for digit, place in zip(twelve, range(2, 14), strict=True))
    return UPN_LETTERS[total % 23]


def upn(borough: int, place: int, year: int) -> str:
    """Return the pupil number of the child at a place (below 90,000) of a borough, given out in a year.

    Authorities 000 to 199 do not exist, so no number is a real pupil's.
    """
    school, serial = place % 90, place // 90
    twelve = f"{borough % 200:03}{2000 + borough // 200 * 90 + school:04}{year % 100:02}{serial:03}"
    return upn_letter(twelve) + twelve


def telephone(serial: int) -> str:
    """Return a telephone number from the ranges kept for drama, mostly a mobile."""
    turn, rest = divmod(serial * 7919, 1000)
    start, digits = DRAMA_RANGES[0] if turn % 3 == 0 else DRAMA_RANGES[turn % len(DRAMA_RANGES)]
    return f"{start}{rest:0{digits}}"
