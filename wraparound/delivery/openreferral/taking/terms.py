"""The terms of a feed as terms of ours: the same where we have it, else one of a list that is the feed's."""

from collections.abc import Iterable

from wraparound.delivery.directory.content import TermContent
from wraparound.delivery.openreferral.models import Feed
from wraparound.delivery.openreferral.taking.service import ForeignTerm
from wraparound.delivery.taxonomy.models import Taxonomy, Term

OURS = (Taxonomy.Use.KIND, Taxonomy.Use.NEED, Taxonomy.Use.TOPIC)


class Terms:
    """Terms as they stand, read once for a stretch of work; what is not there is made."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.slug = f"feed-{feed.public_id.hex[:16]}"
        self.by_name: dict[str, TermContent] = {}
        self.by_code: dict[tuple[str, str], TermContent] = {}
        self.own: set[str] = set()
        for term in Term.objects.select_related("taxonomy").order_by("-pk"):
            content = TermContent(taxonomy=term.taxonomy.slug, code=term.code)
            if term.taxonomy.slug == self.slug:
                self.own.add(term.code)
            elif term.taxonomy.use in OURS:
                self.by_name[term.name.lower()] = content
                self.by_code[term.taxonomy.name.lower(), term.code] = content

    def of(self, said: Iterable[ForeignTerm]) -> tuple[TermContent, ...]:
        """Return what terms of the feed are here, each once; call it in the transaction that uses them."""
        found = [
            self.by_code.get((term.taxonomy.lower(), term.code))
            or self.by_name.get(term.name.lower())
            or self._own(term)
            for term in said
        ]
        return tuple(dict.fromkeys(found))

    def _own(self, term: ForeignTerm) -> TermContent:
        if term.key not in self.own:
            name = f"{self.feed.name}: terms"
            defaults = {"name": name[:200], "description": f"Terms that came with {self.feed.name}."}
            taxonomy, _ = Taxonomy.objects.get_or_create(slug=self.slug, defaults=defaults)
            words = term.description or term.name
            Term.objects.get_or_create(
                taxonomy=taxonomy, code=term.key, defaults={"name": term.name, "description": words}
            )
            self.own.add(term.key)
        return TermContent(taxonomy=self.slug, code=term.key)
