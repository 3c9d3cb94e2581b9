"""A line of accountability, what is seen along it, and lines and holders that do not count."""

from datetime import date

from tests.access.street import DAY, EARLIER, Street
from tests.factories import (
    NOW,
    make_agency,
    make_child,
    make_grant,
    make_post,
    make_service,
    make_shield,
    make_team,
)
from wraparound.foundation.accounts.models import Accountability
from wraparound.foundation.accounts.queries import actor_of
from wraparound.outcomes.access.models import Basis


class Lines:
    """A nurse, her clinical lead in health, what she holds; and lines and holders that do not count."""

    def __init__(self) -> None:
        health, care = (
            make_service(make_agency("health", "health")),
            make_service(make_agency("council", "social_care")),
        )
        team = make_team(health)
        self.lead, nurse, gone = make_post(), make_post(team), make_post(team, valid_until=NOW.date() - DAY)
        before, after, stranger = make_post(team), make_post(team), make_post(team)
        today = NOW.date()
        for post, dates in (
            (nurse, {}),
            (gone, {}),
            (before, {"valid_until": today - DAY}),
            (after, {"valid_from": today + DAY}),
        ):
            Accountability.objects.create(
                post=post, answers_to=self.lead, subject=Accountability.Subject.CLINICAL,
                **{"valid_from": date(2026, 1, 1), **dates},
            )  # fmt: skip
        Accountability.objects.create(
            post=stranger,
            answers_to=nurse,
            subject=Accountability.Subject.CLINICAL,
            valid_from=date(2026, 1, 1),
        )
        self.actor = actor_of(self.lead, now=NOW)
        self.children = {}
        for name, holder, basis, given in [
            ("Hers", nurse, Basis.INVOLVEMENT, {}),
            ("Hers, for the council", nurse, Basis.INVOLVEMENT, {"service_id": care.pk}),
            ("Opened", nurse, Basis.OPENED, {}),
            ("Her team's", nurse, Basis.INVOLVEMENT, {"team": True}),
            ("Consented", nurse, Basis.CONSENT, {}),
            ("Protected", nurse, Basis.DECISION, {}),
            ("Of who is gone", gone, Basis.INVOLVEMENT, {}),
            ("Of who answered once", before, Basis.INVOLVEMENT, {}),
            ("Of who answers later", after, Basis.INVOLVEMENT, {}),
            ("One step further", stranger, Basis.INVOLVEMENT, {}),
        ]:  # fmt: skip
            self.children[name] = make_child(name)
            make_grant(actor_of(holder, now=NOW), self.children[name], basis, **given)
        make_shield(self.children["Protected"], now=EARLIER)
        self.holder = nurse.holder_id

    names = Street.names


SEEN_BY_THE_LEAD = frozenset({"Hers"})
