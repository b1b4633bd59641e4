"""Who may change the book and when a version may begin. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from banks.policies.errors import PolicyInThePast, PolicyNotAllowed, PolicyReasonMissing, WaiverVersionReused

LONGEST_REASON = 1000


class Actor(Protocol):
    """What the rules ask about the acting member; `banks.people.members.rules.Viewer` has it."""

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


class SignedWords(Protocol):
    """What people sign, as `MembershipPolicy` has it: the words and the name of their version."""

    @property
    def waiver_version(self) -> str | None: ...
    @property
    def waiver_text(self) -> str: ...


def check_waiver_named_anew(value: SignedWords, earlier: Iterable[SignedWords]) -> None:
    """Other words get another version name, never one used before: a signature names the version (row L19)."""
    for known in earlier:
        same_name = value.waiver_version and known.waiver_version == value.waiver_version
        if same_name and known.waiver_text not in ("", value.waiver_text):
            raise WaiverVersionReused(version=value.waiver_version)


def check_begin(effective_at: datetime, *, now: datetime) -> None:
    """No rule begins in the past: whoever acted yesterday could not have known it."""
    if effective_at < now:
        raise PolicyInThePast(effective_at=effective_at, now=now)
