"""Answering what was asked."""

from datetime import date

from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.rules import PUBLIC_STATUSES, Asked, Found, Hit


def search(asked: Asked, *, today: date) -> Found:
    """Return what answers `asked`."""
    rows = Listing.objects.filter(status__in=PUBLIC_STATUSES)
    if not asked.professional:
        rows = rows.filter(audience=Listing.Audience.PUBLIC)
    hits = []
    for pk, name, summary, description in rows.values_list("pk", "name", "summary", "description"):
        text = f"{name} {summary} {description}".lower()
        score = sum(word in text for word in asked.words.lower().split())
        if score or not asked.words.strip():
            hits.append(Hit(pk, float(score), None, ()))
    return Found(tuple(sorted(hits, key=lambda hit: -hit.score)))
