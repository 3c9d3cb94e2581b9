"""What was learnt from data: the weights of each agreement, and the vocabulary. Versioned, never live."""

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .vocabulary import Vocabulary

SHIPPED = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A trained model. Weights are in bits: log2 of how much likelier the level is for the right child.

    For levels of names the number is log2 of m alone: the rarity of the name is set against it when scoring.
    """

    version: str
    weights: dict[str, dict[str, float]]
    prior: float
    """log2 of the odds that one given child of the index is meant, before anything is compared."""
    certain: dict[str, float]
    """What a machine demands before it takes a child without a person: see `decide`."""
    vocabulary: Vocabulary
    provenance: dict[str, Any]


def read(described: bytes, names: bytes) -> Model:
    """Return the model of a JSON description and a gzipped table of name words, counts and sounds."""
    content = json.loads(described)
    lines = gzip.decompress(names).decode().splitlines()
    rows = [(word, int(count), code) for word, count, code in (line.split("\t") for line in lines)]
    return Model(
        version=content["version"], weights=content["weights"], prior=content["prior"],
        certain=content["certain"],
        vocabulary=Vocabulary(rows, content["people"]), provenance=content["provenance"],
    )  # fmt: skip


@cache
def shipped() -> Model:
    """Return the model that the product ships."""
    return read((SHIPPED / "model.json").read_bytes(), (SHIPPED / "names.tsv.gz").read_bytes())
