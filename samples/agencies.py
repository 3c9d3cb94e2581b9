"""The agencies of the sample borough with their services, teams and workers."""

import json
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from samples.directory import LEVELS, footprint_rows
from samples.people import COMMUNITIES
from samples.places import SAMPLE_BOROUGH, borough
from samples.schools import practices, schools
from samples.tables import as_toml
from samples.vocabulary import plain, vocabulary

Row = dict[str, object]
POSTS = Path(__file__).parent / "posts.toml"
"""Who can sign in to the sample area: they are workers of their teams too."""


TEAM_SIZES = {"SC-ASSESS": 20, "SC-CIN": 24, "SC-LAC": 10, "HV-N": 9, "HV-S": 9, "SN-N": 8, "SN-S": 8}
"""Workers of the teams that have not six."""


@dataclass(slots=True)
class Agencies:
    """Everything that `agencies.toml` says, as rows of its tables, and the workers whom lists name."""

    agencies: list[Row] = field(default_factory=list)
    services: list[Row] = field(default_factory=list)
    teams: list[Row] = field(default_factory=list)
    workers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Name and telephone, by the code of the team."""
    numbers: Iterator[str] = field(default_factory=lambda: map("01632 960{:03}".format, range(1000)))
    """Switchboard numbers of the range kept for drama, one after the other."""

    def agency(self, code: str, name: str, kind: str, sector: str, **more: object) -> None:
        """Add an agency that signed the sharing agreement; a population team is named by its code."""
        row = {"code": code, "name": name, "kind": kind, "sector": sector, "telephone": next(self.numbers)}
        signed = {"agreement_signed_by": f"Chief officer, {name}", "footprints": [borough(0, 0).code]}
        self.agencies.append({**row, **signed, **more})

    def service(self, code: str, name: str, agency: str, kind: str, **more: object) -> None:
        """Add a service. `population` is how a universal one comes by its children: roll, list or area."""
        self.services.append({"code": code, "name": name, "agency": agency, "kind": kind, **more})

    def team(self, code: str, name: str, agency: str, service: str, **more: object) -> None:
        """Add a team with its number and the number that covers for it."""
        row = {"code": code, "name": name, "agency": agency, "service": service}
        numbers = {"telephone": next(self.numbers), "cover_telephone": next(self.numbers)}
        self.teams.append({**row, **numbers, **more})

    def toml(self) -> str:
        """Return the description of the area: who it is, its places, and the tables."""
        telephones = {str(team["code"]): team["telephone"] for team in self.teams}
        footprints = [
            {key: value for key, value in row.items() if key != "valid_from" and value}
            for row in footprint_rows()
        ]
        tables = {
            "area.duty_numbers": [
                {"label": label, "telephone": telephones[team], "hours": hours} for label, team, hours in DUTY
            ],
            "footprints": footprints,
            "agencies": self.agencies,
            "services": self.services,
            "teams": self.teams,
        }
        head = f"levels = {json.dumps(LEVELS)}\n\n[area]\n"
        return f'{head}code = "{borough(0, 0).code}"\nname = "{SAMPLE_BOROUGH}"\n\n{as_toml(tables)}'


DUTY = (
    ("Children's social care", "SC-ASSESS", "Monday to Friday, 8:30 to 17:30"),
    ("Emergency duty team", "EDT", "Evenings, nights and weekends"),
)
"""Whom to ring when worried about a child: label, team, hours."""


def sample_agencies() -> Agencies:
    """Return the agencies, services and teams of the sample borough. The same every time."""
    made = Agencies()
    for part in (_council, _health, _justice, _community, _schools, _practices, _information, _newcomer):
        part(made)
    _staff(made)
    return made


def _staff(made: Agencies) -> None:
    """Give every team but the schools' and practices' its workers, those who can sign in first."""
    rng = random.Random("workers of the sample borough")
    for post in tomllib.loads(POSTS.read_text(encoding="utf-8"))["posts"]:
        team = post.get("team", "VOL-HOME-T" if post.get("voluntary") else "")
        if team:
            made.workers.setdefault(team, []).append((post["name"], post["telephone"]))
    numbers = iter(range(200, 1000))
    for team in [str(team["code"]) for team in made.teams if not str(team["code"]).endswith("-P")]:
        people = made.workers.setdefault(team, [])
        while len(people) < TEAM_SIZES.get(team, 6):
            community = rng.choices(list(COMMUNITIES), list(COMMUNITIES.values()))[0]
            words = vocabulary(community)
            given = plain(words.given["F" if rng.random() < 0.75 else "M"].draw(rng))
            people.append((f"{given} {plain(words.family.draw(rng))}", f"07700 900{next(numbers):03}"))


def _council(made: Agencies) -> None:
    made.agency("LA", f"{SAMPLE_BOROUGH} Council Children's Social Care", "council", "social_care")
    made.agency("LA-EDU", f"{SAMPLE_BOROUGH} Council Schools and Learning", "council", "education")
    made.service("LA-SC", "Children's social care", "LA", "Social care", sees_expected=True)
    made.service("LA-ADOPT", "Adoption service", "LA", "Adoption")
    made.service("LA-EDT", "Emergency duty", "LA", "Emergency duty", sees_expected=True)
    made.service("LA-INDEX", "Children's index", "LA", "Children's index")
    made.service("LA-EW", "Education welfare", "LA-EDU", "Education welfare")
    made.service("LA-EP", "Educational psychology", "LA-EDU", "Educational psychology")
    safe = {"holds_safeguarding": True}
    made.team("SC-ASSESS", "Referral and assessment team", "LA", "LA-SC", is_front_door=True, **safe)
    made.team("SC-CIN", "Children in need and protection team", "LA", "LA-SC", **safe)
    made.team("SC-LAC", "Children looked after team", "LA", "LA-SC", **safe)
    made.team("SC-DIS", "Disabled children's team", "LA", "LA-SC")
    made.team("SC-ADOPT", "Adoption team", "LA", "LA-ADOPT", holds_adoptions=True, **safe)
    made.team("EDT", "Emergency duty team", "LA", "LA-EDT", **safe)
    made.team("INDEX", "Index management team", "LA", "LA-INDEX")
    made.team("EWS", "Education welfare team", "LA-EDU", "LA-EW")
    made.team("EPS", "Educational psychologists", "LA-EDU", "LA-EP")


def _health(made: Agencies) -> None:
    made.agency("NHS-CH", f"{SAMPLE_BOROUGH} Community Health", "health", "health")
    everyone = {"population": "area"}
    made.service("CH-HV", "Health visiting", "NHS-CH", "Health visiting", sees_expected=True, **everyone)
    made.service("CH-SN", "School nursing", "NHS-CH", "School nursing", **everyone)
    made.service("CH-MAT", "Community midwifery", "NHS-CH", "Midwifery", sees_expected=True)
    made.service("CH-SALT", "Speech and language therapy", "NHS-CH", "Therapy")
    private = {"is_sensitive": True}
    made.service("CH-CAMHS", "Child and adolescent mental health", "NHS-CH", "Mental health", **private)
    made.service("CH-SH", "Young people's sexual health", "NHS-CH", "Sexual health", **private)
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
    made.team("YOT-T", "Youth offending team", "YOT", "YOT-S")
    made.agency("CNX", "Connexions Kestermere", "connexions", "education")
    made.service("CNX-PA", "Connexions personal advisers", "CNX", "Advice for young people")
    made.team("CNX-T", "Personal advisers", "CNX", "CNX-PA")


def _community(made: Agencies) -> None:
    made.agency("UMB", "Kestermere Voluntary Action", "umbrella", "community")
    made.agency("VOL-HOME", "Open Door Family Support", "voluntary", "community", member_of=["UMB"])
    made.service("VOL-HOME-S", "Family support at home", "VOL-HOME", "Family support")
    made.team("VOL-HOME-T", "Family workers", "VOL-HOME", "VOL-HOME-S")
    made.agency(
        "VOL-TURN", "Turning Tide Young People's Project", "voluntary", "community", member_of=["UMB"]
    )
    made.service("VOL-TURN-S", "Young people's drug and alcohol service", "VOL-TURN", "Substance misuse",
                 is_sensitive=True)  # fmt: skip
    made.team("VOL-TURN-T", "Turning Tide workers", "VOL-TURN", "VOL-TURN-S", holds_sensitive=True)
    made.agency("VOL-REF", "Kestermere Refuge", "voluntary", "community", member_of=["UMB"])
    made.service("VOL-REF-S", "Domestic abuse support", "VOL-REF", "Domestic abuse")
    made.team("VOL-REF-T", "Refuge workers", "VOL-REF", "VOL-REF-S", holds_safeguarding=True)
    made.agency("FAITH-1", "Kestermere Interfaith Youth Forum", "faith", "community", member_of=["UMB"])
    made.service("FAITH-1-S", "Interfaith youth club", "FAITH-1", "Youth work")
    made.team("FAITH-1-T", "Youth club leaders", "FAITH-1", "FAITH-1-S")


def _schools(made: Agencies) -> None:
    for school in schools():
        code = school.code
        made.agency(code, school.name, "school", "education", population_team=f"{code}-P")
        made.service(f"{code}-R", f"Education at {school.name}", code, "School", population="roll")
        made.team(f"{code}-P", f"Safeguarding and pastoral team, {school.name}", code, f"{code}-R")


def _practices(made: Agencies) -> None:
    for code, name in practices():
        made.agency(code, name, "practice", "health", population_team=f"{code}-P")
        made.service(f"{code}-L", f"General practice at {name}", code, "General practice",
                     population="list")  # fmt: skip
        made.team(f"{code}-P", f"Doctors and nurses of {name}", code, f"{code}-L")


def _information(made: Agencies) -> None:
    """Add the enquiry desk late, so that the numbers of all others stay as they are."""
    made.service("LA-FIS", "Families information service", "LA-EDU", "Information for families")
    made.team("FIS", "Families information team", "LA-EDU", "LA-FIS")


def _newcomer(made: Agencies) -> None:
    """Add the provider that takes family support at home over; late, for the same reason."""
    made.agency("VOL-NEST", "Nest Family Partnership", "voluntary", "community", member_of=["UMB"])
    made.service("VOL-NEST-S", "Nest family support", "VOL-NEST", "Family support")
    made.team("VOL-NEST-T", "Nest family workers", "VOL-NEST", "VOL-NEST-S")
