"""What the tests of signing in share: a person with a password, a code generator, and trying to come in."""

import time

from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponse
from django.test import Client

from tests.factories import make_post, make_user
from wraparound.foundation.accounts.models import User

PASSWORD = "three quiet lanterns"
EMAIL = "nadia@agency.example"


def make_person(email: str = EMAIL) -> User:
    """Make somebody with a post and a password."""
    user = make_user(email=email)
    user.set_password(PASSWORD)
    user.save()
    make_post(user=user)
    return user


def generator(user: User) -> str:
    """Give somebody a code generator; return its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code(secret: str, ahead: int = 0) -> str:
    """Return what the generator shows now, or some steps of 30 seconds ahead."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + ahead))


def enter(client: Client, email: str = EMAIL, password: str = PASSWORD, **given: str) -> HttpResponse:
    """Send the sign-in form."""
    return client.post("/sign-in/", {"login": email, "password": password}, **given)


def come_in(client: Client, secret: str, **given: str) -> None:
    """Sign in wholly."""
    assert enter(client, **given)["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/code/", {"code": code(secret)})["Location"] == "/"
