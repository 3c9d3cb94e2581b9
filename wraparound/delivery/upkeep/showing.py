"""What edits change, read for however many: a page of edits asks as often as one edit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wraparound.delivery.directory.content import Content
from wraparound.delivery.directory.models import Listing
from wraparound.delivery.directory.queries import whole
from wraparound.delivery.directory.reading import content_of
from wraparound.delivery.enquiries.queries import referrals_of
from wraparound.delivery.enquiries.rules import Referral
from wraparound.delivery.upkeep.comparing import Difference, Names, differences, referral_differences
from wraparound.delivery.upkeep.models import Edit
from wraparound.delivery.upkeep.queries import names_of
from wraparound.delivery.upkeep.trees import content_from, referral_from
from wraparound.outcomes.framework.queries import levels
from wraparound.outcomes.framework.rules import Levels


@dataclass(frozen=True)
class Shown:
    """An edit with what it changes; `stands` is the version of what it would be written into."""

    edit: Edit
    differences: list[Difference]
    stands: int | None

    @property
    def is_new(self) -> bool:
        """Say whether it is an entry that there is not yet."""
        return self.edit.kind == Edit.Kind.NEW

    @property
    def in_short(self) -> str:
        """Return how much changes and what, as the line that opens it."""
        if not self.differences:
            return ""
        labels = list(dict.fromkeys(each.label.split(":")[0] for each in self.differences))
        more = f" and {len(labels) - 3} more" if len(labels) > 3 else ""
        return ", ".join(labels[:3]) + more


@dataclass(frozen=True)
class _Ground:
    """What the edits of a page are compared with."""

    contents: dict[int, Content]
    referrals: dict[int, tuple[Referral, int]]
    names: Names
    scale: Levels


def shown_of(edits: Iterable[Edit], *, today: date) -> list[Shown]:
    """Return each edit with what it changes, in words."""
    found = list(edits)
    of_entries = [edit for edit in found if edit.kind != Edit.Kind.REFERRAL]
    keys = {edit.listing_id for edit in of_entries if edit.listing_id and edit.state in Edit.OPEN}
    now = {row.pk: content_of(row) for row in whole(Listing.objects.filter(pk__in=keys))}
    said = [content_from(tree) for edit in of_entries for tree in (edit.base, edit.proposed) if tree]
    ground = _Ground(
        now, referrals_of(edit.listing_id or 0 for edit in found if edit.kind == Edit.Kind.REFERRAL),
        names_of([*now.values(), *said], on=today), levels(on=today),
    )  # fmt: skip
    return [_shown(edit, ground) for edit in found]


def _shown(edit: Edit, ground: _Ground) -> Shown:
    key = edit.listing_id or 0
    if edit.kind == Edit.Kind.REFERRAL:
        base, proposed = referral_from(edit.base), referral_from(edit.proposed)
        stands, version = ground.referrals.get(key, (Referral(), 0))
        now = stands if edit.state in Edit.OPEN else base
        return Shown(edit, referral_differences(base, now, proposed, ground.scale), version)
    content = content_from(edit.proposed)
    version_of = edit.listing.version if edit.listing else None
    if edit.listing is None or edit.kind == Edit.Kind.NEW:
        return Shown(edit, differences(None, None, content, ground.names), version_of)
    began = content_from(edit.base)
    return Shown(edit, differences(began, ground.contents.get(key, began), content, ground.names), version_of)
