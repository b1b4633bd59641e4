"""The people of a bank, who holds which power for how long, who lives together and who acts for an organisation."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from uuid_utils.compat import uuid7


class Member(models.Model):
    """A person or an organisation in this bank. Leaving ends the membership; the row and the books stay."""

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        ORGANISATION = "organisation", "Organisation"

    class Shows(models.TextChoices):
        NOBODY = "nobody", "Only coordinators"
        MEMBERS = "members", "All members"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True, help_text="The member number, also for signing in.")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(max_length=120)
    household = models.ForeignKey(
        "banks.Household", null=True, blank=True, on_delete=models.SET_NULL, related_name="members"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="member"
    )
    account = models.OneToOneField("ledger.Account", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    latitude = models.FloatField(
        null=True, blank=True, help_text="The town's or postal code's point, never the house's."
    )
    longitude = models.FloatField(null=True, blank=True)
    about = models.TextField(blank=True, max_length=1000)
    shows_email = models.CharField(max_length=8, choices=Shows.choices, default=Shows.NOBODY)
    shows_phone = models.CharField(max_length=8, choices=Shows.choices, default=Shows.NOBODY)
    shows_street = models.CharField(max_length=8, choices=Shows.choices, default=Shows.NOBODY)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    resting_since = models.DateField(null=True, blank=True)
    has_died = models.BooleanField(default=False)
    erasure_asked_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    is_minor = models.BooleanField(default=False, help_text="The birth date itself is sealed; the clock ends this.")
    oriented_on = models.DateField(null=True, blank=True)
    waiver_version = models.CharField(
        max_length=60, blank=True, help_text="The last version signed; the act itself is a row."
    )
    waiver_signed_on = models.DateField(null=True, blank=True, help_text="When that version was signed.")
    recruited_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    services = models.ManyToManyField("banks.Service", blank=True, related_name="providers")

    class Meta:
        ordering: ClassVar = [Lower("name"), "number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(left_on=None) | models.Q(left_on__gte=models.F("joined_on")),
                name="member_leaves_after_joining",
            ),
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="member_email_once"),
        ]
        indexes: ClassVar = [
            models.Index(Lower("name"), "number", condition=models.Q(left_on=None), name="member_by_name"),
            models.Index(fields=["town"], condition=models.Q(left_on=None), name="member_by_town"),
            # The sweep of the outboxes asks for it every thirty seconds, in idle banks too.
            models.Index(fields=["erased_at"], condition=~models.Q(erased_at=None), name="member_erased"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        return self.left_on is None

    @property
    def takes_notices(self) -> bool:
        """Nothing more is sent to somebody who has died, or of whom only a number is left."""
        return not self.has_died and self.erased_at is None


class Clearance(models.Model):
    """How far a member may take part, as their screening ended. No row, or one past its review, means "not yet".

    Never shown to anybody: it is read by `capabilities` alone, and written by `banks.membership.screening`.
    """

    class Access(models.TextChoices):
        PENDING = "pending", "Not decided yet"
        FULL = "full", "Everything"
        GROUP_EVENTS_ONLY = "group_events_only", "Group events"
        SUPERVISED = "supervised", "Supervised activities"

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE, related_name="clearance")
    access = models.CharField(max_length=20, choices=Access.choices, default=Access.PENDING)
    decided_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)


class StandingChange(models.Model):
    """What happened to a membership after joining, written once."""

    class Change(models.TextChoices):
        RESTED = "rested", "Went to rest"
        WOKE = "woke", "Came back from resting"
        LEFT = "left", "Left"
        DIED = "died", "Died"
        RETURNED = "returned", "Came back as a member"
        ERASED = "erased", "Personal details erased"
        OF_AGE = "of_age", "Came of age"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="standing_changes")
    change = models.CharField(max_length=10, choices=Change.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-at"]


class Power(models.Model):
    """A power that a member was given by hand, until it ends; roles in circles bring others (`circle_powers`)."""

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", "Coordinator"
        ADMINISTRATOR = "administrator", "Administrator"
        SIGN_IN_HELP = "sign_in_help", "Help with signing in"
        OFFERS = "offers", "Looking at offers and requests"
        UPKEEP = "upkeep", "Keeping the list of members fresh"
        ORIENTATIONS = "orientations", "Orientations"
        SCREENING = "screening", "Screening"
        SAFETY = "safety", "Safety reports"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="powers")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    told_ending_at = models.DateTimeField(
        null=True, blank=True, help_text="When its holder was told that it ends soon."
    )
    told_ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "kind"], condition=models.Q(ends_on=None), name="power_once"),
        ]


class Household(models.Model):
    """Members under one roof: one letter for all, and nobody records in another's place for their own benefit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ActingFor(models.Model):
    """A person acts for an organisation, from a day to a day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="represented_by")
    person = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="acts_for")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=models.Q(ends_on=None), name="acting_for_once"
            ),
            models.CheckConstraint(condition=~models.Q(organisation=models.F("person")), name="acting_for_another"),
        ]
