"""Styles and scripts are laid out when they changed or are not there, and not at every start."""

from pathlib import Path

import pytest

from wraparound.site.static_files import lay_out

COMPRESSED = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
"""As the product has it."""


@pytest.fixture
def source(settings, tmp_path: Path) -> Path:
    """Have one style of our own, and a folder that files are laid out in."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "own.css").write_text("p { margin: 0 }")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [folder]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": COMPRESSED}
    return folder / "own.css"


def laid_out(settings) -> list[str]:
    return sorted(path.read_text() for path in Path(settings.STATIC_ROOT).glob("own.*.css"))


def test_what_was_laid_out_is_laid_out_again_only_when_it_changed(source: Path, settings) -> None:
    assert lay_out()
    assert laid_out(settings) == ["p { margin: 0 }"]
    assert not lay_out()
    source.write_text("p { margin: 1px }")
    assert lay_out()
    assert laid_out(settings) == ["p { margin: 0 }", "p { margin: 1px }"]
    source.rename(source.with_name("other.css"))
    assert lay_out()
    assert not lay_out()


def test_what_was_taken_away_or_not_finished_is_laid_out_again(source: Path, settings) -> None:
    assert lay_out()
    for path in Path(settings.STATIC_ROOT).iterdir():
        path.unlink()
    assert lay_out()
    assert laid_out(settings) == ["p { margin: 0 }"]
