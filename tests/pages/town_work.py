"""What waits, stands and was done in a town: openings, pairs, shields, lists, notices, looks."""

from tests.factories import (
    make_child,
    make_post,
    make_shield,
)
from tests.pages.town import Town
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.audit.models import Sample
from wraparound.foundation.audit.services import record
from wraparound.foundation.notifications.services import notify
from wraparound.outcomes.access.models import Lift
from wraparound.outcomes.card.models import RingRequest
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.feeds.models import Load
from wraparound.outcomes.index.models import Correction, Merge, Pair
from wraparound.outcomes.openings.services import open_as_duty, open_card
from wraparound.outcomes.shields.models import GlassBreak, Review


def openings(town: Town) -> None:
    visitor, duty = town.actor(Role.PRACTITIONER), town.actor(Role.DUTY)
    for number in range(town.crowd):
        child = make_child(town.name(f"Opened {number}"), "Moss")
        town.has.opening = open_card(child_id=child.pk, reason="worry", words="", actor=visitor, now=town.now)
        open_as_duty(
            child_id=child.pk, reason="worry", words=town.name("Police rang"), actor=duty, now=town.now
        )
        town.has.ring = RingRequest.objects.create(
            child=child, asked_by=town.posts[Role.DUTY], team=town.has.visiting, telephone="01632 960150",
            asked_at=town.now,
        )  # fmt: skip


def index(town: Town) -> None:
    manager = town.posts[Role.DATA_MANAGER]
    for number in range(town.crowd):
        one, other = (make_child(town.name(f"Twice {number}"), "Bell") for _ in "ab")
        town.has.pair = Pair.objects.create(
            child_a=one, child_b=other, created_at=town.now, probability=0.9, why=["The names sound alike"]
        )
        gone = make_child(town.name(f"Gone {number}"), "Bell", state=Child.State.LIVE)
        town.has.merge = Merge.objects.create(
            kind=Merge.Kind.JOINED, kept=one, other=gone, other_state=Child.State.LIVE, by=manager,
            at=town.now, reason=town.name("One child"),
        )  # fmt: skip
        seen = {"agency": manager.agency, "first_seen_at": town.now, "last_seen_at": town.now}
        for post in town.posts.values():
            correction = Correction.objects.create(merge=town.has.merge, post=post, told_at=town.now, **seen)
            if post == town.posts[Role.PRACTITIONER]:
                town.has.correction = correction


def shields(town: Town) -> None:
    second = make_post(role=Role.DATA_MANAGER)
    for number in range(town.crowd):
        hidden = make_child(town.name(f"Hidden {number}"), "Stone")
        town.has.hidden = hidden
        town.has.standing = standing = make_shield(hidden, named=[town.actor(Role.DUTY)], now=town.now)
        waiting = {"confirmed_at": None, "provisional_until": town.day(2)}
        make_shield(make_child(town.name(f"Safe {number}"), "Stone"), now=town.now, **waiting)
        town.has.review = Review.objects.create(
            shield=standing, because="move", due_on=town.today, found_at=town.now
        )
        town.has.lift = Lift.objects.create(
            shield=standing, asked_by=second, asked_at=town.now, parent_asked_on=town.today, words="She asked"
        )
        town.has.glass = GlassBreak.objects.create(
            child=hidden, reason="worry", words=town.name("Police hold a girl"), asked_at=town.now,
            asked_by=town.posts[Role.DUTY],
        )  # fmt: skip


def loads(town: Town) -> None:
    agency: Agency = town.posts[Role.DATA_MANAGER].agency
    for number in range(town.crowd):
        town.has.load = Load.objects.create(
            agency=agency, name=town.name(f"list-{number}.csv"), digest=f"{number}", state=Load.State.DONE,
            started_at=town.now, finished_at=town.now, rows=10, rows_done=10,
            sent_by=town.posts[Role.DATA_MANAGER],
        )  # fmt: skip


def notices(town: Town) -> None:
    for post in town.posts.values():
        for number in range(town.crowd):
            town.has.notice = notify(
                to=post, kind="test", words=town.name(f"Something waits for you {number}"), now=town.now
            )


def looks(town: Town) -> None:
    """Let everybody have looked at the child, and the privacy officer have drawn some of it by lot."""
    for role, post in town.posts.items():
        for _ in range(town.crowd):
            entry = record(
                verb="card.see", now=town.now, actor=town.actor(role), child_id=town.has.child.pk,
                outcome="seen",
            )  # fmt: skip
            if post == town.posts[Role.DATA_MANAGER]:
                town.has.sample = Sample.objects.create(entry=entry, drawn_at=town.now, drawn_by=0)
