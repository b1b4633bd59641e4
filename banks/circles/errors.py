"""Refusals about the pages of circles."""

from banks.errors import BankError


class NoSuchTask(BankError):
    code = "circles.no_such_task"
    words = "There is no such standing task."


class TaskNotYours(BankError):
    code = "circles.task_not_yours"
    words = "Whoever belongs to the circle that owns this task notes that it is done."
