"""Row L-change: a rule of Lamoni is changed by the vote its guidelines ask for, and by nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from banks.deciding.meetings.services import (
    Call,
    call_meeting,
    carry_out_due,
    close_ballot,
    note_arrival,
    open_meeting,
    put,
    vote,
)
from banks.notices.models import Notice
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import history, policy_in_force
from governance.decisions.models import Decision
from governance.meetings.models import Meeting
from governance.proposals.models import Proposal, ProposalNotice
from tenants.context import in_bank
from tenants.models import Bank
from tests.policies.test_policy_pages import filled, signed_in, text_of, visitor

PEOPLE = ("Ada", "Cora", "Anne", "Bill", "Ramona", "Adrian", "Karen", "Jean", "Ida")


def person(name: str) -> Viewer:
    return viewer_of(Member.objects.get(name=name), on=bank_day(datetime.now(UTC)))


def proposed(client: Client, **changes: str) -> UUID:
    """A change of the membership rules, proposed on the page of the rule."""
    sent = filled(client, "membership", reason="Neighbors ask.", step="propose", **changes)
    sent["key"] = str(uuid4())
    answer = client.post("/rules/membership/", sent)
    assert answer.status_code == 302, text_of(answer)
    return UUID(answer["Location"].strip("/").split("/")[-1])


def meeting_of_the_whole(days: int = 15) -> Meeting:
    starts = datetime.now(UTC) + timedelta(days=days)
    call = Call(uuid4(), "meeting_of_the_whole", "November meeting", "Library", starts, 90)
    return call_meeting(actor=person("Ada"), call=call, now=datetime.now(UTC))


def hold_vote(meeting: Meeting, *, yes: int, no: int = 0, aside: str = "") -> Decision:
    """Nine members come; so many say yes, so many no, the others abstain; whom it is about says nothing."""
    now, ada = datetime.now(UTC), person("Ada")
    viewers = [person(name) for name in PEOPLE]
    open_meeting(
        actor=ada, meeting_id=meeting.pk, facilitator_id=ada.member_id, secretary_id=viewers[1].member_id, now=now
    )
    for each in viewers:
        note_arrival(actor=ada, meeting_id=meeting.pk, person_id=each.member_id, now=now)
    notice = ProposalNotice.objects.get(meeting=meeting)
    ballot = put(actor=ada, meeting_id=meeting.pk, notice_id=notice.pk, recused=[], record="named", now=now)
    for place, each in enumerate(each for each in viewers if each.name != aside):
        choice = "yes" if place < yes else "no" if place < yes + no else "abstain"
        vote(viewer=each, ballot_id=ballot.pk, choice=choice, now=now)
    return close_ballot(actor=ada, ballot_id=ballot.pk, now=now)


def test_l_change_a_radius_carried_at_six_of_nine_changes_the_rule_the_guidelines_and_says_by_what_count(
    lamoni: Bank, clock: Any
) -> None:
    anne, ada = signed_in(lamoni, "Anne"), signed_in(lamoni, "Ada")
    proposal_id = proposed(anne, radius="15")
    with in_bank(lamoni):
        meeting = meeting_of_the_whole()
    sent = ada.post(f"/decisions/{proposal_id}/announce/", {"meeting": str(meeting.pk)})
    assert sent.status_code == 302, text_of(sent)
    assert "A change is proposed" in text_of(visitor(lamoni).get("/guidelines/"))
    clock.shift(timedelta(days=15))
    with in_bank(lamoni):
        decision = hold_vote(meeting, yes=6)
        assert decision.verdict == "carried"
        assert policy_in_force(MembershipPolicy, datetime.now(UTC)).value.radius == 10, "seven days lie between"
    assert "within 10 miles" in text_of(visitor(lamoni).get("/guidelines/"))
    clock.shift(timedelta(days=7))
    with in_bank(lamoni):
        assert carry_out_due(now=datetime.now(UTC)) == 1
        version = policy_in_force(MembershipPolicy, datetime.now(UTC))
        assert (version.value.radius, version.decision_id) == (15, decision.pk)
    said = text_of(ada.get("/guidelines/"))
    assert "We serve members within 15 miles of Lamoni, Iowa." in said
    assert "6 yes of 9 in attendance" in said
    page = text_of(anne.get(f"/decisions/{proposal_id}/"))
    assert "6 yes of 9 present; needed 6 (at least 2/3): 3 x 6 = 18 is at least 2 x 9 = 18. Carried." in page
    record = anne.get(f"/decisions/{proposal_id}/record/").json()
    assert record["ballots"][0]["decision"]["effect"]["state"] == "done"
    assert len(record["ballots"][0]["in_attendance"]) == 9


def test_l_change_five_of_nine_change_nothing(lamoni: Bank, clock: Any) -> None:
    proposal_id = proposed(signed_in(lamoni, "Anne"), radius="15")
    with in_bank(lamoni):
        meeting = meeting_of_the_whole()
    signed_in(lamoni, "Ada").post(f"/decisions/{proposal_id}/announce/", {"meeting": str(meeting.pk)})
    clock.shift(timedelta(days=15))
    with in_bank(lamoni):
        assert hold_vote(meeting, yes=5, no=1).verdict == "lost"
        clock.shift(timedelta(days=30))
        assert carry_out_due(now=datetime.now(UTC)) == 0
        assert len(history("membership")) == 1


def test_l_notice_every_member_is_told_of_the_exact_words_and_too_short_a_notice_is_refused(
    lamoni: Bank, clock: Any
) -> None:
    anne, ada = signed_in(lamoni, "Anne"), signed_in(lamoni, "Ada")
    proposal_id = proposed(anne, radius="15")
    with in_bank(lamoni):
        soon, later = meeting_of_the_whole(13), meeting_of_the_whole(14)
    refused = ada.post(f"/decisions/{proposal_id}/announce/", {"meeting": str(soon.pk)})
    assert refused.status_code == 422
    assert "14 days of notice" in text_of(refused)
    assert ada.post(f"/decisions/{proposal_id}/announce/", {"meeting": str(later.pk)}).status_code == 302
    with in_bank(lamoni):
        told = Notice.objects.filter(subject__startswith="To be decided")
        assert told.count() == Member.objects.filter(left_on=None).count()
        assert all("The distance that counts is 15 miles." in notice.body for notice in told)


def test_p2_no_administrator_changes_by_hand_what_the_members_vote_on(lamoni: Bank) -> None:
    ada = signed_in(lamoni, "Ada")
    page = ada.get("/rules/membership/")
    assert "two-thirds vote of those in attendance at a meeting of the whole" in text_of(page)
    form = filled(ada, "membership", radius="15", reason="I say so.", step="adopt") | {"key": str(uuid4())}
    assert "Propose this change" in text_of(ada.post("/rules/membership/", form))
    body = {"value": {"area": "anywhere"}, "reason": "I say so."}
    answer = ada.post("/api/v1/policies/membership/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "proposals.decided_by_vote")
    with in_bank(lamoni):
        assert len(history("membership")) == 1


def test_a_value_that_moved_meanwhile_is_not_overwritten(lamoni: Bank, clock: Any) -> None:
    """Two proposals on one rule carry in one meeting: the second is recorded as not carried out, and shown."""
    anne, ada = signed_in(lamoni, "Anne"), signed_in(lamoni, "Ada")
    first, second = proposed(anne, radius="15"), proposed(anne, radius="20")
    with in_bank(lamoni):
        meetings = [meeting_of_the_whole(), meeting_of_the_whole()]
    for proposal_id, meeting in zip((first, second), meetings, strict=True):
        assert ada.post(f"/decisions/{proposal_id}/announce/", {"meeting": str(meeting.pk)}).status_code == 302
    clock.shift(timedelta(days=15))
    with in_bank(lamoni):
        for meeting in meetings:
            hold_vote(meeting, yes=9)
        clock.shift(timedelta(days=7))
        carry_out_due(now=datetime.now(UTC))
        assert policy_in_force(MembershipPolicy, datetime.now(UTC)).value.radius == 15
    assert "has been changed since this was proposed" in text_of(anne.get(f"/decisions/{second}/"))
    assert "could not be carried out" in text_of(anne.get("/decisions/"))


def test_a_change_of_a_decision_rule_passes_under_the_old_and_the_new_rule(lamoni: Bank, clock: Any) -> None:
    """Raising the bar to three quarters takes three quarters: a minority cannot bind a majority."""
    anne, ada = signed_in(lamoni, "Anne"), signed_in(lamoni, "Ada")
    page = anne.get("/rules/rule/")
    sent = {name: field.initial for name, field in page.context["form"].fields.items()} | page.context["form"].initial
    sent = {name: shown for name, shown in sent.items() if shown is not None}
    sent["amend_policy"] = sent["amend_policy"].replace('"num": 2', '"num": 3').replace('"den": 3', '"den": 4')
    sent |= {"reason": "Safer.", "step": "propose", "key": str(uuid4())}
    answer = anne.post("/rules/rule/", sent)
    assert answer.status_code == 302, text_of(answer)
    proposal_id = answer["Location"].strip("/").split("/")[-1]
    with in_bank(lamoni):
        meeting = meeting_of_the_whole()
    ada.post(f"/decisions/{proposal_id}/announce/", {"meeting": str(meeting.pk)})
    clock.shift(timedelta(days=15))
    with in_bank(lamoni):
        decision = hold_vote(meeting, yes=6)
        assert decision.verdict == "lost", "6 of 9 are two-thirds and not three quarters"
        assert "needed 7 (at least 3/4)" in decision.arithmetic


def test_a_proposal_of_one_bank_is_nothing_in_another(lamoni: Bank, door: Bank, clock: Any) -> None:
    proposal_id = proposed(signed_in(lamoni, "Anne"), radius="15")
    assert signed_in(door, "Ada").get(f"/decisions/{proposal_id}/").status_code == 404
    with in_bank(door):
        assert not Proposal.objects.exists()
