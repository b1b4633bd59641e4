"""The circles of a bank as they stand: the policy book's tree, and the people in it.

Called by: the acts about circles, the pages, rounds and selections.
"""

from datetime import datetime
from uuid import UUID

from banks.clock import bank_day
from banks.policies.queries import book_of
from banks.policies.values import kind_name
from governance.circle_policy import CirclesPolicy, RolePolicy
from governance.circles.queries import survey
from governance.circles.rules import Ground, Survey

CIRCLES, ROLE = kind_name(CirclesPolicy), kind_name(RolePolicy)


def ground_at(at: datetime) -> Ground:
    """What is in force about circles at a moment, for the bank's day."""
    book = book_of([CIRCLES, ROLE], at)
    return Ground(book.value(CirclesPolicy), book.value(RolePolicy).holdover, bank_day(at))


def survey_at(at: datetime) -> Survey:
    """All circles with their people at a moment."""
    return survey(ground_at(at))


def circles_version(at: datetime) -> UUID:
    """The version of the circles that a change would follow."""
    return book_of([CIRCLES], at).in_force(CirclesPolicy).version_id
