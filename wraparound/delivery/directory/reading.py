"""A stored service as plain content again: to change a field, to compare, to export."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from wraparound.delivery.directory import content as said
from wraparound.delivery.directory.content import Content
from wraparound.delivery.directory.models import Access, AtPlace, Listing, Place
from wraparound.delivery.directory.rules import Refused
from wraparound.delivery.directory.storing import PLAIN

_CONTENT = TypeAdapter(Content)


def content_of(listing: Listing) -> Content:
    """Return a service with all its parts as it stands, ids included: written again it changes nothing.

    Give it one of `queries.whole` where many are read.
    """
    rows = list(listing.at_places.all())
    where = {row.pk: at for at, row in enumerate(rows)}
    organisation, terms = listing.organisation, listing.terms.all()
    return Content(
        **{name: getattr(listing, name) for name in PLAIN},
        outcomes=tuple(listing.outcomes),
        service=listing.service.code if listing.service else "",
        team=listing.team.code if listing.team else "",
        owner=listing.owner.code if listing.owner else "",
        organisation=_part(
            said.OrganisationContent, organisation,
            agency=organisation.agency.code if organisation.agency else "",
        ),
        places=tuple(_place(row) for row in rows),
        sessions=tuple(
            _part(said.SessionContent, row, place=where.get(row.at_place_id or 0))
            for row in listing.sessions.all()
        ),
        telephones=tuple(_part(said.TelephoneContent, row) for row in listing.telephones.all()),
        costs=tuple(_part(said.CostContent, row) for row in listing.costs.all()),
        languages=tuple(_part(said.LanguageContent, row) for row in listing.languages.all()),
        access=_access(listing.access.all()),
        coverage=tuple(
            _part(said.CoverageContent, row, footprint=row.footprint.code if row.footprint else "")
            for row in listing.coverage.all()
        ),
        terms=tuple(said.TermContent(taxonomy=term.taxonomy.slug, code=term.code) for term in terms),
        translations=tuple(_part(said.TranslationContent, row) for row in listing.translations.all()),
        public_id=listing.public_id,
    )  # fmt: skip


def _place(row: AtPlace) -> said.PlaceContent:
    place: Place = row.place
    return _part(
        said.PlaceContent,
        place,
        words=row.words,
        access=_access(place.access.all()),
        at_public_id=row.public_id,
    )


def _access(rows: Any) -> tuple[said.AccessContent, ...]:
    found: list[Access] = list(rows)
    return tuple(_part(said.AccessContent, row) for row in found)


def _part(model: Any, row: Any, **given: Any) -> Any:
    names = [name for name in model.__dataclass_fields__ if name not in given]
    return model(**{name: getattr(row, name) for name in names}, **given)


def as_data(content: Content) -> dict[str, Any]:
    """Return a content as plain data that JSON can hold, without what is empty."""
    return _CONTENT.dump_python(content, mode="json", exclude_defaults=True)


def from_data(data: dict[str, Any]) -> Content:
    """Return the content that plain data says. Raises `Refused` with the field named."""
    try:
        return _CONTENT.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise Refused(".".join(str(part) for part in first["loc"]), first["msg"]) from error
