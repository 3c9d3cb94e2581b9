import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_health_answers_when_the_database_does() -> None:
    assert Client().get("/health/").json() == {"status": "ok"}


def test_home_asks_for_sign_in() -> None:
    reply = Client().get("/")
    assert reply.status_code == 302
    assert reply["Location"].startswith("/sign-in/")
