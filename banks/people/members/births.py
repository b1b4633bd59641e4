"""What a birth date says about somebody who wants to join, pure (rows L8, L19).

Guarantees: whole years as people count them, 29 February included. Refuses, each by name: days to come, days nobody
alive was born on, and people below the bank's lowest age, with the day from which they are welcome.
Called by: the application, and joining.
"""

from datetime import date

from banks.people.members.errors import BornInTheFuture, BornTooLongAgo, TooYoung
from banks.policies.kinds import MembershipPolicy

LONGEST_LIFE = 125


def check_birth_date(born: date, rules: MembershipPolicy, *, on: date) -> None:
    """Refuse a birth date that cannot be, or that is too young for this bank."""
    if born > on:
        raise BornInTheFuture()
    if age_on(born, on) > LONGEST_LIFE:
        raise BornTooLongAgo(years=LONGEST_LIFE)
    if rules.min_age is not None and age_on(born, on) < rules.min_age:
        raise TooYoung(years=rules.min_age, day=f"{of_age_on(born, rules.min_age):%-d %B %Y}")


def is_minor(born: date, rules: MembershipPolicy, *, on: date) -> bool:
    """Whether a guardian signs, by the bank's own age."""
    return age_on(born, on) < rules.guardian_under


def age_on(born: date, day: date) -> int:
    """Whole years; somebody born on 29 February has their birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def of_age_on(born: date, years: int) -> date:
    """The day on which somebody reaches an age, by the same rule."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # 29 February in a common year
        return date(born.year + years, 3, 1)
