"""The clock's part in screening: reviews that are due, and what is to be forgotten.

Guarantees: whatever runs twice does nothing the second time. Called by: hosting/schedule.py.
"""

from datetime import datetime

from banks.membership.screening.deciding import reopen_expired
from banks.membership.screening.forgetting import forget_references


def round_of_screening(*, now: datetime) -> None:
    """Open the cases whose review is due; forget references ninety days after the decision."""
    reopen_expired(now=now)
    forget_references(now=now)
