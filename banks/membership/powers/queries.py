"""Reads of powers, as the administrators' page shows them."""

from datetime import date
from uuid import UUID

from banks.people.members.models import Power
from banks.people.members.queries import powers_in_force


def held_powers(*, on: date) -> list[Power]:
    """Every power in force, one row for each holder and kind: the one that lasts longest."""
    lasting: dict[tuple[UUID, str], Power] = {}
    for power in powers_in_force(on=on):
        known = lasting.setdefault((power.member_id, power.kind), power)
        if _last_day(power) > _last_day(known):
            lasting[power.member_id, power.kind] = power
    return list(lasting.values())


def _last_day(power: Power) -> date:
    return power.ends_on or date.max
