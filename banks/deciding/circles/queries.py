"""The circles of a bank as they stand: the policy book's tree, the people in it, their standing tasks.

Called by: the acts about circles, the pages, rounds and selections.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from banks.deciding.circles.errors import NoSuchTask
from banks.deciding.circles.models import StandingTask, TaskDone
from banks.deciding.circles.rules import TaskStanding, how_often, next_due
from banks.policies.circles_in_force import circle_context_at
from governance.circles.queries import survey
from governance.circles.rules import CircleContext, Survey, owner_of


def survey_at(at: datetime) -> Survey:
    """All circles with their people at a moment."""
    return survey(circle_context_at(at))


def standing_tasks(ground: CircleContext, circles: Iterable[str] | None = None) -> list[TaskStanding]:
    """The tasks of these circles, or of all, the most urgent first; a task is where its domain is."""
    last = TaskDone.objects.filter(task=OuterRef("pk")).order_by("-on", "-id")
    rows = StandingTask.objects.filter(ended_on=None).annotate(
        last_on=Subquery(last.values("on")[:1]), last_by=Subquery(last.values("by")[:1])
    )
    wanted = None if circles is None else set(circles)
    found = []
    for row in rows:
        owner = owner_of(ground.circles, row.domain) or ""
        if wanted is None or owner in wanted:
            since = row.last_on or row.begins_on
            due = next_due(since, every=row.every, unit=row.unit)
            found.append(
                TaskStanding(
                    row.pk, row.name, row.domain, owner, how_often(row.every, row.unit),
                    row.last_on, row.last_by, due, due < ground.on,
                )
            )  # fmt: skip
    return sorted(found, key=lambda task: (task.due_on, task.name))


def task_by_id(task_id: UUID) -> StandingTask:
    found = StandingTask.objects.filter(pk=task_id, ended_on=None).first()
    if found is None:
        raise NoSuchTask()
    return found


def overdue_of(member_id: UUID, stands: Survey) -> list[TaskStanding]:
    """Overdue tasks of the circles in which somebody holds a role: for their home page."""
    mine = {held.role.circle for held in stands.held_by(member_id)}
    return [task for task in standing_tasks(stands.ground, mine) if task.is_overdue] if mine else []
