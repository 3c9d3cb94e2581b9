"""The pages of enquiries: what a town has of it, and who goes to which address."""

from datetime import timedelta
from uuid import uuid4

from tests.pages.town import Town
from tests.pages.visits import HV, Visit, of
from wraparound.delivery.directory.models import Listing, Organisation
from wraparound.delivery.enquiries.models import Enquiry, ForProfessionals, Hold, Step
from wraparound.delivery.taxonomy.models import Taxonomy, Term

ENTRY, ENQUIRY = of("entry", "public_id"), of("enquiry", "public_id")


def _both(town: Town) -> list[object]:
    return [town.has.enquiry.public_id, town.has.entry.public_id]


PAGES: dict[str, Visit] = {
    "enquiries:search": Visit(HV),
    "enquiries:service": Visit(HV, ENTRY),
    "enquiries:say_places": Visit(HV, ENTRY),
    "enquiries:hold": Visit(HV, ENTRY),
    "enquiries:hold_children": Visit(HV, ENTRY),
    "enquiries:hold_for_child": Visit(HV, lambda town: [town.has.entry.public_id, town.has.child.public_id]),
    "enquiries:hold_asked": Visit(HV, _both),
    "enquiries:of_child": Visit(HV, of("child", "public_id")),
    "enquiries:holds": Visit(HV),
    "enquiries:hold_page": Visit(HV, of("hold", "public_id")),
    "enquiries:desk": Visit(HV),
    "enquiries:record": Visit(HV),
    "enquiries:enquiry": Visit(HV, ENQUIRY),
    "enquiries:find": Visit(HV, ENQUIRY),
    "enquiries:correct": Visit(HV, ENQUIRY),
    "enquiries:follow_up": Visit(HV, ENQUIRY),
    "enquiries:offer": Visit(HV, _both),
    "enquiries:unmet": Visit(HV),
}
ELSEWHERE: dict[str, str] = {
    "enquiries:end_hold": "takes a form that another page sends, and leads to a page"
}
"""Address name to why it is not walked."""


def make(town: Town) -> None:
    """Give the town what the pages of this app list."""
    for number in range(town.crowd):
        _service(town, number)
        _enquiry(town, number)
        _hold(town, number)


def _service(town: Town, number: int) -> None:
    organisation = Organisation.objects.create(
        name=town.name(f"Wharnby Families {number}"), modified_at=town.now
    )
    town.has.entry = entry = Listing.objects.create(
        organisation=organisation, name=town.name(f"Stay and play {number}"), team=town.has.visiting,
        owner=town.has.visiting, summary=town.name("Songs and toys for small children."),
        description="Come and play.", how_to="Just turn up.", alert="Closed on 2 April.", website="https://play.example/",
        email="play@wharnby.example", minimum_age=0, maximum_age=5, is_free=True, modified_at=town.now,
        confirmed_on=town.today, confirmed_by="Its manager", audience="public" if number % 2 else "professional",
    )  # fmt: skip
    entry.telephones.create(number="01632 960155", words=town.name("Ask for the office"))
    entry.sessions.create(days="MO,WE", opens_at="09:30", closes_at="11:00", terms="term")
    entry.languages.create(code="pl", name="Polish")
    ForProfessionals.objects.create(
        listing=entry, route="Ring us, then send the form.", criteria=town.name("Families in the north."),
        levels=["1", "2"], wait_weeks=2, places=40, places_free=20, said_on=town.today - timedelta(days=21),
        said_by=town.posts[HV], contact="The duty worker, 01632 960156",
    )  # fmt: skip


def _enquiry(town: Town, number: int) -> None:
    terms, _ = Taxonomy.objects.get_or_create(
        slug="needs-here", defaults={"name": "Needs", "description": "Needs", "use": Taxonomy.Use.NEED}
    )
    need = Term.objects.create(
        taxonomy=terms, code=f"need-{number}", name=town.name(f"Sleep {number}"), description="x"
    )
    for entry in Listing.objects.filter(owner=town.has.visiting):
        entry.terms.add(need)
    worker = town.posts[HV]
    states = [(Enquiry.State.OPEN, None), (Enquiry.State.NOTHING, town.now), (Enquiry.State.BROKERING, None)]
    for turn, (state, finished_at) in enumerate(states):
        enquiry = Enquiry.objects.create(
            team=town.has.visiting, owner=worker, taken_by=worker, taken_at=town.day(-turn), channel="telephone",
            asked=town.name("Somewhere to go on Saturdays where they speak Polish"), age=3, need=need,
            footprint=town.has.footprint, state=state, finished_at=finished_at, call_back="01632 960157",
            next_on=None if finished_at else town.today + timedelta(days=turn - 1),
        )  # fmt: skip
        Step.objects.create(
            enquiry=enquiry, at=town.now, by=worker, listing=town.has.entry, result="full", words="Rang them."
        )
        Step.objects.create(enquiry=enquiry, at=town.now, by=worker, state=state, words="Tries the library.")
    town.has.enquiry = enquiry


def _hold(town: Town, number: int) -> None:
    for child, code in ((None, "BCD"), (town.has.child, "FGH")):
        town.has.hold = Hold.objects.create(
            key=uuid4(), listing=town.has.entry, child=child, code=f"{code}-{number:03}", team=town.has.visiting,
            by=town.posts[HV], made_at=town.now, until=town.today + timedelta(days=number),
        )  # fmt: skip
