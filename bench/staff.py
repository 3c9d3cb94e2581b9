"""Twenty people of the sample area with their posts, signed in: who the pages are measured for."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

TEAMS = [
    ("Health visitor", "practitioner", "HV-N", 3),
    ("Health visitor", "practitioner", "HV-S", 3),
    ("Social worker", "practitioner", "SC-CIN", 2),
    ("Social worker", "practitioner", "SC-LAC", 2),
    ("Emergency duty worker", "duty", "EDT", 1),
    ("Team manager", "team_manager", "SC-ASSESS", 2),
    ("Index data manager", "data_manager", "INDEX", 1),
    ("Privacy officer", "privacy_officer", "INDEX", 1),
    ("Area administrator", "area_administrator", "INDEX", 1),
]
"""Title, role, team, and how many of them."""
LEADS = 4
"""Safeguarding leads, each of a school of their own, the largest first."""


@dataclass(frozen=True)
class Worker:
    """One signed-in person: what they are, and the cookies of their session."""

    title: str
    role: str
    cookies: dict[str, str]


def sign_in_everybody(now: datetime) -> list[Worker]:
    """Give twenty people a post each, where they have none yet, and a session; return them."""
    from tests.factories import make_client
    from wraparound.site.sample.loading import give_post

    workers = []
    for said in _posts():
        post = give_post(said, now=now)
        cookies = {cookie.key: cookie.value for cookie in make_client(post).cookies.values()}
        workers.append(Worker(said["title"], said["role"], cookies))
    return workers


def _posts() -> list[dict[str, Any]]:
    teams = [(title, role, code, n) for title, role, code, count in TEAMS for n in range(count)]
    teams += [("Designated safeguarding lead", "safeguarding_lead", code, 0) for code in _largest_schools()]
    return [
        {
            "email": f"{role}.{code}.{number}@bench.example".lower(),
            "name": f"{title} {number + 1} of {code}",
            "title": title,
            "role": role,
            "team": code,
            "telephone": "07700 900199",
            "on_shift": role == "duty",
        }
        for title, role, code, number in teams
    ]


def _largest_schools() -> list[str]:
    """Return the codes of the teams of the schools with most pupils."""
    from django.db.models import Count

    from wraparound.foundation.agencies.models import Team
    from wraparound.outcomes.access.models import Basis, Grant

    rolls = Grant.objects.filter(basis=Basis.POPULATION).values("holder").annotate(pupils=Count("pk"))
    sizes = Counter({roll["holder"]: roll["pupils"] for roll in rolls})
    schools = Team.objects.filter(agency__kind="school")
    return [team.code for team in sorted(schools, key=lambda team: (-sizes[team.holder_id], team.code))][
        :LEADS
    ]
