"""Foreign keys point inward, rooms are used from below, and files stay small enough to read."""

import ast
from pathlib import Path

import grimp
import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2] / "wraparound"
RINGS = ["foundation", "outcomes", "delivery", "processes", "strategy", "governance", "site"]
ORDER = {
    "foundation": [
        "ui", "area", "agencies", "accounts", "audit", "figures",
        "notifications", "signin", "staffing", "places", "partners",
    ],
    "outcomes": [
        "framework", "children", "access", "kin", "openings", "documents", "journey",
        "succession", "card", "looks", "finding", "index", "shields", "feeds",
    ],
    "delivery": [
        "taxonomy", "directory", "openreferral", "upkeep", "enquiries", "families",
        "caseloads", "contacts", "universal", "supervision", "attendance", "transfers",
    ],
}  # fmt: skip
UPPER_ROOMS = {"urls", "views", "api", "tasks", "management", "forms", "schemas"}
FILES = sorted(p for p in ROOT.rglob("*.py") if "migrations" not in p.parts)


def depth(module: str) -> tuple[int, int]:
    """Return how far out an app stands: its ring, then its place in the ring."""
    _, ring, *rest = module.split(".")
    order = ORDER.get(ring, [])
    return RINGS.index(ring), order.index(rest[0]) if rest and rest[0] in order else 0


def app_of(module: str) -> str:
    return ".".join(module.split(".")[:3])


def test_foreign_keys_point_inward_and_cross_ring_keys_protect() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("wraparound."):
            continue
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete) or field.related_model is None:
                continue
            target = field.related_model.__module__
            if not target.startswith("wraparound."):
                continue
            assert depth(target) <= depth(model.__module__), f"{model.__name__}.{field.name}"
            if depth(target)[0] != depth(model.__module__)[0] and hasattr(field.remote_field, "on_delete"):
                assert field.remote_field.on_delete.__name__ == "PROTECT", f"{model}.{field.name}"


def test_no_app_imports_another_apps_upper_rooms() -> None:
    graph = grimp.build_graph("wraparound", cache_dir=None)
    for importer in graph.modules:
        if importer.startswith("wraparound.site") or ".tests" in importer:
            continue
        for imported in graph.find_modules_directly_imported_by(importer):
            room = imported.split(".")[3:4]
            if app_of(imported) != app_of(importer) and room and room[0] in UPPER_ROOMS:
                pytest.fail(f"{importer} imports {imported}")


def test_rooms_are_used_from_below() -> None:
    rank = {"urls": 6, "views": 5, "api": 5, "tasks": 5, "management": 5, "forms": 4,
            "schemas": 4, "services": 3, "queries": 2, "rules": 1, "models": 0}  # fmt: skip
    graph = grimp.build_graph("wraparound", cache_dir=None)
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            if app_of(importer) != app_of(imported):
                continue
            above, below = importer.split(".")[3:4], imported.split(".")[3:4]
            if above and below and above[0] in rank and below[0] in rank:
                assert rank[below[0]] <= rank[above[0]], f"{importer} imports {imported}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_file_and_functions_are_short(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= 300, "split the app, not the room"
    if "tests" in path.parts:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 40, f"{node.name} is {length} lines"


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if p.name in {"views.py", "api.py"}],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_views_and_api_read_only_through_queries(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            assert node.attr != "objects", f"line {node.lineno}: read through queries, not .objects"


def test_every_folder_name_says_something() -> None:
    for path in FILES:
        assert not {"utils", "helpers", "managers", "common"} & {path.stem, *path.parts}, path
        assert path.stem not in {"signals", "admin"}, path


def test_a_form_that_was_sent_empty_is_answered_and_not_shown_as_new() -> None:
    for path in FILES:
        assert "request.POST or " not in path.read_text(), f"{path}: use ui.questions.answers"
