"""What a feed proposes beside what stands: in words, line by line. Pure."""

from collections.abc import Callable

from wraparound.delivery.directory import wording
from wraparound.delivery.directory.content import Content
from wraparound.delivery.directory.models import Listing
from wraparound.foundation.ui.parts import Agreement, Compared
from wraparound.foundation.ui.rules import telephone_words


def compared(now: Content | None, proposed: Content, terms: str) -> list[Compared]:
    """Return what an entry says now and what is proposed, the lines that differ alone when it stands already.

    `terms` are the feed's terms in words.
    """
    rows = []
    for label, words in LINES.items():
        stands, said = (words(now) if now else ""), words(proposed)
        if said == stands:
            agreement = Agreement.SAME
        else:
            agreement = Agreement.DIFFERS if said and stands else Agreement.ONE_ONLY
        if (said or stands) and not (now and agreement is Agreement.SAME):
            rows.append(Compared(label, stands, said, agreement))
    if terms and now is None:
        rows.append(Compared("What it is", "", terms, Agreement.ONE_ONLY))
    return rows


def _ages(content: Content) -> str:
    least, most = content.minimum_age, content.maximum_age
    said = [f"from {least.normalize():f}" if least is not None else ""]
    said.append(f"to {most.normalize():f}" if most is not None else "")
    return " ".join(filter(None, said))


LINES: dict[str, Callable[[Content], str]] = {
    "Name": lambda c: c.name,
    "Who gives it": lambda c: c.organisation.name,
    "About it": lambda c: c.description,
    "State": lambda c: Listing.Status(c.status).label,
    "Ages": _ages,
    "Website": lambda c: c.website,
    "E-mail": lambda c: c.email,
    "Telephone": lambda c: "; ".join(telephone_words(each.number) for each in c.telephones),
    "How to come by it": lambda c: c.how_to,
    "Just now": lambda c: c.alert,
    "Where": lambda c: "; ".join(wording.place_words(each) for each in c.places),
    "When": lambda c: "; ".join(wording.session_words(each) for each in c.sessions),
    "Cost": lambda c: "; ".join(wording.cost_words(each) for each in c.costs),
    "Languages": lambda c: ", ".join(each.name for each in c.languages),
    "For people who live in": lambda c: "; ".join(each.words or each.footprint for each in c.coverage),
}
"""Label to how a content says it."""
