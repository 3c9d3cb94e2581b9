"""Contacts with a family and the notes of them: what was planned, what happened, and every earlier text."""

import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.accounts.models import Post, User
from wraparound.foundation.agencies.models import Service, Team
from wraparound.foundation.area.models import Versioned
from wraparound.outcomes.children.models import Child


class Note(models.Model):
    """What one version of a contact says; `Contact` holds the newest, `Revision` each of them."""

    class Kind(models.TextChoices):
        """How the family was met."""

        HOME_VISIT = "home_visit", "Home visit"
        CLINIC = "clinic", "At a clinic"
        SCHOOL = "school", "At school or nursery"
        ELSEWHERE = "elsewhere", "At the gate or elsewhere"
        CALL = "call", "Telephone call"
        TEXT = "text", "Text message"
        EMAIL = "email", "E-mail"
        LETTER = "letter", "Letter"
        MEETING = "meeting", "Meeting"

    class State(models.TextChoices):
        """What came of it."""

        PLANNED = "planned", "Planned"
        HELD = "held", "It happened"
        NOT_BROUGHT = "not_brought", "Was not brought"
        NO_ACCESS = "no_access", "Nobody let us in or answered"
        CANCELLED_BY_US = "cancelled_by_us", "We called it off"
        CANCELLED_BY_THEM = "cancelled_by_them", "The family called it off"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=18, choices=State.choices, default=State.HELD)
    planned_for = models.DateTimeField(null=True, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True, help_text="Or when it should have happened.")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    child_seen = models.BooleanField(default=False)
    seen_alone = models.BooleanField(default=False)
    saw_mother = models.BooleanField(default=False)
    saw_father = models.BooleanField(default=False)
    saw_carer = models.BooleanField(default=False)
    seen = models.CharField(max_length=300, blank=True, help_text="Who else was there, in words.")
    words = models.TextField(max_length=8000, blank=True, help_text="What happened, or what it is for.")
    next_words = models.CharField(max_length=400, blank=True)
    next_on = models.DateField(null=True, blank=True, help_text="By when what comes next was promised.")
    significant = models.CharField(
        max_length=200, blank=True, help_text="The line of the chronology; empty: not a significant event."
    )
    is_shared = models.BooleanField(default=False, help_text="The line stands in the shared chronology.")

    class Meta:
        abstract = True


class Contact(Versioned, Note):
    """One contact of a service with a child or the family, planned or done.

    One that belongs to a case is a case note; one of the schedule, with a child of the population and
    without a case, is a record of the service. `post` is whose contact it is: who goes, or went. While a
    version waits to be countersigned `writer` stays who wrote that one, whoever puts it right before.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="contacts")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    writer = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="Of the newest version.")
    schedule_code = models.CharField(max_length=40, blank=True, help_text="Which one of the schedule it is.")
    written_at = models.DateTimeField(help_text="When it was first planned or written.")
    needs_countersign = models.BooleanField(default=False)
    countersigned_at = models.DateTimeField(null=True, blank=True)
    countersigned_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(name="contacts_of_a_child", fields=["child", "service"]),
            models.Index(name="contacts_planned_by_a_post", fields=["post", "state", "planned_for"]),
            models.Index(name="contacts_of_a_team", fields=["team", "state", "happened_at"]),
            models.Index(name="contacts_of_a_service", fields=["service", "schedule_code"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="seen_alone_is_seen", condition=Q(seen_alone=False) | Q(child_seen=True)
            ),
            models.CheckConstraint(
                name="what_is_planned_has_a_time",
                condition=~Q(state="planned") | Q(planned_for__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_happened_has_happened",
                condition=Q(state__in=["held", "not_brought", "no_access"], happened_at__isnull=False)
                | Q(state__in=["planned", "cancelled_by_us", "cancelled_by_them"], happened_at__isnull=True),
            ),
            models.CheckConstraint(
                name="nobody_is_seen_by_not_coming", condition=Q(state="held") | Q(child_seen=False)
            ),
            models.CheckConstraint(
                name="only_a_significant_event_is_shared",
                condition=Q(is_shared=False) | ~Q(significant=""),
            ),
            models.CheckConstraint(
                name="countersigned_after_it_was_written",
                condition=Q(countersigned_at__isnull=True)
                | Q(countersigned_by__isnull=False, countersigned_at__gte=F("written_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"

    @property
    def waits_for_countersign(self) -> bool:
        """Whether the supervisor of its writer has still to countersign it."""
        return self.needs_countersign and self.countersigned_at is None


class Revision(Note):
    """One version of a contact as somebody wrote it; `key` is the form's, so that sent twice it is one."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField(help_text="The version of the contact that this is.")
    key = models.UUIDField(default=uuid.uuid4)
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="one_revision_of_a_number", fields=["contact", "number"]),
            models.UniqueConstraint(name="one_writing_of_a_key", fields=["by", "key"]),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class Passage(models.Model):
    """A restricted passage of a note: kept apart from its text, and from whoever must not read it.

    It is no part of any version of the contact, so no list, comparison or earlier text has it. `user` is the
    person that it is kept from where they sign in; anybody else is named in `kept_from`. Lifted, everybody
    who reads the note reads it.
    """

    class Kind(models.TextChoices):
        """What makes it restricted."""

        PERSON = "person", "Not to be shown to a person"
        REFERRER = "referrer", "Who told us, or asked us to help"
        POLICE = "police", "What the police told us"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="passages")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField(max_length=4000)
    kept_from = models.CharField(max_length=200, blank=True, help_text="Who must not read it, in words.")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=400)
    key = models.UUIDField(default=uuid.uuid4, help_text="Of the form: sent twice is one passage.")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_because = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_passage_of_a_key", fields=["by", "key"]),
            models.CheckConstraint(
                name="a_passage_kept_from_a_person_says_whom",
                condition=~Q(kind="person") | ~Q(kept_from=""),
            ),
            models.CheckConstraint(
                name="a_lifted_passage_says_why",
                condition=Q(lifted_at__isnull=True, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"


class Misplaced(models.Model):
    """The mark that a note leaves on the record of the child on which it was written by mistake.

    It has no word of the note and does not say whose it is: `contact` is with the right child since `at`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="misplaced")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", db_index=False)
    is_of_a_case = models.BooleanField(help_text="It was a case note: whoever sees these sees the mark.")
    why = models.CharField(max_length=400)
    key = models.UUIDField(default=uuid.uuid4, help_text="Of the form: sent twice is moved once.")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="misplaced_notes_of_a_child", fields=["child", "service"])]
        constraints = [models.UniqueConstraint(name="one_moving_of_a_key", fields=["by", "key"])]

    def __str__(self) -> str:
        return f"Misplaced until {self.at:%d %b %Y}"


class Draft(models.Model):
    """What somebody had typed and not saved: theirs alone, gone when it is saved or thrown away."""

    key = models.UUIDField(help_text="Of the form that it was typed into.")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_draft_of_a_form", fields=["by", "key"])]

    def __str__(self) -> str:
        return f"Draft of {self.saved_at:%d %b %H:%M}"
