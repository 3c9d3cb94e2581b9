"""How to refer to a service and whom it takes: proposed by those who work there or keep its entry, approved.

How long families wait and how many places are free is not here: it is true for a day, so `enquiries` takes it
at once, with the day and who said it.
"""

import uuid
from datetime import datetime

from django.db import transaction

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.enquiries.queries import referral_of
from wraparound.delivery.enquiries.rules import Referral, check_may_say
from wraparound.delivery.enquiries.services import HasAddress, check_no_address, write_referral
from wraparound.delivery.upkeep.keeping import store_edit
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.rules import NOT_FOUND
from wraparound.delivery.upkeep.trees import brought_in, referral_from, referral_tree
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit.changes import Conflict


@transaction.atomic
def propose_referral(
    *, listing: Listing, referral: Referral, why: str, key: uuid.UUID, version: int, actor: Actor,
    now: datetime, referral_version: int | None = None,
) -> Edit:  # fmt: skip
    """Propose how to refer, whom a service takes, at which levels of need and whom professionals ask.

    Raises as `services.propose_change`; `HasAddress` when a confidential service would say where it is.
    """
    listing = Listing.objects.select_for_update().get(pk=listing.pk)
    check_may_say(actor, listing)
    if made := Edit.objects.filter(key=key, listing=listing).first():
        return made
    open_now = Edit.objects.select_for_update().filter(listing=listing, state__in=Edit.OPEN)
    standing = open_now.filter(kind=Edit.Kind.REFERRAL).first()
    said, stands = referral_of(listing)
    is_old = not standing and referral_version not in (None, stands)
    if is_old or (standing.version if standing else 0) != version:
        raise Conflict(
            standing or Edit(listing=listing, proposed=referral_tree(listing.name, said), version=0)
        )
    check_no_address(listing, referral)
    if not standing and referral == said:
        raise Denied("This is what it says already.")
    base = standing.base if standing else referral_tree(listing.name, said)
    proposed = referral_tree(listing.name, referral)
    return store_edit(standing, listing, Edit.Kind.REFERRAL, base, proposed, why, key, actor, now)


def write_approved(edit: Edit, *, version: int | None, actor: Actor, now: datetime) -> Listing:
    """Write what was approved into what stands now: what somebody else changed meanwhile stays."""
    listing = edit.listing
    if listing is None:
        raise Denied(NOT_FOUND)
    said, stands = referral_of(listing)
    will = brought_in(referral_from(edit.base), said, referral_from(edit.proposed))
    try:
        write_referral(
            listing=listing, referral=will, version=stands if version is None else version, actor=actor,
            now=now,
        )  # fmt: skip
    except HasAddress as named:
        words = "This says where a confidential service is. Send the edit back"
        raise Refused(named.fields[0], words) from named
    return listing
