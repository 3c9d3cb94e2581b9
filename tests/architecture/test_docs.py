"""What the documents promise is there, and what is there is in the documents."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "".join(path.read_text() for path in sorted((ROOT / "wraparound/site").glob("settings*.py")))


def test_every_setting_that_is_read_is_told() -> None:
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', SETTINGS))
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs/operate/settings.md").read_text()))
    assert read <= told, f"tell in docs/operate/settings.md: {read - told}"


def test_every_link_between_documents_leads_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_app_is_on_the_map() -> None:
    drawn = (ROOT / "docs/map.md").read_text()
    for ring in ("foundation", "outcomes"):
        for app in (ROOT / "wraparound" / ring).iterdir():
            if (app / "apps.py").exists():
                assert f"`{ring}/{app.name}`" in drawn, f"{ring}/{app.name} is not on docs/map.md"
