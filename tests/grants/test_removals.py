"""A membership that a decision ends: its subject has no vote, is told, and leaves the books as they are."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from banks.deciding.meetings.rules import subjects_of
from banks.notices.models import Notice
from banks.people.members.models import Member
from banks.policies.queries import policy_in_force
from governance.ballots.models import RollEntry
from governance.decision_rule import DecisionRule, VoteTest
from governance.policy import RulePolicy
from ledger.audit import prove_books
from tenants.context import in_bank
from tenants.models import Bank
from tests.grants.at_lamoni import voted_on
from tests.meetings.evening import id_in
from tests.pages.browsing import Browser, balance, key, member_id


def proposed(bank: Bank, name: str) -> str:
    path = f"/decisions/removal/{member_id(bank, name)}/"
    answer = Browser(bank, "Cora").post(path, reason="He took tools and kept them.", key=key())
    assert answer.status == 302, answer.text
    return id_in(answer.to)


def test_a_removal_carried_ends_the_membership_tells_the_person_and_leaves_the_books(lamoni: Bank, clock: Any) -> None:
    before = balance(lamoni, "Bill")
    decision = voted_on(lamoni, clock, proposed(lamoni, "Bill"), yes=6, no=2, aside="Bill")
    assert (decision.verdict, decision.tally["base_present"]) == ("carried", 8), decision.arithmetic
    with in_bank(lamoni):
        bill = Member.objects.get(name="Bill")
        assert bill.left_on is not None
        assert RollEntry.objects.get(is_recused=True).person_id == bill.pk, "its subject has no vote"
        told = Notice.objects.get(member=bill, subject__startswith="Your membership has been ended")
        assert "He took tools and kept them." in told.body
        announced = Notice.objects.filter(subject__startswith="To be decided")
        assert not any("Bill" in each.body and each.member_id != bill.pk for each in announced), "no name in the notice"
        assert prove_books() == []
    assert balance(lamoni, "Bill") == before


def test_five_of_eight_are_not_two_thirds(lamoni: Bank, clock: Any) -> None:
    decision = voted_on(lamoni, clock, proposed(lamoni, "Bill"), yes=5, no=3, aside="Bill")
    assert decision.verdict == "lost"
    with in_bank(lamoni):
        assert Member.objects.get(name="Bill").left_on is None


def test_x1_no_rule_removes_by_half_or_less(inside_lamoni: Bank) -> None:
    rules = policy_in_force(RulePolicy, datetime.now(UTC)).value
    half = VoteTest(num=1, den=2, cmp="gte", base="present")
    with pytest.raises(ValidationError, match="more than half"):
        RulePolicy.model_validate(
            rules.model_dump()
            | {"remove_member": DecisionRule(method="meeting_vote", forum="meeting", tests=(half,)).model_dump()}
        )


def test_members_do_not_bring_up_a_removal_and_nobody_is_named_twice(lamoni: Bank) -> None:
    assert Browser(lamoni, "Anne").get(f"/decisions/removal/{member_id(lamoni, 'Bill')}/").status == 403
    assert subjects_of({"kind": "adopt_agreement", "text": "x"}) == set()


def test_a_coordinator_finds_the_way_on_a_members_page(lamoni: Bank) -> None:
    bill = member_id(lamoni, "Bill")
    assert f"/decisions/removal/{bill}/" in Browser(lamoni, "Cora").get(f"/directory/{bill}/").html
    assert f"/decisions/removal/{bill}/" not in Browser(lamoni, "Anne").get(f"/directory/{bill}/").html


def test_the_bank_keeps_its_administrators(lamoni: Bank) -> None:
    form = {"reason": "No.", "key": key()}
    answer = Browser(lamoni, "Cora").post(f"/decisions/removal/{member_id(lamoni, 'Ada')}/", **form)
    assert answer.status == 422, "the last administrator stays"
