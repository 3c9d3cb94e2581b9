"""Everything that the policy reads: grants, and what stands above them (access.md)."""

import uuid

from django.db import models
from django.db.models import F, Q

from wraparound.foundation.accounts.models import Post, User
from wraparound.foundation.agencies.models import Agency, Holder, Service, Team
from wraparound.outcomes.children.models import Child


class Basis(models.TextChoices):
    """Why somebody may see something: the rows of the table in access.md section 1."""

    OPENED = "opened", "opened with a reason"
    POPULATION = "population", "in the population your team serves"
    INVOLVEMENT = "involvement", "your service is working with the child"
    FINISHING = "finishing", "finishing after closing"
    REFERRAL_RECEIVED = "referral_received", "a referral your team received"
    REFERRAL_SENT = "referral_sent", "a referral you sent"
    FRONT_DOOR = "front_door", "screening a referral"
    DUTY_DESK = "duty_desk", "on duty, with a reason"
    ASSESSOR = "assessor", "assessing, as the family agreed"
    TEAM_AROUND = "team_around", "on the team around the child"
    CONSENT = "consent", "the family's consent"
    STATUTORY = "statutory", "a statutory duty"
    DECISION = "decision", "a recorded decision to share"
    AGREEMENT = "agreement", "a sharing agreement"
    SUPERVISION = "supervision", "supervising"
    ENQUIRY = "enquiry", "a safeguarding enquiry"
    SCRUTINY = "scrutiny", "a named duty of scrutiny"
    EMERGENCY = "emergency", "an emergency, with a reason"
    FAMILY = "family", "your own family"


class Reason(models.TextChoices):
    """The five coded reasons for searching and opening; words may be added to each."""

    CONTACT = "contact", "The child or family contacted us"
    WORRY = "worry", "I am worried about the child"
    REFERRAL = "referral", "A referral or request has come"
    CHECK = "check", "Checking who already works with the child"
    RECORDS = "records", "Putting our own records right"


LEFT = "left the roll; no other school has said so yet"
"""Why the grant of a school will end whose roll a child has left. What ends otherwise says otherwise."""


class Grant(models.Model):
    """Lets a holder see categories of a child, because of a basis, from an instant until an instant.

    Ended by bringing `until` forward, never deleted: why a post could see something on a day has an answer.
    """

    holder = models.ForeignKey(Holder, models.PROTECT, related_name="+", db_index=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    categories = models.PositiveSmallIntegerField(help_text="Bits of rules.Category.")
    basis = models.CharField(max_length=20, choices=Basis.choices)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Whose own records and notes the grant opens.",
    )  # fmt: skip
    record_kind = models.CharField(max_length=30, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True)
    source_kind = models.CharField(max_length=30)
    source_id = models.BigIntegerField(null=True, blank=True)
    starts_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_because = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(name="grant_of_a_holder", fields=["holder", "child", "until"]),
            models.Index(name="last_grant_of_a_holder", fields=["holder", "-id"]),
            models.Index(name="grant_of_a_child", fields=["child", "holder"]),
            models.Index(name="grant_of_a_source", fields=["source_kind", "source_id"]),
            models.Index(name="grant_of_who_left", fields=["child"], condition=Q(ended_because=LEFT)),
        ]

    def __str__(self) -> str:
        return f"{self.basis} of {self.child_id} to {self.holder_id}"


class Opening(models.Model):
    """A card opened with a reason, whereabouts shown, or an emergency: what was said when asked why."""

    class Kind(models.TextChoices):
        """What was opened."""

        CARD = "card", "Card"
        WHEREABOUTS = "whereabouts", "Address, school and telephone"
        DUTY = "duty", "Duty desk"
        FINISHING = "finishing", "Finishing"
        EMERGENCY = "emergency", "Emergency"
        GLASS = "glass", "Broken glass"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text="Counts follow the person.",
        db_index=False,
    )  # fmt: skip
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    words = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    ends_at = models.DateTimeField()
    renews = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="renewals")
    second = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(name="openings_of_a_holder", fields=["holder", "child", "ends_at"]),
            models.Index(name="openings_of_a_person", fields=["user", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.holder_id}"


WAITS = "A data manager must say whether this is a record that is protected."
"""Why a record that resembles a protected one has a shield until somebody answers. It names whoever made the
record, who is told nothing of it: that there is such a child would be told."""


class Shield(models.Model):
    """Hides where a child is from everyone but those named on it; a full shield hides the child."""

    class Level(models.TextChoices):
        """How much stays visible."""

        WHEREABOUTS = "whereabouts", "Hide where the child is"
        FULL = "full", "Hide the child"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="shields", db_index=False)
    level = models.CharField(max_length=12, choices=Level.choices)
    why = models.CharField(max_length=1000, help_text="Category safeguarding.")
    set_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    provisional_until = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(name="shield_of_a_child", fields=["child", "lifted_at"])]

    def __str__(self) -> str:
        return f"{self.get_level_display()} ({self.child_id})"


class ShieldName(models.Model):
    """Someone who sees through a shield: one post a service, two people, and a 24-hour post."""

    shield = models.ForeignKey(Shield, models.CASCADE, related_name="names", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="named_once", fields=["shield", "post"])]

    def __str__(self) -> str:
        return f"{self.post_id} on {self.shield_id}"


class Lift(models.Model):
    """A request to lift a shield: one data manager asks, a second agrees, the protected parent was asked."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shield = models.ForeignKey(Shield, models.CASCADE, related_name="lifts")
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    parent_asked_on = models.DateField()
    words = models.CharField(max_length=1000)
    agreed_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="two_people_lift", condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"Lift of {self.shield_id}"


class Block(models.Model):
    """Not this person: it follows the person through every post they hold."""

    class Kind(models.TextChoices):
        """Why the record is missing for them."""

        KIN = "kin", "Declared kin or former partner"
        NAMED = "named", "Named on the record"
        CONCERN = "concern", "Recorded as a person of concern"
        STAFF_FAMILY = "staff_family", "A colleague's family"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    kept_to = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="A colleague's family is seen by this team alone.",
    )  # fmt: skip
    starts_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(name="block_of_a_user", fields=["user", "child"]),
            models.Index(name="block_of_a_child", fields=["child"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_block_is_of_a_person_or_keeps_to_a_team",
                condition=Q(kind="staff_family", kept_to__isnull=False)
                | (~Q(kind="staff_family") & Q(user__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.child_id})"


class Adoption(models.Model):
    """The identities before and after an adoption: two records that only the adoption team can join."""

    before = models.OneToOneField(Child, models.PROTECT, related_name="adopted_as")
    after = models.OneToOneField(Child, models.PROTECT, null=True, blank=True, related_name="adopted_from")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Adoption {self.pk}"


class Consent(models.Model):
    """What a family agreed to share, in what capacity, and until they said otherwise."""

    class Capacity(models.TextChoices):
        """In what capacity it was given (access.md section 4.6)."""

        PARENT = "parent", "Parent with responsibility"
        ORDER = "order", "Holder of an order"
        GUARDIAN = "guardian", "Special guardian"
        YOUNG_PERSON = "young_person", "The young person"

    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    categories = models.PositiveSmallIntegerField()
    capacity = models.CharField(max_length=12, choices=Capacity.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Consent {self.pk}"


class Agreement(models.Model):
    """A signed agreement in force between agencies; joined when reading, never copied into grants."""

    name = models.CharField(max_length=200)
    categories = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField()

    def __str__(self) -> str:
        return self.name


class AgreementParty(models.Model):
    """An agency's dated accession to an agreement."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.agency} in {self.agreement}"
