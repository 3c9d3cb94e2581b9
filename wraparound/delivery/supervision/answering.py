"""Reading what a post answers for: who answers to it for which subject, what waits while it is on duty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from wraparound.delivery.caseloads.lists import Listed, Row, listed
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.queries import unallocated, unwatched_teams
from wraparound.delivery.supervision.bringing import brought, quiet_words
from wraparound.delivery.supervision.queries import line_cases
from wraparound.foundation.accounts.models import Accountability, Post, Shift
from wraparound.foundation.accounts.rules import Actor, May
from wraparound.foundation.figures.rules import listed as published
from wraparound.outcomes.access.joined import supervised_holders

MOST = 50
"""Cases that stand under one line; how many there are in all is said."""


@dataclass(frozen=True)
class Line:
    """One post that answers to the reader, for which subject, its cases, and which of them are quiet."""

    post: Post
    subject: str
    count: int
    listed: Listed
    quiet: Mapping[int, str]

    @property
    def rows(self) -> list[tuple[Row, str]]:
        """The cases, each with why it is quiet if it is."""
        return [(row, self.quiet.get(row.case.pk, "")) for row in self.listed.rows]


@dataclass(frozen=True)
class Duty:
    """The turn that the reader is on now, and the team's cases that nobody has meanwhile."""

    shift: Shift
    waiting: int
    listed: Listed


def answers_for(actor: Actor) -> list[Line]:
    """Return the lines that end at the actor's post, by subject and name."""
    held = supervised_holders(actor)
    posts = Post.objects.filter(holder__in=[holder for holder, _ in held]).select_related("user", "team")
    by_holder = {post.holder_id: post for post in posts}
    subjects = list(Accountability.Subject)
    cases: dict[tuple[int, str], list[Case]] = {line: [] for line in held}
    for holder, subject, case in line_cases(actor):
        cases[holder, subject].append(case)
    found = [
        (by_holder[holder], subject, sorted(each, key=lambda case: (case.next_on or date.max, case.pk)))
        for (holder, subject), each in cases.items()
    ]
    found.sort(key=lambda each: (subjects.index(Accountability.Subject(each[1])), each[0].user.full_name))
    return _lines(actor, found)


def _lines(actor: Actor, found: list[tuple[Post, str, list[Case]]]) -> list[Line]:
    every = list({case.pk: case for _, _, cases in found for case in cases[:MOST]}.values())
    shown = listed(actor, every)
    quiet = quiet_words(brought(actor, every))
    rows = {row.case.pk: row for row in shown.rows}
    return [
        Line(
            post, str(Accountability.Subject(subject).label), len(cases),
            Listed([rows[case.pk] for case in cases[:MOST]], shown.headings), quiet,
        )
        for post, subject, cases in found
    ]  # fmt: skip


def on_duty(actor: Actor) -> Duty | None:
    """Return what a post that is on its turn now answers for: what of its team nobody has; None off duty."""
    if May.WORK not in actor.may:
        return None
    shifts = Shift.objects.filter(post=actor.post_id or 0, starts_at__lte=actor.now, ends_at__gt=actor.now)
    shift = shifts.order_by("-ends_at").first()
    if shift is None:
        return None
    waits = unallocated(actor)
    return Duty(shift, waits.count(), listed(actor, waits[:MOST]))


def unwatched_work(now: datetime) -> dict[str, Any]:
    """Return what a page says of teams whose work nobody watches: counts that may be read, and since when."""
    found = unwatched_teams(now=now)
    names = {f"{team.name}, {team.agency.name}": (team, cases, since) for team, cases, since in found}
    if not names:
        return {"teams": [], "note": ""}
    table = published(
        {name: cases for name, (_, cases, _) in names.items()}, title="Cases that nobody watches",
        heading="Team", counted="Cases",
    )  # fmt: skip
    teams = [
        (team, table.at(name, "Cases"), timezone.localdate(since)) for name, (team, _, since) in names.items()
    ]
    return {"teams": teams, "note": table.note}
