"""The members of circles, the roles of circles, and the terms for which members hold roles.

The circles themselves, their aims and their domains are values of the policy book (kind `circles`): a domain then has
one owner at any moment, and changing it takes a decision like any other rule. These rows are the people in them.
"""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class CircleMembership(models.Model):
    """A person's time in a circle. The circle consents to their joining; they may leave at any time (invariant K5)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.CharField(max_length=40, help_text="The circle's key in the kind `circles`.")
    person_id = models.UUIDField()
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    on_leave_since = models.DateField(
        null=True, blank=True, help_text="While on leave, the circle informs them and does not ask for their consent."
    )
    decision = models.ForeignKey(
        "governance.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The circle's decision to take them in; none for the circle's first people.",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["circle", "began_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "person_id"], condition=models.Q(ended_on=None), name="in_a_circle_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person_id"], condition=models.Q(ended_on=None), name="circles_of_a_person"),
        ]


class CircleRole(models.Model):
    """A role in a circle. Leader and delegate are the two links to the circle above."""

    class Kind(models.TextChoices):
        LEADER = "leader", "Leader"
        DELEGATE = "delegate", "Delegate"
        FACILITATOR = "facilitator", "Facilitator"
        SECRETARY = "secretary", "Secretary"
        OPERATIONAL = "operational", "Role of its own"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=80)
    purpose = models.TextField(blank=True, max_length=1000)
    domain = models.CharField(
        max_length=40, blank=True, help_text="For an operational role: the one domain it looks after."
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["circle", "made_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "kind"],
                condition=models.Q(ended_at=None) & ~models.Q(kind="operational"),
                name="one_of_each_role_in_a_circle",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoleTerm(models.Model):
    """A person's term in a role. After `ends_on` the holder goes on for the holdover, then the role is vacant."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    role = models.ForeignKey(CircleRole, on_delete=models.PROTECT, related_name="terms")
    holder_id = models.UUIDField()
    begins_on = models.DateField()
    ends_on = models.DateField(help_text="The last day of the term that was agreed.")
    ended_on = models.DateField(
        null=True, blank=True, help_text="When it really ended: the holder dropped the role, or another term began."
    )
    decision = models.ForeignKey(
        "governance.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The selection's decision; none for the circle's first holders.",
    )  # fmt: skip
    received_by = models.ForeignKey(
        "governance.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="For the two links: the decision by which the circle above received them (invariant E4).",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["begins_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role"], condition=models.Q(ended_on=None), name="one_holder_of_a_role"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("begins_on")), name="term_ends_after"),
        ]
        # Every page asks which roles its viewer holds.
        indexes: ClassVar = [
            models.Index(fields=["holder_id"], condition=models.Q(ended_on=None), name="terms_of_a_holder"),
        ]
