import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.factories import make_agency, make_client, make_post, make_team, make_user
from wraparound.foundation.accounts.models import Accountability, Post, Role, Shift, Token
from wraparound.foundation.accounts.queries import live_token
from wraparound.foundation.audit.models import Entry
from wraparound.foundation.staffing import tasks
from wraparound.foundation.staffing.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Post:
    return make_post(role=Role.AREA_ADMINISTRATOR)


@pytest.fixture
def client(administrator: Post) -> Client:
    return make_client(administrator)


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def asked(team, **given) -> dict[str, str]:
    return {
        "email": "sara@agency.example",
        "full_name": "Sara Lind",
        "role": "practitioner",
        "title": "Health visitor",
        "agency": team.agency.code,
        "team": team.code,
        "submission": "9b2f5c1e-0a51-4a7e-8f0a-2f6f4b1f2a11",
        **boxes("valid_from", timezone.localdate()),
        **given,
    }


def test_a_new_colleague_is_placed_invited_and_takes_up_the_post(client: Client) -> None:
    team = make_team()
    assert client.post("/staff/new/", asked(team)).status_code == 302
    post = Post.objects.get(user__email="sara@agency.example")
    assert tasks.mail_invitation.func(post.invitation.pk)
    path = re.search(r"(/invitation/[\w-]+/)", mail.outbox[-1].body)[1]
    theirs = Client()
    assert "Hello Sara Lind" in theirs.get(path).content.decode()
    weak = theirs.post(path, {"password": "sara"})
    assert weak.status_code == 200 and "too short" in weak.content.decode()
    assert theirs.post(path, {"password": "three quiet lanterns"})["Location"] == "/account/security/"
    assert "Set up your second step" in theirs.get("/account/security/").content.decode()
    assert theirs.get("/")["Location"] == "/account/security/"
    assert Client().get(path).status_code == 410


def test_what_is_wrong_is_said_at_the_question_and_what_was_typed_is_kept(client: Client) -> None:
    team = make_team()
    yesterday = timezone.localdate() - timedelta(days=1)
    wrong = asked(
        team,
        full_name="",
        role="",
        is_time_boxed="on",
        colleague="nobody@x.example",
        **boxes("valid_until", yesterday),
    )
    page = client.post("/staff/new/", wrong).content.decode()
    for words in (
        "Enter their full name", "Select their role", "The last day must be today or later",
        "Nobody with this address works here", 'value="sara@agency.example"',
    ):  # fmt: skip
        assert words in page
    assert not Post.objects.filter(user__email="sara@agency.example").exists()


def test_a_supervisor_with_two_posts_is_asked_which(client: Client) -> None:
    team = make_team()
    supervisor = make_post(team)
    second = make_post(user=supervisor.user)
    until = timezone.localdate() + timedelta(days=30)
    said = asked(team, is_time_boxed="on", colleague=supervisor.user.email, **boxes("valid_until", until))
    page = client.post("/staff/new/", said).content.decode()
    assert "Which of the supervisor" in page
    client.post("/staff/new/", {**said, "which": str(second.public_id)})
    assert Post.objects.get(user__email="sara@agency.example").supervisor == second


def test_a_place_in_a_protection_team_waits_and_another_administrator_agrees(client: Client) -> None:
    team = make_team(holds_safeguarding=True)
    assert client.post("/staff/new/", asked(team))["Location"] == "/staff/changes/"
    change = Change.objects.get()
    own = client.get(f"/staff/changes/{change.public_id}/").content.decode()
    assert "Do you agree?" not in own
    assert "Nothing waits for you" in client.get("/staff/changes/").content.decode()
    other = make_client(make_post(role=Role.AREA_ADMINISTRATOR))
    assert "Sara Lind" in other.get("/staff/changes/").content.decode()
    assert other.post(f"/staff/changes/{change.public_id}/", {"agree": "yes"}).status_code == 302
    assert Post.objects.filter(user__email="sara@agency.example", team=team).exists()


def test_refusing_oneself_is_said_in_the_form_and_put_on_record(client: Client, administrator: Post) -> None:
    team = make_team(holds_safeguarding=True)
    page = client.post("/staff/new/", asked(team, email=administrator.user.email))
    assert "Nobody changes their own post" in page.content.decode()
    assert Entry.objects.filter(verb="staffing:place", outcome="denied").exists()


def test_who_asked_cannot_decide_by_sending_the_form_anyway(client: Client) -> None:
    client.post("/staff/new/", asked(make_team(holds_safeguarding=True)))
    change = Change.objects.get()
    page = client.post(f"/staff/changes/{change.public_id}/", {"agree": "yes"})
    change.refresh_from_db()
    assert change.outcome == Change.Outcome.WAITING
    assert page.status_code == 200


def test_the_list_is_narrowed_by_words_team_role_and_state(client: Client) -> None:
    make_post(user=make_user(full_name="Amina Warsame"), role=Role.DUTY)
    gone = make_post(user=make_user(full_name="Zoe Gone"), valid_until=date(2021, 1, 1))
    late = make_post(user=make_user(full_name="Lapsed Larry"), clear=False)
    held = make_post(user=make_user(full_name="Sue Pended"), suspended_at=timezone.now())

    def shown(query: str) -> str:
        return client.get(f"/staff/?{query}").content.decode()

    assert "Amina" in shown("words=amina+war") and "Zoe" not in shown("words=amina")
    assert "Amina" in shown("role=duty") and "Zoe" not in shown("role=duty")
    assert "Zoe" in shown("state=ended") and "Amina" not in shown("state=ended")
    assert "Lapsed" in shown("state=lapsing") and "Amina" not in shown("state=lapsing")
    assert "Sue" in shown("state=suspended") and "Amina" not in shown("state=suspended")
    assert "Larry" in shown(f"team={late.team.code}") and "Zoe" not in shown(f"team={late.team.code}")
    assert "No posts match" in shown("words=nobody")
    assert shown("state=nonsense&role=nonsense&page=99")
    assert gone and held


def test_the_list_asks_as_often_for_fifty_as_for_five(client: Client, django_assert_max_num_queries) -> None:
    for _ in range(30):
        make_post()
    with django_assert_max_num_queries(30):
        client.get("/staff/")


def test_a_manager_sees_the_own_team_alone() -> None:
    team = make_team()
    client = make_client(make_post(team, Role.TEAM_MANAGER))
    mine, other = make_post(team), make_post()
    assert client.get(f"/staff/{mine.public_id}/").status_code == 200
    for path in ("", "end/", "leave/", "suspend/", "check/", "line/", "move/", "start-again/"):
        assert client.get(f"/staff/{other.public_id}/{path}").status_code == 404
    assert client.get("/staff/systems/").status_code == 404
    assert client.get(f"/staff/rota/{other.team_id}/").status_code == 404


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.DATA_MANAGER, Role.PRIVACY_OFFICER, Role.ANALYST])
def test_others_find_no_page_about_posts(role: Role) -> None:
    client = make_client(make_post(role=role))
    for path in ("/staff/", "/staff/new/", "/staff/changes/", "/staff/rota/", "/staff/systems/"):
        assert client.get(path).status_code == 404


def test_a_leaver_is_out_on_the_next_request(client: Client) -> None:
    post = make_post()
    theirs = make_client(post)
    assert theirs.get("/").status_code == 200
    client.post(f"/staff/{post.public_id}/leave/", {"when": "now", "reason": "left"})
    assert theirs.get("/")["Location"].startswith("/sign-in/")


def test_a_suspended_person_with_no_other_post_is_out_on_the_next_request(client: Client) -> None:
    post = make_post()
    theirs = make_client(post)
    client.post(f"/staff/{post.public_id}/suspend/", {"reason": "conduct"})
    assert theirs.get("/")["Location"].startswith("/sign-in/")
    assert "You have no post here at present" in theirs.get("/sign-in/").content.decode()


def test_who_is_moved_does_not_keep_the_old_post(client: Client) -> None:
    post, team = make_post(), make_team()
    theirs = make_client(post)
    client.post(f"/staff/{post.public_id}/move/", asked(team, email=post.user.email))
    assert team.agency.name in theirs.get("/").content.decode()


def test_a_check_a_line_and_an_end_are_recorded_on_pages(client: Client) -> None:
    post, clinical = make_post(clear=False), make_post()
    today = timezone.localdate()
    check = {
        "kind": "background",
        "reference": "001",
        **boxes("valid_from", today),
        **boxes("lapses_on", today + timedelta(days=99)),
    }
    assert client.post(f"/staff/{post.public_id}/check/", check).status_code == 302
    line = {
        "subject": "clinical",
        "colleague": clinical.user.email,
        "submission": "9b2f5c1e-0a51-4a7e-8f0a-2f6f4b1f2a12",
        **boxes("valid_from", today),
    }
    assert client.post(f"/staff/{post.public_id}/line/", line).status_code == 302
    page = client.get(f"/staff/{post.public_id}/").content.decode()
    assert "Background check" in page and clinical.user.full_name in page
    assert client.post(f"/staff/lines/{Accountability.objects.get().public_id}/end/").status_code == 302
    assert (
        client.post(
            f"/staff/{post.public_id}/end/", {"when": "later", "reason": "moved", **boxes("last_day", today)}
        ).status_code
        == 302
    )
    past = client.post(
        f"/staff/{post.public_id}/end/",
        {"when": "later", "reason": "moved", **boxes("last_day", date(2020, 1, 1))},
    )
    assert "The last day must be today or later" in past.content.decode()


def test_a_turn_past_midnight_is_put_on_the_rota_and_taken_off(client: Client) -> None:
    duty = make_post(role=Role.DUTY)
    tomorrow = timezone.localdate() + timedelta(days=1)
    turn = {"post": str(duty.public_id), "starts": "22:00", "ends": "7.00", **boxes("day", tomorrow)}
    assert client.post(f"/staff/rota/{duty.team_id}/", turn).status_code == 302
    shift = Shift.objects.get()
    assert shift.ends_at - shift.starts_at == timedelta(hours=9)
    assert (
        "has a turn at that time already"
        in client.post(f"/staff/rota/{duty.team_id}/", turn).content.decode()
    )
    assert (
        "Enter a time like 17:00"
        in client.post(f"/staff/rota/{duty.team_id}/", {**turn, "starts": "noon"}).content.decode()
    )
    client.post(f"/staff/shifts/{shift.public_id}/end/")
    assert not Shift.objects.exists()


def test_a_system_is_let_in_and_its_secret_is_shown_once(client: Client) -> None:
    agency = make_agency()
    until = timezone.localdate() + timedelta(days=100)
    said = {"agency": agency.code, "name": "Roll", "scopes": ["feeds"], **boxes("last_day", until)}
    page = client.post("/staff/systems/new/", said).content.decode()
    secret = re.search(r"<code>(wrap_[\w-]+)</code>", page)[1]
    assert live_token(secret, now=timezone.now()).agency == agency
    assert secret not in client.get("/staff/systems/").content.decode()
    token = Token.objects.get()
    renewed = client.post(
        f"/staff/systems/{token.public_id}/renew/", boxes("last_day", until)
    ).content.decode()
    assert secret not in renewed and live_token(secret, now=timezone.now()) is None
    client.post(
        f"/staff/systems/{token.public_id}/shut-out/", {"submission": "9b2f5c1e-0a51-4a7e-8f0a-2f6f4b1f2a13"}
    )
    assert "Shut out" in client.get("/staff/systems/").content.decode()
    too_long = {**said, **boxes("last_day", until + timedelta(days=400))}
    assert "within a year" in client.post("/staff/systems/new/", too_long).content.decode()
