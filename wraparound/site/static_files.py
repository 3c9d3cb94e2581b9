"""Laying out styles and scripts where they are served from: compressing them takes seconds."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = "laid-out"
"""The file that says which styles and scripts were laid out; it goes when their folder does."""


def lay_out() -> bool:
    """Lay out styles and scripts and return True; False where what is there was made from the same."""
    stamp, digest = Path(settings.STATIC_ROOT) / STAMP, _digest()
    if stamp.exists() and stamp.read_text() == digest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest)
    return True


def _digest() -> str:
    """Return a digest of the name and content of every file that is to be laid out."""
    whole = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as file:
                content = hashlib.sha256(file.read()).hexdigest()
            whole.update(f"{path}\0{content}\n".encode())
    return whole.hexdigest()
