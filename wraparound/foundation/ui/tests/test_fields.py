from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

from wraparound.foundation.ui import fields
from wraparound.foundation.ui.forms import EveryQuestion
from wraparound.foundation.ui.rules import PartialDate

GOOD = {
    "name": "Sam",
    "what_happened": "He fell",
    "born-day": "3",
    "born-month": "march",
    "born-year": "2019",
    "arrived-day": "",
    "arrived-month": "",
    "arrived-year": "2020",
    "meeting": "4 May 2026",
    "reason": "other",
    "other_reason": "A letter",
    "needs": ["speech", "money"],
    "siblings": "2",
    "agreed": "on",
    "key": "6f1c1ef8-0000-4000-8000-000000000001",
}


def filled(**changes: Any) -> EveryQuestion:
    data: MultiValueDict = MultiValueDict()
    for name, value in {**GOOD, **changes}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return EveryQuestion(data, {})


def page(form: forms.Form) -> str:
    template = Template('{% extends "ui/form_page.html" %}')
    return template.render(Context({"form": form, "title": "T", "intro": "", "button": "Go", "back_url": ""}))


def test_a_good_form_gives_typed_answers() -> None:
    form = filled()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == date(2019, 3, 3)
    assert form.cleaned_data["arrived"] == PartialDate(2020)
    assert form.cleaned_data["meeting"] == date(2026, 5, 4)
    assert form.cleaned_data["needs"] == ["speech", "money"]
    assert form.cleaned_data["siblings"] == 2


@pytest.mark.parametrize("blank", ["", " ", "\t ", None])
def test_a_day_in_words_that_is_blank_is_no_day(blank: str | None) -> None:
    assert fields.DateInWords("From", required=False).clean(blank) is None


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"name": " "}, "name", "Enter the name of the child"),
        ({"name": "x" * 201}, "name", "Name must be 200 characters or fewer"),
        ({"name": "a\0b"}, "name", "Name has a character that cannot be kept: type it again"),
        ({"born-day": "", "born-month": "", "born-year": ""}, "born", "Enter date of birth"),
        (
            {"born-day": "31", "born-month": "2"},
            "born",
            "Date of birth must be a real date: February 2019 has 28 days",
        ),
        (
            {"meeting": "soon"},
            "meeting",
            "Day of the meeting must be a date like 3 March 2026, 3/3/2026 or next Tuesday",
        ),
        ({"reason": ""}, "reason", "Select why you are looking"),
        ({"reason": "none of these"}, "reason", "Select why you are looking from the list"),
        ({"siblings": "two"}, "siblings", "Number of brothers and sisters must be a whole number, like 12"),
        ({"siblings": "31"}, "siblings", "Number of brothers and sisters must be 30 or less"),
        (
            {"siblings": "9" * 5000},
            "siblings",
            "Number of brothers and sisters must be a whole number, like 12",
        ),
        ({"email": "sam"}, "email", "Enter an email address like name@example.org"),
        ({"telephone": "ring me"}, "telephone", "Enter a telephone number, like 020 7946 0000"),
        ({"agreed": ""}, "agreed", "Confirm: the family knows that I am looking"),
        ({"other_reason": ""}, "other_reason", "Enter the other reason"),
    ],
)
def test_an_error_says_the_way_out_at_the_question_and_in_the_summary(
    change: dict[str, str], field: str, message: str
) -> None:
    form = filled(**change)
    assert form.errors == {field: [message]}
    html = page(form)
    assert html.count(message) == 2
    assert "<title>Error: T" in html
    target = html.split('govuk-error-summary__list">')[1].split('href="#')[1].split('"')[0]
    assert f'id="{target}"' in html


def test_a_page_without_errors_has_no_summary() -> None:
    html = page(EveryQuestion())
    assert "error-summary" not in html
    assert "Error:" not in html


def test_the_wrong_box_of_a_date_is_marked_and_linked() -> None:
    html = page(filled(**{"born-month": "13"}))
    assert 'href="#id_born-month"' in html
    assert html.count("govuk-input--error") == 1


def test_what_was_typed_is_kept_also_where_it_is_wrong() -> None:
    html = page(filled(**{"born-day": "77", "meeting": "soon <b>", "name": ""}))
    assert 'value="77"' in html
    assert "soon &lt;b&gt;" in html
    assert "He fell" in html
    assert "A letter" in html


def test_a_password_is_never_shown_again() -> None:
    assert "hunter22" not in page(filled(password="hunter22", name=""))


def test_what_stands_under_a_choice_that_was_not_made_is_let_go() -> None:
    form = filled(reason="working", other_reason="left over", asked_by="left over")
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["other_reason"], form.cleaned_data["asked_by"]) == ("", "")


def test_a_revealed_question_is_asked_once_under_its_choice() -> None:
    html = str(EveryQuestion())
    assert html.count('name="asked_by"') == 1
    assert html.index('value="asked"') < html.index('name="asked_by"') < html.index('value="other"')


def test_nothing_is_chosen_for_anyone() -> None:
    html = str(EveryQuestion())
    assert " checked" not in html
    assert '<option value="" selected>Choose one' in html


def test_a_choice_made_is_kept() -> None:
    html = str(filled(school="2"))
    assert '<option value="2" selected' in html
    assert 'value="other" checked' in html


def test_a_question_that_may_be_left_empty_says_so_unless_the_form_does_not() -> None:
    class Search(fields.Form):
        mark_optional = False
        name = fields.Text("Name", required=False)

    assert "Email address (optional)" in str(EveryQuestion())
    assert "(optional)" not in str(Search())


def test_each_page_carries_a_submission_key_of_its_own() -> None:
    assert EveryQuestion()["key"].value() != EveryQuestion()["key"].value()
    assert GOOD["key"] in str(filled())


def test_a_page_that_lost_what_it_carries_says_what_to_do() -> None:
    assert "Load it again, then send it once more" in page(filled(key="not a key"))


def test_a_form_of_a_library_is_drawn_the_same() -> None:
    class Plain(forms.Form):
        login = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Login", "autofocus": True}))
        remember = forms.BooleanField(required=False)
        colour = forms.ChoiceField(choices=[("r", "Red")])
        paper = forms.FileField()
        secret = forms.CharField(widget=forms.HiddenInput, initial="s")

    html = str(Plain(initial={"remember": True}))
    assert html.count("govuk-form-group") == 4
    assert "placeholder" not in html
    assert "autofocus" not in html
    assert '<input type="hidden" name="secret" value="s"' in html


def test_a_form_with_a_file_is_sent_as_one() -> None:
    assert 'enctype="multipart/form-data"' in page(EveryQuestion())
    form = EveryQuestion(filled().data, {"file": SimpleUploadedFile("a.csv", b"x")})
    assert form.is_valid(), form.errors


def test_what_is_wrong_with_the_whole_form_leads_to_its_first_question() -> None:
    class Pair(fields.Form):
        start = fields.Date("Start")

        def clean(self) -> None:
            raise forms.ValidationError("The end is before the start")

    html = page(Pair({"start-day": "1", "start-month": "1", "start-year": "2026"}))
    assert '<a href="#id_start-day">The end is before the start</a>' in html


def test_every_label_and_hint_is_escaped() -> None:
    class Sly(fields.Form):
        name = fields.Text("<script>", hint="<img>")

    assert "<script>" not in str(Sly())
    assert "<img>" not in str(Sly())


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*GOOD, "email", "telephone", "school"]), st.text(max_size=20)))
def test_any_input_is_answered(data: dict[str, str]) -> None:
    form = filled(**data)
    form.is_valid()
    assert page(form)
