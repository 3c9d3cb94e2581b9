"""What supervision adds to the page of a case: what was decided, what whoever takes it over must know."""

from wraparound.delivery.caseloads.models import Case
from wraparound.delivery.caseloads.slots import CasePart
from wraparound.delivery.supervision.models import Handover
from wraparound.delivery.supervision.queries import decisions_on, quiet_looks_of, supervises
from wraparound.foundation.accounts.rules import Actor, May


def decisions(actor: Actor, case: Case) -> CasePart | None:
    """Return what supervisors decided on a case and why it may be quiet; where to decide, for who may."""
    found, looks = list(decisions_on(case)), list(quiet_looks_of(case)[:5])
    may_decide = case.closed_at is None and supervises(actor, case)
    if not (found or looks or may_decide):
        return None
    may_finish = may_decide or (May.WORK in actor.may and actor.team_id == case.team_id)
    given = {
        "case": case, "decisions": found, "looks": looks, "may_decide": may_decide, "may_finish": may_finish
    }  # fmt: skip
    return CasePart("Supervision", "supervision/case_decisions.html", given)


def handovers(actor: Actor, case: Case) -> CasePart | None:
    """Return what was written for whoever takes a case over."""
    notes = list(Handover.objects.filter(case=case).select_related("by__user")[:5])
    return (
        CasePart("For whoever takes it over", "supervision/case_handovers.html", {"notes": notes})
        if notes
        else None
    )
