"""Row L15: hours are given to those who cannot earn; a majority in attendance authorises, each giver agrees."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from banks.hours.grants import services
from banks.hours.grants.models import Gift, GiftAuthorisation
from banks.notices.models import Notice
from banks.people.members.models import Member
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy
from governance.ballots.models import RollEntry
from ledger.accounts import account_with_key
from ledger.models import JournalEntry
from ledger.policy import Fund, FundsPolicy
from ledger.statements import balance_of
from tenants.context import in_bank
from tenants.models import Bank
from tests.grants.at_lamoni import decided, gift_form, made
from tests.pages.browsing import Browser, Page, balance, key, member_id


def authorised(bank: Bank, clock: Any, **changes: Any) -> str:
    """What a gift is given under, by a majority of nine."""
    decision = decided(bank, clock, "/decisions/gift/", gift_form(bank, **changes), yes=5, no=4)
    return str(made(decision, "gift_authorisation"))


def give(bank: Bank, name: str, authorisation: str, minutes: int, **changes: str) -> Page:
    return Browser(bank, name).post(f"/gifts/{authorisation}/", minutes=str(minutes), **({"key": key()} | changes))


def test_l15_a_majority_authorises_and_each_giver_agrees_in_two_taps(lamoni: Bank, clock: Any) -> None:
    authorisation = authorised(lamoni, clock)
    assert balance(lamoni, "Anne") == 0, "nobody's hours move by the vote itself"
    page = Browser(lamoni, "Anne").get("/gifts/")
    assert f"/gifts/{authorisation}/" in page.html
    assert "Rides to the clinic" in page.text
    assert "For Nina" in page.text
    assert "Give from my account" in Browser(lamoni, "Anne").get(f"/gifts/{authorisation}/").text
    assert give(lamoni, "Anne", authorisation, 60).status == 302
    assert (balance(lamoni, "Anne"), balance(lamoni, "Nina")) == (-60, 60)
    assert "Gift of hours to Nina" in Browser(lamoni, "Anne").get("/statement/").text.replace("  ", " ")
    assert "Gift of hours from Anne" in Browser(lamoni, "Nina").get("/statement/").text.replace("  ", " ")
    with in_bank(lamoni):
        entry = JournalEntry.objects.get(kind="donation")
        assert entry.decision_id == GiftAuthorisation.objects.get().decision_id
        told = Notice.objects.get(subject="Hours were given to you")
        assert told.member_id == Member.objects.get(name="Nina").pk
        assert "Anne has given you" in told.body


def test_l15_hours_are_given_to_a_fund_that_the_members_have_named(lamoni: Bank, clock: Any) -> None:
    with in_bank(lamoni):
        now = datetime.now(UTC)
        fund = Fund(key="sunshine", name="Sunshine fund", purpose="Whoever is ill")
        value = policy_in_force(FundsPolicy, now).value.model_copy(update={"funds": (fund,)})
        ada = Member.objects.get(name="Ada").pk
        adopt_policy(value=value, effective_at=now, actor_id=ada, reason="For the ill.", now=now, may_adopt=True)
    authorisation = authorised(lamoni, clock, recipient="", fund="sunshine")
    page = Browser(lamoni, "Anne").get(f"/gifts/{authorisation}/").text
    assert "sunshine" in page.lower()
    assert give(lamoni, "Anne", authorisation, 60).status == 302
    assert give(lamoni, "Bill", authorisation, 30).status == 302
    with in_bank(lamoni):
        assert balance_of(account_with_key("sunshine").id) == 90
    assert (balance(lamoni, "Anne"), balance(lamoni, "Bill"), balance(lamoni, "Nina")) == (-60, -30, 0)
    assert give(lamoni, "Bill", authorisation, 600).status == 422, "no more than was decided"


def test_l15_half_of_those_in_attendance_authorise_nothing(lamoni: Bank, clock: Any) -> None:
    form = gift_form(lamoni, recipient=member_id(lamoni, "Ramona"))
    decision = decided(lamoni, clock, "/decisions/gift/", form, yes=4, no=2, aside="Ramona")
    assert decision.verdict == "lost", decision.arithmetic
    assert decision.tally["base_present"] == 8
    with in_bank(lamoni):
        assert not GiftAuthorisation.objects.exists()
        aside = RollEntry.objects.get(is_recused=True)
        assert aside.person_id == Member.objects.get(name="Ramona").pk, "whom it is about has no vote on it"


def test_l15_never_beyond_what_was_authorised(lamoni: Bank, clock: Any) -> None:
    authorisation = authorised(lamoni, clock, minutes_most="120")
    assert give(lamoni, "Anne", authorisation, 90).status == 302
    refused = give(lamoni, "Bill", authorisation, 45)
    assert (refused.status, "Only 0.5 Time Dollars can still be given" in refused.text) == (422, True), refused.text
    assert give(lamoni, "Bill", authorisation, 30).status == 302
    assert balance(lamoni, "Nina") == 120
    assert f"/gifts/{authorisation}/" not in Browser(lamoni, "Anne").get("/gifts/").html, "it is all given"


def test_l15_never_after_the_last_day(lamoni: Bank, clock: Any) -> None:
    authorisation = authorised(lamoni, clock, ends_on="2026-11-10")
    clock.shift(timedelta(days=7))
    assert give(lamoni, "Anne", authorisation, 60).status == 302, "the last day counts"
    clock.shift(timedelta(days=1))
    refused = give(lamoni, "Anne", authorisation, 60)
    assert (refused.status, "could be given until 10 November 2026" in refused.text) == (422, True)


def test_l15_sent_twice_it_is_given_once(lamoni: Bank, clock: Any) -> None:
    authorisation, same = authorised(lamoni, clock), key()
    assert give(lamoni, "Anne", authorisation, 60, key=same).status == 302
    assert give(lamoni, "Anne", authorisation, 60, key=same).status == 302
    assert balance(lamoni, "Anne") == -60
    assert give(lamoni, "Anne", authorisation, 90, key=same).status == 422


def test_l15_without_a_decision_nobody_gives_where_the_rules_ask_for_one(lamoni: Bank) -> None:
    form = {"recipient": member_id(lamoni, "Nina"), "minutes": "60", "key": key()}
    refused = Browser(lamoni, "Anne").post("/gifts/give/", **form)
    assert (refused.status, "authorised by a decision first" in refused.text) == (403, True)
    assert balance(lamoni, "Nina") == 0


def test_l15_where_no_decision_is_asked_members_give_as_they_like(door: Bank) -> None:
    form = {"recipient": member_id(door, "Nina"), "minutes": "60", "key": key()}
    assert Browser(door, "Anne").post("/gifts/give/", **form).status == 302
    assert (balance(door, "Anne"), balance(door, "Nina")) == (-60, 60)


def test_l15_nobody_gives_to_themselves(lamoni: Bank, clock: Any) -> None:
    authorisation = authorised(lamoni, clock)
    refused = give(lamoni, "Nina", authorisation, 60)
    assert (refused.status, "to somebody else" in refused.text) == (422, True)


def test_p4_a_gift_names_the_decision_and_the_rule_and_is_never_changed(lamoni: Bank, clock: Any) -> None:
    authorisation = authorised(lamoni, clock)
    give(lamoni, "Anne", authorisation, 60)
    for change in ("delete from banks_gift", "update banks_gift set minutes = 1"):
        with in_bank(lamoni), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_gift_of_one_bank_is_nothing_in_another(lamoni: Bank, door: Bank, clock: Any) -> None:
    authorisation = authorised(lamoni, clock)
    assert give(door, "Anne", authorisation, 60).status == 404
    with in_bank(door):
        assert not Gift.objects.exists()


def test_l15_only_the_slice_of_gifts_posts_a_gift() -> None:
    """Nothing else can move hours between members as a gift."""
    posts = [path for path in sources() if '"donation"' in path.read_text() and "post_entry" in path.read_text()]
    assert [path.parent.name for path in posts if path.parent.name != "ledger"] == ["grants"]
    assert services.give_hours.__module__ == "banks.hours.grants.services"


def sources() -> list[Any]:
    from pathlib import Path

    root = Path(__file__).parents[2]
    return [path for folder in ("banks", "ledger", "governance", "tenants") for path in root.glob(f"{folder}/**/*.py")]


def test_l15_a_far_day_and_a_nobody_are_refused_when_proposed(lamoni: Bank, clock: Any) -> None:
    past = Browser(lamoni, "Anne").post("/decisions/gift/", **gift_form(lamoni, ends_on=str(date(2026, 1, 1))))
    assert (past.status, "last day of giving has passed" in past.text) == (422, True)
    nobody = Browser(lamoni, "Anne").post("/decisions/gift/", **gift_form(lamoni, recipient=str(uuid4())))
    assert (nobody.status, "no member any more" in nobody.text) == (422, True)
