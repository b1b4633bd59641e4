"""Each page of the address list keeps to its budget of queries and bytes, in a bank of 20 and in one of 5,000."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.budgets.growing import Measured, like, measured
from tests.budgets.judging import faults, table
from tests.budgets.reading import MEMBER, Page, Query, Reading

# The pages that were over their budget when budgets began, "role address" a line. A page that is mended leaves the
# list, and none is added: `python -m tests.budgets --bad` prints which are over still.
STILL_OVER = Path(__file__).with_name("still_over.txt")
# A regular expression over addresses, to try one page while mending it.
ONLY = os.environ.get("COMMONHOUR_BUDGETS", "")
# No reader here has what they need: a fresh sign-in, a passkey, a seat, a free gift, an objection to build in.
LEADS_ELSEWHERE = frozenset(
    {
        "/sign-in/code/confirm/", "/sign-in/passkey/", "/sign-in/second-step/", "/sign-in/again/one-time-code/",
        "/sign-in/again/passkey/", "/sign-in/ways/app/", "/sign-in/ways/app/remove/", "/sign-in/ways/recovery-codes/",
        "/sign-in/ways/recovery-codes/new/", "/sign-in/ways/recovery-codes/file/", "/sign-in/ways/passkeys/",
        "/sign-in/ways/passkeys/new/", "/sign-in/ways/passkeys/<int:pk>/name/",
        "/sign-in/ways/passkeys/<int:pk>/remove/", "/sign-in/new/", "/join/<str:secret>/",
        "/join/<str:secret>/orientation.ics", "/gifts/give/", "/rounds/<uuid:round_id>/integrate/",
        "/rounds/<uuid:round_id>/values/",
    }
)  # fmt: skip


def still_over() -> set[tuple[str, str]]:
    lines = STILL_OVER.read_text().splitlines()
    return {(role, address) for role, _, address in (line.partition(" ") for line in lines)}


@pytest.fixture(scope="module")
def found(django_db_blocker: Any) -> Iterator[Measured]:
    with django_db_blocker.unblock():
        yield measured(like(ONLY), say=lambda _: None)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_each_page_keeps_to_its_budget_at_every_size(found: Measured) -> None:
    assert found.pages, f"no page fits {ONLY}"
    bad = [page for page in found.pages if faults(page) and (page.role, page.address) not in still_over()]
    if bad:
        pytest.fail(f"{len(bad)} of {len(found.pages)} pages are over their budget:\n{table(bad)}", pytrace=False)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_list_of_pages_still_over_names_pages_that_are_read(found: Measured) -> None:
    if not ONLY:
        gone = still_over() - {(page.role, page.address) for page in found.pages}
        assert not gone, f"take them out of {STILL_OVER.name}"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_address_that_shows_something_is_read(found: Measured) -> None:
    assert set(found.unread) <= LEADS_ELSEWHERE, "these pages are in nobody's budget"


def a_page(*readings: tuple[int, int]) -> Page:
    """A member's page with so many queries and bytes at each size."""
    query = Query("select", 1.0, "here")
    told = [Reading(200, "text/html", size, 1.0, (query,) * queries) for queries, size in readings]
    return Page("/somewhere/", MEMBER, "/somewhere/", told)


@pytest.mark.parametrize(
    ("readings", "found"),
    [
        ([(10, 9_000), (10, 9_100), (10, 9_200)], []),
        ([(10, 9_000), (10, 30_000), (10, 31_000)], []),
        ([(11, 9_000), (11, 9_000), (11, 9_000)], ["over 10 queries"]),
        ([(8, 9_000), (8, 9_000), (9, 9_000)], ["queries grow"]),
        ([(8, 9_000), (9, 9_000), (9, 9_000)], ["queries grow"]),
        ([(8, 9_000), (9, 30_000), (9, 30_000)], []),
        ([(8, 9_000), (9, 30_000), (10, 30_000)], ["queries grow"]),
        ([(8, 9_000), (8, 30_000), (8, 40_000)], ["bytes grow"]),
        ([(8, 82_000), (8, 82_000), (8, 82_000)], ["over 80 KB"]),
    ],
)
def test_a_page_beyond_its_budget_is_found(readings: list[tuple[int, int]], found: list[str]) -> None:
    assert faults(a_page(*readings)) == found
