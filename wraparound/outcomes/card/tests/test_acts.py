"""What a card offers to do: outer apps bring their own, for posts that may."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_child, make_client, make_grant, make_post
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Basis

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("may, is_offered", [("WORK", True), ("SETTLE", False)])
def test_an_outer_app_brings_what_a_card_offers_to_whoever_may(
    settings: Any, may: str, is_offered: bool
) -> None:
    settings.CHILD_ACTS = [(may, "Ask for the journey again", "card:journey")]
    post, child = make_post(role=Role.PRACTITIONER), make_child()
    make_grant(actor_of(post, now=timezone.now()), child, Basis.INVOLVEMENT, now=timezone.now())
    shown = make_client(post).get(reverse("card:card", args=[child.public_id])).text
    assert ("Ask for the journey again" in shown) == is_offered
    assert shown.count(reverse("card:journey", args=[child.public_id])) == 1 + is_offered
