"""Reading terms: those of a list, by code, and as the area said them."""

from datetime import date

from django.db.models import QuerySet

from wraparound.delivery.taxonomy.models import Taxonomy, Term
from wraparound.delivery.taxonomy.rules import (
    Terms,
    Words,
    read_terms,
    read_words,
    shipped_terms,
    shipped_words,
)
from wraparound.foundation.area.queries import configuration


def taxonomies() -> QuerySet[Taxonomy]:
    """Return every list of terms."""
    return Taxonomy.objects.all()


def terms(use: str = "") -> QuerySet[Term]:
    """Return the terms of the lists of one use (`Taxonomy.Use`), or of all."""
    found = Term.objects.select_related("taxonomy", "parent")
    return found.filter(taxonomy__use=use) if use else found


def terms_of_area(*, on: date) -> Terms:
    """Return the lists as the area decided them for a day, or those that are shipped."""
    document = configuration("directory-terms", on=on)
    return read_terms(document) if document else shipped_terms()


def words_of_area(*, on: date) -> Words:
    """Return what people call things as the area decided it for a day, or what is shipped."""
    document = configuration("directory-words", on=on)
    return read_words(document) if document else shipped_words()
