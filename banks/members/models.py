"""The people of a bank, and who holds which power for how long."""

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
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="member"
    )
    account = models.OneToOneField("ledger.Account", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True)
    about = models.TextField(blank=True, max_length=1000)
    shows_email = models.CharField(max_length=8, choices=Shows.choices, default=Shows.NOBODY)
    shows_phone = models.CharField(max_length=8, choices=Shows.choices, default=Shows.NOBODY)
    shows_street = models.CharField(max_length=8, choices=Shows.choices, default=Shows.NOBODY)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
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

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        return self.left_on is None


class Power(models.Model):
    """A power a member holds in the bank until it ends. Circles will grant them later."""

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", "Coordinator"
        ADMINISTRATOR = "administrator", "Administrator"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="powers")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "kind"], condition=models.Q(ends_on=None), name="power_once"),
        ]
