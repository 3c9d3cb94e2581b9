"""Places held: counted, for a child through sight, until a day, taken up and given back, and the last one once."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import NOW, make_actor, make_child, make_grant, make_shield, make_team
from wraparound.delivery.enquiries import queries
from wraparound.delivery.enquiries.models import ForProfessionals, Hold
from wraparound.delivery.enquiries.rules import Full
from wraparound.delivery.enquiries.services import end_hold, hold_place, remind_of_lapsing
from wraparound.delivery.enquiries.tests.making import make_listing
from wraparound.foundation.accounts.models import Post, Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.area.models import Configuration
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.audit.tests.test_writers import at_once
from wraparound.foundation.notifications.models import Notice
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.queries import visible_among

FRIDAY = NOW.date() + timedelta(days=3)


def hold(actor: Actor, listing, **given) -> Hold:
    values = {"until": FRIDAY, "key": uuid4(), **given}
    return hold_place(listing=listing, actor=actor, now=actor.now, **values)


def later(actor: Actor, days: int) -> Actor:
    return actor_of(Post.objects.get(pk=actor.post_id), now=NOW + timedelta(days=days))


@pytest.mark.django_db
def test_places_held_are_taken_off_those_that_are_free_until_their_day_has_passed() -> None:
    listing, actor = make_listing(free=2), make_actor()
    hold(actor, listing, places=2)
    with pytest.raises(Full, match="No place is left"):
        hold(actor, listing)
    assert queries.held_of([listing.pk], today=FRIDAY) == {listing.pk: 2}
    assert queries.held_of([listing.pk], today=FRIDAY + timedelta(days=1)) == {}
    after = later(actor, 4)
    assert hold(after, listing, until=after.now.date()).places == 1


@pytest.mark.django_db
def test_where_nobody_said_how_many_are_free_no_place_can_be_held() -> None:
    with pytest.raises(Full, match="has not said"):
        hold(make_actor(), make_listing())


@pytest.mark.django_db
def test_sent_twice_it_is_one_hold_and_it_is_on_record_once() -> None:
    listing, actor, key = make_listing(free=5), make_actor(), uuid4()
    assert hold(actor, listing, key=key) == hold(actor, listing, key=key)
    assert Entry.objects.filter(verb="hold.make").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_place_is_held_no_longer_than_the_area_lets(days: int, fits: bool) -> None:
    Configuration.objects.create(kind="enquiries", document={"hold_days": 10}, effective_from=NOW.date())
    listing, actor = make_listing(free=5), make_actor()
    if fits:
        assert hold(actor, listing, until=NOW.date() + timedelta(days=days))
        return
    with pytest.raises(Denied):
        hold(actor, listing, until=NOW.date() + timedelta(days=days))


@pytest.mark.django_db
def test_a_place_for_a_child_is_held_by_those_who_see_the_child_and_is_on_its_record() -> None:
    listing, actor, child = make_listing(free=5), make_actor(), make_child()
    with pytest.raises(Denied, match="could not find"):
        hold(actor, listing, child=child)
    make_grant(actor, child, Basis.INVOLVEMENT)
    made = hold(actor, listing, child=child)
    assert Entry.objects.get(verb="hold.make").child_id == child.pk
    with pytest.raises(Denied, match="already"):
        hold(actor, listing, child=child)
    assert queries.holds_of(actor) == [made]


@pytest.mark.django_db
def test_a_colleague_sees_a_hold_for_a_child_only_with_the_child_and_never_past_a_shield() -> None:
    team, child = make_team(), make_child()
    holder, colleague = make_actor(team), make_actor(team)
    make_grant(holder, child, Basis.INVOLVEMENT)
    made = hold(holder, make_listing(free=5), child=child)
    assert queries.holds_of(colleague) == [] and queries.hold_seen_by(colleague, made.public_id) is None
    make_grant(colleague, child, Basis.OPENED)
    assert queries.holds_of(colleague) == [made] and queries.hold_seen_by(colleague, made.public_id)
    make_shield(child, named=[holder])
    assert visible_among(colleague, [child.pk]), "an opening tells no place, so it stands past a shield"
    assert queries.holds_of(colleague) == [] and queries.hold_seen_by(colleague, made.public_id) is None
    assert queries.holds_of(holder) == [made]


@pytest.mark.django_db
def test_the_services_team_sees_that_a_place_is_held_and_never_for_which_child() -> None:
    actor, child = make_actor(), make_child()
    make_grant(actor, child, Basis.INVOLVEMENT)
    listing = make_listing(free=5)
    made, service = hold(actor, listing, child=child), make_actor(listing.team)
    make_grant(service, child, Basis.INVOLVEMENT)
    assert queries.hold_seen_by(service, made.public_id) == made
    assert not queries.sees_child_of(service, made) and queries.sees_child_of(actor, made)
    assert queries.hold_seen_by(make_actor(), made.public_id) is None


@pytest.mark.django_db
def test_taken_up_means_one_free_place_fewer_and_given_back_means_none_fewer() -> None:
    listing, actor = make_listing(free=3), make_actor()
    taken, released = hold(actor, listing), hold(actor, listing)
    service = make_actor(listing.team)
    end_hold(hold=taken, outcome="taken", actor=service, now=NOW)
    end_hold(hold=taken, outcome="taken", actor=actor, now=NOW)
    end_hold(hold=released, outcome="released", actor=actor, now=NOW)
    assert ForProfessionals.objects.get().places_free == 2
    assert queries.held_of([listing.pk], today=NOW.date()) == {}
    notice = Notice.objects.get(kind="hold.ended")
    assert notice.post_id == actor.post_id and "taken up" in notice.words
    with pytest.raises(Denied, match="already"):
        end_hold(hold=taken, outcome="released", actor=actor, now=NOW)
    with pytest.raises(Denied):
        end_hold(hold=hold(actor, listing), outcome="taken", actor=make_actor(), now=NOW)


@pytest.mark.django_db
def test_the_holder_is_told_the_day_before_once_and_no_word_names_child_or_service() -> None:
    listing, actor, child = make_listing(free=3), make_actor(), make_child()
    make_grant(actor, child, Basis.INVOLVEMENT)
    hold(actor, listing, child=child)
    assert [remind_of_lapsing(now=NOW + timedelta(days=days)) for days in (1, 2, 2, 3)] == [0, 1, 0, 0]
    notice = Notice.objects.get()
    assert notice.post_id == actor.post_id and notice.route == "enquiries:hold_page"
    assert "Amara" not in notice.words and listing.name not in notice.words


@pytest.mark.django_db(transaction=True)
def test_two_who_hold_the_last_place_at_once_one_gets_it_and_the_other_is_told() -> None:
    listing = make_listing(free=1)
    actors = [make_actor(role=Role.PRACTITIONER) for _ in range(2)]
    start, held, full, lock = threading.Barrier(2), [], [], threading.Lock()

    def take(actor: Actor) -> None:
        start.wait(30)
        try:
            made = hold(actor, listing)
            with lock:
                held.append(made)
        except Full as told:
            with lock:
                full.append(str(told))

    at_once([lambda actor=actor: take(actor) for actor in actors])
    assert len(held) == 1 and full == ["No place is left: somebody may have held one a moment ago."]
    assert Hold.objects.count() == 1
