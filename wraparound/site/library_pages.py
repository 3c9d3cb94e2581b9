"""Who the pages of libraries are for: their views cannot carry our mark, so the address name does."""

from wraparound.foundation.ui.pages import Page

LIBRARY_PAGES: dict[str, Page] = {}
"""Address name to mark. A library address that is not here is refused."""
