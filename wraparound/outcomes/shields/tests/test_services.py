"""A shield protects at once, lapses only after warning, and ends by two."""

import uuid
from datetime import date, timedelta

import pytest

from tests.factories import (
    NOW,
    make_actor,
    make_agency,
    make_child,
    make_grant,
    make_involvement,
    make_post,
    make_service,
    make_team,
    say,
)
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Basis, Shield
from wraparound.outcomes.access.queries import live_shields, may_be_found, sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Address, Child
from wraparound.outcomes.finding.engine.query import from_fields
from wraparound.outcomes.finding.queries import find
from wraparound.outcomes.finding.refiling import refile
from wraparound.outcomes.shields.models import Review
from wraparound.outcomes.shields.rules import Named
from wraparound.outcomes.shields.services.keeping import (
    agree_lift,
    ask_lift,
    extend_provisional,
    find_reviews,
    review_shield,
    watch,
)
from wraparound.outcomes.shields.services.rehearsing import rehearse
from wraparound.outcomes.shields.services.setting import (
    Incomplete,
    change_names,
    confirm_shield,
    set_shield,
)

pytestmark = pytest.mark.django_db
HOURS = timedelta(hours=1)


class Refuge:
    """A refuge worker's manager, a child at a known address, a worker at its one service, a 24-hour post."""

    def __init__(self) -> None:
        agency = make_agency("voluntary", "community")
        team = make_team(make_service(agency, kind="Domestic abuse service"))
        self.manager = make_post(team, Role.TEAM_MANAGER)
        self.actor = actor_of(self.manager, now=NOW)
        self.child = make_child(address="14 Mill Road", postcode="SK9 1AB")
        self.team = make_team()
        self.worker = make_post(self.team)
        self.out_of_hours = make_post(role=Role.DUTY, is_round_the_clock=True)
        self.data_manager = make_post(role=Role.DATA_MANAGER)
        make_involvement(self.child, self.team)
        make_grant(self.actor, self.child, Basis.OPENED)
        make_grant(actor_of(self.worker, now=NOW), self.child, Basis.INVOLVEMENT)
        refile([self.child.pk], now=NOW)

    def names(self, **given: bool) -> list[Named]:
        yes = given.get("said_yes", True)
        people = [self.manager, self.worker, self.out_of_hours]
        return [Named(post, post.team_id, yes) for post in people]

    def shield(self, **given) -> Shield:
        values = {
            "child": self.child, "level": "whereabouts", "why": "The father threatened them.",
            "names": self.names(), "answers": {self.team.pk: self.worker.pk}, "actor": self.actor, "now": NOW,
            "key": uuid.uuid4(), **given,
        }  # fmt: skip
        return set_shield(**values)


@pytest.fixture
def refuge() -> Refuge:
    return Refuge()


def finds(child: Child, **typed) -> bool:
    return child.pk in [c.child for c in find(from_fields(today=NOW.date(), **typed)).candidates]


def at(post: Post, hours: float) -> Actor:
    return actor_of(post, now=NOW + timedelta(hours=hours))


def test_friday_at_five_it_protects_at_once_and_everyone_named_was_asked(refuge: Refuge) -> None:
    stranger = make_actor()
    for basis in (Basis.INVOLVEMENT, Basis.OPENED):
        make_grant(stranger, refuge.child, basis)
    with pytest.raises(Incomplete) as caught:
        refuge.shield(names=refuge.names(said_yes=False))
    assert "Ask before you save" in caught.value.faults[0]
    refuge.shield()
    assert sight(stranger, refuge.child.public_id).categories == Category.IDENTITY
    assert sight(at(refuge.worker, 0), refuge.child.public_id).sees(Category.WHEREABOUTS)
    assert finds(refuge.child, given_names="Amara", family_name="Okafor", date_of_birth="14/5/2019")
    assert not finds(refuge.child, date_of_birth="14/5/2019", postcode="SK9 1AB")
    assert Notice.objects.filter(post=refuge.data_manager, kind="shield.confirm").count() == 1


def test_the_same_form_sent_again_is_one_shield(refuge: Refuge) -> None:
    key = uuid.uuid4()
    assert refuge.shield(key=key) == refuge.shield(key=key)


@pytest.mark.parametrize("without", ["the service", "a person", "the 24-hour post"])
def test_a_shield_has_one_at_each_service_two_people_and_a_post_at_every_hour(
    refuge: Refuge, without: str
) -> None:
    names = refuge.names()
    given = {
        "the service": {"answers": {}},
        "a person": {"names": [names[0], names[2]]},
        "the 24-hour post": {"names": names[:2]},
    }[without]
    with pytest.raises(Incomplete) as caught:
        refuge.shield(**given)
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    ("role", "sector", "may"),
    [
        (Role.SAFEGUARDING_LEAD, "education", True),
        (Role.DUTY, "social_care", True),
        (Role.TEAM_MANAGER, "social_care", True),
        (Role.TEAM_MANAGER, "justice", True),
        (Role.TEAM_MANAGER, "education", False),
        (Role.TEAM_MANAGER, "health", False),
        (Role.PRACTITIONER, "social_care", False),
        (Role.DATA_MANAGER, "social_care", False),
        (Role.PRIVACY_OFFICER, "social_care", False),
    ],
)
def test_who_may_set_one(refuge: Refuge, role: str, sector: str, may: bool) -> None:
    actor = make_actor(make_team(make_service(make_agency("council", sector))), role)
    make_grant(actor, refuge.child, Basis.OPENED)
    if may:
        assert refuge.shield(actor=actor).provisional_until == NOW + 72 * HOURS
    else:
        with pytest.raises(Denied):
            refuge.shield(actor=actor)


def test_it_lapses_after_72_hours_unless_confirmed_and_people_are_told_before(refuge: Refuge) -> None:
    shield = refuge.shield()
    marks = []
    for hours in range(0, 80, 2):
        before = Notice.objects.filter(kind="shield.ends", post=refuge.manager).count()
        watch(now=NOW + hours * HOURS)
        watch(now=NOW + hours * HOURS)
        if Notice.objects.filter(kind="shield.ends", post=refuge.manager).count() > before:
            marks.append(hours)
    assert marks == [48, 66, 72]
    assert not live_shields(NOW + 72 * HOURS).filter(pk=shield.pk).exists()
    assert finds(refuge.child, date_of_birth="14/5/2019", postcode="SK9 1AB")


def test_a_confirmed_one_stands_and_is_not_confirmed_by_who_set_it(refuge: Refuge) -> None:
    shield = refuge.shield()
    with pytest.raises(Denied):
        confirm_shield(shield=shield, version=1, review_on=None, actor=refuge.actor, now=NOW)
    manager = at(refuge.data_manager, 1)
    confirmed = confirm_shield(shield=shield, version=1, review_on=None, actor=manager, now=NOW)
    assert confirmed.review_on <= (NOW + timedelta(days=365)).date()
    assert live_shields(NOW + timedelta(days=400)).filter(pk=shield.pk).exists()
    assert watch(now=NOW + 100 * HOURS) == 0


def test_a_second_person_keeps_it_72_hours_longer_once(refuge: Refuge) -> None:
    shield = refuge.shield()
    with pytest.raises(Denied):
        extend_provisional(shield=shield, words="", actor=refuge.actor, now=NOW)
    duty = at(refuge.out_of_hours, 70)
    kept = extend_provisional(shield=shield, words="Still in danger", actor=duty, now=duty.now)
    assert kept.provisional_until == NOW + 144 * HOURS
    with pytest.raises(Denied):
        extend_provisional(shield=shield, words="", actor=duty, now=duty.now)


def test_two_people_lift_it_and_the_protected_parent_was_asked(refuge: Refuge) -> None:
    shield = refuge.shield()
    manager, second = at(refuge.data_manager, 1), make_actor(role=Role.DATA_MANAGER)
    today = NOW.date()
    with pytest.raises(Denied):
        ask_lift(shield=shield, version=1, parent_asked_on=today + timedelta(days=1), words="x",
                 actor=manager, now=NOW)  # fmt: skip
    lift = ask_lift(
        shield=shield, version=1, parent_asked_on=today, words="She says yes", actor=manager, now=NOW
    )
    assert live_shields(NOW + HOURS).filter(pk=shield.pk).exists()
    other_post = make_post(role=Role.DATA_MANAGER, user=refuge.data_manager.user)
    for same_person in (manager, actor_of(other_post, now=NOW)):
        with pytest.raises(Denied):
            agree_lift(lift=lift, actor=same_person, now=NOW + HOURS)
    agree_lift(lift=lift, actor=second, now=NOW + HOURS)
    assert not live_shields(NOW + HOURS).filter(pk=shield.pk).exists()
    assert finds(refuge.child, date_of_birth="14/5/2019", postcode="SK9 1AB")


def test_a_move_and_twelve_months_call_for_a_review(refuge: Refuge) -> None:
    shield = refuge.shield()
    manager = at(refuge.data_manager, 1)
    confirm_shield(shield=shield, version=1, review_on=None, actor=manager, now=NOW)
    assert find_reviews(now=NOW + HOURS) == 0
    say(refuge.child.sources.first(), Address, lines="2 Quay Street", postcode="SK8 2CD", said_at=NOW + HOURS)
    assert find_reviews(now=NOW + 2 * HOURS) == 1
    assert find_reviews(now=NOW + 50 * HOURS) == 0
    assert find_reviews(now=NOW + timedelta(days=340)) == 1
    review = Review.objects.get(because="time")
    later = at(refuge.data_manager, 24 * 340)
    review_shield(review=review, words="Still in danger", next_on=None, actor=later, now=later.now)
    shield.refresh_from_db()
    assert shield.review_on == later.now.date() + timedelta(days=365)


def test_names_change_but_never_below_what_a_shield_must_have(refuge: Refuge) -> None:
    shield, new = refuge.shield(), make_post()
    with pytest.raises(Incomplete):
        change_names(shield=shield, version=1, add=[], remove=[refuge.worker], actor=refuge.actor, now=NOW)
    add = [Named(new, None, True)]
    change_names(shield=shield, version=1, add=add, remove=[refuge.worker], actor=refuge.actor, now=NOW)
    assert sight(at(refuge.worker, 0), refuge.child.public_id) is None


def test_a_rehearsal_shows_what_a_post_would_see_and_saves_nothing(refuge: Refuge) -> None:
    def view(post: Post, level: str):
        return rehearse(child=refuge.child, level=level, why="x", names=refuge.names(), post=post,
                        actor=refuge.actor, now=NOW)  # fmt: skip

    stranger = make_post()
    seen = view(stranger, "whereabouts")
    assert (seen.found_by_name, seen.found_by_address) == (True, False)
    shown = {line.label: line.values for line in seen.lines}
    assert shown["Names"] == ("Amara Okafor",)
    assert shown["Address"] == ()
    assert {line.label: line.values for line in view(refuge.worker, "whereabouts").lines}["Address"] != ()
    hidden = view(stranger, "full")
    assert (hidden.found_by_name, hidden.found_by_address) == (False, False)
    assert not any(line.values for line in hidden.lines)
    assert not Shield.objects.exists()
    assert finds(refuge.child, date_of_birth="14/5/2019", postcode="SK9 1AB")
    assert may_be_found(actor_of(stranger, now=NOW), refuge.child.pk)


def test_a_rehearsal_never_shows_more_than_its_maker_sees(refuge: Refuge) -> None:
    lead = make_actor(make_team(make_service(make_agency("school", "education"))), Role.SAFEGUARDING_LEAD)
    make_grant(lead, refuge.child, Basis.OPENED, categories=Category.IDENTITY)
    seen = rehearse(child=refuge.child, level="whereabouts", why="x", names=refuge.names(), post=refuge.worker,
                    actor=lead, now=NOW)  # fmt: skip
    assert [line.label for line in seen.lines if line.values] == ["Names", "Date of birth", "Sex"]


def test_where_two_shields_stand_it_takes_both_to_see(refuge: Refuge) -> None:
    refuge.shield()
    worker = at(refuge.worker, 0)
    other = [Named(p, None, True) for p in (refuge.manager, make_post(), refuge.out_of_hours)]
    refuge.shield(names=other)
    assert sight(worker, refuge.child.public_id) is None
    assert sight(refuge.actor, refuge.child.public_id).sees(Category.WHEREABOUTS)


def test_the_review_day_is_never_more_than_twelve_months_away(refuge: Refuge) -> None:
    shield = refuge.shield()
    manager = at(refuge.data_manager, 1)
    far = confirm_shield(shield=shield, version=1, review_on=date(2030, 1, 1), actor=manager, now=NOW)
    assert far.review_on == (NOW + timedelta(days=365)).date()
