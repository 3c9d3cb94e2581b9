"""Which encoding and which delimiter a file of text is written in."""

import codecs
from pathlib import Path

from .layout import FileUnreadable

SAMPLE = 1 << 20
DELIMITERS = ",;\t|"
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def encoding_of(path: Path) -> str:
    """Return the encoding: by its mark, else UTF-16 by its empty bytes, else UTF-8, else Windows-1252.

    Raises `FileUnreadable` for a file that is not text at all.
    """
    with path.open("rb") as stream:
        start = stream.read(SAMPLE)
    for mark, name in _MARKS.items():
        if start.startswith(mark):
            return _checked(path, name)
    if b"\0" in start:
        return _checked(path, _without_mark(start))
    return "utf-8" if _reads_as(path, "utf-8") else "cp1252"


def _checked(path: Path, encoding: str) -> str:
    if not _reads_as(path, encoding):
        raise FileUnreadable(
            "The file breaks off in the middle of a sign. Save it as CSV UTF-8 and send it again."
        )
    return encoding


def _without_mark(start: bytes) -> str:
    """Tell the two byte orders apart by where the empty bytes of plain letters stand."""
    even, odd = start[0:4096:2].count(0), start[1:4096:2].count(0)
    if max(even, odd) < len(start[:4096]) // 8:
        raise FileUnreadable(
            "The file is not text. Send CSV, XML or JSON Lines, not a workbook or an archive."
        )
    return "utf-16-le" if odd > even else "utf-16-be"


def _reads_as(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while block := stream.read(SAMPLE):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def delimiter_of(header: str) -> str:
    """Return the sign that parts the columns of a header line; the comma when there is only one column."""
    return max(DELIMITERS, key=lambda sign: (header.count(sign), -DELIMITERS.index(sign)))
