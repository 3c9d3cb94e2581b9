"""Whatever is sent to the API: no 500, every answer as described, and nothing half written.

A few cases of each address run with the suite, always the same ones. FUZZ_CASES=10000 runs as many as it
says over all addresses, other ones each time.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as bounds
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from tests.access.planted import plant
from tests.factories import Api, make_agency, make_api, make_service, make_team
from tests.faults.garbage import CASES, rows
from wraparound.foundation.accounts.models import Token
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.feeds import services
from wraparound.outcomes.finding.refiling import refile
from wraparound.site.api import api
from wraparound.site.wsgi import application

DESCRIBED = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
ADDRESSES = sum(len(methods) for methods in DESCRIBED["paths"].values())
OTHERWISE = [ignored_auth, negative_data_rejection, positive_data_acceptance]
"""Every case has a token here and half are aimed at what is there, so that what was drawn wrong is right by then; and
a search may be too broad, or a number of endings out of date."""
schema = schemathesis.openapi.from_dict(DESCRIBED)
schema.app = application


@dataclass
class World:
    """One system, a child that it sees and a list that its agency sent."""

    api: Api
    child: UUID
    load: UUID


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> Iterator[World]:
    settings.DATA_DIR = tmp_path
    settings.API_REQUESTS_A_MINUTE = 10**9
    team = make_team(make_service(make_agency("health", "health")))
    child = plant(team=team).child
    now = timezone.now()
    new = NewGrant(
        holder_id=team.holder_id, child_id=child.pk, basis=Basis.INVOLVEMENT, source_kind="test",
        source_id=None, service_id=team.service_id,
    )  # fmt: skip
    write_grants([new], now=now)
    refile([child.pk], now=now)
    file = ContentFile(b"source_id,given_names\n1,Amara\n")
    load = services.receive(file=file, name="list.csv", agency=team.agency, now=now)
    services.run_load(load=load, now=now)
    yield World(make_api(team.agency), child.public_id, load.public_id)


def aim(case: Any, world: World) -> None:
    """Ask for what is there in half of the cases."""
    if "public_id" in (case.path_parameters or {}):
        key = str(case.path_parameters["public_id"])
        if sum(map(ord, key)) % 2:
            real = world.child if case.path.startswith("/api/v1/children") else world.load
            case.path_parameters["public_id"] = str(real)


@pytest.mark.django_db(transaction=True)
@schema.parametrize()
@bounds(
    max_examples=CASES // ADDRESSES or 25,
    derandomize=not CASES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_api_takes_anything(case: Any, world: World, count_case: Callable[[], None]) -> None:
    count_case()
    aim(case, world)
    before = rows()
    reply = case.call(headers=dict(world.api.headers))
    after = rows()
    case.validate_response(reply, excluded_checks=OTHERWISE)
    assert reply.status_code < 500
    if reply.status_code >= 400:
        assert before == after
        assert reply.headers["content-type"] == ["application/problem+json"]
    assert Token.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", [None, "Bearer wrong", "Bearer ", "Basic QTpC", "wrong"])
@pytest.mark.parametrize(
    ("path", "method"), [(path, method) for path, methods in DESCRIBED["paths"].items() for method in methods]
)
def test_without_a_token_in_force_every_address_is_closed(path: str, method: str, key: str | None) -> None:
    headers = {} if key is None else {"Authorization": key}
    reply = getattr(Client(), method)(path.replace("{public_id}", str(UUID(int=7))), headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (401, "unknown token")
    assert reply["WWW-Authenticate"] == "Bearer"
