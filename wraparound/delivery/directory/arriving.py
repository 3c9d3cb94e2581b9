"""Adding many services at once that are not there yet, with the ids that they bring: feeds have thousands.

Each is checked as `services.write_listing` checks it; only the writing is in a few statements for all.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from wraparound.delivery.directory.content import Confirmation, Content, OrganisationContent
from wraparound.delivery.directory.models import (
    Access,
    AtPlace,
    Cost,
    Coverage,
    Listing,
    Organisation,
    Place,
    Session,
    Spoken,
    Telephone,
)
from wraparound.delivery.directory.parts import checked, plain
from wraparound.delivery.directory.places import columns, located
from wraparound.delivery.directory.rules import Refused, check_content
from wraparound.delivery.directory.services import bump_edition
from wraparound.delivery.directory.storing import check_names_no_place, columns_of, terms_of
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.area.models import Footprint, Postcode
from wraparound.foundation.audit import services as audit

ORDER: tuple[type[Model], ...] = (Place, AtPlace, Session, Telephone, Cost, Spoken, Access, Coverage)
"""In which rows are written: those that others point at first."""


@dataclass
class Rows:
    """The rows that a service is, before they are written."""

    content: Content
    listing: Listing
    parts: dict[type[Model], list[Any]] = field(default_factory=lambda: defaultdict(list))

    def add(self, model: type[Model], said: Any, path: str, **values: Any) -> Any:
        """Build and check one row with the id that was said. Raises `Refused`."""
        row = model(**values, **({"public_id": said.public_id} if said.public_id else {}))
        checked(row, path)
        self.parts[model].append(row)
        return row


@transaction.atomic
def add_new(
    *, contents: Sequence[Content], came_from: str, actor: Actor | None, now: datetime,
    confirmed: Sequence[Confirmation | None] = (),
) -> list[Listing | Refused]:  # fmt: skip
    """Add services of which none is there yet, and return for each its row, or why it cannot be kept.

    Every content has its own id, and every place of it an id that no other service uses. What is refused
    leaves nothing behind. `confirmed` says of each who said when that it is true, where anybody did.
    """
    known = located(place for content in contents for place in content.places)
    footprints = _footprints(contents)
    found: list[Rows | Refused] = []
    for content, said in zip_longest(contents, confirmed):
        try:
            listing = Listing(came_from=came_from, modified_at=now)
            if said:
                listing.confirmed_on, listing.confirmed_by = said.on, said.by
            listing.public_id = content.public_id or listing.public_id
            found.append(_rows(content, listing, known, footprints))
        except Refused as refused:
            found.append(refused)
    kept = [rows for rows in found if isinstance(rows, Rows)]
    if kept:
        _write(kept, now)
        bump_edition()
        audit.record(verb="entry.load", now=now, actor=actor, detail={"services": len(kept)})
    return [rows.listing if isinstance(rows, Rows) else rows for rows in found]


def _rows(
    content: Content, listing: Listing, known: dict[str, Postcode], footprints: dict[str, Footprint]
) -> Rows:
    check_content(content)
    check_names_no_place(content)
    for name, value in columns_of(content).items():
        setattr(listing, name, value)
    checked(listing, "")
    rows = Rows(content, listing)
    links = []
    for at, said in enumerate(content.places):
        place = rows.add(Place, said, f"places.{at}", **columns(said, known))
        link = AtPlace(listing=listing, place=place, words=said.words.strip())
        link.public_id = said.at_public_id or link.public_id
        checked(link, f"places.{at}")
        links.append(link)
        for each in said.access:
            rows.add(Access, each, f"places.{at}.access", place=place, **plain(each))
    rows.parts[AtPlace] = links
    for at, session in enumerate(content.sessions):
        here = links[session.place] if session.place is not None else None
        values = plain(session, "place") | {"listing": listing, "at_place": here}
        rows.add(Session, session, f"sessions.{at}", **values)
    for at, phone in enumerate(content.telephones):
        rows.add(Telephone, phone, f"telephones.{at}", listing=listing, position=at, **plain(phone))
    for name, model in (("costs", Cost), ("languages", Spoken), ("access", Access)):
        for at, part in enumerate(getattr(content, name)):
            rows.add(model, part, f"{name}.{at}", listing=listing, **plain(part))
    for at, area in enumerate(content.coverage):
        values = {"footprint": footprints.get(area.footprint), "words": area.words.strip()}
        rows.add(Coverage, area, f"coverage.{at}", listing=listing, **values)
    return rows


def _write(kept: Sequence[Rows], now: datetime) -> None:
    """Write the rows of all services, kind by kind."""
    organisations = _organisations([rows.content.organisation for rows in kept], now)
    for rows in kept:
        rows.listing.organisation = organisations[rows.content.organisation]
        for place in rows.parts[Place]:
            place.organisation = rows.listing.organisation
    Listing.objects.bulk_create([rows.listing for rows in kept])
    for model in ORDER:
        model._default_manager.bulk_create([row for rows in kept for row in rows.parts[model]])
    said = tuple(dict.fromkeys(term for rows in kept for term in rows.content.terms))
    terms = dict(zip(said, terms_of(said, on=timezone.localdate(now)), strict=True))
    links = Listing.terms.through
    links._default_manager.bulk_create(
        links(listing_id=rows.listing.pk, term_id=terms[term].pk)
        for rows in kept
        for term in dict.fromkeys(rows.content.terms)
    )


def _organisations(
    said: Sequence[OrganisationContent], now: datetime
) -> dict[OrganisationContent, Organisation]:
    """Return who gives the services, by what was said of them: made, or brought to what was said last."""
    held: dict[Any, Organisation] = {
        row.public_id: row
        for row in Organisation.objects.filter(public_id__in={each.public_id for each in said})
    }
    fresh: dict[Any, Organisation] = {}
    changed: dict[Any, Organisation] = {}
    for each in dict.fromkeys(said):
        key: Any = each.public_id
        row = held.get(key)
        values = {name: value for name, value in plain(each, "agency").items() if value}
        if row is None:
            row = held[key] = fresh[key] = Organisation(public_id=key, modified_at=now)
        elif any(getattr(row, name) != value for name, value in values.items()):
            changed[key] = row
        for name, value in values.items():
            setattr(row, name, value)
    Organisation.objects.bulk_create(fresh.values())
    rows = [row for key, row in changed.items() if key not in fresh]
    for row in rows:
        row.modified_at, row.version = now, row.version + 1
    names = ["name", "description", "website", "email", "modified_at", "version"]
    Organisation.objects.bulk_update(rows, names)
    Listing.objects.filter(organisation__in=rows).update(modified_at=now)
    return {each: held[each.public_id] for each in said}


def _footprints(contents: Sequence[Content]) -> dict[str, Footprint]:
    codes = {area.footprint for content in contents for area in content.coverage if area.footprint}
    return {row.code: row for row in Footprint.objects.filter(code__in=codes)}
