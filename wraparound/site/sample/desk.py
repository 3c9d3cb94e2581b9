"""The enquiry desk of the sample area, places held for families, and changes to the directory that wait."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wraparound.delivery.caseloads.queries import cases_of_post
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.enquiries import desk
from wraparound.delivery.enquiries.models import Enquiry, ForProfessionals, Step
from wraparound.delivery.enquiries.services import hold_place
from wraparound.delivery.families.models import Correction
from wraparound.delivery.families.services import tell_wrong
from wraparound.delivery.taxonomy.models import Term
from wraparound.delivery.upkeep import queries as upkeep
from wraparound.delivery.upkeep.services import propose_change
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.area.models import Footprint
from wraparound.site.sample.people import actor, post_of

State, Result = Enquiry.State, Step.Result
ASKED = (
    ("A nursery place from January, mornings", "childcare-nursery", "", "Minster", 2, State.FOUND),
    ("Somewhere for a boy who is sent home a lot", "", "behaviour", "Dockside", 7, State.BROKERING),
    ("Saturday club, with a wheelchair", "sports-leisure", "physical", "Hallwood", 9, State.NOTHING),
    ("Company for a mother alone all day", "parent-and-toddler", "isolation", "Fellside", 1, State.FOUND),
    ("Speech therapy in the evening", "speech-and-language", "speech", "Saltmarsh", 4, State.NOTHING),
    ("Help with a gas bill", "money-benefits", "poverty", "Castlegate", 5, State.FOUND),
    ("Childminder who can do nights", "childminder", "", "Dockside", 3, State.NOTHING),
    ("A parenting course in Romanian", "parenting-course", "behaviour", "Ferrygate", 6, State.NOTHING),
    ("Youth club on the north side", "youth-club", "", "Northmoor Park", 13, State.BROKERING),
    ("Respite for a family whose son does not sleep", "short-breaks", "sleep", "Beechcroft", 8, State.OPEN),
    ("Childminder for nights, again", "childminder", "", "Saltmarsh", 2, State.NOTHING),
    ("Somebody to talk to about a father who died", "bereavement", "bereavement", "Minster", 11, State.OPEN),
)  # fmt: skip
"""What was asked for: words, kind of service, need, where, the child's age, and how it stands."""
WRONG = (
    (Correction.What.TELEPHONE, "The number rings but nobody has answered all week."),
    (Correction.What.TIMES, "It is on Tuesdays now, not Mondays."),
    (Correction.What.COST, ""),
)


@transaction.atomic
def keep_directory(*, now: datetime) -> None:
    """Let the desk be asked, places be held, families say what is wrong and an editor propose changes."""
    if Enquiry.objects.exists():
        return
    asking = actor("enquiry.desk", now)
    for place, said in enumerate(ASKED):
        _ask(said, asking, now - timedelta(days=3 + 5 * place), now)
    _hold(actor("health.visitor", now), now)
    _say_wrong(actor("service.editor", now), now)


def _ask(said: tuple[str, str, str, str, int, str], asking: Actor, at: datetime, now: datetime) -> None:
    """Let the desk write down what was asked for, offer what there is, and say how it stands."""
    asked, kind, need, ward, age, state = said
    values = {
        "asked": asked, "channel": Enquiry.Channel.values[age % 3], "age": age,
        "kind": Term.objects.filter(code=kind).first(), "need": Term.objects.filter(code=need).first(),
        "footprint": Footprint.objects.filter(name=ward).order_by("-pk").first(),
    }  # fmt: skip
    enquiry = desk.record_enquiry(values=values, key=_key("ask", asked), actor=asking, now=at)
    if state == State.OPEN:
        return
    offers = Listing.objects.filter(terms__code=kind, is_confidential=False).order_by("pk")[:2]
    for number, listing in enumerate(offers):
        result = Result.TOOK if state == State.FOUND and number == 1 else Result.FULL
        desk.note_offer(
            enquiry=enquiry, listing=listing, result=result, key=_key(asked, number), actor=asking, now=at
        )
    enquiry.refresh_from_db()
    due = timezone.localdate(now) + timedelta(days=age - 8)
    desk.follow_up(
        enquiry=enquiry, state=state, owner=post_of("enquiry.desk"), words="", version=enquiry.version,
        next_on=due if state == State.BROKERING else None, key=_key("follow", asked), actor=asking, now=at,
    )  # fmt: skip


def _hold(visiting: Actor, now: datetime) -> None:
    cases = cases_of_post(visiting).select_related("child")[:3]
    free = ForProfessionals.objects.filter(places_free__gt=1, listing__is_confidential=False).order_by("pk")
    for case, row in zip(cases, free.select_related("listing"), strict=False):
        until = timezone.localdate(now) + timedelta(days=6)
        hold_place(
            listing=row.listing,
            until=until,
            key=_key("hold", case.pk),
            actor=visiting,
            now=now,
            child=case.child,
        )


def _say_wrong(editor: Actor, now: datetime) -> None:
    own = list(upkeep.kept_by(editor).filter(is_confidential=False).order_by("name")[:9:2])
    for (what, words), listing in zip(WRONG, own, strict=False):
        tell_wrong(
            listing=listing, what=what, words=words, contact="", key=_key("wrong", listing.pk),
            address="192.0.2.7", now=now,
        )  # fmt: skip
    for listing in own[-2:]:
        content = upkeep.content_now(listing)
        changed = replace(content, how_to="Ring or write. There is a waiting list since October.")
        propose_change(
            listing=listing, content=changed, why="They rang and asked us to.", key=_key("edit", listing.pk),
            version=0, listing_version=listing.version, actor=editor, now=now,
        )  # fmt: skip


def _key(*said: object) -> uuid.UUID:
    """Return the key that a form would have brought: the same for the same."""
    return uuid.uuid5(uuid.NAMESPACE_OID, " ".join(map(str, said)))
