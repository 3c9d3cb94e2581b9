"""The child: stored facts. Each is a row that knows which agency said it, when, and until when it stood.

Facts hang on a `SourceRecord` (what one agency holds of one child under one number of its own), and the
source record hangs on the child. Joining two records of one child is therefore moving source records.
"""

import secrets
import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.foundation.agencies.models import Agency, Team

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is mistaken for another over the telephone."""


def index_number() -> str:
    """Return a random index number of ten signs to be said aloud; it tells nothing of the child."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


class Child(models.Model):
    """One child of the index. Holds no fact itself: see `SourceRecord`."""

    class State(models.TextChoices):
        """Where the record is in its life."""

        LIVE = "live", "In the index"
        WAITING = "waiting", "Waiting for a person: seen and found by nobody"
        MERGED = "merged", "Merged into another record"
        ARCHIVED = "archived", "Archived"
        DESTROYED = "destroyed", "Destroyed: an empty number"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=10, unique=True, default=index_number, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LIVE)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    version = models.PositiveIntegerField(default=1, help_text="Goes up by one with every change.")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="merged_children_say_into_whom",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SourceRecord(models.Model):
    """What one agency holds of one child, under its own number."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    source_id = models.CharField(max_length=100)
    child = models.ForeignKey(Child, models.PROTECT, related_name="sources")
    digest = models.BinaryField(max_length=16, default=b"", help_text="Of the rows last read.")
    first_said_at = models.DateTimeField()
    last_said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Gone from a complete list.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_record_of_an_agencys_number", fields=["agency", "source_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}:{self.source_id}"


class Fact(models.Model):
    """What a source said at a time; a later fact of the same source supersedes it, nothing else does."""

    source = models.ForeignKey(SourceRecord, models.PROTECT, related_name="%(class)s_facts")
    said_at = models.DateTimeField()
    load_id = models.BigIntegerField(null=True, blank=True, help_text="The feed load that brought it.")
    superseded_at = models.DateTimeField(null=True, blank=True)

    IS_WHEREABOUTS = True
    """A shield leaves identity facts and hides whereabouts facts."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class Name(Fact):
    """A name, kept as it was said. A child may have no family name, or only one name."""

    class Kind(models.TextChoices):
        """What sort of name it is."""

        LEGAL = "legal", "Legal"
        KNOWN_AS = "known_as", "Known as"
        FORMER = "former", "Former"

    IS_WHEREABOUTS = False
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LEGAL)
    given_names = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


class Birth(Fact):
    """When a child was born or is expected, how sure that is, the sex, and when they died."""

    class Status(models.TextChoices):
        """How sure a birth date is (access.md section 2)."""

        CLAIMED = "claimed", "Claimed"
        DOCUMENTED = "documented", "Documented"
        ASSESSED = "assessed", "Assessed"
        DISPUTED = "disputed", "Disputed"
        EXPECTED = "expected", "Expected"

    class Sex(models.TextChoices):
        """As the census codes it."""

        MALE = "M", "Male"
        FEMALE = "F", "Female"
        UNKNOWN = "U", "Not known"

    IS_WHEREABOUTS = False
    date = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="When only the year is known.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CLAIMED)
    expected_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    died_on = models.DateField(null=True, blank=True)


class Address(Fact):
    """Where a child lives or lived, or that they have no fixed address or left England."""

    class Kind(models.TextChoices):
        """What the words of the address mean."""

        HOME = "home", "Home"
        PREVIOUS = "previous", "Previous"
        NO_FIXED = "no_fixed", "No fixed address"
        LEFT_ENGLAND = "left_england", "Left England"

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.HOME)
    lines = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=8, blank=True, help_text="Upper case with one space.")
    lived_from = models.DateField(null=True, blank=True)
    lived_until = models.DateField(null=True, blank=True)
    household = models.BigIntegerField(
        null=True, blank=True, db_index=True,
        help_text="A hash of dwelling and postcode: equal for children who share a home.",
    )  # fmt: skip


class Telephone(Fact):
    """A number that reaches the child or their home."""

    number = models.CharField(max_length=30)


class Identifier(Fact):
    """A number given by a national scheme. A failing check digit is flagged, not refused."""

    class Scheme(models.TextChoices):
        """Which numbers; the agency's own number is `SourceRecord.source_id`."""

        NHS = "nhs", "NHS number"
        UPN = "upn", "Unique pupil number"

    scheme = models.CharField(max_length=3, choices=Scheme.choices)
    value = models.CharField(max_length=20)
    passes_check = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(name="identifier_value", fields=["value", "scheme"])]


class Carer(Fact):
    """Someone who cares for the child or has responsibility for them."""

    given_names = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=60, blank=True)
    has_responsibility = models.BooleanField(null=True, help_text="Parental responsibility, when said.")
    telephone = models.CharField(max_length=30, blank=True)

    def __str__(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


class Language(Fact):
    """The child's first language and whether the family needs an interpreter."""

    first_language = models.CharField(max_length=60, blank=True)
    interpreter = models.CharField(max_length=60, blank=True)


class Setting(Fact):
    """The school or general practice, resolved to an agency or kept as it was written."""

    class Kind(models.TextChoices):
        """Which of the two."""

        SCHOOL = "school", "School"
        PRACTICE = "practice", "General practice"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    as_written = models.CharField(max_length=200)


class Involvement(Fact):
    """A service working with a child: since when, who, and how to reach them."""

    class Ground(models.TextChoices):
        """Why a sensitive service may appear at all (access.md section 2)."""

        NONE = "none", "None recorded"
        CONSENT = "consent", "Explicit consent"
        HARM = "harm", "Suspicion of significant harm"

    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    as_written = models.CharField(max_length=200)
    is_sensitive = models.BooleanField(default=False)
    ground = models.CharField(max_length=8, choices=Ground.choices, default=Ground.NONE)
    worker = models.CharField(max_length=200, blank=True)
    worker_telephone = models.CharField(max_length=30, blank=True)
    worker_post_id = models.BigIntegerField(null=True, blank=True)
    involved_from = models.DateField(null=True, blank=True)
    involved_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="involvement_ends_after_it_starts",
                condition=Q(involved_until__isnull=True)
                | Q(involved_from__isnull=True)
                | Q(involved_until__gte=F("involved_from")),
            ),
        ]


class Banner(Fact):
    """What anyone with day-to-day care must know before anything else."""

    class Kind(models.TextChoices):
        """In order of harm."""

        COURT_ORDER = "court_order", "Court order"
        VISIT_SAFETY = "visit_safety", "Visit safety"
        SAFE_CONTACT = "safe_contact", "Safe contact"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.CharField(max_length=400)
    holds_until = models.DateField(null=True, blank=True)


class Standing(Fact):
    """That an assessment exists, who leads, or a status under an Act: that it is so, never what it says."""

    class Kind(models.TextChoices):
        """What stands."""

        ASSESSMENT = "assessment", "An assessment exists"
        LEAD = "lead", "Lead professional"
        IN_NEED = "in_need", "Child in need"
        PROTECTION_PLAN = "protection_plan", "Protection plan"
        LOOKED_AFTER = "looked_after", "Looked after"
        EDUCATION_PLAN = "education_plan", "Education plan"
        YOUTH_JUSTICE = "youth_justice", "Youth justice"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    responsible = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    worker = models.CharField(max_length=200, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    holds_from = models.DateField()
    holds_until = models.DateField(null=True, blank=True)


class FamilyLink(Fact):
    """That two children are siblings or twins, as a source said it."""

    class Kind(models.TextChoices):
        """How they are related."""

        SIBLING = "sibling", "Sibling"
        TWIN = "twin", "Twin"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    other = models.ForeignKey(SourceRecord, models.PROTECT, related_name="+")
