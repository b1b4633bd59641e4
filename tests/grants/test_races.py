"""Many givers and reporters at once: no cap is passed, whoever comes first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from banks.errors import BankError
from banks.hours.grants import services
from banks.hours.grants.models import GiftAuthorisation, OutsideAuthorisation
from banks.hours.grants.queries import credited_in_month, given_under
from banks.hours.grants.services import credit_outside_work, give_hours
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day
from tenants.context import in_bank
from tenants.models import Bank
from tests.house import PATIENCE_SECONDS

GIVERS = ("Anne", "Bill", "Ramona", "Adrian", "Karen", "Jean", "Ida", "Cora")


def viewers() -> list[Viewer]:
    today = bank_day(timezone.now())
    return [viewer_of(Member.objects.get(name=name), on=today) for name in GIVERS]


def at_once(bank: Bank, acts: list[Callable[[], Any]]) -> int:
    """All in threads of their own; how many were done."""

    def one(act: Callable[[], Any]) -> bool:
        try:
            with in_bank(bank):
                act()
                return True
        except BankError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(one, acts))


def eight_gifts(bank: Bank) -> tuple[int, int]:
    """Eight hours offered where three may be given: (acknowledged, minutes given)."""
    with in_bank(bank):
        allowed = GiftAuthorisation.objects.create(
            decision_id=uuid4(), recipient=Member.objects.get(name="Nina"), minutes_most=180,
            ends_on=bank_day(timezone.now()) + timedelta(days=9), purpose="Rides", authorised_at=timezone.now(),
        )  # fmt: skip
        givers = viewers()
    done = at_once(bank, [lambda each=each: _give(each, allowed.pk) for each in givers])  # type: ignore[misc]
    with in_bank(bank):
        return done, given_under(allowed.pk)


def _give(giver: Viewer, authorisation_id: UUID) -> None:
    give_hours(actor=giver, key=uuid4(), minutes=60, authorisation_id=authorisation_id, now=timezone.now())


def all_at_the_same_time(ask: Callable[..., int]) -> Callable[..., int]:
    """Nobody goes on before all eight have their answer."""
    have_asked = Barrier(len(GIVERS), timeout=PATIENCE_SECONDS)

    def asked(*given: Any) -> int:
        found = ask(*given)
        have_asked.wait()
        return found

    return asked


def test_l15_the_cap_holds_among_eight_givers_at_once(own_lamoni: Bank) -> None:
    assert eight_gifts(own_lamoni) == (3, 180)


def test_l15_without_the_row_taken_in_turn_more_would_be_given(
    own_lamoni: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "_locked", lambda pk: GiftAuthorisation.objects.get(pk=pk))
    monkeypatch.setattr(services, "given_under", all_at_the_same_time(given_under))
    done, minutes = eight_gifts(own_lamoni)
    assert done > 3
    assert minutes > 180


def eight_reports(bank: Bank, day: date) -> int:
    """Anne reports an hour eight times at once; the minutes of the month."""
    with in_bank(bank):
        allowed = OutsideAuthorisation.objects.create(
            decision_id=uuid4(), organisation="School", minutes_a_month=120, begins_on=date(2020, 1, 1),
            ends_on=date(2099, 1, 1), authorised_at=timezone.now(),
        )  # fmt: skip
        anne = viewers()[0]

    def report() -> None:
        credit_outside_work(
            actor=anne, key=uuid4(), authorisation_id=allowed.pk, member_id=anne.member_id, minutes=60,
            service_date=day, now=timezone.now(),
        )  # fmt: skip

    at_once(bank, [report] * 8)
    with in_bank(bank):
        return credited_in_month(anne.member_id, day)


def test_l20_the_months_limit_holds_among_eight_reports_at_once(own_lamoni: Bank) -> None:
    assert eight_reports(own_lamoni, bank_day_of(own_lamoni)) == 120


def test_l20_without_the_members_row_taken_in_turn_more_would_be_credited(
    own_lamoni: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "locked_member", lambda pk: Member.objects.get(pk=pk))
    monkeypatch.setattr(services, "credited_in_month", all_at_the_same_time(credited_in_month))
    a_month_before = (bank_day_of(own_lamoni).replace(day=1) - timedelta(days=1)).replace(day=1)
    assert eight_reports(own_lamoni, a_month_before) > 120


def bank_day_of(bank: Bank) -> date:
    with in_bank(bank):
        return bank_day(timezone.now())
