"""Sharing many cases out on one page, also for outer apps: whose each will be, what it means, one press."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wraparound.delivery.caseloads.carrying import Carrying, Person
from wraparound.delivery.caseloads.lists import Listed, Row
from wraparound.delivery.caseloads.models import Allocation
from wraparound.delivery.caseloads.pages import carry
from wraparound.delivery.caseloads.planning import Gift, allocate_many
from wraparound.delivery.caseloads.rules import WHY
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit.changes import Conflict
from wraparound.foundation.ui import fields
from wraparound.foundation.ui.questions import answers

A_PAGE = 15
"""Cases that one page shares out: each has a list of the whole team."""
GIVE = "give"


@dataclass(frozen=True)
class Line:
    """One case of the page: its row, the question who takes it, what to know first, who knows the family."""

    row: Row
    field: BoundField
    notes: tuple[str, ...] = ()
    knows: str = ""


@dataclass(frozen=True)
class Sharing:
    """What is shared out: cases, who can take them, for which part, until when, what to know of each."""

    listed: Listed
    carrying: Carrying
    part: str = Allocation.Part.LEAD
    until: datetime | None = None
    reason: str = ""
    without: frozenset[int] = frozenset()
    notes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    knows: Mapping[int, Sequence[int]] = field(default_factory=dict)

    @property
    def people(self) -> list[Person]:
        """Who can take a case: the team but for whom the cases come from."""
        return [person for person in self.carrying.people if person.post.pk not in self.without]

    def known_to(self, case_id: int) -> list[Person]:
        """Return who of them knows the family of a case, whoever knows it best first."""
        by_key = {person.post.pk: person for person in self.people}
        return [by_key[key] for key in self.knows.get(case_id, ()) if key in by_key]


class ShareForm(fields.Form):
    """A person for each case, one reason for all."""

    mark_optional = False
    reason = fields.Radios("Why these people", choices=WHY)
    words = fields.LongText("Anything to add", max_length=400, rows=2, required=False)
    seen = fields.Hidden(required=False)

    def __init__(self, *args: Any, sharing: Sharing, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sharing = sharing
        self.fields["reason"].initial = sharing.reason
        self.posts: dict[str, Post] = {str(person.post.public_id): person.post for person in sharing.people}
        for row in sharing.listed.rows:
            name = row.case.public_id.hex
            self.fields[f"to_{name}"] = fields.Select(
                f"Who takes {row.label.name}", choices=self._choices(row), required=False,
                empty="Leave as it is",
            )  # fmt: skip
            self.fields[f"version_{name}"] = fields.Hidden(required=False, initial=row.case.version)

    def _choices(self, row: Row) -> list[tuple[str, str]]:
        known = self.sharing.known_to(row.case.pk)
        rest = [person for person in self.sharing.people if person not in known]
        return [(str(each.post.public_id), f"{each.short}, knows the family") for each in known] + [
            (str(each.post.public_id), each.short) for each in rest
        ]

    @property
    def lines(self) -> list[Line]:
        """The cases with their questions, as the page draws them."""
        return [
            Line(
                row, self[f"to_{row.case.public_id.hex}"], tuple(self.sharing.notes.get(row.case.pk, ())),
                ", ".join(person.post.user.full_name for person in self.sharing.known_to(row.case.pk)),
            )
            for row in self.sharing.listed.rows
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse a page on which nobody was chosen."""
        cleaned = super().clean() or {}
        if not self.gifts(cleaned):
            first = next((name for name in self.fields if name.startswith("to_")), None)
            self.add_error(first, "Choose somebody for at least one case")
        return cleaned

    def gifts(self, cleaned: Mapping[str, Any]) -> list[Gift]:
        """Return the cases that somebody was chosen for."""
        found = []
        for row in self.sharing.listed.rows:
            chosen = self.posts.get(cleaned.get(f"to_{row.case.public_id.hex}") or "")
            if chosen:
                version = str(cleaned.get(f"version_{row.case.public_id.hex}") or 0)
                number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
                found.append(Gift(row.case, chosen, number))
        return found


def digest(choices: Sequence[object]) -> str:
    """Return what a page carries of the choices that it showed the meaning of."""
    return hashlib.sha256(repr(choices).encode()).hexdigest()[:16]


def share_out(
    request: HttpRequest, *, sharing: Sharing, template: str, back_url: str,
    context: Mapping[str, Any] | None = None, then: Callable[[list[Allocation]], object] | None = None,
) -> HttpResponse:  # fmt: skip
    """Ask who takes each case; show what it would mean; give them when that was seen and is pressed again.

    `then` is done in the same transaction as the giving, with what was given. The caller records the look.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ShareForm(answers(request), sharing=sharing)
    what_if, status = None, 200
    if form.is_valid():
        gifts = form.gifts(form.cleaned_data)
        seen = digest([(gift.case.pk, gift.post.pk) for gift in gifts])
        if request.POST.get("press") == GIVE and form.cleaned_data["seen"] == seen:
            try:
                return _give(request, sharing, gifts, form.cleaned_data, back_url, then)
            except Conflict:
                status = 409
                words = "Somebody changed one of these cases while you were choosing. Look at the list again."
                form.add_error(None, words)
            except Denied as denied:
                form.add_error(None, denied.reason)
        carry(form, **{"seen": seen} | _versions(sharing))
        given = {gift.case.pk: gift.post.pk for gift in gifts}
        what_if = sharing.carrying.after(given, [gift.case for gift in gifts], sharing.part)
    page = {"form": form, "what_if": what_if, "sharing": sharing, "back_url": back_url, "press": GIVE}
    return render(request, template, {**page, **(context or {}), "actor": actor}, status=status)


def _give(
    request: HttpRequest, sharing: Sharing, gifts: list[Gift], said: Mapping[str, Any], back_url: str,
    then: Callable[[list[Allocation]], object] | None,
) -> HttpResponse:  # fmt: skip
    actor: Actor = request.actor  # type: ignore[attr-defined]
    given = allocate_many(
        gifts=gifts, reason=said["reason"], words=said["words"], part=sharing.part, until=sharing.until,
        actor=actor, now=actor.now, then=then,
    )  # fmt: skip
    count = len(given)
    messages.success(request, f"{count} {'case was' if count == 1 else 'cases were'} given.")
    return redirect(back_url)


def _versions(sharing: Sharing) -> dict[str, str]:
    return {f"version_{row.case.public_id.hex}": str(row.case.version) for row in sharing.listed.rows}


def end_of(last_day: Any) -> datetime | None:
    """Return the end of a last day: the first instant that it is over."""
    return timezone.make_aware(datetime.combine(last_day, time.max)) if last_day else None
