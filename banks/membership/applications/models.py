"""Somebody who wants to become a member: what they wrote, where they live, how it ended."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Application(models.Model):
    """One way in. What it still waits for is worked out from its facts (`rules.waits_for`), never stored.

    The link that opens it again holds a secret; only the secret's SHA-256 is kept.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Being filled in"
        SENT = "sent", "Sent"
        JOINED = "joined", "Became a member"
        DECLINED = "declined", "Declined"
        CLOSED = "closed", "Closed for want of an answer"
        WITHDRAWN = "withdrawn", "Withdrawn by the applicant"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    kind = models.CharField(max_length=12, default="person", help_text="As Member.Kind.")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True, help_text="As typed, or as found.")
    postal_code = models.CharField(max_length=12, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    about = models.TextField(max_length=1000, blank=True)
    birth_date_given = models.BooleanField(default=False, help_text="The date itself is sealed.")
    is_minor = models.BooleanField(default=False)
    recruiter_words = models.CharField(max_length=120, blank=True, help_text="Whom the applicant names.")
    recruited_by = models.ForeignKey("banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    services = models.ManyToManyField("banks.Service", blank=True, related_name="+")

    # Where they live, measured when they said so and kept as evidence.
    inside_area = models.BooleanField(null=True, blank=True, help_text="Empty: not measured yet, or not measurable.")
    distance_miles = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    driving_minutes = models.PositiveIntegerField(null=True, blank=True)
    limit_miles = models.PositiveIntegerField(null=True, blank=True)
    measured_from = models.CharField(max_length=120, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)
    rules_version_id = models.UUIDField(null=True, blank=True, help_text="The membership rules it is judged by.")
    area_decision_id = models.UUIDField(null=True, blank=True, help_text="The decision that admits beyond the area.")

    channel = models.CharField(max_length=6, choices=[("page", "Page"), ("paper", "Paper")], default="page")
    entered_by = models.ForeignKey("banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_words = models.CharField(max_length=300, blank=True, help_text="What the applicant was told.")
    emptied_at = models.DateTimeField(
        null=True, blank=True, help_text="When what was written in it was removed, long after it had ended."
    )
    member = models.OneToOneField(
        "banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="application"
    )

    class Meta:
        ordering: ClassVar = ["started_at"]
        indexes: ClassVar = [
            models.Index(fields=["touched_at"], condition=models.Q(ended_at=None), name="application_open")
        ]

    def __str__(self) -> str:
        return self.name or "Somebody"


class FirstListing(models.Model):
    """An offer or request written with the application; it becomes a listing when its writer becomes a member.

    Half a one is kept too, so that nothing typed is lost; it counts once it has a service and a title.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="first_listings")
    kind = models.CharField(max_length=8, choices=[("offer", "Offer"), ("request", "Request")])
    service = models.ForeignKey("banks.Service", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100, blank=True)
    details = models.TextField(max_length=1000, blank=True)


class Guardian(models.Model):
    """Who answers for a minor: another person, of age. Shown to coordinators alone.

    Half-filled while an application is written, and then it does not count (`facts.py`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.CASCADE, related_name="guardian"
    )
    member = models.ForeignKey(
        "banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="guardians"
    )
    name = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=60, blank=True)
    is_of_age = models.BooleanField(default=False, help_text="As they said themselves, by a tick.")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_member = models.ForeignKey("banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="wards")
