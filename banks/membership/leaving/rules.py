"""When somebody has been quiet long enough, what becomes of a balance on leaving, and what is left of a name; pure."""

from datetime import date, timedelta

from banks.policies.kinds.membership import LeavingPolicy, UpkeepPolicy

LINK_LASTS_DAYS = 365
MOST_COPIES_A_DAY = 2

REASONS = (
    ("asked", "They asked for it"),
    ("family", "Their family asked for it"),
    ("retention", "Nothing needs the details any more"),
    ("law", "A law or an authority asks for it"),
)


def quiet_since(rules: UpkeepPolicy, today: date) -> date | None:
    """Whoever was last active on this day or before it may be taken off the lists; None: nobody."""
    if rules.inactive_after is None:
        return None
    return today - timedelta(days=min(rules.inactive_after, (today - date.min).days))


def settled_minutes(balance_minutes: int, rules: LeavingPolicy) -> int:
    """What moves on the account of somebody who leaves: all of the balance, or nothing."""
    if balance_minutes > 0 and rules.hours_left == "community":
        return -balance_minutes
    if balance_minutes < 0 and rules.hours_owed == "community":
        return -balance_minutes
    return 0


def settlement_words(minutes: int) -> str:
    """What the statement says of the settling; it names nobody, because it stays for ever."""
    return "Hours left to the community on leaving" if minutes < 0 else "Hours owed, taken on by the community"


def former_name(number: int) -> str:
    """What is left of a name."""
    return f"Former member {number}"


def is_link_good(resting_since: date, today: date) -> bool:
    """Whether a link of that day's letter still wakes."""
    return resting_since <= today <= resting_since + timedelta(days=LINK_LASTS_DAYS)
