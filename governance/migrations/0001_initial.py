"""Everything governance keeps, with the guards that hold for every writer, also for the owner of the tables."""

import uuid
from pathlib import Path

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "record",
                    models.CharField(
                        choices=[("named", "Each votes for themselves"), ("counted", "Hands are counted")],
                        default="named",
                        max_length=8,
                    ),
                ),
                ("is_secret", models.BooleanField(default=False)),
                ("put_at", models.DateTimeField()),
                ("put_by_id", models.UUIDField()),
                (
                    "eligible",
                    models.PositiveIntegerField(help_text="How many members of the bank had a vote when it was put."),
                ),
                (
                    "roll_size",
                    models.PositiveIntegerField(
                        default=0, help_text="How many people the roll held when it was put (D8)."
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by_id", models.UUIDField(blank=True, null=True)),
                (
                    "attested_by_id",
                    models.UUIDField(blank=True, help_text="The second person who confirmed the count.", null=True),
                ),
                ("void_at", models.DateTimeField(blank=True, null=True)),
                ("yes", models.PositiveIntegerField(blank=True, null=True)),
                ("no", models.PositiveIntegerField(blank=True, null=True)),
                ("abstain", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ["put_at"],
            },
        ),
        migrations.CreateModel(
            name="ConsentRound",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("circle", models.CharField(max_length=40)),
                (
                    "circle_size",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="How many people the circle had when the round opened (C1)."
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("present", "The proposal is presented"),
                            ("clarify", "Questions to understand it"),
                            ("react", "Quick reactions"),
                            ("consent", "The consent round"),
                            ("explore", "An objection is looked at"),
                        ],
                        default="present",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by_id", models.UUIDField()),
                ("answer_by", models.DateTimeField(help_text="Without all answers by then the round lapses.")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("rule", models.JSONField(help_text="Copy of the consent policy in force when the round opened.")),
                ("rule_version_id", models.UUIDField()),
                ("delay_days", models.PositiveSmallIntegerField()),
                ("review_months", models.PositiveSmallIntegerField()),
                (
                    "nominee_id",
                    models.UUIDField(blank=True, help_text="In a selection: the nominee, who answers last.", null=True),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adopted", "Adopted"),
                            ("lapsed", "Lapsed: not everybody answered"),
                            ("integrated", "Went on as a new version"),
                            ("escalated", "Handed to the circle above"),
                            ("dropped", "Laid down"),
                        ],
                        max_length=10,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by_id", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "ordering": ["opened_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                            ("meeting", "Members' meeting"),
                            ("meeting_of_the_whole", "Meeting of the whole"),
                            ("circle", "Circle meeting"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "circle",
                    models.CharField(
                        blank=True, help_text="The circle that meets; empty for the whole bank.", max_length=40
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("place", models.CharField(max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveIntegerField(default=90)),
                ("called_by_id", models.UUIDField()),
                ("called_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
                ("facilitator_id", models.UUIDField(blank=True, null=True)),
                ("secretary_id", models.UUIDField(blank=True, null=True)),
                ("minutes_text", models.TextField(blank=True, max_length=20000)),
                ("minutes_accepted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["starts_at"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "decision_class",
                    models.CharField(help_text="Which rule decides: a key of the kind `rule`.", max_length=40),
                ),
                ("title", models.CharField(max_length=150)),
                ("author_id", models.UUIDField()),
                ("drafted_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-drafted_at"],
            },
        ),
        migrations.CreateModel(
            name="CircleRole",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("circle", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leader", "Leader"),
                            ("delegate", "Delegate"),
                            ("facilitator", "Facilitator"),
                            ("secretary", "Secretary"),
                            ("operational", "Role of its own"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("purpose", models.TextField(blank=True, max_length=1000)),
                (
                    "domain",
                    models.CharField(
                        blank=True, help_text="For an operational role: the one domain it looks after.", max_length=40
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["circle", "made_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), models.Q(("kind", "operational"), _negated=True)),
                        fields=("circle", "kind"),
                        name="one_of_each_role_in_a_circle",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentResponse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "answer",
                    models.CharField(
                        choices=[("consent", "I consent"), ("object", "I object"), ("stand_aside", "I stand aside")],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "written_by_id",
                    models.UUIDField(help_text="The person, or the secretary of a meeting the person was in."),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="governance.consentround",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("carried", "Carried"),
                            ("lost", "Lost"),
                            ("no_quorum", "No quorum"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                ("effective_at", models.DateTimeField(help_text="When its effect is due, if the decision carried.")),
                ("review_on", models.DateField()),
                ("arithmetic", models.TextField()),
                ("tally", models.JSONField()),
                ("chain_sha256", models.CharField(max_length=64)),
                (
                    "ballot",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="governance.ballot",
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="governance.consentround",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("ends_on", models.DateField(help_text="The last day of the mandate.")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandate", to="governance.decision"
                    ),
                ),
            ],
            options={
                "ordering": ["-began_at"],
            },
        ),
        migrations.CreateModel(
            name="Caretaker",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="caretakers", to="governance.mandate"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="consentround",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                help_text="The circle's meeting in which the round goes on; none when members answer in their own time.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="governance.meeting",
            ),
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.TextField(max_length=2000)),
                ("harms", models.CharField(help_text="The aim or domain that would be harmed.", max_length=120)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrawn", "Withdrawn by who raised it"),
                            ("integrated", "Built into a new version"),
                            ("no_objection", "The circle found that it is a concern"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ended_words", models.TextField(blank=True, max_length=2000)),
                ("ended_by_id", models.UUIDField(blank=True, null=True)),
                (
                    "response",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objection",
                        to="governance.consentresponse",
                    ),
                ),
            ],
            options={
                "ordering": ["response__at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("act", models.CharField(choices=[("arrived", "Arrived"), ("left", "Left")], max_length=8)),
                (
                    "capacity",
                    models.CharField(choices=[("voting", "Votes"), ("nonvoting", "Does not vote")], max_length=10),
                ),
                ("at", models.DateTimeField()),
                ("recorded_by_id", models.UUIDField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="presences", to="governance.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("check_in", "Check-in"),
                            ("admin", "Minutes and dates"),
                            ("item", "Topic"),
                            ("check_out", "Check-out"),
                        ],
                        default="item",
                        max_length=10,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=150)),
                ("minutes", models.PositiveSmallIntegerField(default=10)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agenda", to="governance.meeting"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="governance.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["place", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProposalNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("sent_by_id", models.UUIDField()),
                ("rule", models.JSONField()),
                ("rule_version_id", models.UUIDField()),
                ("notice_days", models.PositiveSmallIntegerField()),
                ("delay_days", models.PositiveSmallIntegerField()),
                ("fewest_present", models.PositiveIntegerField()),
                ("quorum", models.JSONField(blank=True, null=True)),
                ("review_months", models.PositiveSmallIntegerField()),
                ("recipients", models.JSONField(help_text="Id of each recipient -> the channel, mail or paper.")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="announced", to="governance.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["sent_at"],
            },
        ),
        migrations.AddField(
            model_name="ballot",
            name="announcement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="governance.proposalnotice"
            ),
        ),
        migrations.CreateModel(
            name="ProposalVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("reasons", models.TextField(help_text="Why, in the author's words.", max_length=4000)),
                ("effect", models.JSONField(help_text='The act it orders: {"kind": ..., and the kind\'s own keys}.')),
                ("sha256", models.CharField(max_length=64)),
                ("made_by_id", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="governance.proposal"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddField(
            model_name="proposalnotice",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="announcements",
                to="governance.proposalversion",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="governance.proposalversion"
            ),
        ),
        migrations.AddField(
            model_name="consentround",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="governance.proposalversion"
            ),
        ),
        migrations.CreateModel(
            name="CaretakerReply",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("accepts", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="caretaker_replies",
                        to="governance.proposalversion",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddField(
            model_name="ballot",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="governance.proposalversion"
            ),
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("published_at", models.DateTimeField()),
                ("published_by_id", models.UUIDField()),
                ("rule", models.JSONField()),
                ("rule_version_id", models.UUIDField()),
                ("delay_days", models.PositiveSmallIntegerField()),
                ("review_months", models.PositiveSmallIntegerField()),
                ("recipients", models.JSONField(help_text="Id of each recipient -> the channel, mail or paper.")),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="governance.proposalversion",
                    ),
                ),
            ],
            options={
                "ordering": ["published_at"],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="publication",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision",
                to="governance.publication",
            ),
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("present", "The proposal is presented"),
                            ("clarify", "Questions to understand it"),
                            ("react", "Quick reactions"),
                            ("consent", "The consent round"),
                            ("explore", "An objection is looked at"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="governance.consentround",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Retraction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("by_id", models.UUIDField()),
                ("reason", models.TextField(max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taking_back",
                        to="governance.publication",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoleTerm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("holder_id", models.UUIDField()),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(help_text="The last day of the term that was agreed.")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="When it really ended: the holder dropped the role, or another term began.",
                        null=True,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        help_text="The selection's decision; none for the circle's first holders.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.decision",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="For the two links: the decision by which the circle above received them (invariant E4).",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.decision",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="governance.circlerole"
                    ),
                ),
            ],
            options={
                "ordering": ["begins_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="RollEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("is_recused", models.BooleanField(default=False)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roll", to="governance.ballot"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoundMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("is_asked", models.BooleanField(default=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="governance.consentround"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SecretVote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "choice",
                    models.CharField(choices=[("yes", "Yes"), ("no", "No"), ("abstain", "Abstain")], max_length=8),
                ),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="secret_votes", to="governance.ballot"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SecretVoter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secret_voters",
                        to="governance.ballot",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("circle", models.CharField(max_length=40)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("prepare", "Role, term and what it takes"),
                            ("nominate", "Each writes down a name"),
                            ("reasons", "Names and reasons are heard"),
                            ("change", "Whoever was convinced changes"),
                            ("propose", "A name is proposed"),
                            ("consent", "The circle is asked"),
                        ],
                        default="prepare",
                        max_length=8,
                    ),
                ),
                ("term_months", models.PositiveSmallIntegerField()),
                ("qualifications", models.TextField(blank=True, max_length=2000)),
                ("opened_at", models.DateTimeField()),
                ("opened_by_id", models.UUIDField()),
                (
                    "declined",
                    models.JSONField(default=list, help_text="Ids of nominees who do not want the role (E2)."),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_words", models.CharField(blank=True, max_length=300)),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="selections",
                        to="governance.meeting",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="selection",
                        to="governance.proposal",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="selections",
                        to="governance.circlerole",
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at"],
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("nominee_id", models.UUIDField(blank=True, help_text="Empty when the person passes.", null=True)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("is_change", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "selection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="governance.selection",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SelectionMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "selection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="governance.selection"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "choice",
                    models.CharField(choices=[("yes", "Yes"), ("no", "No"), ("abstain", "Abstain")], max_length=8),
                ),
                ("at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="governance.ballot"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("text", models.TextField(max_length=2000)),
                ("asks_review", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="governance.publication"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CircleMembership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("circle", models.CharField(help_text="The circle's key in the kind `circles`.", max_length=40)),
                ("person_id", models.UUIDField()),
                ("began_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "on_leave_since",
                    models.DateField(
                        blank=True,
                        help_text="While on leave, the circle informs them and does not ask for their consent.",
                        null=True,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        help_text="The circle's decision to take them in; none for the circle's first people.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.decision",
                    ),
                ),
            ],
            options={
                "ordering": ["circle", "began_on", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)), fields=("circle", "person_id"), name="in_a_circle_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("body", models.JSONField()),
                (
                    "sha256",
                    models.CharField(
                        help_text="Hash of the announced act; checked before it is carried out.", max_length=64
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("not_after", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for its day"),
                            ("done", "Carried out"),
                            ("failed", "Could not be carried out"),
                            ("cancelled", "Taken back before its day"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("made", models.JSONField(default=dict, help_text="Names and ids of the rows that the act created.")),
                ("trouble", models.CharField(blank=True, max_length=500)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="effect", to="governance.decision"
                    ),
                ),
            ],
            options={
                "ordering": ["due_at"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="effect_due")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                fields=("ended_at",), name="one_mandate_at_a_time", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="caretaker",
            constraint=models.UniqueConstraint(fields=("mandate", "person_id"), name="caretaker_once"),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("reason", ""), _negated=True), models.Q(("harms", ""), _negated=True)),
                name="objection_says_why_and_what",
            ),
        ),
        migrations.AddIndex(
            model_name="presence",
            index=models.Index(fields=["meeting", "person_id", "at"], name="presence_of_person"),
        ),
        migrations.AddConstraint(
            model_name="proposalversion",
            constraint=models.UniqueConstraint(fields=("proposal", "number"), name="proposal_version_number"),
        ),
        migrations.AddConstraint(
            model_name="consentround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("version",), name="one_open_round_for_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="consentround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("outcome", "")),
                    models.Q(("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="closed_round_has_its_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None), ("void_at", None)),
                fields=("announcement",),
                name="one_open_ballot_for_a_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at", None),
                    models.Q(("abstain__isnull", False), ("no__isnull", False), ("yes__isnull", False)),
                    _connector="OR",
                ),
                name="closed_ballot_is_counted",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ballot__isnull", False), ("publication", None), ("round", None)),
                    models.Q(("ballot", None), ("publication", None), ("round__isnull", False)),
                    models.Q(("ballot", None), ("publication__isnull", False), ("round", None)),
                    _connector="OR",
                ),
                name="decided_in_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleterm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)), fields=("role",), name="one_holder_of_a_role"
            ),
        ),
        migrations.AddConstraint(
            model_name="roleterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("begins_on"))), name="term_ends_after"
            ),
        ),
        migrations.AddConstraint(
            model_name="rollentry",
            constraint=models.UniqueConstraint(fields=("ballot", "person_id"), name="on_the_roll_once"),
        ),
        migrations.AddConstraint(
            model_name="roundmember",
            constraint=models.UniqueConstraint(fields=("round", "person_id"), name="in_a_round_once"),
        ),
        migrations.AddConstraint(
            model_name="secretvoter",
            constraint=models.UniqueConstraint(fields=("ballot", "person_id"), name="voted_secretly_once"),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("role",), name="one_open_selection_for_a_role"
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(fields=("selection", "person_id", "is_change"), name="nominates_once"),
        ),
        migrations.AddConstraint(
            model_name="selectionmember",
            constraint=models.UniqueConstraint(fields=("selection", "person_id"), name="selects_once"),
        ),
        migrations.AddIndex(
            model_name="vote",
            index=models.Index(fields=["ballot", "person_id", "at"], name="vote_of_person"),
        ),
        migrations.AddIndex(
            model_name="circlemembership",
            index=models.Index(
                condition=models.Q(("ended_on", None)), fields=["person_id"], name="circles_of_a_person"
            ),
        ),
        migrations.AddIndex(
            model_name="roleterm",
            index=models.Index(condition=models.Q(("ended_on", None)), fields=["holder_id"], name="terms_of_a_holder"),
        ),
        migrations.RunSQL((SQL / "0001_vote_guard.sql").read_text(), reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0001_round_guard.sql").read_text(), reverse_sql=migrations.RunSQL.noop),
    ]
