"""Who works with a child: one line a service; a sensitive one without name, place or kind. Pure."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.card.rules import Involvements, Worker
from wraparound.outcomes.children.models import Involvement
from wraparound.outcomes.children.rules import is_quiet, same_words

FURTHER = "A further service: ask the data manager"


def involvements_of(facts: Iterable[Involvement], sight: Sight, *, now: datetime) -> Involvements:
    """Return the services that the sight opens, those that work now first begun first, then earlier ones."""
    today = timezone.localdate(now)
    workers: dict[object, Worker] = {}
    for fact in sorted(facts, key=lambda fact: fact.said_at, reverse=True):
        worker = _worker(fact, sight)
        if worker:
            workers.setdefault(_key(fact, worker), worker)
    current = [w for w in workers.values() if w.until is None or w.until >= today]
    past = [w for w in workers.values() if w not in current and not w.is_further]
    return Involvements(
        now=tuple(sorted(current, key=lambda w: (w.is_further, str(w.since or ""), w.service))),
        before=tuple(sorted(past, key=lambda w: str(w.until), reverse=True)),
    )


def _key(fact: Involvement, worker: Worker) -> object:
    if worker.is_further:
        return FURTHER
    return (fact.team_id or same_words(fact.as_written), worker.until)


def _worker(fact: Involvement, sight: Sight) -> Worker | None:
    """Return one service as this sight shows it, or None when it shows nothing of it."""
    service = fact.team.service if fact.team else None
    is_own = service is not None and service.pk in sight.own_services
    if not (is_own or sight.sees(Category.INVOLVEMENT)):
        return None
    if is_quiet(fact) and not (is_own or sight.sees(Category.SENSITIVE)):
        if fact.ground == Involvement.Ground.NONE:
            return None
        return Worker(FURTHER, is_further=True)
    team = fact.team
    return Worker(
        service=service.name if service else fact.as_written,
        agency=team.agency.name if team else "",
        team=team.name if team else "",
        worker=fact.worker,
        telephone=fact.worker_telephone or (team.telephone if team else ""),
        cover=(team.cover_telephone or team.telephone) if team else "",
        since=fact.involved_from,
        until=fact.involved_until,
        team_id=fact.team_id,
        post_id=fact.worker_post_id,
        said_at=fact.said_at,
    )
