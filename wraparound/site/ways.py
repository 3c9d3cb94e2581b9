"""The ways to every page at the beginning of something: the navigation, and what is under More."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from wraparound.foundation.accounts.rules import Actor, May


@dataclass(frozen=True)
class Way:
    """A way to a page: its words, the name of its address, and the capability without which it is not shown.

    `but_not` hides it from whoever has that one: for them another way leads to the same.
    """

    words: str
    route: str
    may: May | None = None
    but_not: May | None = None

    def is_open_to(self, actor: Actor) -> bool:
        """Say whether the way is shown to `actor`."""
        return (self.may is None or self.may in actor.may) and self.but_not not in actor.may

    @property
    def href(self) -> str:
        """The address, or '' where the installation has none."""
        try:
            return reverse(self.route)
        except NoReverseMatch:
            return ""


NAVIGATION = [
    Way("My work", "home"),
    Way("Find a child", "finding:search", May.SEARCH),
    Way("Directory", "enquiries:search"),
    Way("Team", "supervision:team", May.ALLOCATE),
    Way("Possible duplicates", "index:pairs", May.SETTLE),
    Way("Feeds", "feeds:loads", May.SEND_FEEDS),
    Way("People and posts", "staffing:posts", May.STAFF),
    Way("Agencies", "partners:agencies", May.ADMINISTER),
    Way("The area", "places:area", May.ADMINISTER),
    Way("On record", "audit:start", May.AUDIT_ALL),
]
"""The primary navigation: five entries at most for any role."""

MORE: dict[str, list[Way]] = {
    "Cases and contacts": [
        Way("My week: visits, and what you promised", "contacts:diary", May.WORK),
        Way("My cases", "caseloads:mine", May.WORK),
        Way("What every child gets, and who has not had it", "universal:overview", May.WORK),
        Way("Children who miss school", "attendance:absent", May.WORK),
        Way("Children without a school", "attendance:without", May.WORK),
        Way("Children missing from view", "attendance:moved"),
        Way("Children educated at home", "attendance:home", May.WORK),
        Way("Decisions to carry out", "supervision:decisions", May.WORK),
        Way("Notes to countersign", "contacts:to_countersign", May.WORK),
        Way("Who answers to me", "supervision:answer_for"),
        Way("Families whose service moves", "transfers:families", May.WORK),
        Way("Cases that come to us", "transfers:coming", May.ALLOCATE),
        Way("Move a service to another provider", "transfers:transfers", May.MOVE_SERVICES),
        Way("Who serves which practices and schools", "universal:links", May.ADMINISTER),
        Way("Teams whose work nobody watches", "supervision:unwatched", May.ADMINISTER),
    ],
    "Directory and enquiries": [
        Way("Enquiry desk", "enquiries:desk", May.WORK),
        Way("Places held for families", "enquiries:holds", May.WORK),
        Way("What was asked for and is not there", "enquiries:unmet"),
        Way("Entries that you keep true", "upkeep:entries", May.EDIT_ENTRIES),
        Way("Entries to approve", "upkeep:approvals", May.APPROVE_ENTRIES),
        Way("What people say is wrong", "families:corrections", May.EDIT_ENTRIES),
        Way("Services of other areas", "openreferral:feeds", May.APPROVE_ENTRIES),
        Way("Entries left out of the open data, and why", "openreferral:left_out", May.EDIT_ENTRIES),
        Way("The public directory, as families see it", "families:start"),
    ],
    "Records": [
        Way("Attendance that schools sent", "attendance:lists", May.SEND_FEEDS),
        Way("Attendance by school", "attendance:figures"),
        Way("Protected children", "shields:shields", May.SEARCH),
        Way("Records that were joined, and undoing it", "index:merges", May.SETTLE),
        Way("Records that you saw while they were wrong", "index:corrections", May.SEARCH),
        Way("A child is in danger and you must know what is hidden", "shields:glass", May.SEARCH),
        Way("Who asked to see what is hidden", "shields:glass", May.AUDIT_ALL),
    ],
    "You": [
        Way("Notices", "notifications:notices"),
        Way("On record: what you looked at", "audit:start", but_not=May.AUDIT_ALL),
        Way("Your own family: say where you live", "kin:my_home"),
        Way("Your posts, signing in and security", "accounts:posts"),
    ],
}
"""What has no place of its own in the navigation, in groups."""


def more_for(actor: Actor) -> list[tuple[str, list[Way]]]:
    """Return the groups of ways that are open to `actor`, none of them empty."""
    groups = [(title, [way for way in ways if way.is_open_to(actor)]) for title, ways in MORE.items()]
    return [(title, ways) for title, ways in groups if ways]
