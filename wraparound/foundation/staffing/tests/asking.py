"""What the tests of posts share: an administrator, and asking for a place."""

from uuid import uuid4

from tests.factories import NOW, make_actor
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Team
from wraparound.foundation.staffing import services
from wraparound.foundation.staffing.models import Change
from wraparound.foundation.staffing.rules import Place

TODAY = NOW.date()


def administrator() -> Actor:
    return make_actor(role=Role.AREA_ADMINISTRATOR)


def wanted(team: Team, **given) -> Place:
    values = {
        "email": "sara@agency.example",
        "full_name": "Sara Lind",
        "role": Role.PRACTITIONER,
        "title": "Health visitor",
        "agency_id": team.agency_id,
        "team_id": team.pk,
        "valid_from": TODAY,
        **given,
    }
    return Place(**values)


def place(actor: Actor, team: Team, **given) -> Change:
    key = given.pop("submission", None) or uuid4()
    return services.place(wanted=wanted(team, **given), submission=key, actor=actor, now=NOW)
