"""The schools and general practices of the sample borough, and which of them a family goes to."""

from dataclasses import dataclass
from functools import cache

from samples.places import borough


@dataclass(frozen=True, slots=True)
class School:
    """A school: its code, its phase and the place of its ward in the borough's list."""

    code: str
    name: str
    phase: str
    ward: int


SAINTS = (
    "Alkelda",
    "Bega",
    "Eanswythe",
    "Ebba",
    "Everilda",
    "Herefrith",
    "Osyth",
    "Sativola",
    "Tetha",
    "Arild",
)
SECONDARY = (
    "Castlegate High School", "Kestermere Academy", "Northmoor School", "Eastbrook Community School",
    "Wharnby High School", "Saltmarsh Academy", "The Ottering School", "St Wilfrith's Catholic High School",
    "Kestermere Girls' School", "Windmill Down Academy",
)  # fmt: skip
OTHER = {
    "special": ("Larkspur School", "Weir View School", "The Orchard Centre"),
    "alternative": ("Kestermere Bridge Pupil Referral Unit",),
    "college": ("Kestermere Sixth Form College", "Wharnby College"),
}
PRACTICES = (
    "Castlegate Surgery", "The Minster Practice", "Weavers' Quarter Medical Centre", "Northmoor Surgery",
    "Fellside Family Practice", "Larkhill Health Centre", "Eastbrook Surgery", "Millfield Rise Practice",
    "Quarry Bank Surgery", "Ferrygate Medical Centre", "Dockside Health Centre", "Beechcroft Surgery",
    "Hallwood Family Doctors", "Windmill Down Practice", "The Ottering Practice",
)  # fmt: skip


@cache
def schools() -> tuple[School, ...]:
    """Return the sixty-one schools: nursery, primary, secondary, special, alternative, college."""
    wards = borough(0, 0).wards
    found = [
        (f"{ward.name} Nursery School", "nursery", place) for place, ward in enumerate(wards) if place % 2
    ]
    found += [(f"{ward.name} Primary School", "primary", place) for place, ward in enumerate(wards)]
    for place in range(18):
        church = "Catholic" if place % 2 else "Church of England"
        kind = "Primary School" if place < 10 else "Academy"
        found.append((f"St {SAINTS[place % 10]}'s {church} {kind}", "primary", place * 5 + 2))
    found += [(name, "secondary", place * 2) for place, name in enumerate(SECONDARY)]
    for phase, names in OTHER.items():
        found += [(name, phase, place * 6) for place, name in enumerate(names)]
    return tuple(
        School(f"9{place + 101:05}", name, phase, ward % len(wards))
        for place, (name, phase, ward) in enumerate(found)
    )


@cache
def practices() -> tuple[tuple[str, str], ...]:
    """Return code and name of the fifteen general practices."""
    return tuple((f"KM{place:03}", name) for place, name in enumerate(PRACTICES, 1))


@cache
def wards_by_postcode() -> dict[str, int]:
    """Return the place of its ward in the borough's list for every postcode of the borough."""
    return {postcode.text: postcode.ward for postcode in borough(0, 0).postcodes}


@cache
def _by_phase(phase: str) -> tuple[School, ...]:
    return tuple(school for school in schools() if school.phase == phase)


def school_of(phase: str, family: int, postcode: str) -> School:
    """Return the school of a phase that a family goes to: mostly one near its home, the same for siblings."""
    ward = wards_by_postcode().get(postcode, family % 18)
    near = sorted(_by_phase(phase), key=lambda school: (abs(school.ward - ward), school.code))
    return near[family * 7 % min(3 if family % 5 else 9, len(near))]


def practice_of(family: int, postcode: str) -> tuple[str, str]:
    """Return the practice of a family: one of three near its home."""
    ward = wards_by_postcode().get(postcode, family % 18)
    return practices()[(ward * 15 // 18 + family % 3) % len(PRACTICES)]
