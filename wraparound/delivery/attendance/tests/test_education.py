"""Children at no school, the search for them, and the register of those educated at home."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.access.driving import clock
from tests.factories import NOW, make_child, make_client, make_grant, make_post, make_source, say
from wraparound.delivery.attendance import home, services
from wraparound.delivery.attendance.forms import EndHomeForm
from wraparound.delivery.attendance.missing import without_school
from wraparound.delivery.attendance.models import Enquiry, HomeEducation, MissingEnding
from wraparound.delivery.attendance.tests.school import enrol, make_school, make_welfare
from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.services import judge_level
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.accounts.rules import Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.children.models import Child, Setting

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = NOW.date()
Outcome = MissingEnding.Outcome


def page(name: str, *args) -> str:
    return reverse(f"attendance:{name}", args=args)


class Team:
    """The education welfare team, in whose population is every child of the area."""

    def __init__(self) -> None:
        self.team = make_welfare()
        self.post = make_post(self.team)
        self.actor = actor_of(self.post, now=NOW)
        self.client = make_client(self.post)

    def knows(self, name: str = "Lea", born: date = date(2015, 6, 1)):
        child = make_child(name, "Marsh", born)
        make_grant(self.actor, child, Basis.POPULATION, team=True)
        return child

    def names(self) -> set[str]:
        keys = without_school(self.actor).values_list("pk", flat=True)
        return {child.sources.first().name_facts.get().given_names for child in map(_child, keys)}

    def looks_for(self, child) -> Case:
        return services.start_search(child=child, why="", key=None, actor=self.actor, now=NOW)

    def enters(self, child, starts_on: date = date(2025, 2, 1)) -> HomeEducation:
        return home.enter(child=child, starts_on=starts_on, words="", key=None, actor=self.actor, now=NOW)


def _child(pk: int) -> Child:
    return Child.objects.get(pk=pk)


@pytest.fixture
def welfare() -> Team:
    return Team()


def test_whoever_is_of_school_age_and_on_no_roll_is_listed(welfare: Team) -> None:
    school = make_school()
    welfare.knows("None")
    welfare.knows("Young", date(2022, 6, 1))
    welfare.knows("Grown", date(2008, 6, 1))
    on_roll = enrol(school, 1, "Rolled")
    make_grant(welfare.actor, on_roll, Basis.POPULATION, team=True)
    said = welfare.knows("Said")
    say(make_source(said), Setting, kind="school", as_written="Far School")
    make_child("Unseen", "Marsh", date(2015, 6, 1))
    died = welfare.knows("Died")
    died.sources.get().birth_facts.update(died_on=date(2026, 1, 1))
    assert welfare.names() == {"None"}


def test_a_school_that_is_said_no_longer_is_told_with_since_when(welfare: Team) -> None:
    child = welfare.knows()
    say(
        make_source(child),
        Setting,
        kind="school",
        as_written="Far School",
        superseded_at=NOW - timedelta(days=40),
    )
    text = welfare.client.get(page("without")).text
    assert "Far School" in text and "22 January 2026" in text


def test_other_teams_have_no_such_list(welfare: Team) -> None:
    child = welfare.knows()
    post = make_post()
    make_grant(actor_of(post, now=NOW), child, Basis.INVOLVEMENT, team=True)
    text = make_client(post).get(page("without")).text
    assert "Lea Marsh" not in text and "education welfare team" in text
    with pytest.raises(Denied):
        services.start_search(child=child, why="", key=None, actor=actor_of(post, now=NOW), now=NOW)
    with pytest.raises(Denied):
        home.enter(child=child, starts_on=TODAY, words="", key=None, actor=actor_of(post, now=NOW), now=NOW)


def test_a_search_is_begun_once_and_ended_with_what_became_of_the_child(welfare: Team) -> None:
    child, key = welfare.knows(), uuid4()
    cases = [
        services.start_search(child=child, why="", key=key, actor=welfare.actor, now=NOW) for _ in range(2)
    ]
    assert cases[0] == cases[1] and cases[0].kind == Case.Kind.MISSING_EDUCATION
    assert "Looked for" in welfare.client.get(page("without")).text
    address = page("end_search", cases[0].public_id)
    assert "Say who confirmed it" in welfare.client.post(address, {"outcome": "abroad"}).text
    reply = welfare.client.post(
        address, {"outcome": "abroad", "words": "Ticket seen on 2 March"}, follow=True
    )
    assert "The search has ended" in reply.text and welfare.names() == set()
    case = Case.objects.get()
    assert case.closing == Case.Closing.MOVED_AWAY
    assert "Moved abroad, as confirmed" in welfare.client.get(page("case", case.public_id)).text
    again = {"outcome": "abroad", "words": "Ticket seen on 2 March"}
    services.end_search(case=case, **again, actor=welfare.actor, now=NOW)
    assert MissingEnding.objects.get().outcome == "abroad", "ended twice is ended once"
    other = welfare.client.post(address, {"outcome": "place", "words": "At Hill School"})
    assert other.status_code == 409 and "this has ended" in other.text
    assert "Ticket seen on 2 March" in other.text and "At Hill School" in other.text


def test_a_place_that_was_found_is_looked_for_again_when_nobody_arrived(welfare: Team) -> None:
    child = welfare.knows()
    case = welfare.looks_for(child)
    services.end_search(case=case, outcome=Outcome.PLACE, words="", actor=welfare.actor, now=NOW)
    assert welfare.names() == set()
    MissingEnding.objects.update(at=NOW - timedelta(days=31))
    assert welfare.names() == {"Lea"}


def test_a_search_of_another_team_and_of_another_kind_is_not_ended(welfare: Team) -> None:
    child = welfare.knows()
    case = welfare.looks_for(child)
    other = make_post()
    with pytest.raises(Denied):
        services.end_search(case=case, outcome="school", words="", actor=actor_of(other, now=NOW), now=NOW)
    assert make_client(other).get(page("case", case.public_id)).status_code == 404
    with pytest.raises(Conflict):
        services.end_search(case=case, outcome="school", words="", actor=welfare.actor, now=NOW, version=99)
    entry = welfare.enters(welfare.knows("Home"))
    with pytest.raises(Denied):
        services.end_search(case=entry.case, outcome="school", words="", actor=welfare.actor, now=NOW)


def test_found_at_home_needs_the_register(welfare: Team) -> None:
    child = welfare.knows()
    case = welfare.looks_for(child)
    with pytest.raises(Denied, match="register"):
        services.end_search(case=case, outcome=Outcome.HOME, words="", actor=welfare.actor, now=NOW)
    welfare.enters(child)
    services.end_search(case=case, outcome=Outcome.HOME, words="", actor=welfare.actor, now=NOW)
    assert welfare.names() == set()


def test_the_register_tells_when_the_yearly_enquiry_is_due(welfare: Team) -> None:
    child = welfare.knows()
    address = page("home_enter", child.public_id)
    key = str(welfare.client.get(address).context["form"]["key"].value())
    day = {"starts_on-day": "1", "starts_on-month": "2", "starts_on-year": "2025"}
    text = welfare.client.post(address, {**day, "words": "Reads a lot", "key": key}, follow=True).text
    assert "1 February 2026" in text and "Overdue" in text and "Reads a lot" in text
    entry = HomeEducation.objects.get()
    assert "Overdue" in welfare.client.get(page("home")).text and welfare.names() == set()
    asked = {
        "on-day": "2",
        "on-month": "3",
        "on-year": "2026",
        "outcome": "suitable",
        "words": "",
        "key": str(uuid4()),
    }
    for _ in range(2):
        text = welfare.client.post(page("home_enquire", entry.public_id), asked, follow=True).text
    assert "2 March 2027" in text and "Overdue" not in text
    assert Enquiry.objects.count() == 1, "sent twice is one"


@pytest.mark.parametrize(
    ("outcome", "due"),
    [("more", date(2026, 3, 31)), ("no_answer", date(2026, 3, 31)), ("suitable", date(2027, 3, 3))],
)
def test_where_not_all_is_well_the_next_enquiry_is_soon(welfare: Team, outcome: str, due: date) -> None:
    entry = welfare.enters(welfare.knows())
    home.enquire(entry=entry, on=TODAY, outcome=outcome, words="", key=None, actor=welfare.actor, now=NOW)
    entry.refresh_from_db()
    assert entry.due_on == due


def test_an_entry_ends_with_its_case_and_the_child_is_at_no_school_again(welfare: Team) -> None:
    child = welfare.knows()
    entry = welfare.enters(child)
    ended = {
        "ends_on-day": "2",
        "ends_on-month": "3",
        "ends_on-year": "2026",
        "ending": "school",
        "version": "1",
    }
    text = welfare.client.post(page("home_end", entry.public_id), ended, follow=True).text
    assert "The entry has ended" in text
    entry.refresh_from_db()
    assert entry.case.closed_at and entry.ending == "school"
    assert not Grant.objects.filter(basis=Basis.INVOLVEMENT, until__gt=NOW, child=child).exists()
    assert welfare.names() == {"Lea"}
    with pytest.raises(Denied, match="has ended"):
        home.enquire(entry=entry, on=TODAY, outcome="more", words="", key=None, actor=welfare.actor, now=NOW)


ENDED = {"ends_on-day": "2", "ends_on-month": "3", "ends_on-year": "2026", "ending": "away", "version": "1"}


def test_whoever_ends_an_entry_second_sees_both_texts_and_then_saves_theirs(welfare: Team) -> None:
    entry = welfare.enters(welfare.knows())
    home.enquire(
        entry=entry, on=TODAY, outcome="more", words="They ask for time", key=None, actor=welfare.actor,
        now=NOW,
    )  # fmt: skip
    reply = welfare.client.post(page("home_end", entry.public_id), ENDED)
    assert reply.status_code == 409
    for words in ("Nothing of yours is lost", "They ask for time", "2 March 2026", "Moved to another area"):
        assert words in reply.text
    assert "checked" in reply.text, "what was chosen is kept"
    welfare.client.post(page("home_end", entry.public_id), {**ENDED, "version": "2"})
    entry.refresh_from_db()
    assert entry.ending == "away"


def test_an_entry_that_somebody_ended_otherwise_is_not_ended_again_in_silence(welfare: Team) -> None:
    entry = welfare.enters(welfare.knows())
    given = {"entry": entry, "ends_on": TODAY, "actor": welfare.actor, "now": NOW}
    form = EndHomeForm({"version": "1"})
    home.end(**given, ending="school")
    make_grant(welfare.actor, entry.child, Basis.INVOLVEMENT, team=True)
    assert home.end(**given, ending="school").ending == "school"
    with pytest.raises(Conflict, match="ended this entry") as lost:
        home.end(**given, ending="away")
    form.cleaned_data = {"ends_on": TODAY, "ending": "away"}
    rows, has_ended = form.both(lost.value.current)
    assert has_ended
    assert ("Goes to a school again", "Moved to another area") in [(row.left, row.right) for row in rows]
    reply = welfare.client.post(page("home_end", entry.public_id), ENDED)
    assert reply.status_code == 409 and "this has ended" in reply.text and "End the entry" not in reply.text


def test_whoever_ends_a_search_second_sees_both_texts(welfare: Team) -> None:
    case = welfare.looks_for(welfare.knows())
    given = {"case": case, "actor": welfare.actor, "now": NOW}
    sent = {"outcome": "abroad", "words": "The airline, today", "version": str(case.version)}
    judge_level(**given, level="2", reason="Not seen for weeks")
    reply = welfare.client.post(page("end_search", case.public_id), sent)
    assert reply.status_code == 409
    assert "Goes on" in reply.text and "The airline, today" in reply.text and "checked" in reply.text
    services.end_search(**given, outcome="school", words="Seen there")
    make_grant(welfare.actor, case.child, Basis.INVOLVEMENT, team=True)
    assert services.end_search(**given, outcome="school", words="Seen there").outcome == "school"
    with pytest.raises(Conflict, match="ended this search"):
        services.end_search(**given, outcome="abroad", words="The airline, today")


@pytest.mark.parametrize("starts_on", [date(2026, 3, 4), date(2030, 1, 1)])
def test_a_day_to_come_is_refused_on_the_register(welfare: Team, starts_on: date) -> None:
    with pytest.raises(Denied, match="has come"):
        welfare.enters(welfare.knows(), starts_on)


def test_a_child_is_on_the_register_once(welfare: Team) -> None:
    child = welfare.knows()
    welfare.enters(child)
    with pytest.raises(Denied, match="already"):
        welfare.enters(child)


def test_nobody_is_looked_for_who_is_at_a_school(welfare: Team) -> None:
    pupil = enrol(make_school(), 1)
    make_grant(welfare.actor, pupil, Basis.POPULATION, team=True)
    with pytest.raises(Denied):
        welfare.looks_for(pupil)


def test_a_child_that_the_team_does_not_see_is_missing_to_it(welfare: Team) -> None:
    hidden = make_child("Hid", "Marsh", date(2015, 6, 1))
    for act in (welfare.looks_for, welfare.enters):
        with pytest.raises(Denied):
            act(hidden)
    for name in ("search", "home_enter", "child", "ask"):
        assert welfare.client.get(page(name, hidden.public_id)).status_code == 404, name
    for name in ("home_entry", "home_enquire", "home_end", "case", "end_search"):
        assert welfare.client.get(page(name, uuid4())).status_code == 404, name
