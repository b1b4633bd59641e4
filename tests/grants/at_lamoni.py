"""Decisions that Lamoni takes about hours, as its pages and its meeting take them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from banks.deciding.meetings.services import carry_out_due
from governance.decisions.models import Decision
from tenants.context import in_bank
from tenants.models import Bank
from tests.meetings.evening import id_in
from tests.pages.browsing import Browser, key, member_id
from tests.proposals.test_l_change import hold_vote, meeting_of_the_whole


def gift_form(bank: Bank, **changes: Any) -> dict[str, Any]:
    given = {
        "recipient": member_id(bank, "Nina"), "minutes_most": "600", "ends_on": "2026-12-31",
        "purpose": "Rides to the clinic", "reasons": "She cannot drive.", "key": key(),
    }  # fmt: skip
    return given | changes


def outside_form(**changes: Any) -> dict[str, Any]:
    given = {
        "organisation": "Lamoni Food Pantry", "minutes_a_month": "120", "begins_on": "2026-10-01",
        "ends_on": "2027-06-30", "reasons": "They ask for hands.", "key": key(),
    }  # fmt: skip
    return given | changes


def decided(
    bank: Bank, clock: Any, path: str, form: dict[str, Any], *, yes: int, no: int = 0, aside: str = ""
) -> Decision:
    """Anne proposes on a page, Ada announces, nine vote a day later, and what is due is carried out."""
    answer = Browser(bank, "Anne").post(path, **form)
    assert answer.status == 302, answer.text
    return voted_on(bank, clock, id_in(answer.to), yes=yes, no=no, aside=aside)


def voted_on(bank: Bank, clock: Any, proposal_id: str, *, yes: int, no: int = 0, aside: str = "") -> Decision:
    with in_bank(bank):
        meeting = meeting_of_the_whole(1)
    announced = Browser(bank, "Ada").post(f"/decisions/{proposal_id}/announce/", meeting=str(meeting.pk))
    assert announced.status == 302, announced.text
    clock.shift(timedelta(days=1))
    with in_bank(bank):
        decision = hold_vote(meeting, yes=yes, no=no, aside=aside)
        carry_out_due(now=datetime.now(UTC))
        return Decision.objects.select_related("effect").get(pk=decision.pk)


def made(decision: Decision, what: str) -> UUID:
    """The id of what a decision's effect made."""
    return UUID(decision.effect.made[what])
