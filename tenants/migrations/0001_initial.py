"""The register of banks and the two functions that create and drop a bank's schema. Public schema only."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import django_tenants.postgresql_backend.base
import uuid_utils.compat
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Bank",
            fields=[
                (
                    "schema_name",
                    models.CharField(
                        db_index=True,
                        max_length=63,
                        unique=True,
                        validators=[django_tenants.postgresql_backend.base._check_schema_name],
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(max_length=40, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("schema", "Schema made"),
                            ("founded", "Founded"),
                            ("open", "Open"),
                            ("suspended", "Suspended"),
                            ("closed", "Closed"),
                        ],
                        default="requested",
                        max_length=12,
                    ),
                ),
                (
                    "charter",
                    models.CharField(help_text="The charter that founds it: a file in banks/charters.", max_length=60),
                ),
                (
                    "founder_name",
                    models.CharField(blank=True, help_text="Its first member and administrator.", max_length=120),
                ),
                ("founder_email", models.EmailField(blank=True, max_length=254)),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True, help_text="Why the last step failed; empty when it did not.")),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("member_id", models.UUIDField(help_text="Id of the member in the bank's own schema.")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="Hostname",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(db_index=True, max_length=253, unique=True)),
                ("is_primary", models.BooleanField(db_index=True, default=True)),
            ],
            options={
                "ordering": ["domain"],
            },
        ),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("last_ran", models.DateTimeField()),
                ("seconds", models.FloatField()),
                ("trouble", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="SchemaMigration",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("schema_name", models.CharField(max_length=63)),
                ("ran_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("applied", models.PositiveIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("trouble", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-ran_at"],
            },
        ),
        migrations.CreateModel(
            name="SchemaTemplate",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("sql", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="BooksProof",
            fields=[
                (
                    "bank",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="proof",
                        serialize=False,
                        to="tenants.bank",
                    ),
                ),
                ("proved_at", models.DateTimeField()),
                ("seconds", models.FloatField()),
                ("findings", models.PositiveIntegerField()),
                ("first_finding", models.TextField(blank=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name="bank",
            constraint=models.CheckConstraint(
                condition=models.Q(("schema_name__regex", "^t_[0-9a-f]{12}$")), name="bank_schema_name_is_from_its_id"
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="bank",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="erasures", to="tenants.bank"
            ),
        ),
        migrations.AddField(
            model_name="hostname",
            name="tenant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="domains", to="tenants.bank"
            ),
        ),
        migrations.AddField(
            model_name="jobrun",
            name="bank",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="job_runs", to="tenants.bank"
            ),
        ),
        migrations.AddConstraint(
            model_name="schematemplate",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="schematemplate_only_one"),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.UniqueConstraint(fields=("bank", "member_id"), name="erasure_once"),
        ),
        migrations.AddConstraint(
            model_name="hostname",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_primary", True)), fields=("tenant",), name="hostname_one_primary_per_bank"
            ),
        ),
        migrations.AddConstraint(
            model_name="hostname",
            constraint=models.CheckConstraint(
                condition=models.Q(("domain", django.db.models.functions.text.Lower("domain"))),
                name="hostname_is_lower_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobrun",
            constraint=models.UniqueConstraint(fields=("bank", "name"), name="jobrun_once_per_bank"),
        ),
        migrations.RunSQL(
            (SQL / "0001_provisioning.sql").read_text(),
            reverse_sql="drop function public.create_bank_schema(text); drop function public.drop_bank_schema(text);",
        ),
    ]
