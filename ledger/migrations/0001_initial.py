"""The books of one bank: their tables, and the functions and guards that alone may write them (ledger/README.md)."""

from pathlib import Path

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import ledger.fields

SQL = Path(__file__).parent / "sql"
FILES = ("0001_hashes.sql", "0001_guards.sql", "0001_accounts.sql", "0001_posting.sql")


def install(apps, schema_editor):
    """The texts name this bank's schema wherever they name a table, so a guard cannot look at another bank's rows."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        # Room beside each account row keeps its updates on the same page, without touching an index.
        cursor.execute("alter table ledger_account set (fillfactor = 50)")
        for name in FILES:
            cursor.execute((SQL / name).read_text().replace("@schema@", schema))
        cursor.execute(
            "select p.oid::regprocedure::text from pg_proc p where p.pronamespace = current_schema()::regnamespace"
            " and p.proname like 'ledger\\_%'"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"revoke all on function {function} from public")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("holder_id", models.UUIDField(null=True)),
                ("key", models.CharField(max_length=40, null=True)),
                ("name", models.CharField(max_length=120)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("balance_minutes", models.BigIntegerField()),
                ("posting_count", models.BigIntegerField()),
                ("floor_minutes", models.BigIntegerField(null=True)),
                ("floor_is_hard", models.BooleanField()),
                ("ceiling_minutes", models.BigIntegerField(null=True)),
                ("ceiling_is_hard", models.BooleanField()),
                ("head_hash", models.BinaryField()),
                ("change_count", models.IntegerField()),
                ("seal", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("holder_id__isnull", False)),
                        fields=("holder_id", "kind"),
                        name="ledger_account_one_each",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key__isnull", False)),
                        fields=("key",),
                        name="ledger_account_one_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.IntegerField()),
                ("change", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=120)),
                ("closed_at", models.DateTimeField(null=True)),
                ("floor_minutes", models.BigIntegerField(null=True)),
                ("floor_is_hard", models.BooleanField()),
                ("ceiling_minutes", models.BigIntegerField(null=True)),
                ("ceiling_is_hard", models.BooleanField()),
                ("posting_count", models.BigIntegerField()),
                ("actor_id", models.UUIDField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("seal", models.BinaryField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="ledger.account",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("service_date", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("xact", ledger.fields.TransactionIdField()),
                ("actor_id", models.UUIDField()),
                ("policy_version_id", models.UUIDField()),
                ("decision_id", models.UUIDField(null=True)),
                ("body_hash", models.BinaryField()),
                (
                    "reverses",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="reversals",
                        to="ledger.journalentry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("minutes", models.IntegerField()),
                ("balance_after", models.BigIntegerField()),
                ("hash", models.BinaryField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="postings",
                        to="ledger.account",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="postings",
                        to="ledger.journalentry",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["recorded_at"], name="ledger_entry_recorded"),
        ),
        migrations.AddConstraint(
            model_name="journalentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reverses__isnull", False)),
                fields=("reverses",),
                name="ledger_entry_reversed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(fields=("entry", "account"), name="ledger_posting_one_each"),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
