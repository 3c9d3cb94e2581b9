"""What a file that describes an area may say: the area, its places, agencies, services and teams. Pure."""

import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import Field, ValidationError

from wraparound.foundation.agencies.models import Agency, Service
from wraparound.foundation.area.documents import DocumentError, Strict
from wraparound.foundation.area.lines import errors_by_line, line_of

Code = Annotated[str, Field(min_length=1, max_length=30)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Telephone = Annotated[str, Field(max_length=30)]
START = date(2000, 1, 1)
"""Since when something holds whose file names no day."""


class Dated(Strict):
    """Something that holds from a day, until a day or without an end."""

    valid_from: date = START
    valid_until: date | None = None


class DutyNumberSaid(Strict):
    """A number to ring."""

    label: Name
    telephone: Telephone
    hours: str = Field("", max_length=200)


class AreaSaid(Strict):
    """Who the area is."""

    code: Code
    name: Name
    vocabulary: str = "every-child-matters"
    duty_numbers: tuple[DutyNumberSaid, ...] = ()


class FootprintSaid(Dated):
    """A place; `parent` is the code of the one that it lies in."""

    code: Annotated[str, Field(min_length=1, max_length=20)]
    name: Name
    level: Annotated[str, Field(min_length=1, max_length=50)]
    parent: str = ""


class AgencySaid(Dated):
    """An agency, its other codes by scheme, its agreement, its places and the umbrellas that it is in."""

    code: Code
    name: Name
    kind: Agency.Kind
    sector: Agency.Sector
    telephone: Telephone = ""
    population_team: str = ""
    codes: dict[str, str] = {}
    footprints: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    agreement_signed_by: str = Field("", max_length=200)
    agreement_from: date = START
    agreement_until: date | None = None


class ServiceSaid(Dated):
    """A service of an agency."""

    code: Code
    agency: Code
    name: Name
    kind: Annotated[str, Field(min_length=1, max_length=60)]
    is_sensitive: bool = False
    population: Service.Population = Service.Population.NONE
    sees_expected: bool = False


class TeamSaid(Dated):
    """A team that an agency leads, for a service or for none."""

    code: Code
    agency: Code
    name: Name
    service: str = ""
    telephone: Telephone = ""
    cover_telephone: Telephone = ""
    is_front_door: bool = False
    holds_adoptions: bool = False
    holds_safeguarding: bool = False
    holds_sensitive: bool = False


class Description(Strict):
    """The whole file."""

    area: AreaSaid
    levels: tuple[Annotated[str, Field(min_length=1, max_length=50)], ...] = ()
    footprints: tuple[FootprintSaid, ...] = ()
    agencies: tuple[AgencySaid, ...] = ()
    services: tuple[ServiceSaid, ...] = ()
    teams: tuple[TeamSaid, ...] = ()


def read_description(text: str) -> Description:
    """Return what a TOML file says. Raises DocumentError with one sentence for each thing that is wrong."""
    try:
        description = Description.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DocumentError(f"This is not TOML: {error}") from error
    except ValidationError as error:
        raise DocumentError("\n".join(errors_by_line(text, error))) from error
    if wrong := [f"Line {line_of(text, place)}: {words}" for place, words in _dangling(description)]:
        raise DocumentError("\n".join(wrong))
    return description


def _dangling(said: Description) -> Iterator[tuple[list[Any], str]]:
    """Yield the place and words of each code that is there twice or leads nowhere."""
    codes = {}
    for part in ("footprints", "agencies", "services", "teams"):
        codes[part] = [each.code for each in getattr(said, part)]
        for place, code in enumerate(codes[part]):
            if code in codes[part][:place]:
                yield [part, place, "code"], f"“{code}” is there twice."
    for place, footprint in enumerate(said.footprints):
        if footprint.level not in said.levels:
            yield ["footprints", place, "level"], f"“{footprint.level}” is none of the levels."
    links = [
        ("footprints", "parent", "footprints"), ("services", "agency", "agencies"),
        ("teams", "agency", "agencies"),
        ("teams", "service", "services"), ("agencies", "population_team", "teams"),
        ("agencies", "footprints", "footprints"), ("agencies", "member_of", "agencies"),
    ]  # fmt: skip
    for part, field, target in links:
        for place, each in enumerate(getattr(said, part)):
            named = getattr(each, field)
            for code in [named] if isinstance(named, str) else named:
                if code and code not in codes[target]:
                    yield [part, place, field], f"“{code}” is none of the {target}."
