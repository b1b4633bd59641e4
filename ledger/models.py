"""The rows of the books: accounts, their history, journal entries and postings.

Guarantees: the database writes these rows through the functions in migrations/sql, never through the ORM; a bank's
role may only read them. Refuses: every UPDATE and DELETE (0001_guards.sql), also the table owner's.
Called by: the modules of this package, nobody else; other packages refer to rows by "ledger.Account".

There are no CHECK and foreign key constraints here on purpose: the guards say the same and keep their plan.
"""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from ledger.fields import TransactionIdField


class ReadOnly(models.Model):
    """Saving or deleting through the ORM is a programming error, caught before the database has to."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        raise TypeError(f"{type(self).__name__} is written by ledger.journal and ledger.accounts only.")

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("Nothing in the books is deleted; reverse the entry or close the account.")


class Account(ReadOnly):
    """Whose hours; the only row of the books that changes, one posting or one sealed change at a time."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12)
    holder_id = models.UUIDField(null=True)
    key = models.CharField(max_length=40, null=True)
    name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    balance_minutes = models.BigIntegerField()
    posting_count = models.BigIntegerField()
    floor_minutes = models.BigIntegerField(null=True)
    floor_is_hard = models.BooleanField()
    ceiling_minutes = models.BigIntegerField(null=True)
    ceiling_is_hard = models.BooleanField()
    head_hash = models.BinaryField()
    change_count = models.IntegerField()
    seal = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["holder_id", "kind"],
                condition=Q(holder_id__isnull=False),
                name="ledger_account_one_each",
            ),
            models.UniqueConstraint(fields=["key"], condition=Q(key__isnull=False), name="ledger_account_one_key"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.kind} {self.holder_id}"


class AccountChange(ReadOnly):
    """One line of an account's history: its terms from here on, sealed with all lines before."""

    pk = models.CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey(Account, models.DO_NOTHING, db_constraint=False, db_index=False)
    number = models.IntegerField()
    change = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True)
    floor_minutes = models.BigIntegerField(null=True)
    floor_is_hard = models.BooleanField()
    ceiling_minutes = models.BigIntegerField(null=True)
    ceiling_is_hard = models.BooleanField()
    posting_count = models.BigIntegerField()
    actor_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    seal = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.change} ({self.number})"


class JournalEntry(ReadOnly):
    """One balanced event, for ever. Its id is the caller's idempotency key."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12)
    service_date = models.DateField()
    recorded_at = models.DateTimeField()
    xact = TransactionIdField()
    actor_id = models.UUIDField()
    policy_version_id = models.UUIDField()
    decision_id = models.UUIDField(null=True)
    reverses = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="reversals"
    )
    body_hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="ledger_entry_reversed_once"
            )
        ]
        indexes: ClassVar = [BrinIndex(fields=["recorded_at"], name="ledger_entry_recorded")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.service_date}"


class Posting(ReadOnly):
    """One line of an entry: minutes to one account, with the balance they left."""

    pk = models.CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey(
        Account, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="postings"
    )
    number = models.BigIntegerField()
    entry = models.ForeignKey(
        JournalEntry, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="postings"
    )
    minutes = models.IntegerField()
    balance_after = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "account"], name="ledger_posting_one_each")]

    def __str__(self) -> str:
        return f"{self.minutes:+d} min"
