"""What is allowed with the schedule, populations and plans of effort, and what must be said. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date

from wraparound.delivery.universal.models import Departure, Mark
from wraparound.delivery.universal.schedule import Item, Serving, State
from wraparound.foundation.accounts.rules import Actor, Denied, May
from wraparound.foundation.agencies.models import Service, Team

NOT_FOUND = "We could not find that."
MOST_AT_ONCE = 100
"""Of children for whom a contact is planned in one go."""
SETTLED_BY_HAND = (Departure.Ending.KNOWN, Departure.Ending.LEFT, Departure.Ending.REPORTED)
MARKED = {
    Mark.Kind.DECLINED: State.DECLINED,
    Mark.Kind.ELSEWHERE: State.DONE,
    Mark.Kind.NOT_NEEDED: State.NOT_APPLICABLE,
}
"""What a mark makes of an item that no contact of ours has done."""


def state_of(
    item: Item, *, today: date, born: date | None, expected: date | None, arrived: date | None,
    done: bool, mark: str = "",
) -> State:  # fmt: skip
    """Return how an item stands for one child: the plain reading, which every list must agree with.

    `mark` is the kind of the newest mark that stands, or empty.
    """
    if done:
        return State.DONE
    if mark:
        return MARKED[Mark.Kind(mark)]
    day = counted_from(item, born=born, expected=expected, arrived=arrived)
    if day is None or (item.born_from and (born is None or born < item.born_from)):
        return State.NOT_APPLICABLE
    return item.state(day, today)


def counted_from(
    item: Item, *, born: date | None, expected: date | None, arrived: date | None
) -> date | None:
    """Return the day that an item is counted from for a child, or None when it does not apply."""
    if item.counted_from == "expected":
        return expected if born is None else None
    if item.counted_from == "arrival":
        return arrived
    return born


def check_may_link(actor: Actor) -> None:
    """Pass an administrator of the area: a link lets a team see every child of a practice."""
    actor.check(May.ADMINISTER)


def check_link(team: Team, targets: Iterable[object]) -> None:
    """Pass a link of a universal team to one thing; raise `Denied` otherwise."""
    if team.service is None or team.service.population == Service.Population.NONE:
        raise Denied("Choose a team of a universal service: others have no population.")
    if len([target for target in targets if target]) != 1:
        raise Denied("Choose one practice, school, cluster or place.")


def check_may_work(actor: Actor) -> None:
    """Pass whoever works in a team of a service; raise `Denied` otherwise."""
    actor.check(May.WORK)
    if actor.team_id is None or actor.service_id is None:
        raise Denied("Your team belongs to no service.")


def check_item(serving: Serving | None, code: str) -> Item:
    """Return the item of a schedule with this code; raise `Denied` where there is none."""
    item = serving.item(code) if serving else None
    if item is None:
        raise Denied("Choose a contact of your service's schedule.")
    return item


def check_mark(kind: str, why: str, said_by: str) -> None:
    """Pass a mark that says what and why; of what is declined also who declined."""
    if kind not in Mark.Kind.values:
        raise Denied("Choose what it is.")
    if not why.strip():
        raise Denied("Write why.")
    if kind == Mark.Kind.DECLINED and not said_by.strip():
        raise Denied("Write who declined.")


def check_settling(actor: Actor, departure: Departure, ending: str, words: str) -> None:
    """Pass a manager of the team that settles what became of a child, in words; raise `Denied` otherwise."""
    actor.check(May.ALLOCATE)
    if actor.team_id != departure.team_id:
        raise Denied("Only a manager of the team that the child left can do this.")
    if ending not in SETTLED_BY_HAND:
        raise Denied("Choose what became of the child.")
    if not words.strip():
        raise Denied("Write what you know and how.")
    if departure.ended_at is not None:
        raise Denied("This was settled already.")


def check_shares(shares: Mapping[str, int]) -> None:
    """Pass shares of effort that come to the whole; raise `Denied` otherwise."""
    if any(not 0 <= share <= 100 for share in shares.values()):
        raise Denied("Each share is between 0 and 100.")
    if sum(shares.values()) != 100:
        raise Denied(f"The shares must come to 100 per cent: they come to {sum(shares.values())}.")
