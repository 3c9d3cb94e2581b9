"""Reading a school's file of attendance: rows that can be used, and why others cannot. Pure."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wraparound.delivery.attendance.rules import Sessions

COLUMNS = ("upn", "from", "until", "possible", "attended", "authorised", "unauthorised", "late")
MOST_BYTES, MOST_ROWS, MOST_SESSIONS = 5_000_000, 50_000, 500
UPN = re.compile(r"^[A-Z][0-9]{11}[0-9A-Z]$")
DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$|^(\d{2})/(\d{2})/(\d{4})$")


class Unreadable(ValueError):
    """The file as a whole cannot be used; says why in words."""


@dataclass(frozen=True)
class Row:
    """One row that can be used: a pupil's number, the days, and the sessions."""

    line: int
    upn: str
    first: date
    last: date
    sessions: Sessions


@dataclass(frozen=True)
class Refusal:
    """A row that cannot be used, by its line, with the reason in words that name no child."""

    line: int
    reason: str


class _Bad(ValueError):
    pass


def read(content: bytes) -> list[Row | Refusal]:
    """Return what a file holds, one for each of its rows. Raises `Unreadable` for a file that is none."""
    if len(content) > MOST_BYTES:
        raise Unreadable("The file must be smaller than 5 megabytes. Send it in parts.")
    table = csv.DictReader(io.StringIO(_text(content), newline=""), strict=True)
    try:
        names = {(name or "").strip().casefold(): name for name in table.fieldnames or []}
        if missing := [name for name in COLUMNS[:-1] if name not in names]:
            raise Unreadable(f"The first line must name the columns. Not there: {', '.join(missing)}.")
        found = list(_rows(table, names))
    except csv.Error as error:
        raise Unreadable(f"Line {table.line_num} is not CSV: {error}.") from error
    if not found:
        raise Unreadable("The file has no rows.")
    if len(found) > MOST_ROWS:
        raise Unreadable(f"The file has more than {MOST_ROWS:,} rows. Send it in parts.")
    return found


def _text(content: bytes) -> str:
    if b"\x00" in content:
        raise Unreadable("The file must be CSV, as text.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(table: "csv.DictReader[str]", names: dict[str, str]) -> Iterator[Row | Refusal]:
    for said in table:
        row = {name: (said.get(names[name]) or "").strip() if name in names else "" for name in COLUMNS}
        if not any(row.values()):
            continue
        try:
            yield _row(table.line_num, row)
        except _Bad as bad:
            yield Refusal(table.line_num, str(bad))


def _row(line: int, said: dict[str, str]) -> Row:
    upn = said["upn"].upper()
    if not UPN.match(upn):
        raise _Bad("The UPN is not one: a letter, eleven digits, and a digit or letter.")
    first, last = _day(said["from"], "from"), _day(said["until"], "until")
    if last < first:
        raise _Bad("The days end before they begin.")
    counts = {name: _count(said[name], name) for name in COLUMNS[3:]}
    sessions = Sessions(**counts)
    if sessions.possible == 0:
        raise _Bad("No session was possible, so there is nothing to say.")
    if sessions.attended + sessions.authorised + sessions.unauthorised != sessions.possible:
        raise _Bad("Attended, authorised and unauthorised do not come to the possible sessions.")
    if sessions.late > sessions.attended:
        raise _Bad("More sessions are late than were attended.")
    if sessions.possible > 2 * ((last - first).days + 1):
        raise _Bad("There are more than two sessions a day.")
    return Row(line, upn, first, last, sessions)


def _day(said: str, name: str) -> date:
    found = DAY.match(said)
    if not found:
        raise _Bad(f"“{name}” is not a date such as 2026-09-07 or 07/09/2026.")
    year, month, day = found.group(1, 2, 3) if found.group(1) else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise _Bad(f"“{name}” is a day that there is not.") from None


def _count(said: str, name: str) -> int:
    if name == "late" and not said:
        return 0
    if not re.fullmatch(r"[0-9]{1,4}", said) or int(said) > MOST_SESSIONS:
        raise _Bad(f"“{name}” is not a number of sessions.")
    return int(said)
