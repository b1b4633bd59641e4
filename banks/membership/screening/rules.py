"""Which outcomes there are, and which of two is the more careful one. Pure (row L9: in doubt, restricted).

Called by: the decision, the screeners' forms.
"""

from collections.abc import Sequence

UNLIMITED = "full"
# From the least to the most careful; somebody who is supervised always has another member beside them.
CAREFUL = ("full", "group_events_only", "supervised", "declined")


def more_careful(one: str, other: str) -> str:
    return max(one, other, key=CAREFUL.index)


def outcomes_for(levels: Sequence[str], *, is_member: bool) -> tuple[str, ...]:
    """What a bank's rules allow; an applicant may also be declined, a member may not."""
    allowed = {UNLIMITED, *levels} | (set() if is_member else {"declined"})
    return tuple(outcome for outcome in CAREFUL if outcome in allowed)
