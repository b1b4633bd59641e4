"""Standing tasks of domains, when each was done, and who has been told that a term ends."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class StandingTask(models.Model):
    """Something a domain asks for again and again (row V-tasks). Whoever owns the domain owns the task."""

    class Unit(models.TextChoices):
        WEEKS = "weeks", "weeks"
        MONTHS = "months", "months"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    domain = models.CharField(max_length=40, help_text="The domain's key in the kind `circles`.")
    name = models.CharField(max_length=120)
    every = models.PositiveSmallIntegerField(default=1)
    unit = models.CharField(max_length=6, choices=Unit.choices, default=Unit.MONTHS)
    begins_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["domain", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(every__gte=1), name="task_comes_again"),
        ]

    def __str__(self) -> str:
        return self.name


class TaskDone(models.Model):
    """Somebody did a standing task. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(StandingTask, on_delete=models.PROTECT, related_name="done")
    on = models.DateField()
    by = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-on", "-id"]


class TermTold(models.Model):
    """Whoever holds a role has been told that their term ends; once for each term."""

    term_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
