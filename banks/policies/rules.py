"""Who may change the book and when a version may begin. Pure."""

from datetime import datetime
from typing import Protocol

from banks.policies.errors import PolicyInThePast, PolicyNotAllowed, PolicyReasonMissing

LONGEST_REASON = 1000


class Actor(Protocol):
    """What is asked of whoever acts; `banks.members.rules.Viewer` has it."""

    @property
    def is_administrator(self) -> bool: ...


def may_adopt(actor: Actor | None) -> bool:
    """Until decisions are taken on the platform, administrators adopt versions and give a reason."""
    return actor is not None and actor.is_administrator


def check_may_adopt(allowed: bool) -> None:
    if not allowed:
        raise PolicyNotAllowed()


def check_reason(reason: str) -> str:
    """The reason without blanks at its ends; it may not be empty, for it stands beside the rule for ever."""
    said = reason.strip()[:LONGEST_REASON]
    if not said:
        raise PolicyReasonMissing()
    return said


def check_begin(effective_at: datetime, *, now: datetime) -> None:
    """No rule begins in the past: whoever acted yesterday could not have known it."""
    if effective_at < now:
        raise PolicyInThePast(effective_at=effective_at, now=now)
