"""Whatever is sent to the forms of the pages: no server error, and what is refused leaves nothing half written.

The forms are read off the pages themselves, with their hidden fields and their choices. A few cases of each run
with the suite, always the same ones; FUZZ_CASES=10000 throws as many as it says over all forms, other ones each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from tests.faults.garbage import CASES, CELL, rows
from tests.pages.addresses import PAGES
from tests.pages.making import client_of, make_town
from tests.pages.town import Town

PARTS = 2
FORMS = 150
"""About how many forms the pages have: for sharing out the cases."""
COUNTERS = {"django_session", "signin_cache", "signin_throttle"}
"""Tables that a refusal may add to: a session, and how often somebody tried to sign in."""


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page: where it goes, how, and its fields with what the page would send."""

    page: str
    path: str
    method: str
    fields: dict[str, list[str]]
    files: frozenset[str]


def forms_of(town: Town) -> list[tuple[str, Form]]:
    """Return each form of each page of the town, with the role that meets it there; each once."""
    found: dict[tuple[str, str, tuple[str, ...]], tuple[str, Form]] = {}
    for name, visit in sorted(PAGES.items()):
        path = reverse(name, args=visit.args(town))
        client = client_of(town, visit.role) if visit.role else Client()
        soup = BeautifulSoup(client.get(path).content, "html.parser")
        for tag in soup.select("form"):
            form = _form(name, path, tag)
            found.setdefault((form.path, form.method, tuple(sorted(form.fields))), (visit.role, form))
    return list(found.values())


def _form(name: str, path: str, tag: Tag) -> Form:
    fields: dict[str, list[str]] = {}
    files = set()
    for field in tag.select("[name]"):
        key = str(field["name"])
        if field.get("type") == "file":
            files.add(key)
            continue
        choices = [str(option.get("value", option.text)) for option in field.select("option")]
        fields.setdefault(key, []).extend(choices or [str(field.get("value", field.text))])
    fields.pop("csrfmiddlewaretoken", None)
    method = str(tag.get("method", "get")).lower()
    return Form(name, urljoin(path, str(tag.get("action") or path)), method, fields, frozenset(files))


def filled(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """Fill a form in: each field as the page has it, with garbage, twice, or not at all."""
    optional: dict[str, st.SearchStrategy[Any]] = {
        key: st.one_of(st.sampled_from(values), CELL, st.lists(CELL, max_size=3))
        for key, values in form.fields.items()
    }
    for key in form.files:
        content = st.one_of(st.binary(max_size=200), st.just(b"source_id,given_names\n1,Amara\n"))
        names = st.sampled_from(["a.csv", "a.xml", "a.jsonl", "x" * 300, "no\x00thing"])
        optional[key] = st.builds(SimpleUploadedFile, names, content)
    return st.fixed_dictionaries({}, optional=optional)


def send(client: Client, cookies: str, form: Form, data: dict[str, Any]) -> None:
    """Send a form once, and undo whatever came of it. The test client raises what a server would answer with 500."""
    client.cookies = SimpleCookie(cookies)
    with transaction.atomic():
        before = rows()
        reply = getattr(client, form.method)(form.path, data)
        after = rows()
        transaction.set_rollback(True)
    assert reply.status_code < 500
    refused = reply.status_code >= 400 or (
        reply.status_code == 200 and b"govuk-error-summary" in reply.content
    )
    if refused:
        changed = {table for table in before if before[table] != after[table]}
        assert changed <= COUNTERS, f"refused, and yet these were written: {changed - COUNTERS}"


@pytest.fixture
def no_disk(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def throw_at(form: Form, client: Client, count_case: Callable[[], None]) -> None:
    """Send a form filled in many ways. Raises what the worst of them brought about."""
    cookies = client.cookies.output(header="", sep=";")

    @bounds(
        max_examples=CASES // FORMS or 5, derandomize=not CASES, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(data=filled(form))
    def throw(data: dict[str, Any]) -> None:
        count_case()
        send(client, cookies, form, data)

    throw()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_forms_take_anything(part: int, no_disk: None, count_case: Callable[[], None]) -> None:
    town = make_town(1)
    faults = []
    for role, form in forms_of(town)[part::PARTS]:
        try:
            throw_at(form, client_of(town, role) if role else Client(), count_case)
        except Exception as fault:
            notes = getattr(fault, "__notes__", "")
            faults.append(f"{form.page} {form.method} {form.path}: {type(fault).__name__} {fault} {notes}")
    assert faults == []
