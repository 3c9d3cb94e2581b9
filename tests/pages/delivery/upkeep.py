"""The pages of upkeep: what a town has of it, and who goes to which address."""

from datetime import timedelta
from uuid import uuid4

from tests.pages.town import Town
from tests.pages.visits import ADMIN, Visit, of
from wraparound.delivery.directory.models import Listing, Organisation
from wraparound.delivery.upkeep.models import Edit, File, Row
from wraparound.foundation.accounts.models import Role

EDITOR = Role.SERVICE_EDITOR
KEPT, EDIT, FILE = of("kept_entry", "public_id"), of("edit", "public_id"), of("entry_file", "public_id")
PAGES: dict[str, Visit] = {
    "upkeep:entries": Visit(EDITOR),
    "upkeep:new": Visit(ADMIN),
    "upkeep:approvals": Visit(ADMIN),
    "upkeep:decided": Visit(ADMIN),
    "upkeep:edit": Visit(ADMIN, EDIT),
    "upkeep:rewrite": Visit(EDITOR, of("new_edit", "public_id")),
    "upkeep:change": Visit(EDITOR, KEPT),
    "upkeep:gone": Visit(EDITOR, KEPT),
    "upkeep:referral": Visit(EDITOR, KEPT),
    "upkeep:alert": Visit(EDITOR, KEPT),
    "upkeep:files": Visit(EDITOR),
    "upkeep:file": Visit(EDITOR, FILE),
}
ELSEWHERE: dict[str, str] = {
    **dict.fromkeys(
        ["upkeep:withdraw", "upkeep:still_true"], "takes a form that another page sends, and leads to a page"
    ),
    "upkeep:take_out": "a file",
    "upkeep:receipt": "a file",
}
"""Address name to why it is not walked."""


def make(town: Town) -> None:
    """Give the town what the pages of this app list."""
    for number in range(town.crowd):
        _entry(town, number)
        _edits(town, number)
        _file(town, number)


def _entry(town: Town, number: int) -> None:
    editor = town.posts[EDITOR]
    organisation = Organisation.objects.create(
        name=town.name(f"Wharnby Clubs {number}"), modified_at=town.now
    )
    town.has.kept_entry = entry = Listing.objects.create(
        organisation=organisation, name=town.name(f"Friday club {number}"), owner=editor.team,
        team=editor.team, summary=town.name("Games and a meal."), how_to="Just turn up.",
        alert=town.name("Closed on 2 April."), modified_at=town.now, confirmed_by=town.name("Its manager"),
        confirmed_on=None if number % 3 == 2 else town.today - timedelta(days=number * 100),
    )  # fmt: skip
    entry.telephones.create(number="01632 960158", words=town.name("The office"))
    entry.sessions.create(days="FR", opens_at="18:00", closes_at="21:00", terms="term")
    entry.costs.create(option="Each", amount="1.50")
    entry.languages.create(code="pl", name="Polish")


def _edits(town: Town, number: int) -> None:
    editor, entry = town.posts[EDITOR], town.has.kept_entry
    base = {"name": entry.name, "organisation": {"name": entry.organisation.name}, "summary": "Games."}
    proposed = {
        **base,
        "summary": town.name("Games, a meal and help with homework."),
        "alert": "New on Fridays",
    }
    state = Edit.State.SENT_BACK if number % 2 else Edit.State.WAITING
    town.has.edit = Edit.objects.create(
        listing=entry, team=editor.team, by=editor, base=base, proposed=proposed, made_at=town.now,
        why=town.name("We moved to another hall."), state=state if number < town.crowd - 1 else "waiting",
        words="Say from which day.",
    )  # fmt: skip
    referral = {"route": town.name("Ring us, then send the form."), "levels": ["1", "2"]}
    Edit.objects.create(
        kind=Edit.Kind.REFERRAL, listing=entry, team=editor.team, by=editor, made_at=town.now,
        base={"name": entry.name, "referral": {}}, proposed={"name": entry.name, "referral": referral},
        state=Edit.State.SENT_BACK if number % 2 else Edit.State.WAITING, words="Which form?",
    )  # fmt: skip
    town.has.new_edit = Edit.objects.create(
        kind=Edit.Kind.NEW, team=editor.team, by=editor, made_at=town.now,
        proposed={**base, "name": town.name(f"New club {number}")},
    )  # fmt: skip


def _file(town: Town, number: int) -> None:
    town.has.entry_file = file = File.objects.create(
        key=uuid4(), name=town.name(f"entries {number}.csv"), by=town.posts[EDITOR], sent_at=town.now, state="done",
        finished_at=town.now, text="", lines=town.crowd,
    )  # fmt: skip
    for line in range(town.crowd):
        Row.objects.create(
            file=file, line=line + 2, name=town.name("Friday club"), outcome="refused" if line % 2 else "changed",
            field="email" if line % 2 else "", words="Enter a valid email address." if line % 2 else "Telephone",
        )  # fmt: skip
