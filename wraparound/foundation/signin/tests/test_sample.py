import io

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from wraparound.foundation.signin.sample import NotASample, give_sample_factor
from wraparound.foundation.signin.tests.people import enter, generator, make_person

pytestmark = pytest.mark.django_db


def said(email: str) -> str:
    out = io.StringIO()
    call_command("code", email, stdout=out)
    return out.getvalue()


def test_a_demonstration_can_be_tried_with_the_code_that_the_command_says(settings) -> None:
    settings.DEMO = True
    person = make_person()
    give_sample_factor(user=person)
    client = Client()
    enter(client)
    assert client.post("/sign-in/code/", {"code": said(person.email)[:6]})["Location"] == "/"


def test_a_real_installation_says_no_code(settings) -> None:
    settings.DEMO = True
    person = make_person()
    give_sample_factor(user=person)
    settings.DEMO = False
    with pytest.raises(CommandError):
        said(person.email)


def test_a_demonstration_says_no_code_of_a_real_person(settings) -> None:
    settings.DEMO = True
    person = make_person("nadia@agency.gov.uk")
    with pytest.raises(NotASample):
        give_sample_factor(user=person)
    assert not Authenticator.objects.exists()
    for email in (person.email, "nobody@agency.example"):
        with pytest.raises(CommandError):
            said(email)


def test_without_an_address_the_codes_of_all_sample_accounts_are_said_and_of_nobody_else(settings) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError):
        call_command("code")
    people = [make_person(f"{name}@agency.example") for name in ("ada", "ben")]
    for person in people:
        give_sample_factor(user=person)
    generator(make_person("nadia@agency.gov.uk"))
    out = io.StringIO()
    call_command("code", stdout=out)
    assert [line.split()[1] for line in out.getvalue().splitlines()] == [person.email for person in people]
