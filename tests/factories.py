"""Makes the things that tests need, through the models: agencies, teams, posts, actors, children, facts."""

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from wraparound.foundation.accounts.models import (
    AgencyAgreement,
    Clearance,
    Post,
    Role,
    Shift,
    Token,
    User,
)
from wraparound.foundation.accounts.queries import actor_of, digest_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency, Holder, Service, Team
from wraparound.outcomes.access.models import Basis, Shield, ShieldName
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.children.models import (
    Address,
    Birth,
    Child,
    Fact,
    Involvement,
    Name,
    SourceRecord,
)

NOW = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)
"""A Tuesday morning in term."""
LONG_AGO = date(2020, 1, 1)
_count = itertools.count(1)


def make_agency(kind: str = "health", sector: str = "health", **given: Any) -> Agency:
    n = next(_count)
    values = {"code": f"A{n}", "name": f"Agency {n}", "valid_from": LONG_AGO, **given}
    agency = Agency.objects.create(kind=kind, sector=sector, **values)
    AgencyAgreement.objects.create(agency=agency, valid_from=LONG_AGO, signed_by="The director")
    return agency


def make_service(agency: Agency | None = None, **given: Any) -> Service:
    n = next(_count)
    values = {
        "code": f"S{n}",
        "name": f"Service {n}",
        "kind": "health visiting",
        "valid_from": LONG_AGO,
        **given,
    }
    return Service.objects.create(agency=agency or make_agency(), **values)


def make_team(service: Service | None = None, **given: Any) -> Team:
    n = next(_count)
    service = service or make_service()
    values = {
        "code": f"T{n}",
        "name": f"Team {n}",
        "telephone": "01632 960100",
        "valid_from": LONG_AGO,
        "agency": service.agency,
        **given,
    }
    return Team.objects.create(holder=Holder.objects.create(kind=Holder.Kind.TEAM), service=service, **values)


def make_user(**given: Any) -> User:
    n = next(_count)
    return User.objects.create(**{"email": f"person{n}@agency.example", "full_name": f"Person {n}", **given})


def make_post(
    team: Team | None = None, role: str = Role.PRACTITIONER, *, clear: bool = True, **given: Any
) -> Post:
    team = team or make_team()
    values = {
        "user": given.pop("user", None) or make_user(),
        "agency": team.agency,
        "title": Role(role).label,
        "valid_from": LONG_AGO,
        **given,
    }
    post = Post.objects.create(
        holder=Holder.objects.create(kind=Holder.Kind.POST), role=role, team=team, **values
    )
    for kind in Clearance.Kind.values if clear else []:
        Clearance.objects.create(post=post, kind=kind, valid_from=LONG_AGO, lapses_on=date(2030, 1, 1))
    return post


def make_actor(
    team: Team | None = None, role: str = Role.PRACTITIONER, *, now: datetime = NOW, **given: Any
) -> Actor:
    return actor_of(make_post(team, role, **given), now=now)


def make_client(post: Post, *, factor: bool = True) -> Client:
    """Return a browser in which the post's person is signed in, has passed a second factor, and works as it."""
    client = Client()
    client.force_login(post.user)
    session = client.session
    session["post_id"] = post.pk
    if factor:
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session["account_authentication_methods_user"] = str(post.user.pk)
    session.save()
    return client


def make_shift(post: Post, *, start: datetime = NOW, hours: int = 12) -> Shift:
    return Shift.objects.create(post=post, starts_at=start, ends_at=start + timedelta(hours=hours))


def make_source(child: Child, agency: Agency | None = None, **given: Any) -> SourceRecord:
    values = {"source_id": f"R{next(_count)}", "first_said_at": NOW, "last_said_at": NOW, **given}
    return SourceRecord.objects.create(child=child, agency=agency or make_agency(), **values)


def say(source: SourceRecord, fact: type[Fact], **given: Any) -> Fact:
    """Have a source say a fact."""
    return fact._default_manager.create(source=source, **{"said_at": NOW, **given})


def make_child(
    given_names: str = "Amara",
    family_name: str = "Okafor",
    born: date | None = date(2019, 5, 14),
    *,
    agency: Agency | None = None,
    sex: str = "F",
    address: str = "",
    postcode: str = "",
    **given: Any,
) -> Child:
    child = Child.objects.create(created_at=NOW, **given)
    source = make_source(child, agency)
    say(source, Name, given_names=given_names, family_name=family_name)
    say(source, Birth, date=born, sex=sex, status=Birth.Status.DOCUMENTED)
    if address or postcode:
        say(source, Address, lines=address, postcode=postcode)
    return child


def make_involvement(child: Child, team: Team, **given: Any) -> Involvement:
    values = {
        "as_written": team.name,
        "is_sensitive": bool(team.service and team.service.is_sensitive),
        "involved_from": date(2026, 1, 5),
        **given,
    }
    source = child.sources.first() or make_source(child)
    return say(source, Involvement, team=team, **values)  # type: ignore[return-value]


def make_grant(
    actor: Actor, child: Child, basis: Basis, *, team: bool = False, now: datetime = NOW, **given: Any
) -> None:
    holder = actor.team_holder if team else actor.own_holder
    assert holder is not None
    given.setdefault("service_id", actor.service_id)
    new = NewGrant(
        holder_id=holder, child_id=child.pk, basis=basis, source_kind="test", source_id=None, **given
    )
    write_grants([new], now=now)


def make_shield(
    child: Child,
    *,
    level: str = Shield.Level.WHEREABOUTS,
    named: Sequence[Actor] = (),
    set_by: Actor | None = None,
    now: datetime = NOW,
    **given: Any,
) -> Shield:
    setter = set_by or make_actor(role=Role.TEAM_MANAGER)
    values = {
        "why": "A threat was made",
        "starts_at": now,
        "confirmed_at": now,
        "review_on": date(2027, 1, 1),
        **given,
    }
    shield = Shield.objects.create(child=child, level=level, set_by_id=setter.post_id, **values)
    for actor in named:
        ShieldName.objects.create(shield=shield, post_id=actor.post_id)
    return shield


@dataclass
class Api:
    """An agency's own system asking the API with its token."""

    token: Token
    headers: dict[str, str]

    def get(self, address: str) -> Any:
        return Client().get(address, headers=self.headers)

    def post(self, address: str, body: Any) -> Any:
        return Client().post(address, body, content_type="application/json", headers=self.headers)

    def send(self, address: str, *, files: dict[str, tuple[str, bytes]], **more: Any) -> Any:
        parts = {name: SimpleUploadedFile(called, content) for name, (called, content) in files.items()}
        headers = {**self.headers, **more.get("headers", {})}
        return Client().post(address, {**more.get("data", {}), **parts}, headers=headers)


def make_api(agency: Agency | None = None, *, key: str = "", **given: Any) -> Api:
    key = key or f"key{next(_count)}"
    now = timezone.now()
    values = {
        "name": f"System {key}", "scopes": Token.Scope.values, "created_at": now,
        "expires_at": now + timedelta(days=1), **given,
    }  # fmt: skip
    token = Token.objects.create(
        agency=agency or make_agency(), holder=Holder.objects.create(kind=Holder.Kind.TOKEN),
        digest=digest_of(key), **values,
    )  # fmt: skip
    return Api(token, {"Authorization": f"Bearer {key}"})
