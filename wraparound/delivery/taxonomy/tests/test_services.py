from datetime import date
from typing import Any

import pytest

from wraparound.delivery.taxonomy.models import Taxonomy, Term
from wraparound.delivery.taxonomy.rules import shipped_terms
from wraparound.delivery.taxonomy.services import keep_terms
from wraparound.foundation.area.models import Configuration

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)


def test_terms_are_made_once_and_keep_their_ids_when_the_area_says_them_otherwise() -> None:
    made = keep_terms(on=TODAY)
    assert made == Term.objects.count() and keep_terms(on=TODAY) == 0
    dads = Term.objects.get(code="dads")
    document: dict[str, Any] = shipped_terms().model_dump(mode="json")
    for term in document["taxonomies"][0]["terms"]:
        term["name"] = "Fathers" if term["code"] == "dads" else term["name"]
    document["taxonomies"][0]["terms"].append(
        {"code": "new-kind", "name": "New", "words": "New.", "parent": "dads"}
    )
    Configuration.objects.create(kind="directory-terms", document=document, effective_from=TODAY)
    assert keep_terms(on=TODAY) == 1
    renamed = Term.objects.get(code="dads")
    assert (renamed.public_id, renamed.name) == (dads.public_id, "Fathers")
    assert Term.objects.get(code="new-kind").parent == renamed
    assert set(Taxonomy.objects.values_list("use", flat=True)) == {"kind", "need", "topic"}
