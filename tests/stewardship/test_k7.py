"""K7: founders who leave hand the bank over to caretakers, for a time, with less than a founder's power."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from banks.deciding.effects import stewardship as act
from banks.deciding.publications.services import publish
from banks.deciding.stewardship.services import round_of_stewardship
from banks.hours.credits import services as bank_credits
from banks.hours.events import services as events
from banks.hours.events.rules import Present
from banks.hours.events.services import AttendanceList, enter_attendance
from banks.notices.models import Notice
from banks.people.members.models import Power
from banks.people.members.queries import recovery_holders
from banks.policies import services as book
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from governance.decision_rule import DecisionRule, VoteTest
from governance.decisions.models import Decision
from governance.policy import RulePolicy, StewardshipPolicy
from governance.proposals.models import Proposal
from governance.stewardship import services as engine
from governance.stewardship.errors import InCare, NotAllAccepted
from governance.stewardship.models import Mandate
from governance.stewardship.queries import mandate_running, words_on
from governance.stewardship.services import begin_mandate
from tenants.context import in_bank
from tenants.models import Bank
from tests.circles.village import decided
from tests.meetings.evening import id_in
from tests.pages.browsing import Browser, key, member_id
from tests.proposals.test_l_change import hold_vote, meeting_of_the_whole, person

NAMED = ("Anne", "Bill")
PAGE = "/handover/caretakers/"


def proposed(
    bank: Bank, *, by: str = "Ada", leaving: tuple[str, ...] = ("Ada",), names: tuple[str, ...] = NAMED
) -> str:
    answer = Browser(bank, by).post(
        f"{PAGE}new/", caretakers=[member_id(bank, name) for name in names],
        leaving=[member_id(bank, name) for name in leaving], reasons="We move away.", key=key(),
    )  # fmt: skip
    assert answer.status == 302, answer.text
    with in_bank(bank):
        return str(Proposal.objects.get(decision_class="stewardship").pk)


def answered(bank: Bank, proposal_id: str, name: str, accepts: str = "yes") -> int:
    return Browser(bank, name).post(f"{PAGE}{proposal_id}/answer/", accepts=accepts).status


def announced(bank: Bank, proposal_id: str) -> tuple[Any, Any]:
    with in_bank(bank):
        meeting = meeting_of_the_whole()
    return meeting, Browser(bank, "Ada").post(f"/decisions/{proposal_id}/announce/", meeting=str(meeting.pk))


def handed_over(bank: Bank, clock: Any, **more: Any) -> Decision:
    """Proposed, accepted by everybody named, announced, carried by six of nine."""
    proposal_id = proposed(bank, **more)
    for name in NAMED:
        assert answered(bank, proposal_id, name) == 302
    meeting, answer = announced(bank, proposal_id)
    assert answer.status == 302, answer.text
    clock.shift(timedelta(days=15))
    with in_bank(bank):
        return Decision.objects.select_related("effect").get(pk=hold_vote(meeting, yes=6).pk)


def holders(bank: Bank) -> set[str]:
    with in_bank(bank):
        held = recovery_holders(bank_day(datetime.now(UTC)))
        return {power.member.name for power in Power.objects.filter(member_id__in=held, kind="administrator")}


def in_care(bank: Bank) -> Mandate:
    """A mandate without the meeting that leads to it."""
    now = datetime.now(UTC)
    effect = decided({"kind": "adopt_agreement", "text": "They look after us."})
    people = [person(name).member_id for name in NAMED]
    return begin_mandate(decision_id=effect.decision_id, people=people, ends_on=bank_day(now) + timedelta(90), now=now)


def change_by_hand() -> None:
    now, version = datetime.now(UTC), policy_in_force(MembershipPolicy, datetime.now(UTC))
    value = version.value.model_copy(update={"references_required": 9})
    book.adopt_policy(value=value, effective_at=now, actor_id=uuid4(), reason="I say so", now=now, may_adopt=True)


def test_k7_the_members_hand_the_bank_over_and_two_hold_recovery_power_throughout(lamoni: Bank, clock: Any) -> None:
    decision = handed_over(lamoni, clock)
    assert (decision.verdict, decision.effect.state) == ("carried", "done"), decision.effect.trouble
    assert holders(lamoni) == set(NAMED), "Ada has given her power back"
    page = Browser(lamoni, "Jean").get(PAGE).text
    assert "Anne" in page
    assert "Then their mandate ends by itself" in page
    assert "Caretakers look after our bank" in Browser(lamoni, "Jean").get("/handover/").text
    assert "Caretakers look after our bank" in Browser(lamoni, "Jean").get("/circles/").text
    with in_bank(lamoni):
        mandate = mandate_running(datetime.now(UTC))
        months = policy_in_force(StewardshipPolicy, datetime.now(UTC)).value.mandate
        assert mandate is not None
        assert 28 * months < (mandate.ends_on - bank_day(datetime.now(UTC))).days < 31 * months, "as the rules say"
        told = Notice.objects.filter(subject__startswith="Caretakers look after")
        assert told.count() > len(NAMED)
        assert not any("Anne" in each.body for each in told.exclude(member__name="Anne")), "no name in a notice"


def test_k7_silence_is_no_acceptance_and_a_no_is_no(lamoni: Bank) -> None:
    proposal_id = proposed(lamoni)
    with in_bank(lamoni):
        asked = Notice.objects.filter(subject__startswith="Would you look after our bank")
        assert set(asked.values_list("member__name", flat=True)) == set(NAMED)
    assert answered(lamoni, proposal_id, "Anne") == 302
    _, answer = announced(lamoni, proposal_id)
    assert answer.status == 422
    assert "1 of the caretakers who are named have not accepted" in answer.text
    assert answered(lamoni, proposal_id, "Bill", "no") == 302
    assert announced(lamoni, proposal_id)[1].status == 422
    assert answered(lamoni, proposal_id, "Jean") == 403, "nobody answers for others"
    page = Browser(lamoni, "Jean").get(PAGE).text
    assert "Has said no" in page
    assert "Has said yes" in page
    assert answered(lamoni, proposal_id, "Bill") == 302, "and may think again"
    assert announced(lamoni, proposal_id)[1].status == 302


def test_k7_without_the_guard_silent_people_would_become_caretakers(
    lamoni: Bank, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(act, "check_all_accepted", lambda people, sha256: None)
    proposal_id = proposed(lamoni)
    meeting, answer = announced(lamoni, proposal_id)
    assert answer.status == 302
    clock.shift(timedelta(days=15))
    with in_bank(lamoni):
        assert hold_vote(meeting, yes=6).verdict == "carried"
    assert holders(lamoni) == set(NAMED)


def test_k7_a_yes_taken_back_after_the_notice_makes_nobody_a_caretaker(lamoni: Bank, clock: Any) -> None:
    proposal_id = proposed(lamoni)
    for name in NAMED:
        answered(lamoni, proposal_id, name)
    meeting, _ = announced(lamoni, proposal_id)
    assert answered(lamoni, proposal_id, "Bill", "no") == 302
    clock.shift(timedelta(days=15))
    with in_bank(lamoni):
        decision = Decision.objects.select_related("effect").get(pk=hold_vote(meeting, yes=6).pk)
        assert decision.effect.state == "failed"
        assert "have not accepted" in decision.effect.trouble
        assert words_on(decision.version.sha256)[person("Bill").member_id] is False
    assert "Ada" in holders(lamoni)


def test_k7_the_members_decide_and_five_of_nine_are_not_enough(lamoni: Bank, clock: Any) -> None:
    proposal_id = proposed(lamoni)
    for name in NAMED:
        answered(lamoni, proposal_id, name)
    meeting, _ = announced(lamoni, proposal_id)
    clock.shift(timedelta(days=15))
    with in_bank(lamoni):
        assert hold_vote(meeting, yes=5).verdict == "lost"
        assert mandate_running(datetime.now(UTC)) is None


def test_k7_no_rule_lets_silence_a_circle_or_a_coordinator_hand_the_bank_over(inside_lamoni: Bank) -> None:
    rules = policy_in_force(RulePolicy, datetime.now(UTC)).value.model_dump()
    for rule in (
        DecisionRule(method="consent", forum="circle"),
        DecisionRule(method="coordinator", forum="office"),
        DecisionRule(method="meeting_vote", forum="meeting", tests=(VoteTest(num=1, den=2, cmp="gt", base="cast"),)),
    ):
        with pytest.raises(ValidationError, match="a vote of those in attendance"):
            RulePolicy.model_validate(rules | {"stewardship": rule.model_dump()})


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"names": ("Anne",)}, "at least 2"),
        ({"names": ("Anne", "Ada"), "leaving": ("Ada",)}, "Name each person once"),
        ({"leaving": ("Jean",)}, "Only administrators hand the bank over"),
    ],
)
def test_k7_what_cannot_be_is_refused_when_it_is_written_down(lamoni: Bank, form: dict[str, Any], says: str) -> None:
    names, leaving = form.get("names", NAMED), form.get("leaving", ())
    answer = Browser(lamoni, "Ada").post(
        f"{PAGE}new/", caretakers=[member_id(lamoni, name) for name in names],
        leaving=[member_id(lamoni, name) for name in leaving], reasons="", key=key(),
    )  # fmt: skip
    assert answer.status == 422
    assert says in answer.text


def test_k7_the_mandate_of_the_rules_is_fixed(lamoni: Bank) -> None:
    with in_bank(lamoni):
        body = act.TransferBody(caretakers=tuple(person(name).member_id for name in NAMED), months=60)
        with pytest.raises(Exception, match="give caretakers 9 months"):
            act.TransferStewardship().check(body, datetime.now(UTC))


def test_k7_caretakers_change_no_rule_by_hand_and_publish_nothing(inside_lamoni: Bank) -> None:
    in_care(inside_lamoni)
    with pytest.raises(InCare, match="rules change only by what members or circles decide together"):
        change_by_hand()
    with pytest.raises(InCare):
        publish(actor=person("Ada"), proposal_id=uuid4(), now=datetime.now(UTC))


def test_k7_members_still_change_rules_together(lamoni: Bank) -> None:
    with in_bank(lamoni):
        in_care(lamoni)
        now, version = datetime.now(UTC), policy_in_force(MembershipPolicy, datetime.now(UTC))
        adopted = book.adopt_policy(
            value=version.value.model_copy(update={"references_required": 9}), effective_at=now, actor_id=uuid4(),
            reason="Decision 7", now=now, may_adopt=True, decision_id=uuid4(),
        )  # fmt: skip
        assert adopted.value.references_required == 9  # type: ignore[attr-defined]  # the kind was read above


def test_k7_without_the_guard_a_caretaker_changes_a_rule_alone(
    inside_lamoni: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_care(inside_lamoni)
    monkeypatch.setattr(book, "check_not_in_care", lambda what, now: None)
    change_by_hand()
    assert policy_in_force(MembershipPolicy, datetime.now(UTC)).value.references_required == 9


def _lead(bank: Bank) -> Any:
    now, cora = datetime.now(UTC), person("Cora")
    return bank_credits.credit_leadership(
        actor=cora, key=uuid4(), member_id=person("Anne").member_id, role="orientation_leader", minutes=60,
        service_date=bank_day(now), now=now,
    )  # fmt: skip


def _helped() -> Any:
    now, cora = datetime.now(UTC), person("Cora")
    helper = Present(person("Anne").member_id, early_minutes=60)
    attendance = AttendanceList(
        key=uuid4(), kind="event", title="Picnic", held_on=bank_day(now), minutes=60, people=[helper],
        supervised_by=cora.member_id,
    )  # fmt: skip
    return enter_attendance(actor=cora, attendance=attendance, now=now)


def test_k7_caretakers_issue_no_hours_by_hand(inside_door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    in_care(inside_door)
    for issue in (lambda: _lead(inside_door), _helped):
        with pytest.raises(InCare, match="hours come only from exchanges"):
            issue()
    monkeypatch.setattr(bank_credits, "check_not_in_care", lambda what, now: None)
    monkeypatch.setattr(events, "check_not_in_care", lambda what, now: None)
    assert _lead(inside_door).minutes == 60, "without the guard they would"
    _helped()


def test_k7_everybody_is_reminded_once_and_the_mandate_ends_by_itself(lamoni: Bank, clock: Any) -> None:
    handed_over(lamoni, clock, leaving=())
    with in_bank(lamoni):
        Power.objects.create(
            member_id=person("Jean").member_id, kind="administrator", begins_on=bank_day(datetime.now(UTC))
        )
        mandate = mandate_running(datetime.now(UTC))
        assert mandate is not None
        clock.shift(timedelta(days=(mandate.ends_on - bank_day(datetime.now(UTC))).days - 30))
        for _ in range(2):
            round_of_stewardship(now=datetime.now(UTC))
        reminders = Notice.objects.filter(subject__startswith="The caretakers' mandate ends soon")
        assert reminders.count() == Notice.objects.filter(subject__startswith="Caretakers look after").count()
        clock.shift(timedelta(days=31))
        round_of_stewardship(now=datetime.now(UTC))
        assert mandate_running(datetime.now(UTC)) is None
    assert holders(lamoni) == {"Ada", "Jean"}
    with in_bank(lamoni):
        change_by_hand()


def test_k7_recovery_power_stays_until_two_others_hold_it_and_so_does_what_rests(lamoni: Bank, clock: Any) -> None:
    handed_over(lamoni, clock)
    clock.shift(timedelta(days=300))
    with in_bank(lamoni):
        round_of_stewardship(now=datetime.now(UTC))
    assert holders(lamoni) == set(NAMED), "nobody else could recover the bank"
    with in_bank(lamoni):
        with pytest.raises(InCare):
            change_by_hand()
        for name in ("Jean", "Ida"):
            Power.objects.create(
                member_id=person(name).member_id, kind="administrator", begins_on=bank_day(datetime.now(UTC))
            )
        round_of_stewardship(now=datetime.now(UTC))
    assert holders(lamoni) == {"Jean", "Ida"}
    with in_bank(lamoni):
        assert mandate_running(datetime.now(UTC)) is None


def test_k7_without_the_check_the_end_would_leave_nobody(
    lamoni: Bank, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_over(lamoni, clock)
    clock.shift(timedelta(days=300))
    monkeypatch.setattr("banks.people.members.services.check_not_last", lambda member, on: None)
    with in_bank(lamoni):
        round_of_stewardship(now=datetime.now(UTC))
    assert holders(lamoni) == set()


def test_k7_another_handing_over_ends_the_mandate_before_it(inside_lamoni: Bank) -> None:
    first, second = in_care(inside_lamoni), in_care(inside_lamoni)
    assert Mandate.objects.get(ended_at=None) == second != first


def test_k7_one_bank_knows_nothing_of_anothers_caretakers(lamoni: Bank, door: Bank) -> None:
    proposal_id = proposed(lamoni)
    assert answered(door, proposal_id, "Anne") == 404
    with in_bank(lamoni):
        in_care(lamoni)
    assert "Has not answered" not in Browser(door, "Jean").get(PAGE).text
    with in_bank(door):
        assert mandate_running(datetime.now(UTC)) is None
        engine.check_all_accepted([], "")
        with pytest.raises(NotAllAccepted):
            engine.check_all_accepted([UUID(int=1)], "")


def test_k7_the_page_of_a_proposal_leads_to_who_has_said_yes(lamoni: Bank) -> None:
    page = Browser(lamoni, "Jean").get(f"/decisions/{id_in(proposed(lamoni))}/")
    assert "Everybody named has to say yes before it is announced" in page.text
    assert "Anne" not in page.text, "nobody's name stands in what is proposed"


def test_k7_banks_without_circles_find_the_way_too(lamoni: Bank) -> None:
    assert PAGE in Browser(lamoni, "Ada").get("/members/powers/").html
    assert "/handover/" in Browser(lamoni, "Jean").get("/decisions/").html
    assert PAGE in Browser(lamoni, "Jean").get("/handover/").html
