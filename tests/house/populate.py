"""Opens the three founding banks in the tests' template database, each with a cast of people.

Run once per test run as `python -m tests.house.populate`, by the web login, through the
same services as everybody else. Passwords are the same for all: they are the cast's.
"""

import os

import django

from tests.house.cast import EXTRAS, MEMBERS, PASSWORD

BANKS = [
    ("timeBanking/Lamoni", "lamoni", "timebanking_lamoni"),
    ("Valley Time Trade", "valley", "valley_time_trade"),
    ("Time Exchange of Door County", "door", "door_county"),
]


def populate() -> None:
    """Open the banks and take in their people long enough ago for late reports, and before any fixed date of a test."""
    from datetime import UTC, datetime, timedelta

    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from banks.identity.rules import NOBODY
    from banks.people.members.services import NewMember, grant_power, take_in
    from banks.policies.clock import bank_day
    from banks.policies.kinds import MembershipPolicy
    from banks.policies.queries import policy_in_force
    from tenants.context import in_bank
    from tenants.services import open_bank

    a_year_ago = min(timezone.now() - timedelta(days=400), datetime(2025, 10, 1, 18, tzinfo=UTC))
    hashed = make_password(PASSWORD)
    for name, slug, charter in BANKS:
        bank = open_bank(name=name, slug=slug, charter=charter, now=a_year_ago)
        names = [*MEMBERS, *(EXTRAS if slug == "door" else [])]
        with in_bank(bank):
            day = bank_day(a_year_ago)
            waiver = policy_in_force(MembershipPolicy, a_year_ago).value.waiver_version or ""
            for person in names:
                mail = f"{person.lower().replace(' ', '.')}@{slug}.example"
                new = NewMember(
                    name=person, joined_on=day, email=mail, town="Sturgeon Bay",
                    oriented_on=day, waiver_version=waiver, access="full",
                )  # fmt: skip
                member = take_in(new=new, actor_id=NOBODY, now=a_year_ago)
                member.user.password = hashed  # type: ignore[union-attr]
                member.user.save(update_fields=["password"])  # type: ignore[union-attr]
                for kind in MEMBERS.get(person, ()):
                    grant_power(member=member, kind=kind, granted_by=None, on=day)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hosting.settings_test")
    django.setup()
    populate()
