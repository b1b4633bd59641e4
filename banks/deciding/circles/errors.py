"""Refusals about the pages of circles."""

from banks.errors import BankError


class NoSuchTask(BankError):
    code = "circles.no_such_task"
    words = "There is no such standing task."


class TaskNeedsRole(BankError):
    code = "circles.task_needs_role"
    words = "Whoever holds a role in the circle that owns the domain decides which of its tasks come again."


class TaskNotYours(BankError):
    code = "circles.task_not_yours"
    words = "Whoever belongs to the circle that owns this task notes that it is done."
