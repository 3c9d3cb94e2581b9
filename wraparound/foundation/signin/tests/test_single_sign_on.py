"""Single sign-on against a small OpenID Connect server that really runs, in a thread."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from django.test import Client

from wraparound.foundation.accounts.models import User
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.signin.tests.people import EMAIL, code, generator, make_person

pytestmark = pytest.mark.django_db


class Server(ThreadingHTTPServer):
    """The organisation's server: who signs in there next, and what it says about them."""

    claims: dict[str, Any]
    challenges: dict[str, tuple[str, str]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        address, path = self.server.address, urlsplit(self.path)
        if path.path.endswith("openid-configuration"):
            self._say(
                {
                    "issuer": address,
                    "authorization_endpoint": f"{address}/authorize",
                    "token_endpoint": f"{address}/token",
                    "userinfo_endpoint": f"{address}/userinfo",
                    "jwks_uri": f"{address}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif path.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(path.query).items()}
            self.server.challenges["a-code"] = (asked["code_challenge"], asked["client_id"])
            back = asked["redirect_uri"] + "?" + urlencode({"code": "a-code", "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", back)
            self.end_headers()
        elif path.path == "/userinfo":
            self._say({k: v for k, v in self.server.claims.items() if k not in ("amr", "acr")})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        challenge, client = self.server.challenges[sent["code"]]
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest())
        assert proof.rstrip(b"=").decode() == challenge and sent["client_secret"] == "a-secret"
        said = {**self.server.claims, "iss": self.server.address, "aud": client, "exp": 4102444800, "iat": 0}
        token = jwt.encode(said, "not checked: it came straight from the server", algorithm="HS256")
        self._say({"access_token": "x", "token_type": "bearer", "id_token": token})

    def _say(self, said: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *args: Any) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def organisation(settings) -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    server.claims = {"sub": "1234", "email": EMAIL, "email_verified": True}
    server.challenges = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OIDC_SERVER_URL = server.address
    settings.OIDC_NAME = "Eastmere Council"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": "Eastmere Council",
                    "client_id": "wraparound",
                    "secret": "a-secret",
                    "settings": {"server_url": server.address},
                }
            ],
        }
    }
    yield server
    server.shutdown()


@pytest.fixture
def person() -> User:
    return make_person()


def go_there_and_back(client: Client, after: str = "") -> str:
    """Press the button, let the organisation answer, return where that leads."""
    import urllib.request

    there = client.post(f"/sign-in/organisation/sso/{after}")["Location"]

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any) -> None:
            return None

    try:
        urllib.request.build_opener(Stay).open(there)
    except urllib.error.HTTPError as error:
        back = urlsplit(error.headers["Location"])
    return client.get(f"{back.path}?{back.query}")["Location"]


def test_the_button_is_there_only_where_it_is_set(organisation: Server, settings) -> None:
    assert "Sign in with Eastmere Council" in Client().get("/sign-in/").content.decode()
    settings.OIDC_SERVER_URL = ""
    assert "Eastmere Council" not in Client().get("/sign-in/").content.decode()


def test_somebody_who_was_invited_comes_in_and_our_second_step_is_still_asked(
    organisation: Server, person: User
) -> None:
    secret = generator(person)
    client = Client()
    assert go_there_and_back(client) == "/sign-in/code/"
    assert client.get("/")["Location"].startswith("/sign-in/")
    assert client.post("/sign-in/code/", {"code": code(secret)})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert person.socialaccount_set.count() == 1


def test_without_a_factor_of_ours_one_is_set_up_first(organisation: Server, person: User) -> None:
    client = Client()
    go_there_and_back(client)
    assert client.get("/")["Location"] == "/account/security/"


@pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:two"}])
def test_a_factor_proved_there_counts_when_the_area_says_so(
    organisation: Server, person: User, settings, claims: dict[str, Any]
) -> None:
    settings.OIDC_FACTOR_CLAIMS = ["amr=mfa", "acr=urn:two"]
    generator(person)
    organisation.claims.update(claims)
    client = Client()
    assert go_there_and_back(client, "?next=/notices/") == "/notices/"
    assert client.get("/notices/").status_code == 200


def test_a_factor_proved_there_does_not_count_otherwise(organisation: Server, person: User, settings) -> None:
    settings.OIDC_FACTOR_CLAIMS = ["amr=mfa"]
    generator(person)
    organisation.claims.update({"amr": ["pwd"], "acr": "mfa"})
    assert go_there_and_back(Client()) == "/sign-in/code/"


@pytest.mark.parametrize(
    "claims", [{"email": "stranger@elsewhere.example"}, {"email_verified": False}, {"email": ""}]
)
def test_whom_nobody_invited_or_vouched_for_stays_out_and_gets_no_account(
    organisation: Server, person: User, claims: dict[str, Any]
) -> None:
    organisation.claims.update(claims)
    client = Client()
    assert go_there_and_back(client) == "/sign-in/"
    assert "You cannot sign in with Eastmere Council" in client.get("/sign-in/").content.decode()
    assert User.objects.count() == 1
    assert Entry.objects.filter(verb="sign_in.single_sign_on", outcome="denied").exists()


def test_a_closed_account_stays_out_even_when_it_was_linked(organisation: Server, person: User) -> None:
    go_there_and_back(Client())
    User.objects.update(is_active=False)
    assert go_there_and_back(Client()) == "/sign-in/"


def test_an_answer_that_nobody_asked_for_is_refused(organisation: Server, person: User) -> None:
    client = Client()
    reply = client.get("/sign-in/organisation/sso/back/?code=a-code&state=forged")
    assert reply["Location"] == "/sign-in/"
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_an_unknown_organisation_is_missing(organisation: Server) -> None:
    assert Client().post("/sign-in/organisation/other/").status_code == 404
