from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from tests.factories import NOW, make_actor, make_client, make_post, make_team
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.notifications import tasks
from wraparound.foundation.notifications.models import Notice
from wraparound.foundation.notifications.queries import notices_of, unread_of
from wraparound.foundation.notifications.services import mark_read, notify, withdraw

pytestmark = pytest.mark.django_db


def tell(to, **given) -> Notice:
    return notify(to=to, kind="post.placed", words="Somebody joined your team", now=NOW, **given)


def test_a_team_is_told_and_each_reads_for_themselves() -> None:
    team = make_team()
    one, two = make_actor(team), make_actor(team)
    tell(team)
    mark_read(notices=unread_of(one), actor=one, now=NOW)
    assert not unread_of(one).exists()
    assert unread_of(two).exists()
    assert not notices_of(make_actor()).exists()


def test_what_one_post_is_told_is_not_shown_in_another() -> None:
    here, there = make_post(), make_post()
    there.user = here.user
    there.save()
    tell(here)
    assert notices_of(actor_of(here, now=NOW)).exists()
    assert not notices_of(actor_of(there, now=NOW)).exists()


def test_what_waits_about_a_child_is_withdrawn_and_not_mailed() -> None:
    actor = make_actor()
    notice = tell(make_team(), child_id=7)
    assert withdraw(child_id=7, now=NOW) == 1
    assert not notices_of(actor).exists()
    assert tasks.mail.func(notice.pk) == 0
    assert mail.outbox == []


def test_a_notice_is_mailed_once_to_whoever_holds_a_live_post(django_capture_on_commit_callbacks) -> None:
    team = make_team()
    stays, suspended = make_post(team), make_post(team, suspended_at=NOW - timedelta(days=1))
    notice = tell(team)
    tasks.mail.func(notice.pk)
    tasks.mail.func(notice.pk)
    assert [letter.to for letter in mail.outbox] == [[stays.user.email]]
    assert suspended.user.email not in str(mail.outbox)
    assert "/notices/" in mail.outbox[0].body


def test_a_notice_is_for_exactly_one() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(kind="x", words="y", created_at=NOW)


def test_the_page_shows_marks_read_and_leads_on() -> None:
    post = make_post()
    client = make_client(post)
    assert "Nothing to tell you" in client.get("/notices/").content.decode()
    notice = tell(post, route="accounts:posts")
    page = client.get("/notices/").content.decode()
    assert "Somebody joined your team" in page and "New" in page
    assert client.post(f"/notices/{notice.public_id}/")["Location"] == "/account/posts/"
    assert client.post("/notices/read/")["Location"] == "/notices/"
    assert "New" not in client.get("/notices/").content.decode().split("<main")[1]


def test_somebody_elses_notice_is_as_missing() -> None:
    notice = tell(make_post())
    assert make_client(make_post()).post(f"/notices/{notice.public_id}/").status_code == 404
