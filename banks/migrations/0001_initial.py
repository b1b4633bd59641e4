"""Everything a bank keeps, with the guards that hold for every writer, also for the owner of the tables."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.text
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                ("place", models.PositiveSmallIntegerField(default=0, help_text="Order on pages.")),
            ],
            options={
                "ordering": ["place", "name"],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(help_text="The member number, also for signing in.", unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Person"), ("organisation", "Organisation")],
                        default="person",
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("street", models.CharField(blank=True, max_length=120)),
                ("town", models.CharField(blank=True, max_length=80)),
                ("postal_code", models.CharField(blank=True, max_length=12)),
                (
                    "latitude",
                    models.FloatField(
                        blank=True, help_text="The town's or postal code's point, never the house's.", null=True
                    ),
                ),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("about", models.TextField(blank=True, max_length=1000)),
                (
                    "shows_email",
                    models.CharField(
                        choices=[("nobody", "Only coordinators"), ("members", "All members")],
                        default="nobody",
                        max_length=8,
                    ),
                ),
                (
                    "shows_phone",
                    models.CharField(
                        choices=[("nobody", "Only coordinators"), ("members", "All members")],
                        default="nobody",
                        max_length=8,
                    ),
                ),
                (
                    "shows_street",
                    models.CharField(
                        choices=[("nobody", "Only coordinators"), ("members", "All members")],
                        default="nobody",
                        max_length=8,
                    ),
                ),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
                ("resting_since", models.DateField(blank=True, null=True)),
                ("has_died", models.BooleanField(default=False)),
                ("erasure_asked_at", models.DateTimeField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "is_minor",
                    models.BooleanField(
                        default=False, help_text="The birth date itself is sealed; the clock ends this."
                    ),
                ),
                ("oriented_on", models.DateField(blank=True, null=True)),
                (
                    "waiver_version",
                    models.CharField(
                        blank=True, help_text="The last version signed; the act itself is a row.", max_length=60
                    ),
                ),
                (
                    "waiver_signed_on",
                    models.DateField(blank=True, help_text="When that version was signed.", null=True),
                ),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                (
                    "recruited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="banks.member",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": [django.db.models.functions.text.Lower("name"), "number"],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OutsideAuthorisation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("decision_id", models.UUIDField(unique=True)),
                ("organisation", models.CharField(max_length=120)),
                ("minutes_a_month", models.PositiveIntegerField()),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("authorised_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["organisation", "begins_on"],
            },
        ),
        migrations.CreateModel(
            name="SealedBirthDate",
            fields=[
                (
                    "person_id",
                    models.UUIDField(help_text="The application, later the member.", primary_key=True, serialize=False),
                ),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="SealedNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("screening", "Screening"), ("reference", "Reference"), ("incident", "Safety report")],
                        max_length=10,
                    ),
                ),
                ("subject_id", models.UUIDField(db_index=True, help_text="The application or the member it is about.")),
                ("sealed", models.BinaryField()),
                ("written_by_id", models.UUIDField(null=True)),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["written_at"],
            },
        ),
        migrations.CreateModel(
            name="SealedReading",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("note_id", models.UUIDField()),
                ("subject_id", models.UUIDField(db_index=True)),
                ("reader_id", models.UUIDField(help_text="Empty: the clock, for a birthday.", null=True)),
                ("reason", models.CharField(max_length=200)),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-read_at"],
            },
        ),
        migrations.CreateModel(
            name="TermTold",
            fields=[
                ("term_id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="BankIdentity",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("bank_id", models.UUIDField()),
                ("name", models.CharField(max_length=120)),
                ("founded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="bankidentity_only_one")],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="clearance",
                        serialize=False,
                        to="banks.member",
                    ),
                ),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("pending", "Not decided yet"),
                            ("full", "Everything"),
                            ("group_events_only", "Group events"),
                            ("supervised", "Supervised activities"),
                        ],
                        default="pending",
                        max_length=20,
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("review_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("secret_sha256", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being filled in"),
                            ("sent", "Sent"),
                            ("joined", "Became a member"),
                            ("declined", "Declined"),
                            ("closed", "Closed for want of an answer"),
                            ("withdrawn", "Withdrawn by the applicant"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("kind", models.CharField(default="person", help_text="As Member.Kind.", max_length=12)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("street", models.CharField(blank=True, max_length=120)),
                ("town", models.CharField(blank=True, help_text="As typed, or as found.", max_length=80)),
                ("postal_code", models.CharField(blank=True, max_length=12)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("about", models.TextField(blank=True, max_length=1000)),
                ("birth_date_given", models.BooleanField(default=False, help_text="The date itself is sealed.")),
                ("is_minor", models.BooleanField(default=False)),
                (
                    "recruiter_words",
                    models.CharField(blank=True, help_text="Whom the applicant names.", max_length=120),
                ),
                (
                    "inside_area",
                    models.BooleanField(blank=True, help_text="Empty: not measured yet, or not measurable.", null=True),
                ),
                ("distance_miles", models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True)),
                ("driving_minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("limit_miles", models.PositiveIntegerField(blank=True, null=True)),
                ("measured_from", models.CharField(blank=True, max_length=120)),
                ("measured_at", models.DateTimeField(blank=True, null=True)),
                (
                    "rules_version_id",
                    models.UUIDField(blank=True, help_text="The membership rules it is judged by.", null=True),
                ),
                (
                    "area_decision_id",
                    models.UUIDField(blank=True, help_text="The decision that admits beyond the area.", null=True),
                ),
                (
                    "channel",
                    models.CharField(choices=[("page", "Page"), ("paper", "Paper")], default="page", max_length=6),
                ),
                ("started_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_words", models.CharField(blank=True, help_text="What the applicant was told.", max_length=300)),
                (
                    "emptied_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When what was written in it was removed, long after it had ended.",
                        null=True,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="banks.member",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="banks.member",
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application",
                        to="banks.member",
                    ),
                ),
                (
                    "recruited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="banks.member",
                    ),
                ),
            ],
            options={
                "ordering": ["started_at"],
            },
        ),
        migrations.CreateModel(
            name="DataCopy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="data_copies", to="banks.member"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("event", "Event"), ("meeting", "Organisation meeting")], max_length=8),
                ),
                ("title", models.CharField(max_length=120)),
                ("held_on", models.DateField()),
                ("minutes", models.PositiveIntegerField(help_text="How long it lasted.")),
                ("recorded_at", models.DateTimeField()),
                ("request_digest", models.BinaryField(max_length=32)),
                ("entry_id", models.UUIDField(blank=True, null=True, unique=True)),
                ("undoing_entry_id", models.UUIDField(blank=True, null=True, unique=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_reason", models.CharField(blank=True, max_length=300)),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"),
                ),
                (
                    "supervised_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who keeps an eye on it; needed when somebody there works under supervision only.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="banks.member",
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on", "title"],
            },
        ),
        migrations.CreateModel(
            name="GiftAuthorisation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("decision_id", models.UUIDField(unique=True)),
                (
                    "fund",
                    models.CharField(blank=True, help_text="Key of the fund, where no member receives.", max_length=40),
                ),
                ("minutes_most", models.PositiveIntegerField()),
                ("ends_on", models.DateField()),
                ("purpose", models.CharField(max_length=300)),
                ("authorised_at", models.DateTimeField()),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="banks.member",
                    ),
                ),
            ],
            options={
                "ordering": ["-authorised_at"],
            },
        ),
        migrations.CreateModel(
            name="Gift",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("minutes", models.PositiveIntegerField()),
                ("given_on", models.DateField()),
                ("given_at", models.DateTimeField()),
                ("entry_id", models.UUIDField()),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gifts_given", to="banks.member"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gifts_received",
                        to="banks.member",
                    ),
                ),
                (
                    "authorisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gifts",
                        to="banks.giftauthorisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-given_at"],
            },
        ),
        migrations.CreateModel(
            name="Guardian",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("relation", models.CharField(blank=True, max_length=60)),
                ("is_of_age", models.BooleanField(default=False, help_text="As they said themselves, by a tick.")),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                (
                    "application",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guardian",
                        to="banks.application",
                    ),
                ),
                (
                    "is_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wards",
                        to="banks.member",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guardians",
                        to="banks.member",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="member",
            name="household",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="members",
                to="banks.household",
            ),
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=[("offer", "Offer"), ("request", "Request")], max_length=8)),
                ("title", models.CharField(max_length=100)),
                ("details", models.TextField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be looked at"),
                            ("held", "Held until the balance is up again"),
                            ("shown", "Shown"),
                            ("hidden", "Hidden"),
                            ("closed", "Closed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_reason", models.CharField(blank=True, max_length=300)),
                (
                    "looked_at_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="banks.member",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="banks.member"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="ListingFlag",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="banks.listing"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("to_address", models.EmailField(blank=True, max_length=254)),
                ("subject", models.CharField(max_length=150)),
                ("body", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("sent", "Sent"),
                            ("paper", "To be handed over on paper"),
                            ("failed", "Could not be sent"),
                            ("withdrawn", "Not to be sent any more"),
                        ],
                        max_length=9,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("try_after", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="banks.application",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="banks.member",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
            },
        ),
        migrations.CreateModel(
            name="Orientation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=90)),
                (
                    "place",
                    models.CharField(help_text="Where people go, or the address of the online room.", max_length=200),
                ),
                ("is_online", models.BooleanField(default=False)),
                ("seats", models.PositiveSmallIntegerField(default=12)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
                (
                    "led_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="banks.member",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at"],
            },
        ),
        migrations.CreateModel(
            name="OrientationSeat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("taken_at", models.DateTimeField()),
                ("given_up_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("attended", models.BooleanField(blank=True, null=True)),
                ("marked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="banks.application"
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"
                    ),
                ),
                (
                    "orientation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taken_seats", to="banks.orientation"
                    ),
                ),
            ],
            options={
                "ordering": ["taken_at"],
            },
        ),
        migrations.CreateModel(
            name="OutsideWork",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("minutes", models.PositiveIntegerField()),
                ("service_date", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("entry_id", models.UUIDField()),
                (
                    "authorisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to="banks.outsideauthorisation",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outside_works", to="banks.member"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"),
                ),
            ],
            options={
                "ordering": ["-service_date", "-recorded_at"],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField(help_text="1, 2, 3 ... within the kind.")),
                ("body", models.JSONField()),
                ("effective_at", models.DateTimeField()),
                ("adopted_at", models.DateTimeField()),
                (
                    "adopted_by",
                    models.UUIDField(help_text="The member who adopted it; empty for the charter.", null=True),
                ),
                ("reason", models.TextField(max_length=1000)),
                (
                    "decision_id",
                    models.UUIDField(help_text="The decision that ordered it, where there was one.", null=True),
                ),
                ("charter", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["kind", "number"],
                "indexes": [models.Index(fields=["kind", "-effective_at", "-number"], name="policyversion_in_force")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="policyversion_kind_number"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="policyversion_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("charter", True), ("adopted_by__isnull", False), _connector="OR"),
                        name="policyversion_has_author",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("charter", True), ("effective_at__gte", models.F("adopted_at")), _connector="OR"
                        ),
                        name="policyversion_not_retroactive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Power",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coordinator", "Coordinator"),
                            ("administrator", "Administrator"),
                            ("sign_in_help", "Help with signing in"),
                            ("offers", "Looking at offers and requests"),
                            ("upkeep", "Keeping the list of members fresh"),
                            ("orientations", "Orientations"),
                            ("screening", "Screening"),
                            ("safety", "Safety reports"),
                        ],
                        max_length=16,
                    ),
                ),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "told_ending_at",
                    models.DateTimeField(
                        blank=True, help_text="When its holder was told that it ends soon.", null=True
                    ),
                ),
                ("told_ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="powers", to="banks.member"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReferenceCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed_note_id", models.UUIDField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("waiting", "To be asked"),
                            ("speaks_for", "Speaks for the applicant"),
                            ("doubts", "Has doubts"),
                            ("not_reached", "Could not be reached"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="references", to="banks.application"
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ScreeningCase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "first_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full", "May take part in everything"),
                            ("group_events_only", "Group events only"),
                            ("supervised", "Supervised activities only"),
                            ("declined", "Cannot become a member"),
                        ],
                        max_length=20,
                    ),
                ),
                ("first_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full", "May take part in everything"),
                            ("group_events_only", "Group events only"),
                            ("supervised", "Supervised activities only"),
                            ("declined", "Cannot become a member"),
                        ],
                        max_length=20,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("review_on", models.DateField(blank=True, null=True)),
                (
                    "application",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screening",
                        to="banks.application",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screenings",
                        to="banks.member",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"
                    ),
                ),
            ],
            options={
                "ordering": ["opened_at"],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "is_offered",
                    models.BooleanField(default=True, help_text="No longer offered ones stay for old exchanges."),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="banks.category"
                    ),
                ),
            ],
            options={
                "ordering": ["category__place", "category__name", "name"],
            },
        ),
        migrations.AddField(
            model_name="member",
            name="services",
            field=models.ManyToManyField(blank=True, related_name="providers", to="banks.service"),
        ),
        migrations.AddField(
            model_name="listing",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="banks.service"
            ),
        ),
        migrations.CreateModel(
            name="FirstListing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=[("offer", "Offer"), ("request", "Request")], max_length=8)),
                ("title", models.CharField(blank=True, max_length=100)),
                ("details", models.TextField(blank=True, max_length=1000)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="first_listings",
                        to="banks.application",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="banks.service",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded"),
                            ("held", "Held"),
                            ("undone", "Undone"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("service_date", models.DateField()),
                ("is_even", models.BooleanField(default=False, help_text="Counted for companionship; nothing moves.")),
                ("occasion", models.CharField(blank=True, help_text="Which even exchange this is.", max_length=40)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "costs_note",
                    models.CharField(blank=True, help_text="Gas, ingredients; never in the books.", max_length=300),
                ),
                ("late_reason", models.CharField(blank=True, max_length=300)),
                (
                    "channel",
                    models.CharField(
                        choices=[("page", "On the site"), ("api", "Through the API"), ("phone", "By phone")],
                        max_length=8,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("people_digest", models.BinaryField(help_text="Who gave and received on which day.", max_length=32)),
                ("request_digest", models.BinaryField(help_text="What was asked under this key.", max_length=32)),
                (
                    "entry_id",
                    models.UUIDField(blank=True, help_text="The journal entry that moved the minutes.", null=True),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_reason", models.CharField(blank=True, max_length=300)),
                ("undoing_entry_id", models.UUIDField(blank=True, null=True)),
                (
                    "looks_like",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="banks.exchange",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="banks.member",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.service"
                    ),
                ),
            ],
            options={
                "ordering": ["-recorded_at"],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="services",
            field=models.ManyToManyField(blank=True, related_name="+", to="banks.service"),
        ),
        migrations.CreateModel(
            name="StandingChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("rested", "Went to rest"),
                            ("woke", "Came back from resting"),
                            ("left", "Left"),
                            ("died", "Died"),
                            ("returned", "Came back as a member"),
                            ("erased", "Personal details erased"),
                            ("of_age", "Came of age"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standing_changes", to="banks.member"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="StandingTask",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("domain", models.CharField(help_text="The domain's key in the kind `circles`.", max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("every", models.PositiveSmallIntegerField(default=1)),
                (
                    "unit",
                    models.CharField(
                        choices=[("weeks", "weeks"), ("months", "months")], default="months", max_length=6
                    ),
                ),
                ("begins_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["domain", "name"],
                "constraints": [models.CheckConstraint(condition=models.Q(("every__gte", 1)), name="task_comes_again")],
            },
        ),
        migrations.CreateModel(
            name="TaskDone",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="done", to="banks.standingtask"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="WaiverSignature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.CharField(max_length=60)),
                (
                    "policy_version_id",
                    models.UUIDField(help_text="The version of the membership rules that holds the words signed."),
                ),
                ("text_sha256", models.CharField(help_text="Of the words as they were shown.", max_length=64)),
                ("signer_name", models.CharField(max_length=120)),
                ("as_guardian", models.BooleanField(default=False)),
                ("method", models.CharField(choices=[("screen", "On screen"), ("paper", "On paper")], max_length=6)),
                ("signed_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="banks.application",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="banks.member",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"
                    ),
                ),
            ],
            options={
                "ordering": ["-signed_at"],
            },
        ),
        migrations.CreateModel(
            name="ActingFor",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="represented_by", to="banks.member"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts_for", to="banks.member"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)), fields=("organisation", "person"), name="acting_for_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("organisation", models.F("person")), _negated=True),
                        name="acting_for_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("enrolment", "Joining the bank"),
                            ("recruiter", "Bringing in a member"),
                            ("leadership", "Leadership hours"),
                            ("levy", "Monthly contribution"),
                            ("leaving", "Balance on leaving"),
                        ],
                        max_length=12,
                    ),
                ),
                ("minutes", models.IntegerField(help_text="Plus: the bank gave; minus: the member contributed.")),
                ("service_date", models.DateField()),
                ("words", models.CharField(help_text="What the statement says.", max_length=200)),
                (
                    "about_id",
                    models.UUIDField(
                        help_text="What it was for: the member who joined, the report, the month's entry."
                    ),
                ),
                ("entry_id", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credits", to="banks.member"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="banks.member"
                    ),
                ),
            ],
            options={
                "ordering": ["-recorded_at"],
                "indexes": [models.Index(fields=["entry_id"], name="credit_entry")],
                "constraints": [
                    models.UniqueConstraint(fields=("ground", "about_id", "member"), name="credit_once_for_a_ground")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "attended_minutes",
                    models.PositiveIntegerField(help_text="Counted as companionship; moves nothing by itself."),
                ),
                ("early_minutes", models.PositiveIntegerField(default=0)),
                ("late_minutes", models.PositiveIntegerField(default=0)),
                ("hosted", models.BooleanField(default=False)),
                (
                    "credited_minutes",
                    models.PositiveIntegerField(default=0, help_text="What the bank paid this member."),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="banks.member"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="banks.event"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("event", "member"), name="attendance_once")],
            },
        ),
        migrations.CreateModel(
            name="ExchangeLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("role", models.CharField(choices=[("provider", "Provided"), ("receiver", "Received")], max_length=8)),
                ("service_minutes", models.PositiveIntegerField()),
                ("travel_minutes", models.PositiveIntegerField(default=0)),
                (
                    "counted_minutes",
                    models.PositiveIntegerField(help_text="What moved, or for an even exchange what is counted."),
                ),
                (
                    "levy_minutes",
                    models.PositiveIntegerField(default=0, help_text="Contribution to a fund, on its own posting."),
                ),
                (
                    "exchange",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="banks.exchange"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exchange_lines", to="banks.member"
                    ),
                ),
            ],
            options={
                "ordering": ["role", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("exchange", "member", "role"), name="exchangeline_one_part_each")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="giftauthorisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("recipient", None), ("fund", ""), _connector="XOR"),
                name="gift_for_a_member_or_a_fund",
            ),
        ),
        migrations.AddConstraint(
            model_name="gift",
            constraint=models.CheckConstraint(condition=models.Q(("minutes__gt", 0)), name="gift_is_something"),
        ),
        migrations.AddConstraint(
            model_name="listingflag",
            constraint=models.UniqueConstraint(fields=("listing", "member"), name="listing_flag_once"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["try_after"], name="notice_due"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state", "sent"), _negated=True), fields=["state", "made_at"], name="notice_unsent"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("application", None), ("member", None), _connector="XOR"),
                name="notice_to_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="orientationseat",
            constraint=models.UniqueConstraint(fields=("orientation", "application"), name="orientation_seat_once"),
        ),
        migrations.AddIndex(
            model_name="outsidework",
            index=models.Index(fields=["member", "service_date"], name="outside_work_month"),
        ),
        migrations.AddConstraint(
            model_name="power",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)), fields=("member", "kind"), name="power_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="screeningcase",
            constraint=models.CheckConstraint(
                condition=models.Q(("application", None), ("member", None), _connector="XOR"),
                name="screening_of_one_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="screeningcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second_by", None), models.Q(("second_by", models.F("first_by")), _negated=True), _connector="OR"
                ),
                name="screening_by_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.UniqueConstraint(fields=("category", "name"), name="service_once_in_its_category"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                django.db.models.functions.text.Lower("name"),
                models.F("number"),
                condition=models.Q(("left_on", None)),
                name="member_by_name",
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(condition=models.Q(("left_on", None)), fields=["town"], name="member_by_town"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                condition=models.Q(("erased_at", None), _negated=True), fields=["erased_at"], name="member_erased"
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"),
                name="member_leaves_after_joining",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="member_email_once",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state", "shown")), fields=["kind", "-made_at"], name="listing_shown"
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state", "shown")), fields=["-made_at", "id"], name="listing_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(
                    ("state", "waiting"), models.Q(("looked_at", None), ("state", "shown")), _connector="OR"
                ),
                fields=["made_at", "id"],
                name="listing_to_look_at",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(condition=models.Q(("state", "held")), fields=["id"], name="listing_held"),
        ),
        migrations.AddIndex(
            model_name="exchange",
            index=models.Index(fields=["people_digest"], name="exchange_people"),
        ),
        migrations.AddIndex(
            model_name="exchange",
            index=models.Index(condition=models.Q(("state", "held")), fields=["recorded_at"], name="exchange_held"),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.UniqueConstraint(fields=("entry_id",), name="exchange_one_entry"),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "recorded"), _negated=True),
                    ("is_even", True),
                    ("entry_id__isnull", False),
                    _connector="OR",
                ),
                name="exchange_recorded_is_in_the_books",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_even", False), ("entry_id", None), _connector="OR"),
                name="exchange_even_moves_nothing",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["touched_at"], name="application_open"),
        ),
        migrations.AddConstraint(
            model_name="waiversignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("application", None), ("member", None), _connector="XOR"),
                name="waiver_of_one_person",
            ),
        ),
        migrations.RunSQL((SQL / "0001_policyversion_guard.sql").read_text(), reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0001_attendance_guard.sql").read_text(), reverse_sql=migrations.RunSQL.noop),
    ]
