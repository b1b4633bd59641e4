"""Which banks exist, where they answer, and how far each has come. Public schema only."""

from typing import ClassVar, NoReturn

from django.db import models
from django.utils import timezone
from django_tenants.models import DomainMixin, TenantMixin
from uuid_utils.compat import uuid7

from tenants.lifecycle import BankState


class Bank(TenantMixin):
    """A bank as the platform sees it: the row that owns a schema.

    The schema's name comes from the id, never from the slug, so that renaming a
    bank changes a row and not a schema.
    """

    auto_create_schema = False  # tenants.provisioning does it, in steps that can be resumed
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=40, unique=True)
    state = models.CharField(max_length=12, choices=BankState.choices, default=BankState.REQUESTED)
    charter = models.CharField(max_length=60, help_text="The charter that founds it: a file in banks/charters.")
    founder_name = models.CharField(max_length=120, blank=True, help_text="Its first member and administrator.")
    founder_email = models.EmailField(blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True, help_text="Why the last step failed; empty when it did not.")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(schema_name__regex=r"^t_[0-9a-f]{12}$"),
                name="bank_schema_name_is_from_its_id",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def __enter__(self) -> NoReturn:
        """`with bank:` (django-tenants) keeps its way back in a list that all threads share."""
        raise TypeError("Enter a bank through tenants.context.in_bank.")


class Hostname(DomainMixin):
    """An address at which a bank answers; exactly one is primary."""

    class Meta:
        ordering: ClassVar = ["domain"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_primary=True), name="hostname_one_primary_per_bank"
            ),
            models.CheckConstraint(
                condition=models.Q(domain=models.functions.Lower("domain")), name="hostname_is_lower_case"
            ),
        ]


class SchemaTemplate(models.Model):
    """The SQL that makes a bank's schema: the dump of the migrated template, kept by the owner login."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sql = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="schematemplate_only_one"),
        ]


class SchemaMigration(models.Model):
    """How the last migration of one bank's schema went."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    schema_name = models.CharField(max_length=63)
    ran_at = models.DateTimeField(default=timezone.now)
    applied = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-ran_at"]


class BooksProof(models.Model):
    """What the last proof of a bank's books found, for the operators' desk; no name, no minutes."""

    bank = models.OneToOneField(Bank, on_delete=models.CASCADE, primary_key=True, related_name="proof")
    proved_at = models.DateTimeField()
    seconds = models.FloatField()
    findings = models.PositiveIntegerField()
    first_finding = models.TextField(blank=True)


class JobRun(models.Model):
    """How a background job last went in one bank; one row per bank and job."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="job_runs")
    name = models.CharField(max_length=60)
    last_ran = models.DateTimeField()
    seconds = models.FloatField()
    trouble = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["bank", "name"], name="jobrun_once_per_bank")]


class Erasure(models.Model):
    """Of this member of this bank nothing personal is kept. A restored backup is made to agree (`replay_erasures`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="erasures")
    member_id = models.UUIDField(help_text="In the bank's own schema; a bare id, for no reference leaves a schema.")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["bank", "member_id"], name="erasure_once")]
