"""The agencies of the sample borough with their services, teams and workers."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from samples.people import COMMUNITIES
from samples.places import SAMPLE_BOROUGH
from samples.schools import practices, schools
from samples.tables import as_toml
from samples.vocabulary import plain, vocabulary

Row = dict[str, object]


@dataclass(slots=True)
class Agencies:
    """Everything that `agencies.toml` says, as rows of its tables."""

    agencies: list[Row] = field(default_factory=list)
    services: list[Row] = field(default_factory=list)
    teams: list[Row] = field(default_factory=list)
    workers: list[Row] = field(default_factory=list)
    numbers: Iterator[str] = field(default_factory=lambda: map("01632 960{:03}".format, range(1000)))
    """Switchboard numbers of the range kept for drama, one after the other."""

    def agency(self, code: str, name: str, kind: str, sector: str, **more: object) -> None:
        """Add an agency; a population team is named by its code."""
        row = {"code": code, "name": name, "kind": kind, "sector": sector, "telephone": next(self.numbers)}
        self.agencies.append({**row, **more})

    def service(self, code: str, name: str, agency: str, kind: str, **more: object) -> None:
        """Add a service. `population` is how a universal one comes by its children: roll, list or area."""
        plain = {"sensitive": False, "universal": False, "population": "none", "sees_expected": False}
        self.services.append({"code": code, "name": name, "agency": agency, "kind": kind, **plain, **more})

    def team(self, code: str, name: str, agency: str, service: str, **more: object) -> None:
        """Add a team with its number and the number that covers for it."""
        plain = dict.fromkeys(
            ("front_door", "holds_adoptions", "holds_safeguarding", "holds_sensitive"), False
        )
        numbers = {"telephone": next(self.numbers), "cover_telephone": next(self.numbers)}
        self.teams.append(
            {"code": code, "name": name, "agency": agency, "service": service, **numbers, **plain, **more}
        )

    def toml(self) -> str:
        """Return the tables as TOML."""
        tables = {"agencies": self.agencies, "services": self.services, "teams": self.teams}
        return as_toml({**tables, "workers": self.workers})


def sample_agencies() -> Agencies:
    """Return the agencies, services and teams of the sample borough. The same every time."""
    made = Agencies()
    for part in (_council, _health, _justice, _community, _schools, _practices):
        part(made)
    _workers(made)
    return made


def _workers(made: Agencies) -> None:
    """Give every team but the schools' and practices' six workers."""
    rng = random.Random("workers of the sample borough")
    for team in made.teams[:]:
        if str(team["code"]).endswith("-P"):
            continue
        for _ in range(6):
            community = rng.choices(list(COMMUNITIES), list(COMMUNITIES.values()))[0]
            words = vocabulary(community)
            given = plain(words.given["F" if rng.random() < 0.75 else "M"].draw(rng))
            name = f"{given} {plain(words.family.draw(rng))}"
            number = f"07700 900{len(made.workers) % 1000:03}"
            made.workers.append({"team": team["code"], "name": name, "telephone": number})


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
    everyone = {"universal": True, "population": "area"}
    made.service("CH-HV", "Health visiting", "NHS-CH", "Health visiting", sees_expected=True, **everyone)
    made.service("CH-SN", "School nursing", "NHS-CH", "School nursing", **everyone)
    made.service("CH-MAT", "Community midwifery", "NHS-CH", "Midwifery", sees_expected=True)
    made.service("CH-SALT", "Speech and language therapy", "NHS-CH", "Therapy")
    private = {"sensitive": True}
    made.service("CH-CAMHS", "Child and adolescent mental health", "NHS-CH", "Mental health", **private)
    made.service("CH-SH", "Young people's sexual health", "NHS-CH", "Sexual health", **private)
    made.team("HV-N", "Health visitors, Kestermere", "NHS-CH", "CH-HV", footprint="KM-D1")
    made.team("HV-S", "Health visitors, Wharnby", "NHS-CH", "CH-HV", footprint="KM-D2")
    made.team("SN-N", "School nurses, Kestermere", "NHS-CH", "CH-SN", footprint="KM-D1")
    made.team("SN-S", "School nurses, Wharnby", "NHS-CH", "CH-SN", footprint="KM-D2")
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
