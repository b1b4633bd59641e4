"""The circles as the policy book holds them at a moment: what powers, roles, rounds and pages stand on.

Called by: `banks.people.members` for every viewer, the acts about circles, rounds, selections, pages.
"""

from datetime import date, datetime
from uuid import UUID

from banks.policies.queries import PolicyBook, book_of, book_of_day
from banks.policies.values import kind_name
from governance.circle_policy import CirclesPolicy, RolePolicy
from governance.circles.rules import CircleContext, name_of

CIRCLES, ROLE = kind_name(CirclesPolicy), kind_name(RolePolicy)


def circle_context_at(at: datetime) -> CircleContext:
    """What is in force about circles at a moment, for the bank's day."""
    book = book_of_day([CIRCLES, ROLE], at)
    return circle_context_of(book.moment, book.today)


def circle_context_of(book: PolicyBook, on: date) -> CircleContext:
    """The same from rules that have been read already."""
    return CircleContext(book.value(CirclesPolicy), book.value(RolePolicy).holdover, on)


def circle_name(key: str, at: datetime) -> str:
    """A circle's name as it is at a moment."""
    return name_of(circle_context_at(at).circles, key)


def circles_version(at: datetime) -> UUID:
    """The version of the circles that a change would follow."""
    return book_of([CIRCLES], at).in_force(CirclesPolicy).version_id
