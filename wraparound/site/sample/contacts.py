"""A term of contacts in the sample area: what was held, what did not happen, and what is planned ahead."""

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.caseloads.models import Allocation
from wraparound.delivery.contacts.models import Contact, Note, Revision
from wraparound.delivery.universal.anchors import with_day
from wraparound.delivery.universal.models import Mark
from wraparound.delivery.universal.planned import schedule_on
from wraparound.delivery.universal.schedule import Item
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import live_posts
from wraparound.foundation.area.rules import is_working_day
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.children.bulk import insert
from wraparound.outcomes.children.models import Child

State, Kind = Note.State, Note.Kind
SCHEDULED = ("HV-N", "HV-S", "SN-N")
"""The teams whose populations had contacts of the schedule."""
NOTES = (
    "Seen at home with mother. Feeding better; weighed. Talked about sleep.",
    "Family settled in. Checked what was agreed last time: most of it done.",
    "Talked with both parents. They want to try the new routine for two weeks.",
    "Child well and curious. Speech: a few words. Will look again.",
    "Mother tired and asked about help at home. Gave the number of the group.",
    "Home tidy and warm. Smoke alarm fitted. Next step agreed.",
)
NEXT = (
    "Ring to hear how it went",
    "Weigh again",
    "Ask the doctor about the rash",
    "Send the letter to school",
)
QUIET = 8
"""Every how many cases one of which nothing was written for weeks."""
COLUMNS = (
    "public_id", "child_id", "case_id", "team_id", "service_id", "post_id", "writer_id", "schedule_code",
    "written_at", "needs_countersign", "countersigned_at", "countersigned_by_id", "version", "kind", "state",
    "planned_for", "happened_at", "minutes", "child_seen", "seen_alone", "saw_mother", "saw_father",
    "saw_carer", "seen", "words", "next_words", "next_on", "significant", "is_shared",
)  # fmt: skip
NOTE_COLUMNS = COLUMNS[13:]
"""The columns that a contact and each of its revisions say."""


@dataclass
class Written:
    """One contact of the sample before it is stored."""

    child: int
    post: Post
    at: datetime
    state: str = State.HELD
    case: int | None = None
    code: str = ""
    kind: str = Kind.HOME_VISIT
    minutes: int | None = None
    words: str = ""
    next_words: str = ""
    next_on: date | None = None
    significant: str = ""
    alone: bool = False

    def row(self, public_id: uuid.UUID, now: datetime) -> tuple[object, ...]:
        """Return the values in the order of `COLUMNS`."""
        held, ahead = self.state == State.HELD, self.state == State.PLANNED
        happened = self.state in (State.HELD, State.NOT_BROUGHT, State.NO_ACCESS)
        written = min(self.at, now) - timedelta(days=5) if not happened else self.at + timedelta(hours=1)
        return (
            public_id, self.child, self.case, self.post.team_id, self.post.team.service_id, self.post.pk,  # type: ignore[union-attr]
            self.post.pk, self.code, min(written, now), False, None, None, 1, self.kind, self.state,
            self.at if ahead else None, self.at if happened else None, self.minutes if held else None,
            held, held and self.alone, held, False, False, "", self.words, self.next_words, self.next_on,
            self.significant, False,
        )  # fmt: skip


def write_contacts(*, now: datetime) -> None:
    """Write what the sample teams did for a term: of the schedule, of their cases, and what is planned."""
    if Contact.objects.exists():
        return
    with transaction.atomic():
        for team in SCHEDULED:
            _store(team, _of_schedule(team, now), now)
            _decline(team, now)
        _store("cases", _of_cases(now), now)
        _store("ahead", _ahead(now), now)


def _store(what: str, written: Iterable[Written], now: datetime) -> None:
    """Store contacts and the first revision of each, in two statements however many there are."""
    rows = []
    for place, each in enumerate(written):
        rows.append(each.row(uuid.uuid5(uuid.NAMESPACE_OID, f"sample {what} {place}"), now))
    insert(Contact, COLUMNS, rows)
    keys = dict(Contact.objects.filter(revisions__isnull=True).values_list("public_id", "pk"))
    insert(
        Revision,
        ("contact_id", "number", "key", "by_id", "at", *NOTE_COLUMNS),
        ((keys[row[0]], 1, row[0], row[6], row[8], *row[13:]) for row in rows),  # type: ignore[index]
    )


def _posts(team: str, now: datetime) -> list[Post]:
    posts = live_posts(now=now).filter(team__code=team).exclude(role="team_manager")
    return list(posts.select_related("team").order_by("pk"))


def _population(team: str, now: datetime) -> list[int]:
    held = Grant.objects.filter(
        holder__team__code=team, basis=Basis.POPULATION, source_kind="team_link", until__gt=now,
        starts_at__lte=now,
    )  # fmt: skip
    return list(held.order_by("child").values_list("child", flat=True).distinct())


def _of_schedule(team: str, now: datetime) -> Iterator[Written]:
    """Yield what the population had of the schedule: most in time, some later, some never."""
    dice = random.Random(f"schedule of {team}")  # noqa: S311
    today, posts = timezone.localdate(now), _posts(team, now)
    serving = schedule_on(today).of(posts[0].team.service.kind)  # type: ignore[union-attr]
    children = Child.objects.filter(pk__in=_population(team, now))
    for item in serving.items if serving else ():
        for child, day in with_day(children, item, 0).order_by("pk").values_list("pk", "day"):
            due = item.due_on(day)
            opened = item.opens_on(day)
            if dice.random() > 0.93 or opened > today:
                continue
            window = max((due - opened).days, 1)
            held_on = opened + timedelta(days=int(window * (0.35 + dice.random() * 0.75)))
            if held_on < today:
                yield _of_item(child, item, held_on, posts, dice)


def _of_item(child: int, item: Item, day: date, posts: list[Post], dice: random.Random) -> Written:
    """Return a contact of the schedule, by whom it is meant for but for a few."""
    skilled = [post for post in posts if _skill(post) in item.done_by] or posts
    post = dice.choice(posts if dice.random() < 0.1 else skilled)
    return Written(
        child=child, post=post, at=_at(day, 9 + dice.randint(0, 7)), code=item.code,
        kind=Kind.HOME_VISIT if item.code in ("antenatal", "new_birth", "moved_in") else Kind.CLINIC,
        minutes=dice.choice([30, 40, 45, 60]), words=f"{item.name}. {dice.choice(NOTES)}",
    )  # fmt: skip


def _skill(post: Post) -> str:
    return "nn" if "ursery" in post.title else "sn" if "School" in post.title else "hv"


def _decline(team: str, now: datetime) -> None:
    """Write down a few families who did not want a review, and some that had it elsewhere."""
    today, posts = timezone.localdate(now), _posts(team, now)
    serving = schedule_on(today).of(posts[0].team.service.kind)  # type: ignore[union-attr]
    item = serving.items[-2] if serving else None
    if item is None:
        return
    days = with_day(Child.objects.filter(pk__in=_population(team, now)), item, 0)
    lacking = days.exclude(
        pk__in=Contact.objects.filter(schedule_code=item.code).values("child")
    ).filter(day__lte=today - timedelta(days=700)).order_by("-day", "pk")  # fmt: skip
    for place, child in enumerate(lacking.values_list("pk", flat=True)[:24:3]):
        declined = place % 3 > 0
        Mark.objects.create(
            child_id=child, service_id=posts[0].team.service_id or 0, code=item.code,  # type: ignore[union-attr]
            kind=Mark.Kind.DECLINED if declined else Mark.Kind.ELSEWHERE,
            said_by="Mother" if declined else "", at=now - timedelta(days=10 + place), by=posts[0],
            why="No worries; will ring if there are" if declined else "Seen by the hospital that week",
        )  # fmt: skip


def _of_cases(now: datetime) -> Iterator[Written]:
    """Yield the notes of the cases: every week or few, some not brought, some quiet for long."""
    dice = random.Random("notes of cases")  # noqa: S311
    leads = Allocation.objects.filter(
        part=Allocation.Part.LEAD, until__isnull=True, case__closed_at__isnull=True
    )
    for place, lead in enumerate(leads.select_related("case", "post__team").order_by("case")):
        at = lead.starts_at + timedelta(days=dice.randint(1, 6))
        until = now - timedelta(days=50 if place % QUIET == 3 else 1)
        while at < until:
            yield _note(lead, _at(timezone.localdate(at), 9 + dice.randint(0, 7)), dice, place)
            at += timedelta(days=dice.randint(6, 24))


def _note(lead: Allocation, at: datetime, dice: random.Random, place: int) -> Written:
    state = dice.choices([State.HELD, State.NOT_BROUGHT, State.NO_ACCESS], [86, 8, 6])[0]
    held = state == State.HELD
    kind = dice.choices(
        [Kind.HOME_VISIT, Kind.CALL, Kind.CLINIC, Kind.SCHOOL, Kind.MEETING], [50, 25, 10, 10, 5]
    )
    back = held and place % 17 == 5 and dice.random() < 0.2
    after = dice.choice(NEXT) if held and dice.random() < 0.3 else ""
    return Written(
        child=lead.case.child_id, case=lead.case_id, post=lead.post, at=at, state=state, kind=kind[0],
        minutes=dice.choice([15, 20, 30, 45, 60, 75]) if dice.random() < 0.9 else None,
        words=dice.choice(NOTES) if held else "Left a card and rang: no answer.", next_words=after,
        next_on=timezone.localdate(at) + timedelta(days=14) if after else None,
        significant="Disclosed that father came back" if back else "",
        alone=held and kind[0] == Kind.SCHOOL,
    )  # fmt: skip


def _ahead(now: datetime) -> Iterator[Written]:
    """Yield what is planned: a full Monday for each worker, less after, and a few that nobody wrote up."""
    dice = random.Random("planned ahead")  # noqa: S311
    today = timezone.localdate(now)
    monday = today + timedelta(days=-today.weekday() % 7)
    days = [day for day in (monday + timedelta(days=n) for n in range(12)) if is_working_day(day)]
    leads = Allocation.objects.filter(
        part=Allocation.Part.LEAD, until__isnull=True, case__closed_at__isnull=True
    )
    of_post: dict[int, list[Allocation]] = {}
    for lead in leads.select_related("case", "post__team").order_by("case"):
        of_post.setdefault(lead.post_id, []).append(lead)
    for mine in of_post.values():
        slots = [
            (day, hour) for day in days for hour in ((9, 10, 11, 13, 15) if day == days[0] else (10, 14))
        ]
        for (day, hour), lead in zip(slots, mine[: len(slots)], strict=False):
            yield _planned(lead, _at(day, hour), dice)
        for lead in mine[-2:]:
            yield _planned(lead, _at(_before(today), 11 + mine.index(lead) % 4), dice)


def _planned(lead: Allocation, at: datetime, dice: random.Random) -> Written:
    return Written(
        child=lead.case.child_id, case=lead.case_id, post=lead.post, at=at, state=State.PLANNED,
        kind=dice.choice([Kind.HOME_VISIT, Kind.HOME_VISIT, Kind.CLINIC]), words=lead.case.why[:200],
    )  # fmt: skip


def _before(today: date) -> date:
    """Return the last working day before a day."""
    return next(day for day in (today - timedelta(days=n) for n in range(1, 12)) if is_working_day(day))


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
