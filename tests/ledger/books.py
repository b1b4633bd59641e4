"""What the ledger's tests share: a bank's books with a few accounts, and short words for posting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from ledger.accounts import NO_LIMITS, Limits, open_account
from ledger.journal import Posted, post_entry, reverse_entry

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = date(2026, 10, 31)
ACTOR = UUID("00000000-0000-7000-8000-00000000aaaa")
POLICY = UUID("00000000-0000-7000-8000-00000000bbbb")
DECISION = UUID("00000000-0000-7000-8000-00000000cccc")


def member(limits: Limits = NO_LIMITS) -> UUID:
    """A fresh member account in the bank we are in."""
    return open_account(kind="member", holder_id=uuid4(), now=NOW, actor_id=ACTOR, limits=limits)


def fund(limits: Limits = NO_LIMITS) -> UUID:
    """A fresh fund account in the bank we are in."""
    return open_account(
        kind="fund", key=f"fund_{uuid4().hex[:12]}", name="Fund", now=NOW, actor_id=ACTOR, limits=limits
    )


def post(postings: Mapping[UUID, int], **other: Any) -> Posted:
    """Post an exchange; name only what differs."""
    values: dict[str, Any] = {
        "key": uuid4(),
        "kind": "exchange",
        "service_date": DAY,
        "actor_id": ACTOR,
        "policy_version_id": POLICY,
        **other,
    }
    return post_entry(postings=postings, **values)


def reverse(entry_id: UUID, **other: Any) -> Posted:
    """Reverse an entry; name only what differs."""
    values: dict[str, Any] = {"key": uuid4(), "actor_id": ACTOR, "policy_version_id": POLICY, **other}
    return reverse_entry(entry_id=entry_id, **values)


@dataclass
class People:
    """Three member accounts and a fund of a bank."""

    anne: UUID = field(default_factory=member)
    bill: UUID = field(default_factory=member)
    carl: UUID = field(default_factory=member)
    fund: UUID = field(default_factory=fund)
