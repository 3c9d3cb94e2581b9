"""Who the pages of libraries are for: their views cannot carry our mark, so the address name does."""

from wraparound.foundation.ui.pages import Audience, Page

LIBRARY_PAGES: dict[str, Page] = {
    "api:api-root": Page(Audience.SYSTEM),
    "api:me": Page(Audience.SYSTEM),
    "api:openapi-json": Page(Audience.PUBLIC),
}
"""Address name, with its namespace, to mark. A library address that is not here is refused."""
