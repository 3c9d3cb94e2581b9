"""What contacts add to the page of a case: the latest of its notes, and where to write the next."""

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.slots import CasePart
from wraparound.delivery.contacts.queries import contacts_of
from wraparound.delivery.contacts.rules import writes_for
from wraparound.foundation.accounts.rules import Actor
from wraparound.outcomes.access.queries import sight

LATEST = 5


def contacts_of_case(actor: Actor, case: Case) -> CasePart | None:
    """Return the latest contacts of a case, for whoever reads its notes."""
    seen = sight(actor, case.child.public_id)
    if seen is None:
        return None
    found = list(contacts_of(seen, case.child_id).filter(case=case)[:LATEST])
    may_write = writes_for(actor, seen) and case.closed_at is None
    given = {"contacts": found, "child": case.child, "may_write": may_write}
    return CasePart("Contacts and notes", "contacts/case_contacts.html", given)
