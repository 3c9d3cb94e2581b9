"""What outer apps bring to inner ones, which cannot import them: kinds of document, what pages offer."""

from typing import Any

CONFIGURATION_KINDS: dict[str, tuple[str, str, str]] = {
    "attendance": (
        "When absence is told",
        "wraparound.delivery.attendance.rules.read_terms",
        "wraparound.delivery.attendance.rules.shipped_terms",
    ),
    "case-weights": (
        "What a case weighs, and what a post can carry",
        "wraparound.delivery.caseloads.weights.read",
        "wraparound.delivery.caseloads.weights.shipped",
    ),
    "directory-language": (
        "A language of the public pages",
        "wraparound.delivery.families.documents.read_language",
        "wraparound.delivery.families.documents.shipped_language",
    ),
    "directory-terms": (
        "Kinds of service, needs and young people's topics",
        "wraparound.delivery.taxonomy.rules.read_terms",
        "wraparound.delivery.taxonomy.rules.shipped_terms",
    ),
    "directory-upkeep": (
        "When entries of the directory go stale",
        "wraparound.delivery.directory.freshness.read_upkeep",
        "wraparound.delivery.directory.freshness.shipped_upkeep",
    ),
    "directory-words": (
        "What people call things",
        "wraparound.delivery.taxonomy.rules.read_words",
        "wraparound.delivery.taxonomy.rules.shipped_words",
    ),
    "directory-young": (
        "The first page of young people, in their words",
        "wraparound.delivery.families.documents.read_young",
        "wraparound.delivery.families.documents.shipped_young",
    ),
    "enquiries": (
        "How long places are held and numbers kept",
        "wraparound.delivery.enquiries.rules.read_terms",
        "wraparound.delivery.enquiries.rules.shipped",
    ),
    "levels": (
        "The levels of need",
        "wraparound.outcomes.framework.rules.read_levels",
        "wraparound.outcomes.framework.rules.shipped_levels",
    ),
    "openings": (
        "How many openings are usual",
        "wraparound.outcomes.openings.rules.read_baselines",
        "wraparound.outcomes.openings.rules.shipped",
    ),
    "outcomes": (
        "The outcomes and their aims",
        "wraparound.outcomes.framework.rules.read_outcomes",
        "wraparound.outcomes.framework.rules.shipped_outcomes",
    ),
    "quiet-cases": (
        "When a quiet case is brought to the supervisor",
        "wraparound.delivery.supervision.quiet.read",
        "wraparound.delivery.supervision.quiet.shipped",
    ),
    "schedule": (
        "The contacts that every child gets",
        "wraparound.delivery.universal.schedule.read_schedule",
        "wraparound.delivery.universal.schedule.shipped_schedule",
    ),
}
"""What an area may vary: kinds of dated document, each with its title, its reader and what ships."""

CHILD_ACTS: list[tuple[str, ...]] = [
    ("WORK", "Our work with this child", "caseloads:of_child"),
    ("WORK", "Contacts and notes", "contacts:of_child"),
    ("WORK", "Hold a place", "enquiries:of_child"),
    (
        "WORK",
        "What every child gets",
        "universal:child",
        "wraparound.delivery.universal.queries.has_schedule",
    ),
]
"""What the card of a child offers to do: the capability that it takes (the name of one in
`accounts.rules.May`), its words, and its address, which takes the public id of the child alone; a fourth
text names a function of actor and sight that says where it is offered. Whether it may be done with this
child is for the page to say."""

CASE_SLOTS: dict[str, list[Any]] = {
    "acts": [("WORK", "Write what whoever takes it over must know", "supervision:handover")],
    "parts": [
        "wraparound.delivery.contacts.slots.contacts_of_case",
        "wraparound.delivery.supervision.slots.decisions",
        "wraparound.delivery.supervision.slots.handovers",
    ],
    "columns": [("Last contact", "wraparound.delivery.supervision.bringing.last_contacts")],
    "away": ["wraparound.delivery.supervision.queries.away"],
    "waiting": [
        "wraparound.delivery.attendance.waiting.waiting",
        "wraparound.delivery.transfers.waiting.waiting",
    ],
}
"""What outer apps bring to the pages of cases: `delivery.caseloads.slots` says what stands in each."""
