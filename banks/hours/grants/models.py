"""What decisions allow: gifts of hours to a member or fund, and credits for work at other organisations.

Each row is written once; what was given and credited stands in the books under `entry_id`.
"""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class GiftAuthorisation(models.Model):
    """Members may give hours to somebody who cannot earn them, or to a fund: so many, until a day (row L15)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision_id = models.UUIDField(unique=True)
    recipient = models.ForeignKey("banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fund = models.CharField(max_length=40, blank=True, help_text="Key of the fund, where no member receives.")
    minutes_most = models.PositiveIntegerField()
    ends_on = models.DateField()
    purpose = models.CharField(max_length=300)
    authorised_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-authorised_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(recipient=None) ^ models.Q(fund=""), name="gift_for_a_member_or_a_fund"
            ),
        ]


class Gift(models.Model):
    """Hours that one member gave of their own will. The form's key is its id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    authorisation = models.ForeignKey(GiftAuthorisation, null=True, on_delete=models.PROTECT, related_name="gifts")
    giver = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="gifts_given")
    recipient = models.ForeignKey(
        "banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="gifts_received"
    )
    minutes = models.PositiveIntegerField()
    given_on = models.DateField()
    given_at = models.DateTimeField()
    entry_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["-given_at"]
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(minutes__gt=0), name="gift_is_something")]


class OutsideAuthorisation(models.Model):
    """Work at an organisation that is no member is credited, up to so much a month for each member (row L20)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision_id = models.UUIDField(unique=True)
    organisation = models.CharField(max_length=120)
    minutes_a_month = models.PositiveIntegerField()
    begins_on = models.DateField()
    ends_on = models.DateField()
    authorised_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["organisation", "begins_on"]


class OutsideWork(models.Model):
    """One report of such work, credited from the bank's own account. The form's key is its id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    authorisation = models.ForeignKey(OutsideAuthorisation, on_delete=models.PROTECT, related_name="works")
    member = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="outside_works")
    minutes = models.PositiveIntegerField()
    service_date = models.DateField()
    recorded_by = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    entry_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["-service_date", "-recorded_at"]
        indexes: ClassVar = [models.Index(fields=["member", "service_date"], name="outside_work_month")]
