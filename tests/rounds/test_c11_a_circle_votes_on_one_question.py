"""C11: by consent a circle may choose to decide one question by vote; the chosen rule is recorded first."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from banks.deciding.meetings import services as meetings
from banks.deciding.proposals.services import propose_rule
from banks.notices.models import Notice
from banks.policies.queries import policy_in_force
from governance.ballots.models import RollEntry
from governance.decision_rule import DecisionRule
from governance.decisions.models import Decision
from governance.decisions.queries import prove_decisions
from governance.meetings.models import Meeting
from governance.meetings.services import call_meeting, open_meeting
from governance.policy import RulePolicy
from governance.proposals.models import Proposal, ProposalNotice
from governance.proposals.queries import latest_version, state_of_proposal
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, key
from tests.rounds.circle_of_valley import GENERAL, ask_form, id_of, last_round, person, right_now, seated, soup

CHOOSE = {"threshold": "majority", "reasons": "We have talked about soup for a year."}
IN_A_WEEK = timedelta(days=8)


def evening(circle: str = "general") -> Meeting:
    """A meeting of the circle in eight days."""
    return call_meeting(
        key=uuid4(), kind="circle", title="General Circle", place="Kitchen", starts_at=right_now() + IN_A_WEEK,
        minutes=60, actor_id=id_of("Anne"), now=right_now(), circle=circle,
    )  # fmt: skip


@pytest.fixture
def question(valley: Bank, lamoni: Bank, clock: Any) -> Proposal:
    with in_bank(valley):
        seated()
        return soup()


def proposed(bank: Bank, question: Proposal, **changes: Any) -> UUID:
    """Bill proposes to vote on it."""
    made = Browser(bank, "Bill").post(f"/decisions/{question.pk}/vote/", **CHOOSE, key=key(), **changes)
    assert made.status == 302, made.text
    return UUID(made.to.strip("/").split("/")[-1])


def consented(bank: Bank, proposal_id: UUID, names: Iterable[str] = GENERAL) -> None:
    """The circle is asked about it, and these consent."""
    asked = Browser(bank, "Anne").post(f"/decisions/{proposal_id}/ask/", **ask_form())
    assert asked.status == 302, asked.text
    with in_bank(bank):
        at = f"/rounds/{last_round().pk}/"
    for name in names:
        Browser(bank, name).post(at + "answer/", answer="consent")


def announced(bank: Bank, question: Proposal, meeting: Meeting) -> Any:
    return Browser(bank, "Anne").post(f"/decisions/{question.pk}/announce/", meeting=str(meeting.pk))


def test_c11_a_circle_consents_to_a_vote_and_then_votes_by_the_rule_it_has_recorded(
    valley: Bank, question: Proposal, clock: Any
) -> None:
    page = Browser(valley, "Bill").get(f"/decisions/{question.pk}/")
    assert "Let the circle vote on this one" in page.text
    choice = proposed(valley, question)
    consented(valley, choice)
    with in_bank(valley):
        chosen = Decision.objects.get()
        assert (chosen.verdict, chosen.effect.state) == ("carried", "done")
        meeting = evening()
    said = Browser(valley, "Karen").get(f"/decisions/{choice}/")
    assert "a majority vote of those in attendance in the circle whose domain it is" in said.text
    assert announced(valley, question, meeting).status == 302
    with in_bank(valley):
        notice = ProposalNotice.objects.get(version__proposal=question)
        assert notice.rule == latest_version(Proposal.objects.get(pk=choice)).effect["rule"]
        assert set(notice.recipients) == {str(id_of(name)) for name in GENERAL}, "the circle is told, not the bank"
        assert Notice.objects.filter(member__name="Ida", subject__contains="Soup").count() == 0
    clock.shift(IN_A_WEEK)
    with in_bank(valley):
        now, anne = right_now(), person("Anne")
        open_meeting(meeting_id=meeting.pk, facilitator_id=anne.member_id, secretary_id=anne.member_id, now=now)
        for name in ("Anne", "Bill", "Cora", "Ida"):
            meetings.note_arrival(actor=anne, meeting_id=meeting.pk, person_id=id_of(name), now=now)
        ballot = meetings.put(
            actor=anne, meeting_id=meeting.pk, notice_id=notice.pk, recused=[], record="named", now=now
        )
        assert set(RollEntry.objects.values_list("person_id", flat=True)) == {id_of(n) for n in GENERAL[:3]}
        assert ballot.eligible == len(GENERAL)
        for name, word in {"Anne": "yes", "Bill": "yes", "Cora": "no"}.items():
            meetings.vote(viewer=person(name), ballot_id=ballot.pk, choice=word, now=now)
        decided = meetings.close_ballot(actor=anne, ballot_id=ballot.pk, now=now)
        assert (decided.verdict, chosen.decided_at < ballot.put_at) == ("carried", True)
        assert state_of_proposal(question).value in {"carried", "done"}
        assert prove_decisions() == []


def test_c11_before_the_circle_has_consented_nobody_votes(valley: Bank, question: Proposal) -> None:
    choice = proposed(valley, question)
    consented(valley, choice, GENERAL[:3])
    with in_bank(valley):
        meeting = evening()
    refused = announced(valley, question, meeting)
    assert refused.status == 422
    with in_bank(valley):
        assert not ProposalNotice.objects.exists()


def test_c11_without_its_guard_a_vote_nobody_has_chosen_takes_the_place_of_consent(
    valley: Bank, question: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = proposed(valley, question)
    with in_bank(valley):
        meeting, drafted = evening(), latest_version(Proposal.objects.get(pk=choice)).effect["rule"]
    monkeypatch.setattr("banks.deciding.proposals.queries.chosen_vote", lambda _: DecisionRule.model_validate(drafted))
    assert announced(valley, question, meeting).status == 302, "what one person has proposed counts as decided"


def test_c11_it_holds_for_that_question_and_in_that_circles_meeting_only(valley: Bank, question: Proposal) -> None:
    consented(valley, proposed(valley, question))
    with in_bank(valley):
        other, ours, theirs = soup("Bill"), evening(), evening("outreach")
    assert announced(valley, other, ours).status in {403, 422}
    refused = announced(valley, question, theirs)
    assert (refused.status, "in a meeting of its own" in refused.text) == (422, True)


def test_c11_how_we_decide_and_the_choice_itself_stay_with_consent(valley: Bank, question: Proposal) -> None:
    bill = Browser(valley, "Bill")
    again = bill.post(f"/decisions/{proposed(valley, question)}/vote/", **CHOOSE, key=key())
    assert (again.status, "stays with consent" in again.text) == (422, True)
    with in_bank(valley):
        from_book = rule_change()
    refused = bill.post(f"/decisions/{from_book.pk}/vote/", **CHOOSE, key=key())
    assert (refused.status, "stays with consent" in refused.text) == (422, True)


def rule_change() -> Proposal:
    """A proposal to change how the bank decides."""
    now = right_now()
    book = policy_in_force(RulePolicy, now)
    value = book.value.model_copy(update={"radius_exception": book.value.amend_policy})
    return propose_rule(
        actor=person("Anne"), key=uuid4(), value=value, instead_of=book.version_id, title="How we decide",
        reasons="So", now=now,
    )  # fmt: skip
