"""What the documents promise is there, and what is there is in the documents."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "".join(path.read_text() for path in sorted((ROOT / "wraparound/site").glob("settings*.py")))


def test_every_setting_that_is_read_is_told() -> None:
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', SETTINGS))
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs/operate/settings.md").read_text()))
    assert read <= told, f"tell in docs/operate/settings.md: {read - told}"


def test_every_command_is_told_to_whoever_runs_an_installation() -> None:
    told = "".join(path.read_text() for path in (ROOT / "docs/operate").glob("*.md"))
    commands = {path.stem for path in ROOT.glob("wraparound/**/management/commands/[a-z]*.py")} - {"demo"}
    assert {name for name in commands if f"wraparound {name}" not in told} == set()


def test_every_file_of_the_package_goes_along_when_it_is_installed() -> None:
    """A page whose template stayed behind fails only where nobody has the sources."""
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["*"]
    packages = {path.parent for path in ROOT.glob("wraparound/**/__init__.py")}
    taken = {path for package in packages for pattern in patterns for path in package.glob(pattern)}
    files = {path for path in ROOT.glob("wraparound/**/*") if path.is_file()}
    own = {path for path in files if path.suffix not in (".py", ".pyc") and "tests" not in path.parts}
    assert own - taken == set()


def test_every_link_between_documents_leads_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_app_is_on_the_map() -> None:
    drawn = (ROOT / "docs/map.md").read_text()
    for ring in ("foundation", "outcomes", "delivery"):
        for app in (ROOT / "wraparound" / ring).iterdir():
            if (app / "apps.py").exists():
                assert f"`{ring}/{app.name}`" in drawn, f"{ring}/{app.name} is not on docs/map.md"
