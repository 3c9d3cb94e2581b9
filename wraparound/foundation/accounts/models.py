"""People who sign in, the posts they hold, and what a post must have to be live."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from wraparound.foundation.agencies.models import Agency, Dated, Holder, Team


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is what they sign in with."""

    def create_user(self, email: str, full_name: str, password: str | None = None) -> "User":
        """Store and return a user; without a password nobody can sign in as them yet."""
        user = self.model(email=self.normalize_email(email).lower(), full_name=full_name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who can sign in. What they may do hangs on their post, never on them."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name


class Role(models.TextChoices):
    """What a post may do at all (access.md section 3); never by itself a right to see a child."""

    PRACTITIONER = "practitioner", "Practitioner"
    ASSESSOR = "assessor", "Assessor"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Designated safeguarding lead"
    DUTY = "duty", "Duty or out of hours"
    TEAM_MANAGER = "team_manager", "Team manager"
    DATA_MANAGER = "data_manager", "Data manager"
    PRIVACY_OFFICER = "privacy_officer", "Privacy officer"
    AREA_ADMINISTRATOR = "area_administrator", "Area administrator"
    ANALYST = "analyst", "Analyst, commissioner or board member"
    SERVICE_EDITOR = "service_editor", "Service editor"


class Post(Dated):
    """One person in one role in one team of one agency; whoever signs in does so as one post."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    holder = models.OneToOneField(Holder, models.PROTECT, related_name="post")
    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    title = models.CharField(max_length=200, help_text="Health visitor, pastoral worker …")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", help_text="Who employs.")
    team = models.ForeignKey(Team, models.PROTECT, related_name="posts", help_text="Where they work.")
    telephone = models.CharField(max_length=30, blank=True)
    supervisor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supervised",
        help_text="Named when the post is time-boxed: student, locum or bank staff.",
    )  # fmt: skip
    is_time_boxed = models.BooleanField(default=False)
    is_round_the_clock = models.BooleanField(default=False, help_text="Staffed at every hour by turns.")
    suspended_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Set when it ends at once.")

    class Meta(Dated.Meta):
        ordering = ["title", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="time_boxed_posts_end_and_have_a_supervisor",
                condition=Q(is_time_boxed=False)
                | (Q(supervisor__isnull=False) & Q(valid_until__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.team}"


class Clearance(models.Model):
    """A background check or training of a post; past its last day, search stops."""

    class Kind(models.TextChoices):
        """What a post must have live."""

        BACKGROUND = "background", "Background check"
        TRAINING = "training", "Training"

    post = models.ForeignKey(Post, models.CASCADE, related_name="clearances")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reference = models.CharField(max_length=50, blank=True)
    valid_from = models.DateField()
    lapses_on = models.DateField(help_text="The first day that it does not hold.")

    class Meta:
        constraints = [
            models.CheckConstraint(name="clearance_lapses_later", condition=Q(lapses_on__gt=F("valid_from"))),
            models.UniqueConstraint(
                name="one_clearance_of_a_kind_from_a_day", fields=["post", "kind", "valid_from"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} until {self.lapses_on}"


class AgencyAgreement(Dated):
    """That an agency signed the information sharing agreement; without one, its posts do not search."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="agreements")
    signed_by = models.CharField(max_length=200)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(name="an_agency_signs_once_a_day", fields=["agency", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.agency} from {self.valid_from}"


class Accountability(Dated):
    """To whom a post answers for one subject; staff work in one organisation and answer to another."""

    class Subject(models.TextChoices):
        """The subjects that a line can be for."""

        DAY_TO_DAY = "day_to_day", "Day to day"
        PROFESSIONAL = "professional", "Professional"
        CLINICAL = "clinical", "Clinical governance"
        SAFEGUARDING = "safeguarding", "Safeguarding supervision"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="lines")
    answers_to = models.ForeignKey(Post, models.PROTECT, related_name="answered_by")
    subject = models.CharField(max_length=14, choices=Subject.choices)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(name="nobody_answers_to_themselves", condition=~Q(post=F("answers_to"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}: {self.answers_to}"


class Shift(models.Model):
    """One turn of a duty or out-of-hours post on the rota."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="shift_ends_later", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(name="a_post_starts_one_shift_at_a_time", fields=["post", "starts_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.starts_at:%d %b %H:%M}"


class Invitation(models.Model):
    """An invitation to take up a post; the link holds the key, the table only its digest."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="invitation")
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Invitation to {self.post}"


class Token(models.Model):
    """What an agency's own system signs its requests with; the table holds only the digest."""

    class Scope(models.TextChoices):
        """What the agreement lets the system do."""

        SEARCH = "search", "Search and open"
        FEEDS = "feeds", "Send feeds"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    holder = models.OneToOneField(Holder, models.PROTECT, related_name="token")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    asked_minute = models.BigIntegerField(default=0, help_text="The minute, since 1970, of the last request.")
    asked = models.PositiveIntegerField(default=0, help_text="Requests in that minute.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_token_of_a_name", fields=["agency", "name"], condition=Q(revoked_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name
