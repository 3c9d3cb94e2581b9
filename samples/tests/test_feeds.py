"""The sample area is written the same way twice, refers only to what it defines, and holds the hard cases."""

import csv
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from samples.__main__ import main
from samples.feeds import write_sample
from samples.foreign import FOREIGN
from samples.numbers import DRAMA_RANGES
from samples.rows import COLUMNS

CHILDREN = 6000


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("area")
    write_sample(folder, children=CHILDREN, seed=3)
    return folder


def rows(area: Path, name: str) -> list[dict[str, str]]:
    with (area / name).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter=";" if "connexions" in name else ","))
    if "connexions" not in name:
        return found
    own = {heading: column for column, heading in FOREIGN["connexions"].headings.items()}
    return [{own[heading]: text for heading, text in row.items()} for row in found]


def truth(area: Path) -> dict[tuple[str, str], str]:
    return {(row["agency"], row["source_id"]): row["child"] for row in rows(area, "truth.csv")}


def listed(area: Path) -> list[dict[str, object]]:
    return tomllib.loads((area / "feeds.toml").read_text(encoding="utf-8"))["feeds"]


def test_same_seed_writes_the_same_bytes(area: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, children=CHILDREN, seed=3)
    files = [path.relative_to(area) for path in area.rglob("*") if path.is_file()]
    assert len(files) == 29
    for file in files:
        assert (tmp_path / file).read_bytes() == (area / file).read_bytes(), file


def test_every_row_of_every_list_is_known_to_the_truth(area: Path) -> None:
    known = truth(area)
    for feed in listed(area):
        for row in rows(area, str(feed["file"])):
            assert (feed["agency"], row["source_id"]) in known


def test_columns_are_those_that_need_no_mapping(area: Path) -> None:
    for feed in listed(area):
        if "mapping" in feed:
            continue
        with (area / str(feed["file"])).open(encoding="utf-8") as file:
            heading = file.readline().strip().split(",")
        assert set(heading) <= set(COLUMNS)
        assert heading[0] == "source_id"


def test_what_rows_refer_to_is_defined(area: Path) -> None:
    tables = tomllib.loads((area / "agencies.toml").read_text(encoding="utf-8"))
    agencies = {row["code"] for row in tables["agencies"]}
    names = agencies | {row["name"] for row in tables["agencies"]}
    teams = {row["code"] for row in tables["teams"]}
    services = {row["code"] for row in tables["services"]}
    assert all(row["agency"] in agencies for row in tables["services"] + tables["teams"])
    assert all(row["service"] in services for row in tables["teams"])
    assert all(row.get("population_team", "SC-CIN") in teams for row in tables["agencies"])
    assert all(set(row.get("member_of", [])) <= agencies for row in tables["agencies"])
    known = teams | {row["name"] for row in tables["teams"]} | {""}
    unresolved: Counter[bool] = Counter()
    for feed in listed(area):
        assert feed["agency"] in agencies
        for row in rows(area, str(feed["file"])):
            assert row.get("school", "") in names | {""}
            assert row.get("practice", "") in names | {""}
            unresolved[row.get("service", "") not in known] += 1
    assert 0 < unresolved[True] < 100


def test_codes_and_names_are_nobodys_twice(area: Path) -> None:
    tables = tomllib.loads((area / "agencies.toml").read_text(encoding="utf-8"))
    for table in ("agencies", "services", "teams"):
        for key in ("code", "name"):
            values = [row[key] for row in tables[table]]
            assert len(set(values)) == len(values), (table, key)


def test_no_telephone_is_anybodys(area: Path) -> None:
    kept = re.compile("|".join(rf"{re.escape(start)}\d{{{digits}}}" for start, digits in DRAMA_RANGES))
    seen = 0
    for feed in listed(area):
        for row in rows(area, str(feed["file"])):
            for column in ("telephone", "carer_telephone", "worker_telephone"):
                if row.get(column):
                    seen += 1
                    assert kept.fullmatch(row[column]), row[column]
    tables = tomllib.loads((area / "agencies.toml").read_text(encoding="utf-8"))
    for row in [*tables["agencies"], *tables["teams"], *tables["area"]["duty_numbers"]]:
        for column in ("telephone", "cover_telephone"):
            assert kept.fullmatch(row.get(column, "01632 960000"))
    assert seen > 10_000


def test_lists_disagree_about_some_children_and_agree_about_most(area: Path) -> None:
    known = truth(area)
    said: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for file, agency in (("child-health", "NHS-CH"), ("school-roll", "LA-EDU")):
        for row in rows(area, f"week1/{file}.csv"):
            if row["date_of_birth"]:
                first = row["given_names"].split(" ")[0].lower()
                child = known[agency, row["source_id"]]
                said[child].add((first, row["family_name"].lower(), row["date_of_birth"]))
    differing = sum(len(facts) > 1 for facts in said.values()) / len(said)
    assert 0.05 < differing < 0.30


def test_hard_cases_are_in_the_lists(area: Path) -> None:
    health = rows(area, "week1/child-health.csv")
    assert any(row["expected_date"] for row in health)
    assert any(row["given_names"].title() == "Baby" for row in health)
    assert any("No fixed address" in row["address"] for row in health)
    assert any("Left England" in row["address"] for row in health)
    assert any(re.fullmatch(r"\d{4}", row["date_of_birth"]) for row in health)
    assert any(row["given_names"] and not row["family_name"] for row in health)
    assert {"CAMHS", "SHC"} <= {row["service"] for row in health}
    assert any(count > 2 for count in Counter(row["source_id"] for row in health).values())
    numbers = defaultdict(set)
    for row in health:
        if row["nhs_number"]:
            numbers[row["nhs_number"]].add(row["source_id"])
    assert any(len(children) > 1 for children in numbers.values())
    assert any(row["birth_date_status"] == "disputed" for row in rows(area, "week1/social-care.csv"))
    assert any(child.endswith("-before") for child in truth(area).values())


def test_an_adopted_child_stands_in_a_list_under_both_identities(area: Path) -> None:
    known = set(truth(area).values())
    before = {child for child in known if child.endswith("-before")}
    assert before
    assert {child.removesuffix("-before") for child in before} <= known


def test_the_second_week_moves_names_and_ends_a_few(area: Path) -> None:
    first = {row["source_id"]: row for row in rows(area, "week1/child-health.csv") if row["date_of_birth"]}
    second = {row["source_id"]: row for row in rows(area, "week2/child-health.csv") if row["date_of_birth"]}
    kept = first.keys() & second.keys()
    assert 0 < len(first.keys() - second.keys()) < 0.02 * len(first)
    assert 0 < len(second.keys() - first.keys()) < 0.02 * len(first)
    assert any(first[key]["address"] != second[key]["address"] for key in kept)
    named = [key for key in kept if first[key]["given_names"].title() == "Baby"]
    assert any(second[key]["given_names"].title() != "Baby" for key in named)
    assert sum(first[key] == second[key] for key in kept) > 0.95 * len(kept)


def test_postcodes_of_homes_are_in_the_directory(area: Path) -> None:
    directory = {row["pcds"] for row in rows(area, "postcodes.csv")}
    health = [row for row in rows(area, "week1/child-health.csv") if row["postcode"]]
    found = sum(row["postcode"] in directory for row in health)
    assert found > 0.97 * len(health)
    wards = {row["code"] for row in rows(area, "footprints.csv") if row["level"] == "Ward"}
    assert wards <= {row["osward"] for row in rows(area, "postcodes.csv")}


def test_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "new"), "--children", "300", "--seed", "5", "--as-of", "2026-06-01"]) == 0
    assert "week1/child-health.csv" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main([str(tmp_path), "--children", "0"])


def test_rows_of_one_number_never_contradict_each_other(area: Path) -> None:
    for feed in listed(area):
        said: dict[tuple[str, str], str] = {}
        for row in rows(area, str(feed["file"])):
            for column in (
                "given_names",
                "family_name",
                "date_of_birth",
                "address",
                "postcode",
                "nhs_number",
            ):
                if row.get(column):
                    assert said.setdefault((row["source_id"], column), row[column]) == row[column]


def test_a_layout_of_its_own_comes_with_its_mapping(area: Path) -> None:
    feed = next(feed for feed in listed(area) if "mapping" in feed)
    mapping = tomllib.loads((area / str(feed["mapping"])).read_text(encoding="utf-8"))
    heading = (
        (area / str(feed["file"])).read_text(encoding="utf-8").splitlines()[0].split(mapping["delimiter"])
    )
    assert list(mapping["columns"].values()) == heading
    assert set(mapping["columns"]) <= set(COLUMNS)
    words = {row["sex"] for row in rows(area, str(feed["file"]))}
    assert words <= set(mapping["values"]["sex"])


def test_a_row_that_cannot_be_read_is_among_them(area: Path) -> None:
    assert any("/" in row["date_of_birth"] for row in rows(area, "week1/school-roll.csv"))
