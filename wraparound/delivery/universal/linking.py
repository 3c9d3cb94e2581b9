"""Which team serves which practice, school, cluster or place: configured by an administrator of the area."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from wraparound.delivery.universal.models import Cluster, ClusterSchool, PostSkill, TeamLink
from wraparound.delivery.universal.planned import schedule_on
from wraparound.delivery.universal.rules import check_link, check_may_link
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.foundation.area.jobs import queue
from wraparound.foundation.area.models import Footprint
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Taken, change

KEEP_LINK = "wraparound.delivery.universal.tasks.keep_link"
KEEP_ALL = "wraparound.delivery.universal.tasks.keep_all"


@transaction.atomic
def link_team(
    *, team: Team, valid_from: date, actor: Actor, now: datetime, agency: Agency | None = None,
    cluster: Cluster | None = None, footprint: Footprint | None = None, valid_until: date | None = None,
) -> TeamLink:  # fmt: skip
    """Let a team serve a practice, school, cluster or place from a day; its children follow behind this.

    Raises `Denied` while another team of the service serves it, `Taken` when the link is there already.
    """
    check_may_link(actor)
    check_link(team, (agency, cluster, footprint))
    overlapping = TeamLink.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=valid_from), agency=agency, cluster=cluster,
        footprint=footprint, team__service=team.service_id,
    )  # fmt: skip
    if valid_until:
        overlapping = overlapping.filter(valid_from__lte=valid_until)
    if other := overlapping.exclude(team=team, valid_from=valid_from).select_related("team").first():
        raise Denied(f"{other.team.name} serves this already then. End that first.")
    values = {"team": team, "agency": agency, "cluster": cluster, "footprint": footprint}
    try:
        with transaction.atomic():
            link = TeamLink.objects.create(**values, valid_from=valid_from, valid_until=valid_until)
    except IntegrityError as error:
        raise Taken(str(error)) from error
    audit.record(verb="universal.link", now=now, actor=actor, detail={"link": link.pk, "team": team.pk})
    queue(KEEP_LINK, link.pk)
    return link


@transaction.atomic
def end_link(*, link: TeamLink, valid_until: date, version: int, actor: Actor, now: datetime) -> None:
    """Say the last day on which a team serves something; its children begin to leave the team after it.

    Raises `Conflict` when somebody changed the link meanwhile.
    """
    check_may_link(actor)
    if valid_until < link.valid_from:
        raise Denied("The last day must not be before the first day.")
    values = {"valid_until": valid_until}
    change(link, version=version, values=values, verb="universal.unlink", actor=actor, now=now)
    queue(KEEP_LINK, link.pk)


@transaction.atomic
def save_cluster(
    *, cluster: Cluster | None, name: str, schools: Iterable[Agency], valid_from: date, actor: Actor,
    now: datetime,
) -> Cluster:  # fmt: skip
    """Add a cluster of schools, or say which schools are in it from a day; the others end before it.

    Raises `Taken` for a name that another cluster has.
    """
    check_may_link(actor)
    wanted = {school.pk for school in schools}
    if not wanted:
        raise Denied("Choose the schools of the cluster.")
    try:
        with transaction.atomic():
            made = cluster or Cluster.objects.create(name=name.strip(), valid_from=valid_from)
    except IntegrityError as error:
        raise Taken(str(error)) from error
    standing = made.schools.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=valid_from))
    kept = set(standing.filter(agency__in=wanted).values_list("agency", flat=True))
    for gone in standing.exclude(agency__in=wanted):
        gone.valid_until = max(gone.valid_from, date.fromordinal(valid_from.toordinal() - 1))
        gone.save(update_fields=["valid_until"])
    ClusterSchool.objects.bulk_create(
        ClusterSchool(cluster=made, agency_id=pk, valid_from=valid_from) for pk in sorted(wanted - kept)
    )
    Cluster.objects.filter(pk=made.pk).update(name=name.strip(), version=F("version") + 1)
    audit.record(verb="universal.cluster", now=now, actor=actor, detail={"cluster": made.pk})
    queue(KEEP_ALL)
    return made


@transaction.atomic
def give_skill(*, post: Post, skill: str, valid_from: date, actor: Actor, now: datetime) -> PostSkill:
    """Say what a post of the manager's team is trained and graded for, from a day on."""
    actor.check(May.ALLOCATE)
    if post.team_id != actor.team_id:
        raise Denied("Choose somebody of your own team.")
    if skill not in {each.code for each in schedule_on(valid_from).skills}:
        raise Denied("Choose a skill of the schedule.")
    made, _ = PostSkill.objects.update_or_create(
        post=post, valid_from=valid_from, defaults={"skill": skill, "by_id": actor.post_id}
    )
    audit.record(verb="universal.skill", now=now, actor=actor, detail={"post": post.pk, "skill": skill})
    return made
