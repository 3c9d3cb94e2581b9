"""The pages of cases: opening, giving with what it would mean, a race that loses nothing, denied as missing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_child, make_client, make_grant, make_post, make_shield, make_team
from wraparound.delivery.caseloads.models import Allocation, Case
from wraparound.delivery.caseloads.services import close_case, judge_level
from wraparound.delivery.caseloads.tests.people import Crew
from wraparound.foundation.accounts.models import Role
from wraparound.outcomes.access.models import Basis, Grant
from wraparound.outcomes.children.models import Involvement
from wraparound.outcomes.index.models import Merge

pytestmark = pytest.mark.django_db


def at(name: str, *things: object) -> str:
    return reverse(f"caseloads:{name}", args=[thing.public_id for thing in things])


def hidden(page: str, name: str) -> str:
    """Return what a hidden field of a page holds."""
    tag = next(tag for tag in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in tag)
    return re.search(r'value="([^"]*)"', tag)[1]  # type: ignore[index]


def test_work_begins_from_the_card_and_waits_on_the_managers_page() -> None:
    crew = Crew()
    child, worker = crew.child("Amara"), crew.post("Ada")
    client = make_client(worker)
    assert at("of_child", child) in client.get(f"/children/{child.public_id}/").text
    page = client.get(at("of_child", child)).text
    answers = {"kind": "support", "why": "Sleep", "level": "3a", "next_on": "", "key": hidden(page, "key")}
    for _ in "twice":
        reply = client.post(at("of_child", child), answers)
    case = Case.objects.get()
    assert reply.url == at("case", case)
    assert "Nobody has this case" in client.get(reply.url).text
    assert Involvement.objects.get().team == crew.team
    shown = make_client(crew.boss).get(at("team")).text
    assert "1 case waits for somebody to have it" in shown
    assert "Amara" in shown
    assert "1 case waits for somebody to have it." in make_client(crew.boss).get("/").text


def give(client: Client, case: Case, post: object, **more: str) -> object:
    page = client.get(at("allocate", case)).text
    said = {
        "post": str(post.public_id), "part": "lead", "reason": "knows", "words": "",  # type: ignore[attr-defined]
        "version": hidden(page, "version"), "press": "show", **more,
    }  # fmt: skip
    shown = client.post(at("allocate", case), said)
    assert not Allocation.objects.filter(case=case, post=post).exists(), "nothing is saved before it is seen"
    return shown, {**said, "press": "give", "seen": hidden(shown.text, "seen")}


def test_a_case_is_given_after_it_was_shown_what_it_would_mean() -> None:
    crew = Crew()
    worker, case = crew.post("Ada"), crew.case(level="4")
    client = make_client(crew.boss)
    shown, said = give(client, case, worker)
    assert "What it would mean" in shown.text
    assert client.post(at("allocate", case), said).url == at("case", case)
    assert Allocation.objects.get().post == worker
    assert at("case", case) in make_client(worker).get(at("mine")).text


def test_whoever_chooses_somebody_else_after_that_is_shown_again() -> None:
    crew = Crew()
    ada, ben, case = crew.post("Ada"), crew.post("Ben"), crew.case()
    client = make_client(crew.boss)
    _, said = give(client, case, ada)
    reply = client.post(at("allocate", case), {**said, "post": str(ben.public_id)})
    assert reply.status_code == 200
    assert not Allocation.objects.exists()


def test_of_two_managers_the_second_sees_both_texts_and_can_still_save() -> None:
    crew = Crew()
    ada, ben, case = crew.post("Ada First"), crew.post("Ben Second"), crew.case()
    client = make_client(crew.boss)
    _, said = give(client, case, ben)
    crew.give(case, ada)
    reply = client.post(at("allocate", case), said)
    assert reply.status_code == 409
    assert "Ada First" in reply.text
    assert "Ben Second" in reply.text
    client.post(at("allocate", case), {**said, "version": hidden(reply.text, "version")})
    assert Allocation.objects.get(until__isnull=True).post == ben


def test_many_are_shared_out_on_one_page() -> None:
    crew = Crew()
    ada, cases = crew.post("Ada"), [crew.case(f"Child {n}") for n in range(3)]
    client = make_client(crew.boss)
    page = client.get(at("share")).text
    said = {"reason": "room", "words": "", "press": "show"}
    for case in cases[:2]:
        said |= {f"to_{case.public_id.hex}": str(ada.public_id), f"version_{case.public_id.hex}": "1"}
    assert page.count('name="to_') == 3
    shown = client.post(at("share"), said).text
    assert "What it would mean" in shown
    assert not Allocation.objects.exists()
    client.post(at("share"), {**said, "press": "give", "seen": hidden(shown, "seen")})
    assert Allocation.objects.filter(post=ada).count() == 2


def test_a_plan_made_on_what_changed_meanwhile_is_not_carried_out() -> None:
    crew = Crew()
    ada, case = crew.post("Ada"), crew.case()
    client = make_client(crew.boss)
    said = {
        f"to_{case.public_id.hex}": str(ada.public_id),
        f"version_{case.public_id.hex}": "1",
        "reason": "room",
    }
    shown = client.post(at("share"), said).text
    judge_level(case=case, level="4", reason="Seen", actor=crew.manager, now=crew.now)
    reply = client.post(at("share"), {**said, "press": "give", "seen": hidden(shown, "seen")})
    assert reply.status_code == 409
    assert "Somebody changed one of these cases" in reply.text
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("page", ["case", "allocate", "judge", "plan", "close"])
def test_a_case_of_others_looks_like_none(page: str) -> None:
    crew, elsewhere = Crew(), make_client(make_post(role=Role.TEAM_MANAGER))
    case = crew.case()
    denied, missing = elsewhere.get(at(page, case)), elsewhere.get(at(page, make_team_thing()))
    assert (denied.status_code, missing.status_code) == (404, 404)
    strip = re.compile(r"[0-9a-f-]{36}|[A-Za-z0-9]{64}")
    assert strip.sub("", denied.text) == strip.sub("", missing.text)


def make_team_thing() -> object:
    """Something with a public id that is no case."""
    return make_post(make_team())


def test_only_a_manager_of_the_team_sees_the_teams_work_and_gives_cases() -> None:
    crew = Crew()
    worker, case = crew.post("Ada"), crew.case()
    client = make_client(worker)
    for address in (at("team"), at("share"), at("allocate", case), at("worker", worker)):
        assert client.get(address).status_code == 404
    assert client.get(at("case", case)).status_code == 200


def test_a_case_closed_meanwhile_leads_a_manager_to_the_team_and_is_closed_once() -> None:
    crew = Crew()
    case = crew.case(to=crew.post("Ada"))
    Grant.objects.filter(basis=Basis.POPULATION).update(until=crew.now)
    client = make_client(crew.boss)
    said = {"closing": "done", "words": "All well", "version": str(Case.objects.get().version)}
    assert client.post(at("close", case), said).url == at("team")
    assert client.get(at("case", case)).status_code == 404, "the team sees it no longer"
    assert client.post(at("close", case), said).status_code == 404


def test_the_last_worker_finds_closed_work_to_finish() -> None:
    crew = Crew()
    worker = crew.post("Ada")
    case = crew.case(to=worker)
    close_case(case=case, closing="done", actor=crew.actor(worker), now=crew.now)
    client = make_client(worker)
    assert "Closed work to finish writing up" in client.get(at("mine")).text
    assert "Begin work with the child again" in client.get(at("case", case)).text


def test_two_cases_that_joined_records_bring_together_are_shown_to_the_manager() -> None:
    crew = Crew()
    one, other = crew.case("Amara"), crew.case("Amaara")
    client = make_client(crew.boss)
    assert "The same work twice" not in client.get(at("team")).text
    Case.objects.filter(pk=other.pk).update(child=one.child)
    assert "The same work twice" in client.get(at("team")).text


def test_the_manager_says_on_the_teams_page_whose_a_case_of_a_parted_record_is() -> None:
    crew = Crew()
    case, client = crew.case("Amara"), make_client(crew.boss)
    Case.objects.filter(pk=case.pk).update(opened_at=crew.now - timedelta(days=2))
    data = make_post(role=Role.DATA_MANAGER)
    Merge.objects.create(
        kind="parted", kept=case.child, other=make_child(), other_state="live", by=data, reason="Two",
        at=crew.now - timedelta(days=1),
    )  # fmt: skip
    assert "Whose are these?" in client.get(at("team")).text
    assert "1 case was of a record that showed two children" in client.get(reverse("home")).text
    colleague = make_client(make_post(crew.team)).post(at("whose", case))
    stranger = make_client(make_post(role=Role.TEAM_MANAGER)).post(at("whose", case))
    assert (colleague.status_code, stranger.status_code) == (404, 404)
    assert "about this child" in client.post(at("whose", case), follow=True).text
    assert "Whose are these?" not in client.get(at("team")).text
    assert client.post(at("whose", case)).status_code == 404


def test_past_a_shield_the_page_of_a_childs_work_says_none() -> None:
    crew = Crew()
    case, other = crew.case(), crew.post("Ada")
    make_shield(case.child, named=[crew.manager], now=crew.now)
    make_grant(crew.actor(other), case.child, Basis.OPENED, now=crew.now)
    shown = make_client(other).get(at("of_child", case.child)).text
    assert "Your team has no case that you see" in shown
    page = make_client(other).get(at("of_child", case.child)).text
    said = {"kind": "support", "why": "Sleep", "level": "", "next_on": "", "key": hidden(page, "key")}
    reply = make_client(other).post(at("of_child", case.child), said)
    assert reply.url == at("of_child", case.child), "as if it had begun: refusing would tell"
    assert Case.objects.count() == 1
