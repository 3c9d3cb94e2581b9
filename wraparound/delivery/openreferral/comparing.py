"""What a feed proposes beside what stands: in words, line by line. Pure."""

from collections.abc import Callable

from wraparound.delivery.directory.content import Content, CostContent, PlaceContent, SessionContent
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.openreferral.giving.asked import DAYS
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


def _place(place: PlaceContent) -> str:
    return ", ".join(filter(None, (place.name, place.lines, place.town, place.postcode)))


def _session(session: SessionContent) -> str:
    hours = [f"{each:%H:%M}" if each else "" for each in (session.opens_at, session.closes_at)]
    days = ", ".join(_day(each) for each in session.days.split(",") if each)
    return " ".join(filter(None, (days, " to ".join(filter(None, hours)), session.words)))


def _day(code: str) -> str:
    """Return MO as Monday, and 1MO as it comes in a month: first Monday."""
    place = PLACES.get(code[:-2], "")
    return f"{place} {DAYS[code[-2:]].title()}".strip()


def _cost(cost: CostContent) -> str:
    amount = f"£{cost.amount}" if cost.amount is not None else ""
    return " ".join(filter(None, (cost.option, amount, cost.words)))


PLACES = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth",
          "-1": "last", "-2": "last but one"}  # fmt: skip
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
    "Where": lambda c: "; ".join(_place(each) for each in c.places),
    "When": lambda c: "; ".join(_session(each) for each in c.sessions),
    "Cost": lambda c: "; ".join(_cost(each) for each in c.costs),
    "Languages": lambda c: ", ".join(each.name for each in c.languages),
    "For people who live in": lambda c: "; ".join(each.words or each.footprint for each in c.coverage),
}
"""Label to how a content says it."""
