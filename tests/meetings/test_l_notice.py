"""Row L-notice: guidelines change in a meeting of the whole, with fourteen days of prior notice to every member."""

from datetime import timedelta

import pytest

from banks.notices.models import Notice
from banks.people.members.queries import current_members
from governance.proposals import services
from tenants.context import in_bank
from tenants.models import Bank
from tests.meetings.evening import CALLED, EVENING, NINE, Evening, at, days_before, evening_with_question
from tests.pages.browsing import member_id


def test_l_notice_is_refused_a_minute_too_late_and_taken_in_time(lamoni: Bank, door: Bank) -> None:
    evening = Evening(lamoni)
    evening.propose()
    late = evening.announce(days_before(EVENING, 13, hours=23, minutes=58))
    assert late.status == 422
    assert "This takes 14 days of notice." in late.text
    in_time = days_before(EVENING, 14, minutes=2)
    assert in_time.utcoffset() != EVENING.utcoffset(), "clocks are put forward in between; days are the calendar's"
    assert evening.announce(in_time).status == 302
    with in_bank(door):
        assert not Notice.objects.filter(subject__icontains="sing").exists(), "another bank hears nothing"


def test_l_notice_without_its_guard_goes_out_too_late(lamoni: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "is_notice_long_enough", lambda **_: True)
    evening = Evening(lamoni)
    evening.propose()
    assert evening.announce(days_before(EVENING, 1)).status == 302


def test_l_notice_of_a_guideline_waits_for_a_meeting_of_the_whole(lamoni: Bank) -> None:
    evening = Evening(lamoni, kind="meeting")
    evening.propose()
    refused = evening.announce()
    assert refused.status == 422
    assert "This is decided at a meeting of the whole." in refused.text


def test_l_notice_the_meetings_page_says_who_was_told_when_of_what_exactly(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with in_bank(lamoni):
        everybody = set(current_members().values_list("name", flat=True))
        told = set(Notice.objects.filter(subject__icontains="sing").values_list("member__name", flat=True))
    assert told == everybody
    with at(CALLED + timedelta(days=1)):
        page = evening.by("Bill").get(evening.path())
    assert f"was announced to {len(everybody)} members: {len(everybody)} by mail, 0 on paper" in page.text
    assert "Monday, 1 March 2027, 12:00 p.m." in page.text.replace("noon", "12:00 p.m.")
    assert all(name in page.text for name in everybody)
    assert "a two-thirds vote of those in attendance" in page.text
    assert "We sing at each meeting, once." in page.text


def test_l_notice_only_what_was_announced_can_be_put(lamoni: Bank) -> None:
    evening = Evening(lamoni)
    evening.propose()
    with at(EVENING):
        evening.begin(*NINE[2:])
        live = evening.by("Cora").get(evening.path("live/"))
        assert "Put the question" not in live.text
        assert "Nothing was announced for this meeting" in live.text
        elsewhere = evening.path(f"questions/{evening.proposal}/")
        assert evening.by("Cora").post(elsewhere, record="named").status == 404


def test_l_notice_what_was_announced_for_another_meeting_is_not_put_here(lamoni: Bank) -> None:
    evening, other = evening_with_question(lamoni), evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        other.begin(*NINE[2:])
        other.put()
        foreign = evening.by("Cora").post(evening.path(f"questions/{other.notice}/"), record="named")
        assert foreign.status == 404


def test_a_withdrawn_proposal_is_off_the_agenda_and_cannot_be_put(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(CALLED + timedelta(days=2)):
        page = evening.by("Anne").get(evening.path())
        assert "We sing at each meeting" in page.text
        assert evening.by("Anne").post(f"/decisions/{evening.proposal}/withdraw/").status == 302
        evening.by("Anne").get("/")  # says once that it is taken back
        assert "We sing at each meeting" not in evening.by("Anne").get(evening.path()).text


def test_l_notice_is_not_undone_by_beginning_early(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    people = {"facilitator": member_id(lamoni, "Ada"), "secretary": member_id(lamoni, "Cora")}
    with at(EVENING - timedelta(minutes=61), ticks=False):
        refused = evening.by("Ada").post(evening.path("open/"), **people)
        assert refused.status == 422
        assert "from an hour before" in refused.text
    with at(EVENING - timedelta(minutes=20)):
        evening.begin(*NINE[2:])
        early = evening.put()
        assert early.status == 422
        assert "Put it then, not earlier." in early.text
    with at(EVENING):
        assert evening.put().status == 302
