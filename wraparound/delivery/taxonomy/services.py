"""Keeping terms: the area's lists become rows that services point at, once and with the same ids."""

from datetime import date

from django.db import transaction

from wraparound.delivery.taxonomy.models import Taxonomy, Term
from wraparound.delivery.taxonomy.queries import terms_of_area
from wraparound.delivery.taxonomy.rules import TaxonomySaid


@transaction.atomic
def keep_terms(*, on: date) -> int:
    """Make every term that the area has said and that is not there; rename what is said otherwise now.

    Nothing is removed: services may point at it. Done again it changes nothing. Returns how many it made.
    """
    return sum(_keep(said) for said in terms_of_area(on=on).taxonomies)


def _keep(said: TaxonomySaid) -> int:
    values: dict[str, object] = {"name": said.name, "description": said.description, "use": said.use}
    taxonomy, _ = Taxonomy.objects.update_or_create(slug=said.slug, defaults=values)
    held = {term.code: term for term in taxonomy.terms.all()}
    made = 0
    for one in said.terms:
        values = {"name": one.name, "description": one.words, "parent": held.get(one.parent)}
        if one.code not in held:
            held[one.code] = Term.objects.create(taxonomy=taxonomy, code=one.code, **values)
            made += 1
        elif any(getattr(held[one.code], name) != value for name, value in values.items()):
            Term.objects.filter(pk=held[one.code].pk).update(**values)
    return made
