"""School attendance and welfare: what schools send, education at home, how missing education ended.

Attendance hangs on a `SourceRecord`, so that joining and parting two records of a child moves it too.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.accounts.models import Post
from wraparound.foundation.agencies.models import Agency, Team
from wraparound.foundation.area.models import Versioned
from wraparound.outcomes.children.models import Child, SourceRecord


class AttendanceList(models.Model):
    """One file of attendance that a school sent: how far it was read, and what became of its rows.

    Not at its end, it is taken up again by sending the same file.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    rows = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0, help_text="Rows that have been read so far.")
    written = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="each_row_of_attendance_is_counted_once",
                condition=Q(done=F("written") + F("unchanged") + F("refused"), done__lte=F("rows")),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def not_read(self) -> int:
        """How many rows have not been read yet."""
        return self.rows - self.done


class RefusedRow(models.Model):
    """A row that could not be used, by its line; the reason names no child."""

    list = models.ForeignKey(AttendanceList, models.CASCADE, related_name="refusals", db_index=False)
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(name="one_refusal_of_a_line_of_attendance", fields=["list", "line"]),
        ]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"


class Attendance(models.Model):
    """What a school said of one child for some days, in sessions: a morning or an afternoon is one."""

    source = models.ForeignKey(SourceRecord, models.PROTECT, related_name="+", db_index=False)
    school = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    first = models.DateField()
    last = models.DateField()
    possible = models.PositiveSmallIntegerField()
    attended = models.PositiveSmallIntegerField()
    authorised = models.PositiveSmallIntegerField(help_text="Absent with leave.")
    unauthorised = models.PositiveSmallIntegerField(help_text="Absent without leave.")
    late = models.PositiveSmallIntegerField(default=0, help_text="Of those attended.")
    list = models.ForeignKey(AttendanceList, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(name="attendance_of_a_child", fields=["source", "first"]),
            models.Index(name="attendance_of_a_school", fields=["school", "first"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="attendance_of_some_days_once",
                fields=["source", "school", "first", "last"],
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="attendance_adds_up",
                condition=Q(possible=F("attended") + F("authorised") + F("unauthorised")),
            ),
            models.CheckConstraint(name="late_is_attended", condition=Q(late__lte=F("attended"))),
            models.CheckConstraint(name="attendance_ends_after_it_starts", condition=Q(last__gte=F("first"))),
        ]

    def __str__(self) -> str:
        return f"{self.attended} of {self.possible} from {self.first} to {self.last}"


class HomeEducation(Versioned):
    """The register of children educated at home: since when, until when, and the yearly enquiry."""

    class Ending(models.TextChoices):
        """Why it ended."""

        SCHOOL = "school", "Goes to a school again"
        AGE = "age", "Over school age"
        AWAY = "away", "Moved to another area"
        ABROAD = "abroad", "Moved abroad"
        MISTAKE = "mistake", "Entered by mistake"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Of the form: sent twice is one entry.")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    words = models.CharField(max_length=1000, blank=True, help_text="What the family says of it.")
    due_on = models.DateField(help_text="When the next enquiry is due.")
    ends_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(name="home_educated_of_a_team", fields=["team", "ends_on", "due_on"])]
        constraints = [
            models.CheckConstraint(
                name="home_education_that_ended_says_why",
                condition=Q(ends_on__isnull=True, ending="") | (Q(ends_on__isnull=False) & ~Q(ending="")),
            ),
            models.CheckConstraint(
                name="home_education_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Educated at home since {self.starts_on}"


class Enquiry(models.Model):
    """One look at how a child is educated at home; the family may answer in any way."""

    class Outcome(models.TextChoices):
        """What was found."""

        SUITABLE = "suitable", "The education is suitable"
        MORE = "more", "More is to be asked"
        UNSUITABLE = "unsuitable", "The education does not seem suitable"
        NO_ANSWER = "no_answer", "No answer yet"

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    entry = models.ForeignKey(HomeEducation, models.PROTECT, related_name="enquiries")
    on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.on}"


class MissingEnding(models.Model):
    """How the search for a child who was missing education ended."""

    class Outcome(models.TextChoices):
        """What became of the child."""

        SCHOOL = "school", "Found: at a school"
        HOME = "home", "Found: educated at home"
        PLACE = "place", "Found: a school place is arranged"
        AWAY = "away", "Found: lives in another area, which has been told"
        ABROAD = "abroad", "Moved abroad, as confirmed"
        AGE = "age", "Over school age"
        HANDED_ON = "handed_on", "Not found: handed to police and social care"
        MISTAKE = "mistake", "Was never missing"

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.get_outcome_display()
