"""A feed is taken in whole, once; the same again changes nothing; what is gone ends."""

import dataclasses
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from tests.factories import NOW
from wraparound.delivery.directory.models import Listing, Organisation, Place
from wraparound.delivery.directory.queries import whole
from wraparound.delivery.directory.reading import content_of
from wraparound.delivery.directory.services import confirm, write_listing
from wraparound.delivery.openreferral import services
from wraparound.delivery.openreferral.models import Import, Item, Known
from wraparound.delivery.openreferral.taking.steps import Overtaken, step
from wraparound.delivery.openreferral.tests.feed_server import served
from wraparound.delivery.openreferral.tests.listings import make_directory
from wraparound.delivery.openreferral.tests.outcome import outcome
from wraparound.delivery.openreferral.tests.taking_in import made, make_feed, outcomes, take, taken

pytestmark = pytest.mark.django_db


def test_every_service_of_a_feed_arrives_once_with_all_its_parts() -> None:
    area = made(30)
    run = taken(area)
    assert (run.state, run.error, run.remarks, run.is_whole) == ("done", "", [], True)
    assert outcomes(run) == {"created": 30}
    places = sum("service_at_locations" in each for each in area.services)
    assert (Listing.objects.count(), Place.objects.count()) == (30, places)
    one = Listing.objects.get(name="Group 7")
    assert (one.organisation.name, one.email) == ("Body 7", "group7@body7.example")
    assert one.came_from.startswith("http://127.0.0.1:")
    session = one.sessions.get()
    assert (session.at_place.place.name, session.opens_at.hour) == ("Hall 7", 9)
    assert [term.name for term in one.terms.all()] == ["Sort 7"]
    assert one.telephones.get().number == "01632 960007"
    assert one.at_places.get().place.access.get().code == "step_free"


def test_the_same_again_changes_nothing() -> None:
    area = made(30)
    taken(area)
    before = list(Listing.objects.order_by("pk").values())
    assert outcomes(taken(area)) == {"unchanged": 30}
    assert list(Listing.objects.order_by("pk").values()) == before
    assert (Organisation.objects.count(), Known.objects.count()) == (30, 30)


def test_the_day_on_which_it_was_assured_is_taken_in_and_never_put_back() -> None:
    area = made(6)
    today = NOW.date()
    days = [today - timedelta(9), today + timedelta(1), "soon", today - timedelta(400), None, today]
    for service, day in zip(area.services, days, strict=True):
        service["assured_date"] = str(day) if day else None
    taken(area)
    rows = {each.name: each for each in Listing.objects.all()}
    assert [rows[f"Group {n}"].confirmed_on for n in range(6)] == [days[0], None, None, days[3], None, today]
    assert rows["Group 0"].confirmed_by == "Eastbrook Council" and rows["Group 1"].confirmed_by == ""
    wrong = [each["field"] for item in Item.objects.order_by("pk") for each in item.problems]
    assert wrong == ["assured_date", "assured_date"]
    assert outcomes(taken(area)) == {"unchanged": 6}
    confirm(listing=rows["Group 3"], by_words="The desk", on=today, actor=None, now=NOW)
    Known.objects.filter(listing=rows["Group 3"]).update(version=2)
    area.services[0]["assured_date"], area.services[3]["assured_date"] = str(today), str(today - timedelta(2))
    taken(area)
    rows = {each.name: each for each in Listing.objects.all()}
    assert rows["Group 0"].confirmed_on == today
    assert (rows["Group 3"].confirmed_on, rows["Group 3"].confirmed_by) == (today, "The desk")


def test_what_changed_in_the_feed_changes_here_and_nothing_else() -> None:
    area = made(30)
    taken(area)
    area.services[3] |= {"name": "Group three", "phones": []}
    run = taken(area)
    assert outcomes(run) == {"updated": 1, "unchanged": 29}
    changed = Listing.objects.get(name="Group three")
    assert not changed.telephones.exists()
    assert Listing.objects.count() == 30


def test_what_is_gone_stops_running_and_comes_back_when_it_is_back() -> None:
    area = made(30)
    taken(area)
    gone = area.services.pop(4)
    run = taken(area)
    assert (outcomes(run), run.endings) == ({"unchanged": 29, "ended": 1}, 1)
    listing = Listing.objects.get(name=gone["name"])
    assert listing.status == "inactive"
    assert outcomes(taken(area)) == {"unchanged": 29}
    area.services.append(gone)
    assert outcomes(taken(area)) == {"unchanged": 29, "updated": 1}
    listing.refresh_from_db()
    assert listing.status == "active"


def test_when_most_is_gone_a_person_decides() -> None:
    area = made(50)
    taken(area)
    rest = area.services[:10]
    area.services[:] = rest
    run = taken(area)
    assert (run.state, run.endings) == ("held", 40)
    assert Listing.objects.filter(status="active").count() == 50
    with pytest.raises(services.Denied):
        services.accept_endings(run=run, number=39, actor=None, now=NOW)
    services.accept_endings(run=run, number=40, actor=None, now=NOW)
    run = taken(area)
    assert (run.state, outcomes(run)) == ("done", {"unchanged": 10, "ended": 40})
    assert Listing.objects.filter(status="active").count() == 10


def test_a_feed_that_became_empty_ends_nothing_by_itself() -> None:
    area = made(3)
    taken(area)
    area.services.clear()
    run = taken(area)
    assert (run.state, run.endings) == ("held", 3)
    services.keep_all(run=run, actor=None, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.endings) == ("done", 0)
    assert Listing.objects.filter(status="active").count() == 3


def test_what_was_changed_here_is_not_overwritten_by_the_feed() -> None:
    area = made(5)
    taken(area)
    listing = Listing.objects.get(name="Group 2")
    content = dataclasses.replace(
        content_of(whole(Listing.objects.filter(pk=listing.pk)).get()), alert="Shut"
    )
    write_listing(content=content, actor=None, now=NOW, listing=listing)
    area.services[2]["name"] = "Group two"
    run = taken(area)
    assert outcomes(run) == {"unchanged": 4, "proposed": 1}
    listing.refresh_from_db()
    assert (listing.name, listing.alert) == ("Group 2", "Shut")


def test_an_item_that_was_taken_off_the_list_here_is_not_brought_again() -> None:
    area = made(3)
    taken(area)
    Listing.objects.get(name="Group 1").delete()
    assert outcomes(taken(area)) == {"unchanged": 3}
    assert Listing.objects.count() == 2


def test_the_directory_given_out_is_taken_in_as_it_was() -> None:
    """Out and in again: what the standard can carry comes back as it was."""
    listings = [each for each in make_directory(40) if each.status == "active" and each.audience == "public"]
    area = made(0)
    given = {
        str(each.public_id): Client().get(f"/openreferral/services/{each.public_id}").json()
        for each in listings
    }
    area.services = list(given.values())
    run = taken(area)
    assert outcomes(run) == {"created": len(listings)}
    for listing in listings:
        copy = Listing.objects.exclude(pk=listing.pk).get(name=listing.name)
        theirs = Client().get(f"/openreferral/services/{copy.public_id}").json()
        assert without_ids(theirs) == without_ids(given[str(listing.public_id)])


def without_ids(value: object) -> object:
    """Return a value without what every directory has of its own."""
    own = ("id", "last_modified", "assured_date", "latitude", "longitude", "description")
    if isinstance(value, dict):
        kept = {k: without_ids(v) for k, v in value.items() if k not in own and not k.endswith("_id")}
        return {k: v for k, v in kept.items() if k != "attributes"} if "status" in value else kept
    if isinstance(value, list):
        return sorted((without_ids(each) for each in value), key=repr)
    return value


def test_two_processes_never_do_the_same_stretch_of_an_import() -> None:
    run = services.begin_import(feed=make_feed("http://127.0.0.1:1"), actor=None, now=NOW)
    other = Import.objects.get(pk=run.pk)
    with step(run, page=2):
        pass
    with pytest.raises(Overtaken), step(other, page=9):
        Item.objects.create(run=other, key="a")
    assert (Import.objects.get(pk=run.pk).page, Item.objects.count()) == (2, 0)


def test_asked_for_twice_one_import_runs() -> None:
    feed = make_feed("http://127.0.0.1:1")
    first = services.begin_import(feed=feed, actor=None, now=NOW)
    assert services.begin_import(feed=feed, actor=None, now=NOW).pk == first.pk
    failed = take(feed)
    assert (failed.pk, failed.state, failed.error) == (first.pk, "failed", "It could not be reached.")
    assert services.begin_import(feed=feed, actor=None, now=NOW).pk != first.pk


def test_many_at_once_are_kept_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The few statements for many leave, id by id, what the many statements for one leave."""
    area = made(40)
    area.services[5]["organization"] |= {"id": area.services[6]["organization"]["id"], "email": "x@y.example"}
    area.services[9]["service_at_locations"][0]["location"]["addresses"][0]["city"] = "C" * 200
    with served(area) as url:
        feed = make_feed(url)
        take(feed)
        at_once = outcome()
        for model in (Known, Import, Listing, Place, Organisation):
            model.objects.all().delete()

        def refuse(**values: object) -> None:
            raise IntegrityError

        monkeypatch.setattr("wraparound.delivery.openreferral.taking.filing.add_new", refuse)
        take(feed)
    assert len(at_once["entries"]) == 40
    assert outcome() == at_once


def test_what_the_directory_refuses_is_refused_by_name_and_the_rest_arrives() -> None:
    area = made(6)
    area.services[2]["organization"]["name"] = "B" * 150
    area.services[3]["minimum_age"] = 150
    area.services[4]["phones"] = [{"number": "01632 960001", "type": "x" * 20}]
    assert outcomes(taken(area)) == {"created": 6}
