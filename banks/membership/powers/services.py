"""Giving powers and taking them back, and telling their holders.

Guarantees: whoever holds a power is told when it is given, when it ends, and sixty days before; each once, however
often the clock looks. A power that was given anew for longer is not announced as ending.
Called by: the administrators' page and the clock. What a power is, and who may give it, is `banks.people.members`.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from banks.membership.powers.rules import ENDS_SOON, PLAIN_WORDS, STILL_NEWS
from banks.notices.services import notify
from banks.people.members.models import Member, Power
from banks.people.members.queries import member_by_id
from banks.people.members.rules import Viewer
from banks.people.members.services import end_power, grant_power
from banks.policies.clock import bank_day


@transaction.atomic
def give_power(*, actor: Viewer, member_id: UUID, kind: str, ends_on: date, now: datetime) -> Member:
    """Give a member a power from today to a last day, and tell them."""
    member, today = member_by_id(member_id), bank_day(now)
    known = Power.objects.filter(member=member, kind=kind, ends_on=ends_on).exists()
    grant_power(member=member, kind=kind, granted_by=actor, on=today, ends_on=ends_on)
    if not known:
        _tell(member, kind, "power_given", ends_on=ends_on, now=now)
    return member


@transaction.atomic
def take_power_back(*, actor: Viewer, power_id: UUID, now: datetime) -> Power:
    """End a power at once, and tell who held it."""
    power = end_power(actor=actor, power_id=power_id, on=bank_day(now))
    same = Power.objects.filter(member=power.member_id, kind=power.kind, ends_on__lt=bank_day(now))
    same.update(told_ending_at=now, told_ended_at=now)
    _tell(power.member, power.kind, "power_ended", ends_on=bank_day(now), now=now)
    return power


@transaction.atomic
def tell_of_powers(*, now: datetime) -> int:
    """Tell those whose power ends within sixty days, and those whose power has ended; how many."""
    today = bank_day(now)
    ended = _untold(told="told_ended_at").filter(ends_on__lt=today, ends_on__gte=today - STILL_NEWS)
    ending = _untold(told="told_ending_at").filter(ends_on__gte=today, ends_on__lte=today + ENDS_SOON)
    count = _tell_all(ended, "power_ended", told="told_ended_at", now=now)
    return count + _tell_all(ending, "power_ending", told="told_ending_at", now=now)


def _untold(*, told: str) -> QuerySet[Power]:
    """Powers of current members whose news is not told yet; two clocks at once share them."""
    rows = Power.objects.select_for_update(of=["self"], skip_locked=True)
    return rows.filter(Q(**{told: None}), member__left_on=None).select_related("member")


def _tell_all(powers: QuerySet[Power], template: str, *, told: str, now: datetime) -> int:
    count = 0
    for power in powers:
        assert power.ends_on is not None, "only powers with a last day end"
        # A power given for less than sixty days said its last day when it was given.
        is_news = template == "power_ended" or power.ends_on - power.begins_on > ENDS_SOON
        if is_news and not _goes_on(power):
            _tell(power.member, power.kind, template, ends_on=power.ends_on, now=now)
            count += 1
        setattr(power, told, now)
        power.save(update_fields=[told])
    return count


def _goes_on(power: Power) -> bool:
    """Whether the same power was given for longer."""
    same = Power.objects.filter(member=power.member_id, kind=power.kind)
    return same.filter(Q(ends_on=None) | Q(ends_on__gt=power.ends_on)).exists()


def _tell(member: Member, kind: str, template: str, *, ends_on: date, now: datetime) -> None:
    context = {"power": Power.Kind(kind).label, "words": PLAIN_WORDS[kind], "ends_on": ends_on}
    notify([member], template=template, context=context, now=now)
