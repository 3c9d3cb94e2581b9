from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import NOW, make_actor, make_post, make_team
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.families.models import Correction
from wraparound.delivery.families.queries import correction_of, corrections_of, to_settle
from wraparound.delivery.families.rules import FREE_MESSAGES
from wraparound.delivery.families.services import settle, tell_wrong
from wraparound.delivery.families.tests.entries import make_entry
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.notifications.models import Notice
from wraparound.foundation.signin.models import Throttle
from wraparound.foundation.signin.rules import TooManyTries

pytestmark = pytest.mark.django_db


def tell(listing: Listing, **given) -> Correction:
    said = {"what": "times", "words": "Tuesdays now", "contact": "07700 900111", "key": uuid4()}
    return tell_wrong(listing=listing, address="192.0.2.1", **{"now": NOW, **said, **given})


def owned(owner=None) -> Listing:
    return make_entry(owner=owner or make_team())


def test_what_somebody_says_reaches_the_team_that_owns_the_entry() -> None:
    listing = owned()
    correction = tell(listing)
    notice = Notice.objects.get()
    assert notice.team == listing.owner
    assert (notice.route, notice.key) == ("families:correction", str(correction.public_id))
    assert "07700" not in notice.words and "Tuesdays" not in notice.words
    entry = Entry.objects.get(verb="entry.told_wrong")
    assert entry.detail == {"correction": correction.pk} and entry.user_id is None


def test_without_an_owner_it_reaches_every_administrator_of_the_area() -> None:
    listing = make_entry()
    administrators = [make_post(role=Role.AREA_ADMINISTRATOR) for _ in range(2)]
    make_post(role=Role.TEAM_MANAGER)
    tell(listing)
    assert {notice.post for notice in Notice.objects.all()} == set(administrators)


def test_sent_twice_it_is_one_and_told_once() -> None:
    listing, key = owned(), uuid4()
    assert tell(listing, key=key) == tell(listing, key=key, words="again")
    assert Correction.objects.count() == Notice.objects.count() == 1


def test_a_network_that_sends_many_has_to_wait_and_its_address_is_not_kept() -> None:
    listing = owned()
    for _ in range(FREE_MESSAGES):
        tell(listing)
    with pytest.raises(TooManyTries):
        tell(listing)
    assert Correction.objects.count() == FREE_MESSAGES
    tell_wrong(listing=listing, what="other", words="", contact="", key=uuid4(), address="192.0.2.2", now=NOW)
    tell(listing, now=NOW + timedelta(hours=2))
    assert not any("192.0" in row.key for row in Throttle.objects.all())


def test_only_whoever_answers_for_the_entry_sees_and_settles_it() -> None:
    team = make_team()
    correction = tell(owned(team))
    owner = make_actor(team, Role.TEAM_MANAGER)
    editor = make_actor(team, Role.SERVICE_EDITOR)
    administrator = make_actor(role=Role.AREA_ADMINISTRATOR)
    stranger = make_actor(role=Role.TEAM_MANAGER)
    colleague = make_actor(team, Role.PRACTITIONER)
    for actor in (owner, editor, administrator):
        assert list(to_settle(actor)) == [correction]
    for actor in (stranger, colleague):
        assert not corrections_of(actor).exists()
        assert correction_of(actor, correction.public_id) is None
        with pytest.raises(Denied):
            settle(correction=correction, outcome="right", settled_words="", version=1, actor=actor, now=NOW)


def test_settling_wipes_how_to_reach_them_and_takes_the_notice_back() -> None:
    team = make_team()
    correction = tell(owned(team))
    post = make_post(team, Role.TEAM_MANAGER)
    actor = actor_of(post, now=NOW)
    settle(correction=correction, outcome="changed", settled_words=" Done ", version=1, actor=actor, now=NOW)
    correction.refresh_from_db()
    assert (correction.contact, correction.outcome, correction.settled_words) == ("", "changed", "Done")
    assert correction.settled_by == post
    assert Notice.objects.get().withdrawn_at == NOW
    assert not to_settle(actor).exists()


def test_two_who_settle_at_once_lose_nothing_and_once_more_is_once() -> None:
    team = make_team()
    correction = tell(owned(team))
    actor = make_actor(team, Role.TEAM_MANAGER)
    said = {"outcome": "changed", "settled_words": "I rang", "version": 1, "actor": actor, "now": NOW}
    settle(correction=correction, **said)
    settle(correction=Correction.objects.get(), **said)
    assert Entry.objects.filter(verb="entry.settle_wrong").count() == 1
    with pytest.raises(Conflict) as lost:
        settle(correction=Correction.objects.get(), **{**said, "outcome": "right"})
    assert lost.value.current.settled_words == "I rang"
