"""Train the model that the product ships: `python -m bench finding_model`, then commit what it wrote."""

import argparse
import json
from datetime import UTC, date, datetime

from samples import corruption
from samples.population import Population


def main(arguments: list[str]) -> None:
    """Count names, have Splink estimate the weights, and write both beside where they came from."""
    parser = argparse.ArgumentParser(prog="python -m bench finding_model")
    parser.add_argument("--names", type=int, default=200_000, help="Children whose names are counted.")
    parser.add_argument(
        "--pairs", type=int, default=15_000, help="Children looked up, whose records are compared."
    )
    parser.add_argument("--seed", type=int, default=1001)
    options = parser.parse_args(arguments)
    from wraparound.outcomes.finding import training
    from wraparound.outcomes.finding.engine.model import SHIPPED
    from wraparound.outcomes.finding.engine.nicknames import known_names

    shipped = json.loads((SHIPPED / "model.json").read_text())
    counted = Population(options.names, options.seed)
    names = training.name_table(
        ((p.given_names, p.family_name, p.former_family_name, p.known_as) for p in counted),
        least=3,
        besides=known_names(),
    )
    described = training.train(*_lists(options), shipped=shipped, seed=options.seed)
    described["people"] = options.names
    described["version"] = f"shipped-{datetime.now(UTC):%Y-%m-%d}"
    described["provenance"] = {
        "names": f"counted among {options.names:,} made-up children, population seed {options.seed}; "
        "and given names of the library nicknames, as if one person bore each",
        "weights": f"{options.pairs:,} made-up children and look-ups of them spoilt by mistakes of model A "
        f"(samples/corruption.py), seed {options.seed}; m from true pairs, u by random sampling",
        "splink": described.pop("splink"),
        "made_at": f"{datetime.now(UTC):%Y-%m-%d}",
        "by_hand": "middle, later and loose words, shares, numbers, outward, year alone, missing fields, the "
        "prior and what a machine demands to be certain: set by reasoning and adjusted on model A",
    }
    (SHIPPED / "model.json").write_bytes(training.to_json(described))
    (SHIPPED / "names.tsv.gz").write_bytes(names)
    print(
        json.dumps({field: described["weights"][field] for field in ("given", "family", "birth", "postcode")})
    )


def _lists(options: argparse.Namespace) -> tuple[list, list]:
    """Return the true records of some children, and what was typed of them."""
    from wraparound.outcomes.finding.training import Sample

    stored, typed = [], []
    population = Population(options.pairs * 4, options.seed + 1)
    for lookup in corruption.lookups(population, options.pairs, options.seed, absent_share=0.0):
        person = population.child(int(lookup.truth or 0))
        typed_of = {key: str(value) for key, value in lookup.query.items()}
        born, day = person.date_of_birth, typed_of.get("date_of_birth", "")
        stored.append(
            Sample.of(
                str(person.number), person.given_names, person.family_name,
                date.fromisoformat(born) if born else None, person.postcode,
            )
        )  # fmt: skip
        typed.append(
            Sample.of(
                str(person.number), typed_of.get("given_names", ""), typed_of.get("family_name", ""),
                date.fromisoformat(day) if day else None, typed_of.get("postcode", "").upper(),
            )
        )  # fmt: skip
    return stored, typed
