"""The agencies of the sample borough with their services and teams, and the schools and practices."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from samples.places import SAMPLE_BOROUGH, borough
from samples.tables import as_toml

Row = dict[str, object]


@dataclass(slots=True)
class Agencies:
    """Everything that `agencies.toml` says, as rows of its three tables and the members of umbrellas."""

    agencies: list[Row] = field(default_factory=list)
    services: list[Row] = field(default_factory=list)
    teams: list[Row] = field(default_factory=list)

    def agency(self, code: str, name: str, kind: str, sector: str, **more: object) -> None:
        """Add an agency; a population team is named by its code."""
        self.agencies.append(
            {"code": code, "name": name, "kind": kind, "sector": sector, "telephone": _telephone(), **more}
        )

    def service(self, code: str, name: str, agency: str, kind: str, **more: object) -> None:
        """Add a service. `population` is how a universal one comes by its children: roll, list or area."""
        plain = {"sensitive": False, "universal": False, "population": "none", "sees_expected": False}
        self.services.append({"code": code, "name": name, "agency": agency, "kind": kind, **plain, **more})

    def team(self, code: str, name: str, agency: str, service: str, **more: object) -> None:
        """Add a team with its number and the number that covers for it."""
        plain = {
            "front_door": False, "holds_adoptions": False, "holds_safeguarding": False, "holds_sensitive": False,
        }  # fmt: skip
        numbers = {"telephone": _telephone(), "cover_telephone": _telephone()}
        self.teams.append(
            {"code": code, "name": name, "agency": agency, "service": service, **numbers, **plain, **more}
        )

    def toml(self) -> str:
        """Return the tables as TOML."""
        return as_toml({"agencies": self.agencies, "services": self.services, "teams": self.teams})


@dataclass(frozen=True, slots=True)
class School:
    """A school that children of an age range go to."""

    code: str
    name: str
    phase: str
    ward: int


_numbers: list[int] = []


def _telephone() -> str:
    """Return the next number of a borough's switchboard, of the range kept for drama."""
    _numbers.append(len(_numbers))
    return f"01632 960{_numbers[-1] % 1000:03}"


SAINTS = [
    "Aidan",
    "Brigid",
    "Chad",
    "Cuthbert",
    "Hilda",
    "Oswald",
    "Wilfrid",
    "Bede",
    "Etheldreda",
    "Columba",
]


@cache
def schools() -> tuple[School, ...]:
    """Return the sixty schools: nursery, primary, secondary, special, alternative, college."""
    wards = borough(0, 0).wards
    found: list[School] = []

    def add(name: str, phase: str, ward: int) -> None:
        found.append(School(f"9{len(found) + 101:05}", name, phase, ward))

    for place in range(8):
        add(f"{wards[place * 2].name} Nursery School", "nursery", place * 2)
    for place in range(len(wards)):
        add(f"{wards[place].name} Primary School", "primary", place)
    for place in range(18):
        kind = "Catholic" if place % 2 else "Church of England"
        name = f"St {SAINTS[place % 10]}'s {kind} {'Primary School' if place < 10 else 'Academy'}"
        add(name, "primary", (place * 5 + 2) % len(wards))
    names = ["Castlegate High School", "Kestermere Academy", "Northmoor School", "Eastbrook Community School",
             "Wharnby High School", "Saltmarsh Academy", "The Ottering School", "St Hilda's Catholic High School",
             "Kestermere Girls' School", "Windmill Down Academy"]  # fmt: skip
    for place, name in enumerate(names):
        add(name, "secondary", (place * 2) % len(wards))
    for place, name in enumerate(["Larkspur School", "Weir View School", "The Orchard Centre"]):
        add(name, "special", place * 6)
    add("Kestermere Bridge Pupil Referral Unit", "alternative", 0)
    add("Kestermere Sixth Form College", "college", 1)
    add("Wharnby College", "college", 10)
    return tuple(found)


@cache
def practices() -> tuple[tuple[str, str], ...]:
    """Return code and name of the fifteen general practices."""
    names = ["Castlegate Surgery", "The Minster Practice", "Weavers' Quarter Medical Centre", "Northmoor Surgery",
             "Fellside Family Practice", "Larkhill Health Centre", "Eastbrook Surgery", "Millfield Rise Practice",
             "Quarry Bank Surgery", "Ferrygate Medical Centre", "Dockside Health Centre", "Beechcroft Surgery",
             "Hallwood Family Doctors", "Windmill Down Practice", "The Ottering Practice"]  # fmt: skip
    return tuple((f"KM{place:03}", name) for place, name in enumerate(names, 1))


def sample_agencies() -> Agencies:
    """Return the agencies, services and teams of the sample borough. The same every time."""
    _numbers.clear()
    made = Agencies()
    for part in (_council, _health, _justice, _community, _schools, _practices):
        part(made)
    return made


def _council(made: Agencies) -> None:
    made.agency("LA", f"{SAMPLE_BOROUGH} Council Children's Social Care", "council", "social_care")
    made.agency("LA-EDU", f"{SAMPLE_BOROUGH} Council Schools and Learning", "council", "education")
    made.service("LA-SC", "Children's social care", "LA", "Social care", sees_expected=True)
    made.service("LA-ADOPT", "Adoption service", "LA", "Adoption")
    made.service("LA-EDT", "Emergency duty", "LA", "Emergency duty", sees_expected=True)
    made.service("LA-EW", "Education welfare", "LA-EDU", "Education welfare")
    made.service("LA-EP", "Educational psychology", "LA-EDU", "Educational psychology")
    safe = {"holds_safeguarding": True}
    made.team("SC-ASSESS", "Referral and assessment team", "LA", "LA-SC", front_door=True, **safe)
    made.team("SC-CIN", "Children in need and protection team", "LA", "LA-SC", **safe)
    made.team("SC-LAC", "Children looked after team", "LA", "LA-SC", **safe)
    made.team("SC-DIS", "Disabled children's team", "LA", "LA-SC")
    made.team("SC-ADOPT", "Adoption team", "LA", "LA-ADOPT", holds_adoptions=True, **safe)
    made.team("EDT", "Emergency duty team", "LA", "LA-EDT", **safe)
    made.team("EWS", "Education welfare team", "LA-EDU", "LA-EW")
    made.team("EPS", "Educational psychologists", "LA-EDU", "LA-EP")


def _health(made: Agencies) -> None:
    made.agency("NHS-CH", f"{SAMPLE_BOROUGH} Community Health", "health", "health")
    everyone = {"universal": True}
    made.service("CH-HV", "Health visiting", "NHS-CH", "Health visiting", population="area", sees_expected=True,
                 **everyone)  # fmt: skip
    made.service("CH-SN", "School nursing", "NHS-CH", "School nursing", population="area", **everyone)
    made.service("CH-MAT", "Community midwifery", "NHS-CH", "Midwifery", sees_expected=True)
    made.service("CH-SALT", "Speech and language therapy", "NHS-CH", "Therapy")
    made.service("CH-CAMHS", "Child and adolescent mental health", "NHS-CH", "Mental health", sensitive=True)
    made.service("CH-SH", "Young people's sexual health", "NHS-CH", "Sexual health", sensitive=True)
    made.team("HV-N", "Health visitors, Kestermere", "NHS-CH", "CH-HV")
    made.team("HV-S", "Health visitors, Wharnby", "NHS-CH", "CH-HV")
    made.team("SN-N", "School nurses, Kestermere", "NHS-CH", "CH-SN")
    made.team("SN-S", "School nurses, Wharnby", "NHS-CH", "CH-SN")
    made.team("MAT", "Community midwives", "NHS-CH", "CH-MAT")
    made.team("SALT", "Speech and language therapists", "NHS-CH", "CH-SALT")
    made.team("CAMHS", "Mental health team", "NHS-CH", "CH-CAMHS", holds_sensitive=True)
    made.team("SHC", "Sexual health clinic", "NHS-CH", "CH-SH", holds_sensitive=True)


def _justice(made: Agencies) -> None:
    made.agency("POL", "Kestermere Police Youth Team", "police", "justice")
    made.service("POL-Y", "Police youth work", "POL", "Youth policing")
    made.team("POL-YT", "Police youth officers", "POL", "POL-Y")
    made.agency("YOT", "Kestermere Youth Offending Service", "youth_offending", "justice")
    made.service("YOT-S", "Youth offending", "YOT", "Youth justice")
    made.team("YOT-T", "Youth offending team", "YOT", "YOT-S", members=["LA", "POL", "NHS-CH"])
    made.agency("CNX", "Connexions Kestermere", "connexions", "education")
    made.service("CNX-PA", "Connexions personal advisers", "CNX", "Advice for young people")
    made.team("CNX-T", "Personal advisers", "CNX", "CNX-PA")


def _community(made: Agencies) -> None:
    made.agency("UMB", "Kestermere Voluntary Action", "umbrella", "community")
    made.agency("VOL-HOME", "Open Door Family Support", "voluntary", "community", umbrella="UMB")
    made.service("VOL-HOME-S", "Family support at home", "VOL-HOME", "Family support")
    made.team("VOL-HOME-T", "Family workers", "VOL-HOME", "VOL-HOME-S")
    made.agency("VOL-TURN", "Turning Tide Young People's Project", "voluntary", "community", umbrella="UMB")
    made.service("VOL-TURN-S", "Young people's drug and alcohol service", "VOL-TURN", "Substance misuse",
                 sensitive=True)  # fmt: skip
    made.team("VOL-TURN-T", "Turning Tide workers", "VOL-TURN", "VOL-TURN-S", holds_sensitive=True)
    made.agency("VOL-REF", "Kestermere Refuge", "voluntary", "community", umbrella="UMB")
    made.service("VOL-REF-S", "Domestic abuse support", "VOL-REF", "Domestic abuse")
    made.team("VOL-REF-T", "Refuge workers", "VOL-REF", "VOL-REF-S", holds_safeguarding=True)
    made.agency("FAITH-1", "Kestermere Interfaith Youth Forum", "faith", "community", umbrella="UMB")
    made.service("FAITH-1-S", "Interfaith youth club", "FAITH-1", "Youth work")
    made.team("FAITH-1-T", "Youth club leaders", "FAITH-1", "FAITH-1-S")


def _schools(made: Agencies) -> None:
    for school in schools():
        code = school.code
        made.agency(code, school.name, "school", "education", population_team=f"{code}-P")
        made.service(
            f"{code}-R", f"Education at {school.name}", code, "School", universal=True, population="roll"
        )
        made.team(f"{code}-P", f"Safeguarding and pastoral team, {school.name}", code, f"{code}-R")


def _practices(made: Agencies) -> None:
    for code, name in practices():
        made.agency(code, name, "practice", "health", population_team=f"{code}-P")
        made.service(f"{code}-L", f"General practice at {name}", code, "General practice", universal=True,
                     population="list")  # fmt: skip
        made.team(f"{code}-P", f"Doctors and nurses of {name}", code, f"{code}-L")


def school_for(phase: str, family: int, ward: int) -> Iterator[School]:
    """Yield schools of a phase, the one that a family of a ward would choose first."""
    fitting = [school for school in schools() if school.phase == phase]
    fitting.sort(
        key=lambda school: (abs(school.ward - ward) + family * 7 % 5, (family + int(school.code)) % 11)
    )
    yield from fitting
