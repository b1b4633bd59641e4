"""Row L20: work at organisations that are no members is credited, up to two hours in a month."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from banks.hours.grants import services
from banks.hours.grants.models import OutsideAuthorisation, OutsideWork
from banks.hours.grants.queries import credited_in_month
from ledger.models import JournalEntry
from tenants.context import in_bank
from tenants.models import Bank
from tests.grants.at_lamoni import decided, made, outside_form
from tests.pages.browsing import Browser, Page, balance, key, member_id


def authorised(bank: Bank, clock: Any, **changes: Any) -> str:
    decision = decided(bank, clock, "/decisions/outside/", outside_form(**changes), yes=6)
    return str(made(decision, "outside_authorisation"))


def report(bank: Bank, name: str, authorisation: str, minutes: int, on: str = "2026-11-03", **changes: str) -> Page:
    sent = {"authorisation": authorisation, "minutes": str(minutes), "service_date": on, "key": key()} | changes
    return Browser(bank, name).post("/outside/", **sent)


def test_l20_two_hours_a_month_from_the_banks_own_account(lamoni: Bank, clock: Any) -> None:
    authorisation = authorised(lamoni, clock)
    assert report(lamoni, "Anne", authorisation, 120).status == 302
    assert balance(lamoni, "Anne") == 120
    page = Browser(lamoni, "Anne").get("/statement/").text
    assert "Work at Lamoni Food Pantry" in page
    assert "from the bank" in page
    with in_bank(lamoni):
        entry = JournalEntry.objects.get(kind="outside")
        assert entry.decision_id == OutsideAuthorisation.objects.get().decision_id


def test_l20_the_121st_minute_in_the_month_is_refused(lamoni: Bank, clock: Any) -> None:
    authorisation = authorised(lamoni, clock)
    at_once = report(lamoni, "Anne", authorisation, 121)
    assert (at_once.status, "counts up to 2 Time Dollars a month" in at_once.text) == (422, True), at_once.text
    assert report(lamoni, "Anne", authorisation, 60, "2026-11-01").status == 302
    assert report(lamoni, "Anne", authorisation, 60, "2026-11-03").status == 302
    one_more = report(lamoni, "Anne", authorisation, 1, "2026-11-02")
    assert (one_more.status, "in November 0 Time Dollars can still be credited" in one_more.text) == (422, True)
    assert balance(lamoni, "Anne") == 120
    assert report(lamoni, "Anne", authorisation, 60, "2026-10-31").status == 302, "October is another month"
    assert report(lamoni, "Bill", authorisation, 120).status == 302, "each member has a month of their own"


def test_l20_with_the_guard_out_it_would_be_credited(lamoni: Bank, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    authorisation = authorised(lamoni, clock)
    monkeypatch.setattr(services, "check_month", lambda **given: None)
    assert report(lamoni, "Anne", authorisation, 121).status == 302
    assert balance(lamoni, "Anne") == 120
    assert report(lamoni, "Anne", authorisation, 15).status == 302
    assert balance(lamoni, "Anne") == 135


def test_l20_a_second_organisation_gives_no_second_month(lamoni: Bank, clock: Any) -> None:
    pantry = authorised(lamoni, clock)
    school = authorised(lamoni, clock, organisation="Lamoni School")
    assert report(lamoni, "Anne", pantry, 90).status == 302
    assert report(lamoni, "Anne", school, 45).status == 422
    assert report(lamoni, "Anne", school, 30).status == 302


def test_l20_it_takes_two_thirds_and_the_banks_own_limit(lamoni: Bank, clock: Any) -> None:
    decision = decided(lamoni, clock, "/decisions/outside/", outside_form(), yes=5)
    assert decision.verdict == "lost"
    too_much = Browser(lamoni, "Anne").post("/decisions/outside/", **outside_form(minutes_a_month="180"))
    assert (too_much.status, "up to 2 hours a month" in too_much.text) == (422, True), too_much.text
    with in_bank(lamoni):
        assert not OutsideAuthorisation.objects.exists()


def test_l20_days_outside_to_come_or_of_somebody_else_are_refused(lamoni: Bank, clock: Any) -> None:
    authorisation = authorised(lamoni, clock)
    assert "that day is not within" in report(lamoni, "Anne", authorisation, 60, "2026-09-30").text
    assert report(lamoni, "Anne", authorisation, 60, "2026-11-29").status == 422
    sent = report(lamoni, "Anne", authorisation, 60, member=member_id(lamoni, "Bill"))
    assert sent.status == 302
    assert (balance(lamoni, "Anne"), balance(lamoni, "Bill")) == (60, 0), "members report their own work"
    assert report(lamoni, "Cora", authorisation, 60, member=member_id(lamoni, "Bill")).status == 302
    assert balance(lamoni, "Bill") == 60


def test_l20_sent_twice_it_is_credited_once(lamoni: Bank, clock: Any) -> None:
    authorisation, same = authorised(lamoni, clock), key()
    for _ in range(2):
        assert report(lamoni, "Anne", authorisation, 60, key=same).status == 302
    assert balance(lamoni, "Anne") == 60


def test_l20_where_the_rules_do_not_credit_it_there_is_no_such_page(door: Bank) -> None:
    answer = Browser(door, "Anne").get("/outside/")
    assert (answer.status, "not credited here" in answer.text) == (403, True)


def test_l20_the_month_ends_with_its_last_day(inside_lamoni: Bank) -> None:
    """December's successor is January."""
    with in_bank(inside_lamoni):
        allowed = OutsideAuthorisation.objects.create(
            decision_id=uuid4(), organisation="School", minutes_a_month=120, begins_on=date(2026, 1, 1),
            ends_on=date(2027, 12, 31), authorised_at=datetime.now(UTC),
        )  # fmt: skip
        anne = member_id(inside_lamoni, "Anne")
        for day in (date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1)):
            OutsideWork.objects.create(
                authorisation=allowed, member_id=anne, minutes=30, service_date=day, recorded_by_id=anne,
                recorded_at=datetime.now(UTC), entry_id=uuid4(),
            )  # fmt: skip
        assert [credited_in_month(anne, date(2026, month, 15)) for month in (11, 12)] == [0, 60]  # type: ignore[arg-type]
        assert credited_in_month(anne, date(2027, 1, 31)) == 30  # type: ignore[arg-type]
