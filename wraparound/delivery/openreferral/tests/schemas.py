"""The published schemas of Open Referral UK 3.0, where this project stands beside them."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

FOLDER = Path(__file__).resolve().parents[5] / "shared/standards/open-referral-uk-3.0"


def need_schemas() -> None:
    """Skip a test where the published schemas are not there; with CI=true it fails."""
    if not FOLDER.is_dir():
        words = f"The published schemas are not here: {FOLDER}"
        pytest.fail(words) if os.environ.get("CI") == "true" else pytest.skip(words)


@cache
def checker(name: str) -> Any:
    """Return what checks a value by a published schema, formats too."""
    schema = json.loads((FOLDER / name).read_text())
    if name == "taxonomy.json":
        term = json.loads((FOLDER / "taxonomy_term.json").read_text())
        schema["properties"]["taxonomy_terms"]["items"] = term
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def faults(name: str, value: Any) -> list[str]:
    """Return what a published schema finds wrong with a value, and every null in it."""
    wrong = [f"{error.instance_path}: {error.message}" for error in checker(name).iter_errors(value)]
    return wrong + [f"{path}: null" for path in nulls(value)]


def nulls(value: Any, path: str = "") -> list[str]:
    if value is None:
        return [path]
    if isinstance(value, dict):
        return [found for key, each in value.items() for found in nulls(each, f"{path}/{key}")]
    if isinstance(value, list):
        return [found for n, each in enumerate(value) for found in nulls(each, f"{path}/{n}")]
    return []
