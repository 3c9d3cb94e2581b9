"""Who serves whom in the sample area, and who moved from one team to another."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from wraparound.delivery.universal import keeping, moving, populations
from wraparound.delivery.universal.models import (
    Cluster,
    ClusterSchool,
    EffortPlan,
    EffortShare,
    PostSkill,
    TeamLink,
)
from wraparound.delivery.universal.planned import schedule_on
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.outcomes.access.models import Grant
from wraparound.outcomes.children.models import Setting, SourceRecord
from wraparound.outcomes.children.rules import BY_HAND
from wraparound.site.sample.people import post_of

LINKED = timedelta(days=200)
"""How long ago the teams were linked."""
CLUSTERS = ("Castlegate", "Northmoor", "Eastbrook", "Riverside", "New Town", "Villages")
SKILLS = {"health.visitor": "hv", "nursery.nurse": "nn", "visiting.manager": "hv", "school.nurse": "sn"}
"""How the e-mail address of a post begins, and what it is trained and graded as."""
SHARES = {"every_child": 45, "1": 5, "2": 20, "3a": 15, "3b": 10, "4": 5}
MOVES = ((("HV-S", "HV-N"), 9, 6), (("HV-N", "HV-S"), 7, 33))
"""From which team to which, how many children, how many days ago."""


def link_teams(*, now: datetime) -> None:
    """Link the universal teams to all practices but one and to schools, and give them their children."""
    if TeamLink.objects.filter(filled_at__isnull=False).exists():
        return
    since = timezone.localdate(now - LINKED)
    practices = list(Agency.objects.filter(kind=Agency.Kind.PRACTICE).order_by("code"))
    with transaction.atomic():
        for place, practice in enumerate(practices[:-1]):
            team = _team("HV-N" if place < len(practices) // 2 else "HV-S")
            TeamLink.objects.get_or_create(team=team, agency=practice, defaults={"valid_from": since})
        for place, cluster in enumerate(_clusters(since)):
            team = _team("SN-N" if place < len(CLUSTERS) // 2 else "SN-S")
            TeamLink.objects.get_or_create(team=team, cluster=cluster, defaults={"valid_from": since})
    keeping.keep_all(now=now - timedelta(days=40), pause=0)


def _team(code: str) -> Team:
    return Team.objects.get(code=code)


def _clusters(since: date) -> list[Cluster]:
    """Put the schools into clusters, so many next to one another in the list in each."""
    schools = list(Agency.objects.filter(kind=Agency.Kind.SCHOOL).order_by("code"))
    found = []
    for place, name in enumerate(CLUSTERS):
        cluster, _ = Cluster.objects.get_or_create(name=f"{name} cluster", defaults={"valid_from": since})
        for school in schools[place :: len(CLUSTERS)]:
            ClusterSchool.objects.get_or_create(
                cluster=cluster, agency=school, defaults={"valid_from": since}
            )
        found.append(cluster)
    return found


@transaction.atomic
def move_children(*, now: datetime) -> None:
    """Let practices say that some children are theirs now: they leave one team and come to another."""
    if SourceRecord.objects.filter(source_id__startswith=f"{BY_HAND}moved-").exists():
        return
    today = timezone.localdate(now)
    links = populations.links_on(today, schedule_on(today))
    for (old, new), count, days in MOVES:
        at = now - timedelta(days=days)
        link = TeamLink.objects.filter(team__code=new, agency__isnull=False).order_by("pk")[0]
        served = Grant.objects.filter(
            source_kind=moving.LINK, holder__team__code=old, until__gt=now, starts_at__lt=at
        )
        children = list(served.order_by("child").values_list("child", flat=True)[40 : 40 + 7 * count : 7])
        _say_moved(children, link.agency_id or 0, at)
        populations.keep(children, links, closed=moving.no_school(today), now=at)


def _say_moved(children: Sequence[int], practice: int, at: datetime) -> None:
    """Let a practice say that these children are its own, after all that lists said."""
    last = Setting.objects.aggregate(last=Max("said_at"))["last"] or at
    name = Agency.objects.get(pk=practice).name
    for child in children:
        source = SourceRecord.objects.create(
            agency_id=practice, source_id=f"{BY_HAND}moved-{child}", child_id=child, first_said_at=at,
            last_said_at=at,
        )  # fmt: skip
        Setting.objects.create(
            source=source, said_at=last, kind=Setting.Kind.PRACTICE, agency_id=practice, as_written=name
        )


@transaction.atomic
def plan_work(*, now: datetime) -> None:
    """Say who is trained as what, and how the health visitors of the north mean to share their time."""
    if EffortPlan.objects.exists():
        return
    since = timezone.localdate(now) - timedelta(days=365)
    for start, skill in SKILLS.items():
        for post in Post.objects.filter(user__email__startswith=start):
            PostSkill.objects.create(post=post, skill=skill, valid_from=since)
    first = timezone.localdate(now) - timedelta(days=91)
    plan = EffortPlan.objects.create(
        team=_team("HV-N"), by_what=EffortPlan.By.LEVEL, first_day=first,
        last_day=first + timedelta(days=181), made_at=now - timedelta(days=95),
        made_by=post_of("visiting.manager"),
        why="More time where need is greater: less for what every child gets than last year.",
    )  # fmt: skip
    EffortShare.objects.bulk_create(
        EffortShare(plan=plan, code=code, per_cent=share) for code, share in SHARES.items()
    )
