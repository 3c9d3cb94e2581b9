"""A child's first page: whom to ring, and who said each thing."""

import pytest

from tests.factories import (
    make_agency,
    make_child,
    make_involvement,
    make_post,
    make_service,
    make_source,
    make_team,
    say,
)
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.card.tests.test_views import at, held, opened
from wraparound.outcomes.children.models import Name

pytestmark = pytest.mark.django_db


def test_the_summary_says_whom_to_ring_and_leads_a_reader_of_less_to_say_why() -> None:
    post, child = make_post(), make_child()
    team = make_team(make_service(name="Speech therapy"), name="Speech therapists")
    make_involvement(child, team, worker="Nansi Roberts", worker_telephone="01632 960160")
    page = opened(post, child).get(at("card", child)).text
    assert "Nansi Roberts" in page and 'href="tel:+441632960160"' in page
    reader = make_post()
    less = held(reader, child, Basis.POPULATION).get(at("card", child)).text
    assert "Nansi Roberts" not in less and "Say why, and see which services are involved" in less


def test_who_said_a_thing_is_one_line_for_one_agency_and_folded_for_several() -> None:
    child = make_child()
    first = child.sources.get().agency.name
    client = held(make_post(), child)
    assert f"{first}, " in client.get(at("card", child)).text
    assert "agencies say so" not in client.get(at("card", child)).text
    for name in ("Eastmere Schools", "Eastmere Health"):
        source = make_source(child, make_agency(name=name))
        say(source, Name, given_names="Amara", family_name="Okafor")
    page = client.get(at("card", child)).text
    assert "<summary>3 agencies say so</summary>" in page and "Eastmere Schools, " in page
