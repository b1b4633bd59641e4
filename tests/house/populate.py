"""Opens the three founding banks in the tests' template database, each with a cast of people.

Run as `python -m tests.house.populate FILE` where no kept template fits, by the web login, through the same services as
everybody else. Passwords are the same for all: they are the cast's. FILE gets the names of our files whose functions
ran: a template is stale when one of them changes.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import django

from tests.house import ROOT
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


@contextmanager
def noting_what_runs(file: Path) -> Iterator[None]:
    """Write down, a line each, which files of ours had a function run."""
    ran: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            ran.add(frame.f_code)

    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)
    names = {code.co_filename for code in ran if code.co_name != "<module>"}
    outside = (ROOT / ".venv", ROOT / ".tools")
    ours = [path for path in map(Path, names) if ROOT in path.parents and not any(o in path.parents for o in outside)]
    file.write_text("\n".join(sorted(str(path.relative_to(ROOT)) for path in ours)))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hosting.settings_test")
    django.setup()
    with noting_what_runs(Path(sys.argv[1])):
        populate()
