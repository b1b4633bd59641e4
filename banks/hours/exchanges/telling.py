"""What those who took part in an exchange are told by mail.

Guarantees: nothing that names or quotes others is in the words made for somebody who does not see them.
Called by services, in the transaction of what they tell about.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from banks.hours.exchanges.models import Exchange, ExchangeLine
from banks.hours.exchanges.rules import RulesOfTheDay
from banks.notices.services import notify
from banks.people.members.models import Member
from banks.people.members.rules import NAMELESS, Viewer


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One person's part as a mail says it."""

    member_id: UUID
    name: str
    role: str
    service_minutes: int
    travel_minutes: int
    counted_minutes: int
    levy_minutes: int


def tell_exchange(
    exchange: Exchange, people: Iterable[Member], *, actor: Viewer, rules: RulesOfTheDay, template: str, now: datetime
) -> None:
    """Tell everybody on the exchange (rows L2, D-phone), unless the bank's rule says not to."""
    if not rules.report.notify_both:
        return
    lines = list(exchange.lines.select_related("member"))
    notify(
        people,
        template=template,
        context={
            "service": exchange.service,
            "service_date": exchange.service_date,
            "is_even": exchange.is_even,
            "by_phone": exchange.channel == Exchange.Channel.PHONE,
            "lines": [_told(line, NAMELESS) for line in lines],
            "recorded_by": NAMELESS,
            "hours": rules.hours,
        },
        named={
            "lines": [_told(line, line.member.name) for line in lines],
            "recorded_by": actor.name,
            "note": exchange.note,
            "costs_note": exchange.costs_note,
            "undone_reason": exchange.undone_reason,
        },
        now=now,
    )


def _told(line: ExchangeLine, name: str) -> ToldLine:
    return ToldLine(
        line.member_id,
        name,
        line.role,
        line.service_minutes,
        line.travel_minutes,
        line.counted_minutes,
        line.levy_minutes,
    )
