"""Nothing of a child is sent unless the look at it is on record; refusals outlive what they undid."""

import pytest
from django.test import Client

from tests.factories import make_client, make_post
from tests.faults.audit_pages import TOKEN
from tests.faults.unwritable import UNWRITABLE
from wraparound.foundation.accounts.models import Post, User
from wraparound.foundation.audit.models import Entry
from wraparound.site.middleware import LookMissing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.faults.audit_pages")]


@pytest.fixture
def post() -> Post:
    return make_post()


@pytest.fixture
def client(post: Post) -> Client:
    return make_client(post)


def test_a_childs_page_is_sent_once_its_look_is_on_record(client: Client, post: Post) -> None:
    reply = client.get("/test/card/")
    assert reply.status_code == 200 and TOKEN in reply.text
    assert reply["Cache-Control"] == "no-store"
    looks = list(Entry.objects.order_by("pk").values_list("child_id", "outcome", "post_id"))
    assert looks == [(7, "seen", post.pk), (8, "seen", post.pk)]
    assert len(set(Entry.objects.values_list("request"))) == 1


@pytest.mark.parametrize("unwritable", UNWRITABLE)
@pytest.mark.parametrize("page", ["/test/card/", "/change/", "/refused/", "/not-now/", "/api/v1/card/"])
def test_with_the_audit_unwritable_nothing_of_a_child_is_served(client, post, unwritable, page) -> None:
    with unwritable():
        reply = client.get(page)
    assert reply.status_code == 503
    assert TOKEN not in reply.text
    words = "Not available just now" if "api" in page else "We cannot keep the record of who looks"
    assert words in reply.text
    assert User.objects.get(pk=post.user_id).full_name != "Changed"


@pytest.mark.parametrize("page", ["/careless/", "/undone/", "/streamed/"])
def test_a_page_without_a_committed_look_is_withheld(client: Client, page: str) -> None:
    with pytest.raises(LookMissing):
        client.get(page)
    client.raise_request_exception = False
    reply = client.get(page)
    assert reply.status_code == 500 and TOKEN not in reply.text


def test_a_refusal_is_on_record_after_what_it_refused_was_undone(client: Client, post: Post) -> None:
    assert client.get("/refused/").status_code == 404
    assert User.objects.get(pk=post.user_id).full_name != "Changed"
    (entry,) = Entry.objects.all()
    assert (entry.verb, entry.child_id, entry.outcome) == ("test.card", 7, "denied")


def test_a_refusal_in_words_is_on_record(client: Client) -> None:
    reply = client.get("/not-now/")
    assert reply.status_code == 403 and "Your training lapsed." in reply.text
    assert Entry.objects.get().outcome == "denied"
