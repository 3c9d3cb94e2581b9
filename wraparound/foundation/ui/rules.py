"""How ages, dates and telephone numbers are said and read. Pure: today is passed in."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
WEEKDAYS = [name.lower() for name in calendar.day_name]
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


class UnreadableDateError(ValueError):
    """What was typed is not a date; the message says the way out, `part` which box is wrong."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.part = part


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day; `month` and `day` are None when not known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date:
        """Return the earliest day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """Return the latest day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return date_words(self)


def date_words(value: date | PartialDate) -> str:
    """Say a date: "3 March 2026", "March 2026" or "2026"."""
    words = [str(value.day)] if value.day else []
    if value.month:
        words.append(calendar.month_name[value.month])
    return " ".join([*words, str(value.year)])


def moment_words(value: datetime) -> str:
    """Say a date and a time, given in local time: "3 March 2026 at 4:05pm"."""
    half = "am" if value.hour < 12 else "pm"
    return f"{date_words(value)} at {value.hour % 12 or 12}:{value.minute:02}{half}"


def expected_words(expected: date, today: date) -> str:
    """Say when an unborn child is expected: "expected 14 May", with the year when it is not this one."""
    words = f"{expected.day} {calendar.month_name[expected.month]}"
    if expected.year != today.year:
        words += f" {expected.year}"
    return f"expected {words}" if expected >= today else f"was expected {words}"


def age_words(born: date | PartialDate, today: date) -> str:
    """Say an age as people say it: "born today", "3 weeks", "4 years 2 months", "6 or 7 years".

    Days to a fortnight, weeks to thirteen weeks, months to two years, then years and months, and
    from eighteen years alone. A date known in part gives the years it can be. A date to come is an
    expected one.
    """
    if isinstance(born, PartialDate) and not born.day:
        return _age_range(born, today)
    birthday = born.first if isinstance(born, PartialDate) else born
    if birthday > today:
        return expected_words(birthday, today)
    days = (today - birthday).days
    if days == 0:
        return "born today"
    if days < 14:
        return _count(days, "day")
    if days < 13 * 7:
        return _count(days // 7, "week")
    months = _months_between(birthday, today)
    if months < 24:
        return _count(months, "month")
    years, months = divmod(months, 12)
    return _count(years, "year") + (f" {_count(months, 'month')}" if months and years < 18 else "")


def _age_range(born: PartialDate, today: date) -> str:
    if born.first > today:
        return f"expected {date_words(born)}"
    oldest = _months_between(born.first, today) // 12
    youngest = max(_months_between(min(born.last, today), today) // 12, 0)
    if oldest == 0:
        return "under 1 year"
    return _count(oldest, "year") if oldest == youngest else f"{youngest} or {_count(oldest, 'year')}"


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def counted(count: int, one: str, many: str) -> str:
    """Return how many there are of something in words: `counted(2, "child", "children")` is "2 children"."""
    return f"{count:,} {one if count == 1 else many}"


def to_do(lines: Iterable[tuple[int, str, str, str]]) -> list[tuple[str, str]]:
    """Return what there is to do as the first page of a post says it: a sentence, and the name of an address.

    A line is how many there are, the words for one and for many, and the address; of none nothing is said.
    """
    return [(f"{counted(count, one, many)}.", route) for count, one, many, route in lines if count]


def telephone_words(number: str) -> str:
    """Space a telephone number of the United Kingdom as it is read out; another is left as typed.

    "02079460000" becomes "020 7946 0000"; an extension after "ext" or "x" is kept as "ext 12".
    """
    digits, extension = _telephone_parts(number)
    spaced = number.strip()
    if digits.startswith("0") and len(digits) in (10, 11):
        first, second = _telephone_groups(digits)
        spaced = f"{digits[:first]} {digits[first:second]} {digits[second:]}".strip()
    elif extension:
        spaced = re.split(r"(?i)\s*(?:ext\.?|extension|x)\s*\d", spaced)[0]
    return f"{spaced} ext {extension}" if extension else spaced


def _telephone_groups(digits: str) -> tuple[int, int]:
    if digits.startswith("02"):
        return 3, 7
    large_city = digits.startswith("011") or re.match(r"01.1", digits)
    return (4, 7) if large_city or digits[1] in "389" else (5, 8)


def telephone_link(number: str) -> str:
    """Return the `tel:` address of a number, or "" when it has no digits to ring."""
    digits, extension = _telephone_parts(number)
    if not digits:
        return ""
    international = "+44" + digits[1:] if len(digits) in (10, 11) and digits[0] == "0" else digits
    if number.strip().startswith("+") and not international.startswith("+"):
        international = "+" + international
    return f"tel:{international}" + (f";ext={extension}" if extension else "")


def _telephone_parts(number: str) -> tuple[str, str]:
    main, _, extension = re.sub(r"(?i)\s*(?:ext\.?|extension|x)\s*(?=\d)", "|", number).partition("|")
    digits = re.sub(r"\D", "", main)
    if main.strip().startswith("+44") or digits.startswith("0044"):
        digits = "0" + re.sub(r"^(00)?44(0)?", "", digits)
    return digits, re.sub(r"\D", "", extension)


def read_day(day: str, month: str, year: str) -> date:
    """Read three boxes, all needed, as a date. Raises UnreadableDateError naming the box."""
    partial = read_partial(day, month, year)
    for part in ("day", "month"):
        if getattr(partial, part) is None:
            raise UnreadableDateError(f"must include a {part}", part)
    return partial.first


def read_partial(day: str, month: str, year: str) -> PartialDate:
    """Read three boxes of which day, or day and month, may be empty. Raises UnreadableDateError."""
    day, month, year = day.strip(), month.strip().lower(), year.strip()
    if not year:
        raise UnreadableDateError("must include a year", "year")
    read_year = _whole(year) if len(year) == 4 else None
    if read_year is None or not EARLIEST_YEAR <= read_year <= LATEST_YEAR:
        raise UnreadableDateError("must include a year of 4 numbers, like 2019", "year")
    if not month:
        if day:
            raise UnreadableDateError("must include a month", "month")
        return PartialDate(read_year)
    read_month = _month(month)
    if read_month is None:
        raise UnreadableDateError("must have a month from 1 to 12, or its name", "month")
    if not day:
        return PartialDate(read_year, read_month)
    last = calendar.monthrange(read_year, read_month)[1]
    read = _whole(day)
    if read is None or not 1 <= read <= last:
        name = f"{calendar.month_name[read_month]} {read_year}"
        raise UnreadableDateError(f"must be a real date: {name} has {last} days", "day")
    return PartialDate(read_year, read_month, read)


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


def _month(text: str) -> int | None:
    number = _whole(text)
    if number is not None:
        return number if 1 <= number <= 12 else None
    matches = {m for name, m in MONTHS.items() if len(text) >= 3 and name.startswith(text.rstrip("."))}
    return matches.pop() if len(matches) == 1 else None


def read_words(text: str, today: date) -> date:
    """Read a date in words or figures: "next Tuesday", "in 3 weeks", "3 March 2026", "3/3/26", "3 March".

    A day and month without a year is the nearest one to come, as in a diary. "Next Tuesday" is the
    Tuesday of next week; "Tuesday" the first one after today. Raises UnreadableDateError.
    """
    words = re.sub(r"[,\s]+", " ", re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text.strip().lower())).strip()
    simple = {"today": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow": 2}
    if words in simple:
        return today + timedelta(days=simple[words])
    found = _read_weekday(words, today) or _read_span(words, today) or _read_figures(words, today)
    if found is None:
        raise UnreadableDateError("must be a date like 3 March 2026, 3/3/2026 or next Tuesday")
    return found


def _read_weekday(words: str, today: date) -> date | None:
    match = re.fullmatch(r"(?:(this|next|last|on) )?([a-z]{3,9})", words)
    days = [n for n, name in enumerate(WEEKDAYS) if match and name.startswith(match[2])]
    if not match or len(days) != 1:
        return None
    monday = today - timedelta(days=today.weekday())
    if match[1] == "next":
        return monday + timedelta(days=7 + days[0])
    if match[1] == "last":
        return monday + timedelta(days=days[0] - 7)
    return today + timedelta(days=(days[0] - today.weekday() - 1) % 7 + 1)


def _read_span(words: str, today: date) -> date | None:
    match = re.fullmatch(r"(?:in )?([0-9]{1,3}|a|one|two|three|four|six) (day|week|month)s?( ago)?", words)
    if not match:
        return None
    number = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}.get(match[1]) or int(match[1])
    number = -number if match[3] else number
    if match[2] == "month":
        year, month = divmod(today.year * 12 + today.month - 1 + number, 12)
        return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
    return today + timedelta(days=number * (7 if match[2] == "week" else 1))


def _read_figures(words: str, today: date) -> date | None:
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words):
        return read_day(iso[3], iso[2], iso[1])
    words = re.sub(r"^[a-z]{3,9}day ", "", words).replace(" of ", " ")
    match = re.fullmatch(r"(\d{1,2})[ /.\-]+(\d{1,2}|[a-z]{3,9}\.?)(?:[ /.\-]+(\d{4}|\d{2}))?", words)
    if not match:
        return None
    day, month, year = match[1], match[2], match[3]
    if year:
        return read_day(day, month, year if len(year) == 4 else f"20{year}")
    for candidate in range(today.year, today.year + 9):
        try:
            found = read_day(day, month, str(candidate))
        except UnreadableDateError:
            if candidate == today.year + 8:
                raise
            continue
        if found >= today:
            return found
    return None
