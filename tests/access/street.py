"""A street of children of whom each has one thing that counts, with who sees and finds them written by hand."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.factories import (
    NOW,
    make_agency,
    make_child,
    make_grant,
    make_involvement,
    make_post,
    make_service,
    make_shield,
    make_team,
    say,
)
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.queries import actor_of, actor_of_agency
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.outcomes.access.models import (
    Adoption,
    Agreement,
    AgreementParty,
    Basis,
    Block,
    Consent,
    Opening,
    ShieldName,
)
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Address, Birth, Child

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EARLIER, LATER = NOW - HOUR, NOW + HOUR
BORN_17, BORN_18, BORN_25 = date(2008, 3, 4), date(2008, 3, 3), date(2001, 3, 3)
Setup = Callable[["Street", Child], Any]
SEEN, UNSEEN, FOUND, LOST = True, False, True, False


class Street:
    """A practitioner in a team, whoever else matters to what they see, and the children."""

    def __init__(self) -> None:
        self.agency, self.other_agency = (
            make_agency("health", "health"),
            make_agency("council", "social_care"),
        )
        self.team = make_team(make_service(self.agency))
        self.elsewhere = make_team(make_service(self.other_agency))
        self.me, self.stranger = make_post(self.team), make_post(self.elsewhere)
        self.actor = actor_of(self.me, now=NOW)
        agreement = Agreement.objects.create(
            name="One", categories=Category.RECORD, valid_from=date(2026, 1, 1), valid_until=date(2027, 1, 1)
        )
        AgreementParty.objects.create(agreement=agreement, agency=self.agency, valid_from=date(2026, 1, 1))
        self.children: dict[str, Child] = {}
        for name, setup, _, _ in ROWS:
            child = make_child(name, born=date(2019, 5, 14))
            self.children[name] = child
            setup(self, child)

    def names(self, keys: Any) -> frozenset[str]:
        """Return which children some keys, or rows of children, are of."""
        found = {getattr(key, "pk", key) for key in keys}
        return frozenset(name for name, child in self.children.items() if child.pk in found)

    def holds(
        self, child: Child, basis: Basis = Basis.DECISION, *, of: Post | None = None, **given: Any
    ) -> None:
        """Give a grant to me, or to somebody else."""
        make_grant(actor_of(of or self.me, now=NOW), child, basis, **given)


def held(basis: Basis = Basis.DECISION, **given: Any) -> Setup:
    return lambda street, child: street.holds(child, basis, **given)


def held_by_another(street: Street, child: Child) -> None:
    street.holds(child, of=street.stranger)


def blocked(mine: bool = True, kind: str = Block.Kind.NAMED, **given: Any) -> Setup:
    def setup(street: Street, child: Child) -> None:
        street.holds(child)
        user = street.me.user if mine else street.stranger.user
        Block.objects.create(child=child, user=user, kind=kind, **{"starts_at": EARLIER, **given})

    return setup


def kept(to: str, **given: Any) -> Setup:
    def setup(street: Street, child: Child) -> None:
        street.holds(child)
        team: Team = getattr(street, to)
        Block.objects.create(
            child=child, kept_to=team, kind=Block.Kind.STAFF_FAMILY, **{"starts_at": EARLIER, **given}
        )

    return setup


def shielded(level: str, basis: Basis = Basis.OPENED, *, named: bool = False, removed: bool = False,
             **given: Any) -> Setup:  # fmt: skip
    def setup(street: Street, child: Child) -> None:
        street.holds(child, basis)
        make_shield(child, level=level, named=[street.actor] if named else [], now=EARLIER, **given)
        if removed:
            ShieldName.objects.filter(shield__child=child).update(removed_at=EARLIER)

    return setup


def twice(street: Street, child: Child) -> None:
    """Shielded by two, of which one names me."""
    shielded("whereabouts", named=True)(street, child)
    make_shield(child, level="full", now=EARLIER)


def glass(*, kind: str = Opening.Kind.GLASS, mine: bool = True, at: Any = EARLIER, until: Any = LATER,
          of_child: bool = True) -> Setup:  # fmt: skip
    def setup(street: Street, child: Child) -> None:
        street.holds(child)
        make_shield(child, level="full", now=EARLIER)
        holder = street.me.holder if mine else street.stranger.holder
        opened = child if of_child else make_child("Somebody else")
        Opening.objects.create(holder=holder, child=opened, kind=kind, reason="worry", at=at, ends_at=until)

    return setup


def adopted(by: str, *, at: Any = EARLIER) -> Setup:
    def setup(street: Street, child: Child) -> None:
        street.holds(child)
        Adoption.objects.create(before=child, team=getattr(street, by), placed_at=at)

    return setup


def state(value: str) -> Setup:
    def setup(street: Street, child: Child) -> None:
        street.holds(child)
        Child.objects.filter(pk=child.pk).update(state=value)

    return setup


def born(
    on: date, *, until: date | None = None, works: bool = False, agrees: str = "", **given: Any
) -> Setup:
    def setup(street: Street, child: Child) -> None:
        Birth.objects.filter(source__child=child).update(date=on)
        if works:
            make_involvement(child, make_team(), involved_until=until)
        if agrees:
            Consent.objects.create(
                child=child, service=make_service(), categories=1, capacity=agrees, given_at=EARLIER,
                recorded_by=street.me, **given,
            )  # fmt: skip

    return setup


def expected(street: Street, child: Child) -> None:
    facts = {"date": None, "status": Birth.Status.EXPECTED, "expected_date": date(2026, 5, 14)}
    Birth.objects.filter(source__child=child).update(**facts)


def nothing(street: Street, child: Child) -> None:
    """Nobody holds anything."""


FULL, WHERE = "full", "whereabouts"
PAST = {"now": NOW - 5 * HOUR, "until": EARLIER}
ROWS: list[tuple[str, Setup, bool, bool]] = [
    ("Nobody's", nothing, UNSEEN, FOUND),
    ("Mine", held(), SEEN, FOUND),
    ("My team's", held(Basis.POPULATION, team=True, service_id=None), SEEN, FOUND),
    ("Another's", held_by_another, UNSEEN, FOUND),
    ("Over", held(Basis.INVOLVEMENT, **PAST), UNSEEN, FOUND),
    ("To come", held(Basis.INVOLVEMENT, now=LATER), UNSEEN, FOUND),
    ("Sent alone", held(Basis.REFERRAL_SENT), UNSEEN, FOUND),
    ("Consent alone", held(Basis.CONSENT, team=True), UNSEEN, FOUND),
    ("Kept from me", blocked(), UNSEEN, LOST),
    ("Kept from me once", blocked(until=EARLIER), SEEN, FOUND),
    ("Kept from me till later", blocked(until=LATER), UNSEEN, LOST),
    ("Kept from me later", blocked(starts_at=LATER), SEEN, FOUND),
    ("Kept from another", blocked(mine=False), SEEN, FOUND),
    ("Kept to others", kept("elsewhere"), UNSEEN, LOST),
    ("Kept to us", kept("team"), SEEN, FOUND),
    ("Kept to others once", kept("elsewhere", until=EARLIER), SEEN, FOUND),
    ("Full", shielded(FULL), UNSEEN, LOST),
    ("Full and named", shielded(FULL, named=True), SEEN, FOUND),
    ("Full and named once", shielded(FULL, named=True, removed=True), UNSEEN, LOST),
    ("Full and worked with", shielded(FULL, Basis.INVOLVEMENT), UNSEEN, LOST),
    ("Where and opened", shielded(WHERE), SEEN, FOUND),
    ("Where and worked with", shielded(WHERE, Basis.INVOLVEMENT), UNSEEN, FOUND),
    ("Where and named", shielded(WHERE, Basis.INVOLVEMENT, named=True), SEEN, FOUND),
    ("Twice, once named", twice, UNSEEN, LOST),
    ("Full till now", shielded(FULL, lifted_at=EARLIER), SEEN, FOUND),
    ("Full till later", shielded(FULL, lifted_at=LATER), UNSEEN, LOST),
    ("Full from later", shielded(FULL, starts_at=LATER), SEEN, FOUND),
    ("Full for a while", shielded(FULL, confirmed_at=None, provisional_until=LATER), UNSEEN, LOST),
    ("Full for a while that is over", shielded(FULL, confirmed_at=None, provisional_until=EARLIER), SEEN, FOUND),
    ("Full, confirmed meanwhile", shielded(FULL, provisional_until=EARLIER), UNSEEN, LOST),
    ("Broken glass", glass(), SEEN, FOUND),
    ("Another's glass", glass(mine=False), UNSEEN, LOST),
    ("Glass of another child", glass(of_child=False), UNSEEN, LOST),
    ("Glass over", glass(until=EARLIER), UNSEEN, LOST),
    ("Glass to come", glass(at=LATER), UNSEEN, LOST),
    ("No glass", glass(kind=Opening.Kind.CARD), UNSEEN, LOST),
    ("Adopted", adopted("elsewhere"), UNSEEN, LOST),
    ("Adopted with us", adopted("team"), SEEN, FOUND),
    ("Placed later", adopted("elsewhere", at=LATER), SEEN, FOUND),
    ("Archived", state(Child.State.ARCHIVED), UNSEEN, LOST),
    ("Waiting", state(Child.State.WAITING), UNSEEN, LOST),
    ("Seventeen", born(BORN_17), UNSEEN, FOUND),
    ("Eighteen", born(BORN_18), UNSEEN, LOST),
    ("Eighteen and worked with", born(BORN_18, works=True), UNSEEN, FOUND),
    ("Eighteen, work over", born(BORN_18, works=True, until=NOW.date() - DAY), UNSEEN, LOST),
    ("Eighteen and agrees", born(BORN_18, agrees="young_person"), UNSEEN, FOUND),
    ("Eighteen, a parent agrees", born(BORN_18, agrees="parent"), UNSEEN, LOST),
    ("Eighteen, agreed once", born(BORN_18, agrees="young_person", withdrawn_at=EARLIER), UNSEEN, LOST),
    ("Twenty-five", born(BORN_25, works=True, agrees="young_person"), UNSEEN, LOST),
    ("Expected", expected, UNSEEN, LOST),
]  # fmt: skip
"""Name, what is true of the child, whether I see anything, and whether my search may show it."""
SEES_WHERE = {"Mine", "My team's", "Where and named"}
"""A few of whom I see where they are; of "Where and opened" I see who they are alone."""


def named(which: int) -> frozenset[str]:
    """Return the names of those whose column is true: 2 of who is seen, 3 of who is found."""
    return frozenset(row[0] for row in ROWS if row[which])


def system(agency: Agency) -> Actor:
    """Return an agency's own system."""
    return actor_of_agency(agency, title="System", now=NOW)


def live_together(street: Street, one: str, other: str, *, household: int) -> None:
    """Let two children of the street share a home."""
    for name in (one, other):
        source = street.children[name].sources.get()
        say(source, Address, lines="14 Mill Road", postcode="SK9 1AB", household=household)
