"""No test stands astride midnight, so "today" is one day from its first line to its last.

Guarantees: a test begins only if the day will not change before its own timeout would end it, neither in UTC nor
in any charter's zone; otherwise it waits for the new day first. Called by the conftest around every test.
"""

import time
import tomllib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.house import ROOT

CHARTERS = sorted((ROOT / "banks" / "charters").glob("*.toml"))
ZONES = {
    ZoneInfo(name)
    for name in ("UTC", *(tomllib.loads(each.read_text())["policies"]["place"]["time_zone"] for each in CHARTERS))
}
LONGEST_SECONDS = 300.0  # for a test that names no timeout, in a run without one


def next_midnight(moment: datetime) -> datetime:
    """When the first of the zones has a new day, in UTC."""
    tomorrows = ((moment.astimezone(zone).date() + timedelta(days=1), zone) for zone in ZONES)
    return min(datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) for day, zone in tomorrows)


def seconds_to_wait(moment: datetime, takes_seconds: float) -> float:
    """How long something that may take so long has to wait until it fits into one day."""
    left = (next_midnight(moment) - moment).total_seconds()
    return left if left < takes_seconds else 0.0


def allowed_seconds(item: pytest.Item) -> float:
    """After how long pytest-timeout ends this test."""
    mark = item.get_closest_marker("timeout")
    given = mark.args[0] if mark and mark.args else item.config.getoption("timeout") or item.config.getini("timeout")
    return float(given or LONGEST_SECONDS)


def wait_for_room(item: pytest.Item) -> None:
    """Return once the test fits into what is left of the day."""
    while wait := seconds_to_wait(datetime.now(UTC), allowed_seconds(item)):
        time.sleep(wait)
