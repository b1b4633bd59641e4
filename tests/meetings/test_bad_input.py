"""Bad input of meetings: late, twice, from outside the roll, from those the rule leaves out, with nobody there."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from banks.deciding.meetings import services
from banks.people.members.models import Clearance, Member
from banks.policies.queries import latest
from banks.policies.services import adopt_policy
from governance.policy import VotePolicy
from tenants.context import in_bank
from tenants.models import Bank
from tests.meetings.evening import CALLED, EVENING, NINE, Evening, at, evening_with_question
from tests.pages.browsing import Browser, balance, key, member_id


def who_votes(bank: Bank, capacity_rule: str, **more: Any) -> None:
    """The bank decides who votes, before the meeting is called."""
    with in_bank(bank), at(CALLED - timedelta(days=1)):
        moment = timezone.now()
        adopt_policy(
            value=VotePolicy(capacity_rule=capacity_rule, **more), effective_at=moment, now=moment,  # type: ignore[arg-type]
            actor_id=Member.objects.get(name="Ada").pk, reason="To try", may_adopt=True,
            instead_of=latest("vote").id,  # type: ignore[union-attr]
        )  # fmt: skip


def make(bank: Bank, name: str, **facts: Any) -> None:
    with in_bank(bank):
        Member.objects.filter(name=name).update(**facts)


def limit(bank: Bank, name: str) -> None:
    with in_bank(bank):
        Clearance.objects.filter(member__name=name).update(access=Clearance.Access.GROUP_EVENTS_ONLY)


def test_a_vote_after_closing_is_refused(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        evening.vote("Bill", "yes")
        evening.close_vote()
        late = evening.vote("Anne", "no")
        assert late.status == 409
        assert "The vote has been closed." in late.text
        assert "No 0" in evening.result().text


def test_voting_twice_counts_once_and_the_last_word_counts(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        for choice in ("yes", "no", "no"):
            assert evening.vote("Bill", choice).status == 302
        evening.close_vote()
        assert "Yes 0 No 1 Abstain 0 Did not vote 8" in evening.result().text


@pytest.mark.parametrize(
    ("rule", "who"), [("adults", "minor"), ("full_members", "restricted"), ("all_active", "resting")]
)
def test_whom_the_rule_leaves_out_is_there_without_a_vote(lamoni: Bank, rule: str, who: str) -> None:
    """A minor, a member whose participation is limited, one who rests."""
    if rule != "all_active":
        who_votes(lamoni, rule)
    if who == "minor":
        make(lamoni, "Ida", is_minor=True)
    elif who == "resting":
        make(lamoni, "Ida", resting_since=CALLED.date())
    else:
        limit(lamoni, "Ida")
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        live = evening.by("Cora").get(evening.path("live/"))
        assert "Voting members here 8 Here without a vote 1" in live.text
        evening.put()
        refused = evening.vote("Ida", "yes")
        assert refused.status == 403
        assert "0 of 8 have voted" in evening.result("Cora").text


@pytest.mark.parametrize("who", ["minor", "restricted"])
def test_where_every_active_member_votes_so_do_they(lamoni: Bank, who: str) -> None:
    make(lamoni, "Ida", is_minor=who == "minor")
    if who == "restricted":
        limit(lamoni, "Ida")
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        assert evening.vote("Ida", "yes").status == 302
        page = evening.result("Ida") if evening.close_vote().status == 302 else None
        assert page is not None
        assert "1 yes of 9 present" in page.text
        assert ("Who voted how" in page.text) is (who == "minor"), "names only for those who may see people"


def test_without_the_rule_on_who_votes_a_minor_would_vote(lamoni: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard out: the rule is what keeps them off the roll."""
    who_votes(lamoni, "adults")
    make(lamoni, "Ida", is_minor=True)
    with in_bank(lamoni):
        everybody = set(Member.objects.values_list("pk", flat=True))
    monkeypatch.setattr(services, "entitled_at", lambda meeting, now: everybody)
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        assert evening.vote("Ida", "yes").status == 302


def test_closing_twice_makes_one_decision(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        for name in NINE[:6]:
            evening.vote(name, "yes")
        assert evening.close_vote().status == evening.close_vote().status == 302
        page = evening.by("Bill").get(evening.path())
        assert page.text.count("3 x 6 = 18") == 1


def test_a_tie_is_lost(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:8])
        evening.put()
        for at_, name in enumerate(NINE[:8]):
            evening.vote(name, "yes" if at_ % 2 else "no")
        evening.close_vote()
        assert "4 yes of 8 present; needed 6" in evening.result().text
        assert "Lost." in evening.result().text


def test_with_too_few_voting_members_no_question_is_put(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(guests=40)
        refused = evening.put()
        assert refused.status == 422
        assert "2 voting members are in attendance and 3 are needed" in refused.text


def test_with_nobody_there_no_question_is_put(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin()
        evening.tick("Ada", "left")
        evening.tick("Cora", "left")
        refused = evening.put()
        assert refused.status == 422
        assert "0 voting members are in attendance" in refused.text


def test_two_clicks_call_one_meeting_and_the_past_calls_none(lamoni: Bank) -> None:
    evening = Evening(lamoni)
    with at(CALLED):
        ada, given = evening.by("Ada"), evening.call()
        first, second = ada.post("/meetings/new/", **given), ada.post("/meetings/new/", **given)
        assert first.to == second.to
        assert first.status == second.status == 302
        gone = ada.post("/meetings/new/", **evening.call(day="2027-02-28"))
        assert gone.status == 422
        assert "lie in the past" in gone.text
        for missing in ("title", "place", "day", "time", "kind"):
            assert ada.post("/meetings/new/", **evening.call(**{missing: ""})).status == 422
        assert evening.by("Bill").post("/meetings/new/", **evening.call()).status == 403
        assert evening.by("Bill").get("/meetings/new/").status == 403


def test_only_whoever_leads_works_the_live_page(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        bill = evening.by("Bill")
        assert bill.get(evening.path("live/")).status == 403
        assert evening.tick("Nina", by=bill).status == 403
        assert bill.post(evening.path("live/guests/"), number="3").status == 403
        assert bill.post(evening.path(f"questions/{evening.notice}/"), record="named").status == 403
        assert bill.post(f"/meetings/votes/{evening.ballot}/close/").status == 403
        assert bill.post(f"/meetings/votes/{evening.ballot}/again/").status == 403
        assert bill.post(evening.path("close/"), text="Over").status == 403
        assert bill.post(evening.path("open/")).status == 403
        assert "0 of 9 have voted" in evening.result("Cora").text


def test_a_meeting_does_not_close_while_a_vote_is_being_taken(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        refused = evening.end()
        assert refused.status == 422
        assert "A vote is still being taken. Close it first." in refused.text
        another = evening.by("Cora").post(evening.path(f"questions/{evening.notice}/"), record="named")
        assert another.status == 422
        assert "A question is being voted on already" in another.text
        evening.close_vote()
        assert evening.end().status == 302
        assert evening.tick("Nina").status == 409
        assert evening.vote("Bill", "yes").status == 409


@pytest.mark.parametrize("number", ["-1", "201", "many", "", "٣"])
def test_guests_are_a_number(lamoni: Bank, number: str) -> None:
    evening = Evening(lamoni)
    with at(EVENING):
        evening.begin(guests=2)
        refused = evening.by("Cora").post(evening.path("live/guests/"), number=number)
        assert refused.status == 422
        assert "Guests, never counted 2" in evening.by("Cora").get(evening.path("live/")).text
        evening.by("Cora").post(evening.path("live/guests/"), number="1")
        assert "Guests, never counted 1" in evening.by("Cora").get(evening.path("live/")).text


def test_the_code_on_the_screen_checks_somebody_in(lamoni: Bank, door: Bank) -> None:
    evening = Evening(lamoni)
    with at(EVENING):
        evening.begin()
        code = code_on(evening)
        wrong = evening.by("Bill").post(evening.path("check-in/"), code=f"{(int(code) + 1) % 10000:04}")
        assert wrong.status == 422
        assert "This is not the code of this meeting." in wrong.text
        assert evening.by("Bill").post(evening.path("check-in/"), code=code).status == 302
        live = evening.by("Cora").get(evening.path("live/"))
        assert "Voting members here 3" in live.text
        assert "by code" in live.text
        assert Browser(door, "Bill").post(evening.path("check-in/"), code=code).status == 404


def code_on(evening: Evening) -> str:
    return evening.by("Cora").get(evening.path("live/")).text.split("you tick them below: ")[1][:4]


def test_guessing_the_code_ends_after_a_few_tries(lamoni: Bank) -> None:
    evening = Evening(lamoni)
    with at(EVENING):
        evening.begin()
        code = code_on(evening)
        for _ in range(services.MOST_TRIES):
            evening.by("Bill").post(evening.path("check-in/"), code="nope")
        refused = evening.by("Bill").post(evening.path("check-in/"), code=code)
        assert refused.status == 422
        assert "Please ask the secretary" in refused.text


def test_somebody_who_is_no_member_is_not_ticked(lamoni: Bank) -> None:
    evening = Evening(lamoni)
    with at(EVENING):
        evening.begin()
        cora = evening.by("Cora")
        for person in ("", "x", key()):
            assert cora.post(evening.path("live/here/"), person=person, act="arrived").status == 422


def test_where_the_presiding_member_never_votes_they_do_not_count(lamoni: Bank) -> None:
    who_votes(lamoni, "all_active", chair_votes="never")
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        assert evening.vote("Ada", "yes").status == 403
        assert "0 of 8 have voted" in evening.result("Cora").text


def test_where_the_presiding_member_votes_only_when_it_decides(lamoni: Bank) -> None:
    who_votes(lamoni, "all_active", chair_votes="ties")
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        assert evening.vote("Ada", "yes").status == 422
        for name in NINE[1:6]:
            evening.vote(name, "yes")
        assert evening.vote("Ada", "yes").status == 302, "the sixth yes of nine decides"
        evening.close_vote()
        assert "6 yes of 9 present" in evening.result().text


def test_where_only_those_not_below_zero_vote(lamoni: Bank) -> None:
    who_votes(lamoni, "not_overdrawn")
    assert balance(lamoni, "Bill") >= 0
    evening = Evening(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        assert "Voting members here 9" in evening.by("Cora").get(evening.path("live/")).text


def test_a_meeting_that_is_called_off_takes_nobody(lamoni: Bank) -> None:
    evening = Evening(lamoni)
    with at(CALLED):
        assert evening.by("Bill").post(evening.path("call-off/")).status == 403
        assert evening.by("Ada").post(evening.path("call-off/")).status == 302
        assert "Called off" in evening.by("Bill").get(evening.path()).text
    with at(EVENING):
        people = {"facilitator": member_id(lamoni, "Ada"), "secretary": member_id(lamoni, "Cora")}
        assert evening.by("Ada").post(evening.path("open/"), **people).status == 422
    on = Evening(lamoni, starts_at=EVENING + timedelta(days=1))
    with at(EVENING + timedelta(days=1)):
        on.begin()
        assert on.by("Ada").post(on.path("call-off/")).status == 422


def test_the_calendar_file_holds_day_place_and_name(lamoni: Bank) -> None:
    evening = Evening(lamoni)
    with at(CALLED):
        file = evening.by("Bill").get(evening.path("calendar.ics"))
    assert file.response["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20270318T233000Z" in file.html
    assert "LOCATION:Town hall" in file.html


def test_more_can_be_talked_about(lamoni: Bank) -> None:
    evening = Evening(lamoni)
    with at(CALLED):
        given = {"title": "The picnic", "minutes": "15", "key": key()}
        assert evening.by("Bill").post(evening.path("agenda/"), **given).status == 403
        for _ in range(2):
            assert evening.by("Ada").post(evening.path("agenda/"), **given).status == 302
        page = evening.by("Bill").get(evening.path())
        assert page.text.count("The picnic") == 1
        assert "6:50 p.m. The picnic" in page.text
        assert "7:05 p.m. Check-out" in page.text
