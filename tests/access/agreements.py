"""An agency in an umbrella body, and the agreements that it is a party to and is not."""

from datetime import date
from typing import Any

from tests.access.street import DAY
from tests.factories import NOW, make_agency, make_post, make_service, make_team
from wraparound.foundation.accounts.queries import actor_of
from wraparound.foundation.agencies.models import Agency, Membership
from wraparound.outcomes.access.models import Agreement, AgreementParty


class Agreements:
    """An agency in one umbrella body, and agreements of which each lacks one thing."""

    IN_FORCE = 1 | 8
    """Of the agency itself and of its body."""

    def __init__(self) -> None:
        self.agency = make_agency("voluntary", "community")
        self.body = body = make_agency()
        left, other = make_agency(), make_agency()
        today = NOW.date()
        whole = {"valid_from": date(2026, 1, 1)}
        Membership.objects.create(umbrella=body, member=self.agency, **whole)
        Membership.objects.create(umbrella=left, member=self.agency, **whole, valid_until=today - DAY)
        Membership.objects.create(umbrella=other, member=make_agency(), **whole)
        self._agree(1, self.agency)
        self._agree(8, body)
        self._agree(2, other)
        self._agree(4, left)
        self._agree(16, self.agency, agreement={"valid_from": today + DAY})
        self._agree(32, self.agency, agreement={"valid_until": today - DAY})
        self._agree(64, self.agency, party={"valid_from": today + DAY})
        self._agree(128, self.agency, party={"valid_until": today - DAY})
        self.actor = actor_of(make_post(make_team(make_service(self.agency))), now=NOW)

    def _agree(self, categories: int, agency: Agency, agreement: dict[str, Any] | None = None,
               party: dict[str, Any] | None = None) -> None:  # fmt: skip
        dates = {"valid_from": date(2026, 1, 1), "valid_until": date(2027, 1, 1)}
        signed = Agreement.objects.create(name="One", categories=categories, **{**dates, **(agreement or {})})
        AgreementParty.objects.create(
            agreement=signed, agency=agency, **{"valid_from": date(2026, 1, 1), **(party or {})}
        )
