"""The postcode directory and the tree of footprints of the sample borough, in the published columns."""

from pathlib import Path

from samples.places import SAMPLE_BOROUGH, SAMPLE_DISTRICTS, borough
from samples.tables import write_csv

POSTCODE_COLUMNS = (
    "pcd", "pcd2", "pcds", "dointr", "doterm", "oscty", "oslaua", "osward", "usertype", "oseast1m",
    "osnrth1m", "osgrdind", "ctry", "rgn", "lsoa11", "lsoa21", "lat", "long",
)  # fmt: skip
"""Column names of the published directory, in its order; the importer needs only some of them."""

FOOTPRINT_COLUMNS = ("code", "name", "level", "parent", "valid_from")
LEVELS = ("Borough", "District", "Locality", "Ward")


def footprint_rows() -> list[dict[str, object]]:
    """Return the tree, parents first: borough, district, locality, ward. Wards bear their directory code."""
    place = borough(0, 0)
    rows: list[dict[str, object]] = [
        {"code": place.code, "name": SAMPLE_BOROUGH, "level": "Borough", "parent": ""}
    ]
    wards = {ward.name: ward.code for ward in place.wards}
    for number, (district, localities) in enumerate(SAMPLE_DISTRICTS.items(), 1):
        code = f"KM-D{number}"
        rows.append({"code": code, "name": district, "level": "District", "parent": place.code})
        for letter, (locality, names) in zip("ABCDEF", localities.items(), strict=False):
            inner = f"{code}{letter}"
            rows.append({"code": inner, "name": locality, "level": "Locality", "parent": code})
            rows += [{"code": wards[name], "name": name, "level": "Ward", "parent": inner} for name in names]
    return [{**row, "valid_from": "2000-01-01"} for row in rows]


def postcode_rows(boroughs: int, seed: int) -> list[dict[str, object]]:
    """Return a row for every postcode of the first boroughs; a few were terminated."""
    rows = []
    for number in range(boroughs):
        place = borough(number, seed)
        for at, code in enumerate(place.postcodes):
            outward, inward = code.text.split(" ")
            row: dict[str, object] = {
                "pcd": f"{outward:<4}{inward}", "pcd2": f"{outward:<4} {inward}", "pcds": code.text,
                "dointr": "198001", "doterm": "202003" if at % 97 == 0 else "", "oscty": "E99999999",
                "oslaua": place.code, "osward": place.wards[code.ward].code, "usertype": "0",
                "oseast1m": code.easting, "osnrth1m": f"{code.northing:07}", "osgrdind": "1",
                "ctry": "E92000001", "rgn": "E12000002", "lsoa11": code.lsoa, "lsoa21": code.lsoa,
            }  # fmt: skip
            rows.append(row)
    return rows


def write_directory(folder: Path, seed: int, boroughs: int = 3) -> None:
    """Write `footprints.csv` and `postcodes.csv`: the sample borough and a few beside it."""
    write_csv(folder / "footprints.csv", FOOTPRINT_COLUMNS, footprint_rows())
    write_csv(folder / "postcodes.csv", POSTCODE_COLUMNS, postcode_rows(boroughs, seed))
