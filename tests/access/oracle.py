"""Who may see what, typed from the access rules by hand and not from the policy.

A cell says which parts of a child's record somebody sees. The parts are the planted fields of
`tests/access/planted.py`, grouped as the rules group them.
"""

IDENTITY = frozenset({"name", "birth", "sex", "number"})
PARTICULARS = frozenset({"identifiers", "carers", "language", "assessment", "lead", "banners", "responsible"})
WHEREABOUTS = frozenset({"address", "school", "practice", "telephone"})
INDEX = IDENTITY | PARTICULARS | WHEREABOUTS
INVOLVEMENT = frozenset({"involvement"})
RECORD = frozenset({"record", "plan exists"})
OWN_RECORD = frozenset({"own record"})
OWN_NOTES = frozenset({"own notes"})
SENSITIVE = frozenset({"sensitive service"})
SAFEGUARDING = frozenset({"safeguarding"})
NOTES = frozenset({"notes"})
HOUSEHOLD = frozenset({"household"})
NOTHING: frozenset[str] = frozenset()

BASES: dict[str, frozenset[str]] = {
    # "index, involvement; address, school, telephone one further press" (pressed here)
    "opened": INDEX | INVOLVEMENT,
    # "index, its own records"
    "population": INDEX | OWN_RECORD,
    # "index, involvement, its own service's records and notes; names and birth dates of the household"
    "involvement": INDEX | INVOLVEMENT | OWN_RECORD | OWN_NOTES | HOUSEHOLD,
    # "own service's records and notes"; whose they are goes without saying
    "finishing": IDENTITY | OWN_RECORD | OWN_NOTES,
    # "index, involvement, that referral and what it carries"
    "referral_received": INDEX | INVOLVEMENT,
    # "its progress and decision": nothing of the child's record
    "referral_sent": NOTHING,
    # "+ history of records of the child and the household's children"
    "front_door": INDEX | INVOLVEMENT | RECORD | HOUSEHOLD,
    # "index, involvement, record, safeguarding"
    "duty_desk": INDEX | INVOLVEMENT | RECORD | SAFEGUARDING,
    # "index, involvement, that assessment and the earlier ones that the consent names"
    "assessor": INDEX | INVOLVEMENT,
    # "index, involvement, record"
    "team_around": INDEX | INVOLVEMENT | RECORD,
    # "as named", for teams that have an involvement: alone it opens nothing
    "consent": NOTHING,
    # "record, and safeguarding where the duty is that"
    "statutory": IDENTITY | RECORD | SAFEGUARDING,
    # "as decided": everything was decided here, except what is a service's own
    "decision": INDEX | INVOLVEMENT | RECORD | SENSITIVE | SAFEGUARDING | NOTES,
    # "it lapses": joined when reading; no grant of it is ever written, so one counts for nothing more
    "agreement": INDEX | INVOLVEMENT | RECORD,
    # "one step": joined when reading through lines; a written one opens nothing
    "supervision": NOTHING,
    # "what the enquiry needs: record, safeguarding"
    "enquiry": IDENTITY | RECORD | SAFEGUARDING,
    # "named records, read only"
    "scrutiny": IDENTITY | RECORD,
    # "index, involvement, record"
    "emergency": INDEX | INVOLVEMENT | RECORD,
    # "own plan, actions, dates": a family link sees no page of the record
    "family": NOTHING,
}

CONSENTED = INDEX | INVOLVEMENT | RECORD | SENSITIVE
"""What the consent of this table names; it adds to whoever works with the child on these grounds."""
CONSENT_ADDS_TO = frozenset({"population", "involvement", "team_around", "assessor", "statutory"})

SAYS_NO_PLACE = frozenset({"opened", "duty_desk", "emergency", "decision", "scrutiny", "family"})
"""'The roll's count is without the child': past a shield, every other basis would say that the child is on a
roll or that a service works with it, so there it is as if none were held."""

BLIND_ROLES = frozenset({"privacy_officer", "area_administrator", "analyst", "service_editor"})
"""Search, open: a dash in the table of roles."""

SAFEGUARDING_LEAD_ADDS = INVOLVEMENT | frozenset({"plan exists"})
"""'Sees involvement and that a plan exists for own population'."""


NOT_THROUGH_A_LINE = frozenset({"opened", "duty_desk", "emergency"})
"""'Never ... what it opened with a reason or in an emergency'; a duty desk opens with a reason too."""

AGREED = INDEX | INVOLVEMENT | RECORD
"""The most that an agreement opens: 'as named, never sensitive, safeguarding or notes'."""
AGREEMENT_ADDS_TO = frozenset({"involvement", "team_around", "assessor", "statutory"})
"""'For children they have an involvement with': being on a roll or list is none."""

LINES = frozenset({"", "day_to_day", "professional", "clinical", "safeguarding"})
"""'For its subject only'; the empty one is what a post or its team holds itself."""

STANDS_ABOVE = frozenset({"missing", "not this person", "kept elsewhere"})
"""'Silently: as missing.'"""


def expected(
    *, role: str, basis: str, consent: bool, shield: str, named: bool, line: str = "", sector: str = "health",
    agreement: bool = False, above: str = "",
) -> frozenset[str]:  # fmt: skip
    """Return the parts that a post of `role` with one grant of `basis` sees.

    `line`: the grant is the own one of a post that answers to the reader for that subject, held for a service
    of `sector`. `agreement`: one of the reader's agency is in force. `above`: what else stands above grants.
    """
    if role in BLIND_ROLES or above in STANDS_ABOVE:
        return NOTHING
    if line and (basis in NOT_THROUGH_A_LINE or (line == "clinical" and sector != "health")):
        return NOTHING
    parts = BASES[basis]
    if not line:
        if consent and basis in CONSENT_ADDS_TO:
            parts |= CONSENTED
        if agreement and basis in AGREEMENT_ADDS_TO:
            parts |= AGREED
        if role == "safeguarding_lead" and basis == "population":
            parts |= SAFEGUARDING_LEAD_ADDS
    if shield and not named:
        may_open = basis in SAYS_NO_PLACE and not line
        return IDENTITY if shield == "whereabouts" and parts and may_open else NOTHING
    return parts
