"""Every verb of the audit is told in words that a person reads."""

import re
from pathlib import Path

import pytest

import wraparound
from wraparound.foundation.audit.rules import VERBS, in_words

VERB = re.compile(
    r"""(?:verb ?=|look\(request,|refuse\(request,|_finish\(|_record\()\s*"([a-z_]+(?:\.[a-z_]+)*)\"""",
    re.DOTALL,
)
SOURCES = [
    path
    for path in Path(wraparound.__file__).parent.rglob("*.py")
    if not {"tests", "migrations"} & set(path.parts)
]
WRITTEN = {verb for path in SOURCES for verb in VERB.findall(path.read_text(encoding="utf-8"))}


def test_every_verb_that_is_written_has_words() -> None:
    assert len(WRITTEN) > 100
    assert WRITTEN - set(VERBS) == set()


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("card.see", "Looked at the summary"),
        ("staffing:renew_token", "Asked for a page: staffing, renew token"),
        ("api.searches", "Searches: by an agency's own system"),
        ("meeting.hold", "Hold: meeting"),
    ],
)
def test_a_verb_is_told_in_words(verb: str, words: str) -> None:
    assert in_words(verb) == words
