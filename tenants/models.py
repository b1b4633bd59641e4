"""The register of banks: their schemas, host names, states and background jobs. Public schema only."""

from typing import ClassVar, NoReturn

from django.db import models
from django.utils import timezone
from django_tenants.models import DomainMixin, TenantMixin
from uuid_utils.compat import uuid7

from tenants.lifecycle import BankState


class Bank(TenantMixin):
    """A bank as the platform sees it: the row that owns a schema."""

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
            # The name comes from the id, never from the slug: renaming a bank changes a row, not a schema.
            models.CheckConstraint(
                condition=models.Q(schema_name__regex=r"^t_[0-9a-f]{12}$"),
                name="bank_schema_name_is_from_its_id",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def __enter__(self) -> NoReturn:
        """Refuse `with bank:`; see the reason below."""
        # django-tenants keeps the schema to return to in a list that all threads share: with two threads most exits
        # ended in the wrong bank.
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
    """The SQL that creates a bank's schema: the dump of the migrated template. Only the owner login writes it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sql = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="schematemplate_only_one"),
        ]


class SchemaMigration(models.Model):
    """The outcome of one migration of a bank's schema; `trouble` is empty when it went well."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    schema_name = models.CharField(max_length=63)
    ran_at = models.DateTimeField(default=timezone.now)
    applied = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-ran_at"]


class BooksProof(models.Model):
    """The outcome of the last proof of a bank's books, for the operators' desk; it holds no name and no minutes."""

    bank = models.OneToOneField(Bank, on_delete=models.CASCADE, primary_key=True, related_name="proof")
    proved_at = models.DateTimeField()
    seconds = models.FloatField()
    findings = models.PositiveIntegerField()
    first_finding = models.TextField(blank=True)


class JobRun(models.Model):
    """The last run of a background job in a bank; one row per bank and job."""

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
    """A member whose personal details a bank has erased; `replay_erasures` erases them again in a restored backup."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="erasures")
    # A bare id: foreign keys do not cross schemas.
    member_id = models.UUIDField(help_text="Id of the member in the bank's own schema.")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["bank", "member_id"], name="erasure_once")]
