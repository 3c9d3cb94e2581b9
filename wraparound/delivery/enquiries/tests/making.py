"""A service of the directory with its team, and an enquiry: what the tests of this app stand on."""

from typing import Any
from uuid import uuid4

from tests.factories import NOW, make_team
from wraparound.delivery.directory.models import Listing, Organisation
from wraparound.delivery.enquiries import desk
from wraparound.delivery.enquiries.models import Enquiry, ForProfessionals
from wraparound.delivery.taxonomy.models import Taxonomy, Term
from wraparound.foundation.accounts.rules import Actor


def make_listing(*, free: int | None = None, **given: Any) -> Listing:
    """Make a service with a team that is asked for places; `free` places if it said so."""
    organisation = Organisation.objects.create(name="Wharnby Families", modified_at=NOW)
    team = given.pop("team", None) or make_team()
    values = {
        "name": "Toddler group",
        "organisation": organisation,
        "modified_at": NOW,
        "owner": team,
        **given,
    }
    listing = Listing.objects.create(team=team, **values)
    if free is not None:
        ForProfessionals.objects.create(listing=listing, places_free=free, places=20, said_on=NOW.date())
    return listing


def make_term(code: str = "sleep", name: str = "Sleep", use: str = Taxonomy.Use.NEED) -> Term:
    taxonomy, _ = Taxonomy.objects.get_or_create(
        slug=f"{use}s", defaults={"name": use, "description": use, "use": use}
    )
    return Term.objects.create(taxonomy=taxonomy, code=code, name=name, description=name)


def asked(**given: Any) -> dict[str, Any]:
    """What a form of the desk gives."""
    return {
        "channel": "telephone", "asked": "A group where they speak Polish", "age": None, "kind": None,
        "need": None, "footprint": None, "postcode": "", "call_back": "", **given,
    }  # fmt: skip


def make_enquiry(actor: Actor, **given: Any) -> Enquiry:
    return desk.record_enquiry(values=asked(**given), key=uuid4(), actor=actor, now=actor.now)
