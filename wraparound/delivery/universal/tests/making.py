"""What the tests of universal services make: a team with its population, links, and contacts that were held."""

from datetime import date, datetime, timedelta

from tests.factories import NOW, make_actor, make_agency, make_child, make_service, make_team, say
from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.universal import keeping
from wraparound.delivery.universal.models import TeamLink
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency, Service, Team
from wraparound.outcomes.children.models import Child, Setting

TODAY = NOW.date()


def make_visiting(**given: object) -> Team:
    """A team of health visitors of a service that has a population."""
    values = {
        "kind": "Health visiting",
        "name": "Health visiting",
        "population": "area",
        "sees_expected": True,
    }
    return make_team(make_service(**values), **given)


def another_team(team: Team) -> Team:
    assert team.service
    return make_team(team.service)


def make_practice() -> Agency:
    return make_agency("practice", "health")


def link(team: Team, agency: Agency, *, days_ago: int = 300) -> TeamLink:
    return TeamLink.objects.create(team=team, agency=agency, valid_from=TODAY - timedelta(days=days_ago))


def register(child: Child, practice: Agency, *, kind: str = "practice", at: datetime = NOW) -> Setting:
    """Let the child's first source say its practice or school, instead of what it said before."""
    source = child.sources.first()
    assert source
    Setting.objects.filter(source=source, kind=kind, superseded_at__isnull=True).update(superseded_at=at)
    return say(source, Setting, kind=kind, agency=practice, as_written=practice.name, said_at=at)  # type: ignore[return-value]


def child_of(practice: Agency, born: date | None = date(2025, 11, 1), **given: object) -> Child:
    child = make_child(born=born, **given)  # type: ignore[arg-type]
    register(child, practice)
    return child


def populate(*, now: datetime = NOW) -> None:
    keeping.keep_all(now=now, pause=0)


def a_team(role: str = Role.PRACTITIONER) -> tuple[Actor, Agency]:
    """A health visitor and the practice whose children her team serves."""
    team, practice = make_visiting(), make_practice()
    link(team, practice)
    return make_actor(team, role), practice


def hold(child: Child, actor: Actor, code: str, *, at: datetime = NOW, state: str = "held") -> Contact:
    """A contact of the schedule that was held, or was not."""
    assert actor.team_id and actor.service_id and actor.post_id
    when = {"planned_for": at} if state == "planned" else {"happened_at": at}
    return Contact.objects.create(
        child=child, team_id=actor.team_id, service_id=actor.service_id, post_id=actor.post_id,
        writer_id=actor.post_id, kind="home_visit", state=state, schedule_code=code, written_at=at, **when,
    )  # fmt: skip


def service_of(actor: Actor) -> Service:
    return Service.objects.get(pk=actor.service_id)
