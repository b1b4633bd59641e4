"""A test stands within one day: whoever would not be done before midnight begins after it."""

from datetime import datetime

import pytest

from tests import conftest
from tests.house.midnight import ZONES, allowed_seconds, next_midnight, seconds_to_wait


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("moment", "midnight"),
    [
        ("2026-12-31 23:59:59", "2027-01-01 00:00"),  # in UTC
        ("2027-01-01 00:00:00", "2027-01-01 05:00"),  # in New York
        ("2027-01-01 05:00:00", "2027-01-01 06:00"),  # in Chicago
        ("2027-01-01 06:00:00", "2027-01-02 00:00"),
        ("2028-02-29 05:30:00", "2028-02-29 06:00"),
        ("2027-03-14 05:59:00", "2027-03-14 06:00"),  # the last night of winter time
        ("2027-03-14 12:00:00", "2027-03-15 00:00"),
        ("2027-03-15 01:00:00", "2027-03-15 04:00"),
        ("2027-11-07 04:30:00", "2027-11-07 05:00"),  # the last night of summer time
        ("2027-11-08 01:00:00", "2027-11-08 05:00"),
    ],
)
def test_the_first_midnight_of_any_bank_counts(moment: str, midnight: str) -> None:
    assert next_midnight(at(moment)) == at(midnight)


def test_who_has_no_room_waits_for_the_new_day_and_nobody_else() -> None:
    assert seconds_to_wait(at("2027-01-01 05:57:01"), 180) == 179
    assert seconds_to_wait(at("2027-01-01 05:57:00"), 180) == 0
    assert seconds_to_wait(at("2027-01-01 06:00:00"), 180) == 0
    assert seconds_to_wait(at("2027-01-01 12:00:00"), 180) == 0
    assert {str(zone) for zone in ZONES} >= {"UTC", "America/Chicago", "America/New_York"}


@pytest.mark.timeout(240)
def test_a_test_has_the_room_that_its_own_timeout_gives_it(request: pytest.FixtureRequest) -> None:
    assert allowed_seconds(request.node) == 240


def test_the_wait_is_around_every_test_and_around_its_timeout(request: pytest.FixtureRequest) -> None:
    assert allowed_seconds(request.node) == float(request.config.getini("timeout"))
    around = request.node.ihook.pytest_runtest_protocol.get_hookimpls()
    assert around[-1].plugin is conftest, "the outermost"
    assert "pytest_timeout" in {each.plugin.__name__ for each in around[:-1] if hasattr(each.plugin, "__name__")}
