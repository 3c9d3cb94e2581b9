"""The made-up area that `make run` shows: described, staffed and fed the way a real one is."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from wraparound.foundation.accounts.models import Clearance, Post, Shift, User
from wraparound.foundation.agencies.models import Agency, Holder, Team
from wraparound.foundation.area.queries import the_area
from wraparound.foundation.signin.sample import give_sample_factor
from wraparound.outcomes.children.models import Banner, Involvement, SourceRecord, Standing
from wraparound.site.sample import (
    attendance,
    cases,
    contacts,
    desk,
    populations,
    supervision,
    transfer,
)
from wraparound.site.sample.services import fill_directory, load_buses

Tell = Callable[[str], None]
PASSWORD = "wraparound in the open"  # noqa: S105
"""Of every sample sign-in; it opens nothing but invented people of a demonstration."""
CHILDREN = 20_000
POSTS = settings.BASE_DIR / "samples" / "posts.toml"
LOADED = "sample-loaded"
"""A file in the data folder that names the database in which the sample area is all there."""


class NotASample(Exception):
    """The database already serves a real area."""


def is_loaded() -> bool:
    """Say whether the sample area is all there, in the very database that is set now."""
    mark = Path(settings.DATA_DIR) / LOADED
    if not mark.exists() or mark.read_text() != _database():
        return False
    try:
        return the_area() is not None
    except DatabaseError:
        return False


def _database() -> str:
    said = settings.DATABASES["default"]
    return " ".join(str(said.get(name, "")) for name in ("ENGINE", "HOST", "PORT", "NAME"))


def load_sample(*, now: datetime, tell: Tell, children: int = CHILDREN) -> None:
    """Make the sample area: describe it, staff it, and load its agencies' lists as an agency does.

    May be run again after it was stopped: every step does only what is missing. Raises `NotASample`
    outside a demonstration.
    """
    if not settings.DEMO:
        raise NotASample("Set DEMO=true: the sample area has sign-ins that everybody knows.")
    folder = Path(settings.DATA_DIR) / "sample"
    if not folder.exists():
        tell(f"Making a borough of {children:,} children")
        _make(folder, children)
    tell("Describing the area: its places, agencies, services and teams")
    call_command("area", "load", str(folder / "agencies.toml"))
    call_command("area", "postcodes", str(folder / "postcodes.csv"))
    tell("Listing the services of the directory")
    fill_directory(folder / "services.jsonl", now=now)
    load_buses(folder, now=now)
    tell("Giving posts to the people who can sign in")
    for said in read_posts():
        give_post(said, now=now)
    for feed in _first_week(folder):
        tell(f"Loading the list of {Agency.objects.get(code=feed['agency']).name}")
        call_command("feed", "load", *_load_options(folder, feed))
    tell("Setting a few orders and plans")
    set_orders_and_plans(now=now)
    tell("Giving the teams their populations, their cases, a term of contacts and what schools send")
    make_work(now=now)
    (Path(settings.DATA_DIR) / LOADED).write_text(_database())


def _make(folder: Path, children: int) -> None:
    """Write the lists beside the folder, and give them its name when all are there."""
    half = folder.with_name(f"{folder.name}-being-made")
    shutil.rmtree(half, ignore_errors=True)
    command = [sys.executable, "-m", "samples", str(half), "--children", str(children)]
    subprocess.run(command, cwd=settings.BASE_DIR, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    half.rename(folder)


def _first_week(folder: Path) -> list[dict[str, Any]]:
    """Return the lists of the first week in the order of loading; the second week's are for trying out."""
    feeds: list[dict[str, Any]] = tomllib.loads((folder / "feeds.toml").read_text(encoding="utf-8"))["feeds"]
    return [feed for feed in feeds if feed["week"] == 1]


def _load_options(folder: Path, feed: dict[str, Any]) -> list[str]:
    options = [str(folder / feed["file"]), "--agency", feed["agency"]]
    if "mapping" in feed:
        options += ["--mapping", str(folder / feed["mapping"])]
    return [*options, "--complete"] if feed["complete"] else options


def read_posts() -> list[dict[str, Any]]:
    """Return the posts of the sample area, as `samples/posts.toml` says them."""
    return tomllib.loads(POSTS.read_text())["posts"]


@transaction.atomic
def give_post(said: dict[str, Any], *, now: datetime) -> Post:
    """Give an invented person a post with checks that hold, a password and a code generator."""
    user, is_new = User.objects.get_or_create(email=said["email"], defaults={"full_name": said["name"]})
    if is_new:
        user.set_password(PASSWORD)
        user.save()
    give_sample_factor(user=user)
    if post := user.posts.first():
        return _on_shift(post, said, now)
    today = timezone.localdate(now)
    since = today - timedelta(days=400)
    team = _team(said)
    post = Post.objects.create(
        holder=Holder.objects.create(kind=Holder.Kind.POST), user=user, role=said["role"],
        title=said["title"], agency=team.agency, team=team, telephone=said["telephone"],
        valid_from=since, is_round_the_clock=said.get("is_round_the_clock", False),
    )  # fmt: skip
    Clearance.objects.bulk_create(
        Clearance(
            post=post, kind=kind, valid_from=since, lapses_on=today + timedelta(days=700)
        )
        for kind in Clearance.Kind.values
    )  # fmt: skip
    return _on_shift(post, said, now)


def _team(said: dict[str, Any]) -> Team:
    if "team" in said:
        return Team.objects.select_related("agency").get(code=said["team"])
    if "school" in said:
        schools = Agency.objects.filter(kind=Agency.Kind.SCHOOL, name__icontains=said["school"])
        school = schools.filter(population_team__isnull=False).order_by("code").first()
        if school is None or school.population_team is None:
            raise LookupError(f"no school like {said['school']}")
        return school.population_team
    return Team.objects.filter(agency__kind=Agency.Kind.VOLUNTARY).order_by("code")[0]


def _on_shift(post: Post, said: dict[str, Any], now: datetime) -> Post:
    """Keep the duty worker on shift for the coming week, whenever the demonstration is looked at."""
    ends = now + timedelta(days=7)
    if said.get("on_shift") and not Shift.objects.filter(post=post, ends_at__gt=now + timedelta(days=1)):
        Shift.objects.create(post=post, starts_at=now - timedelta(hours=1), ends_at=ends)
    return post


@transaction.atomic
def set_orders_and_plans(*, now: datetime) -> None:
    """Write what no list says for some children of the social workers: plans, leads, orders, safe contact."""
    council = Agency.objects.get(code="LA")
    working = Involvement.objects.filter(
        team__code="SC-CIN", source__agency=council, superseded_at__isnull=True, involved_until__isnull=True
    )
    sources = SourceRecord.objects.filter(pk__in=working.values("source")).order_by("source_id")[:60]
    if Standing.objects.exists():
        return
    since = timezone.localdate(now) - timedelta(days=60)
    for place, source in enumerate(sources):
        said = {"source": source, "said_at": now}
        kind = Standing.Kind.PROTECTION_PLAN if place % 3 == 0 else Standing.Kind.IN_NEED
        Standing.objects.create(**said, kind=kind, holds_from=since, responsible=council)
        if place % 2:
            Standing.objects.create(**said, kind=Standing.Kind.ASSESSMENT, holds_from=since)
        if place % 4 == 1:
            Standing.objects.create(
                **said, kind=Standing.Kind.LEAD, holds_from=since, worker="Priya Lathom",
                telephone="07700 900103",
            )  # fmt: skip
        for every, banner, words in BANNERS:
            if place % every == 0:
                Banner.objects.create(
                    **said, kind=banner, words=words, holds_until=date(since.year + 2, 1, 31)
                )


def make_work(*, now: datetime) -> None:
    """Give the teams what they do: whom they serve, open cases, a term of contacts. Each step once."""
    populations.link_teams(now=now)
    cases.open_cases(now=now)
    contacts.write_contacts(now=now)
    populations.move_children(now=now)
    populations.plan_work(now=now)
    supervision.supervise(now=now)
    attendance.send_attendance(now=now)
    attendance.lose_pupils(now=now)
    transfer.move_a_service(now=now)
    desk.keep_directory(now=now)


BANNERS: list[tuple[int, str, str]] = [
    (6, Banner.Kind.COURT_ORDER, "Not to be collected by the father: court order of the family court"),
    (10, Banner.Kind.VISIT_SAFETY, "Visit in pairs: a dog that has bitten"),
    (15, Banner.Kind.SAFE_CONTACT, "Do not telephone: write to the mother at work"),
]
"""Every how many children, which banner, in which words."""
