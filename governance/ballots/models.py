"""Ballots: the question, the frozen roll, each voter's choice, and the count."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from uuid_utils.compat import uuid7


class Ballot(models.Model):
    """One vote on a question. A ballot closes once; a question that is put again gets another row."""

    class Record(models.TextChoices):
        NAMED = "named", "Each votes for themselves"
        COUNTED = "counted", "Hands are counted"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    announcement = models.ForeignKey("governance.ProposalNotice", on_delete=models.PROTECT, related_name="ballots")
    version = models.ForeignKey("governance.ProposalVersion", on_delete=models.PROTECT, related_name="ballots")
    record = models.CharField(max_length=8, choices=Record.choices, default=Record.NAMED)
    is_secret = models.BooleanField(default=False)
    put_at = models.DateTimeField()
    put_by_id = models.UUIDField()
    eligible = models.PositiveIntegerField(help_text="How many members of the bank had a vote when it was put.")
    # The trigger `roll_is_frozen` compares the roll with this number, so no later insert can enlarge the roll.
    roll_size = models.PositiveIntegerField(default=0, help_text="How many people the roll held when it was put (D8).")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.UUIDField(null=True, blank=True)
    attested_by_id = models.UUIDField(null=True, blank=True, help_text="The second person who confirmed the count.")
    void_at = models.DateTimeField(null=True, blank=True)
    yes = models.PositiveIntegerField(null=True, blank=True)
    no = models.PositiveIntegerField(null=True, blank=True)
    abstain = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["put_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["announcement"],
                condition=models.Q(closed_at=None, void_at=None),
                name="one_open_ballot_for_a_question",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None)
                | models.Q(yes__isnull=False, no__isnull=False, abstain__isnull=False),
                name="closed_ballot_is_counted",
            ),
        ]


class RollEntry(models.Model):
    """A person in attendance when the question was put, and whether they stepped aside. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="roll")
    person_id = models.UUIDField()
    is_recused = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ballot", "person_id"], name="on_the_roll_once")]


class Vote(models.Model):
    """A voter's choice. Changing it adds a row; the last row before the close counts."""

    class Choice(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        ABSTAIN = "abstain", "Abstain"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="votes")
    person_id = models.UUIDField()
    choice = models.CharField(max_length=8, choices=Choice.choices)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["ballot", "person_id", "at"], name="vote_of_person")]


class SecretVoter(models.Model):
    """Who has voted in a secret ballot, never how."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="secret_voters")
    person_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ballot", "person_id"], name="voted_secretly_once")]


class SecretVote(models.Model):
    """A choice in a secret ballot, never whose."""

    # Random, not time-ordered as elsewhere: ids in order of voting would join votes to voters.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="secret_votes")
    choice = models.CharField(max_length=8, choices=Vote.Choice.choices)

    class Meta:
        ordering: ClassVar = ["id"]
