"""Row L-vote: two-thirds of those in attendance, from the notice to the printed arithmetic, through the pages."""

import pytest

from tenants.models import Bank
from tests.meetings.evening import EVENING, NINE, Evening, at, evening_with_question
from tests.pages.browsing import Browser, member_id


def say(evening: Evening, yes: int, no: int = 0, abstain: int = 0) -> None:
    said = ["yes"] * yes + ["no"] * no + ["abstain"] * abstain
    for name, choice in zip(NINE, said, strict=False):
        assert evening.vote(name, choice).status == 302


def test_l_vote_six_of_nine_with_guests_carries_and_says_its_arithmetic(lamoni: Bank, door: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:], guests=3)
        live = evening.by("Cora").get(evening.path("live/"))
        assert "Voting members here 9" in live.text
        assert "Guests, never counted 3" in live.text
        evening.put()
        say(evening, 6, 0, 3)
        assert evening.close_vote().status == 302
        result = evening.result()
        line = "6 yes of 9 present; needed 6 (at least 2/3): 3 x 6 = 18 is at least 2 x 9 = 18. Carried."
        assert line in result.text
        assert "Yes 6 No 0 Abstain 3 Did not vote 0" in result.text
        assert "Ada Yes" in result.text
        assert "it would have" not in result.text, "both readings carry"
        assert evening.by("Bill").get(f"/decisions/{evening.proposal}/").status == 200
    assert Browser(door, "Bill").get(f"/meetings/votes/{evening.ballot}/").status == 404


def test_l_vote_five_of_nine_is_lost_and_both_readings_are_shown(lamoni: Bank) -> None:
    """Case 5: of those in attendance it is lost, of the votes cast it would have carried."""
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        say(evening, 5, 2, 2)
        evening.close_vote()
        result = evening.result()
    assert "5 yes of 9 present; needed 6 (at least 2/3): 3 x 5 = 15 is less than 2 x 9 = 18. Lost." in result.text
    assert "Of the votes cast it would have carried." in result.text
    assert "What happens now" not in result.text


def test_l_vote_hands_are_counted_and_a_second_person_confirms(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put("counted")
        assert evening.vote("Bill", "yes").status == 422, "hands are counted"
        too_many = evening.close_vote(yes="8", no="2", abstain="0", attested_by=member_id(lamoni, "Anne"))
        assert too_many.status == 422
        assert "10 votes cannot come from 9 people" in too_many.text
        oneself = evening.close_vote(yes="7", no="2", abstain="0", attested_by=member_id(lamoni, "Cora"))
        assert oneself.status == 422
        assert "Somebody else in attendance has to confirm" in oneself.text
        assert evening.close_vote(yes="7", no="1", abstain="", attested_by="").status == 422
        assert evening.close_vote(yes="7", no="2", abstain="0", attested_by=member_id(lamoni, "Anne")).status == 302
        result = evening.result()
    assert "Hands were counted by Cora and confirmed by Anne." in result.text
    assert "7 yes of 9 present" in result.text


def test_d8_who_comes_or_goes_after_the_question_changes_no_base(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        evening.tick("Ida", "left")
        evening.tick("Nina")
        say(evening, 6)
        late = evening.vote("Nina", "no")
        assert late.status == 403
        assert "Only those who were in attendance" in late.text
        evening.close_vote()
        assert "6 yes of 9 present" in evening.result().text


def test_who_steps_aside_leaves_the_base_and_cannot_vote(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put(aside=("Ida", "Jean"))
        assert evening.vote("Ida", "yes").status == 403
        say(evening, 5)
        evening.close_vote()
        result = evening.result()
    assert "5 yes of 7 present; needed 5" in result.text
    assert "2 stepped aside" in result.text
    assert "Ida stepped aside" in result.text


def test_a_question_put_again_keeps_the_first_vote_as_void(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        first = evening.ballot
        say(evening, 2)
        evening.tick("Nina")
        assert evening.by("Cora").post(f"/meetings/votes/{first}/again/").status == 302
        assert evening.put().status == 302
        assert "This vote does not count" in evening.by("Bill").get(f"/meetings/votes/{first}/").text
        say(evening, 7)
        evening.close_vote()
        assert "7 yes of 10 present; needed 7" in evening.result().text


@pytest.mark.parametrize("choice", ["", "maybe", "YES"])
def test_a_vote_that_says_nothing_is_none(lamoni: Bank, choice: str) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        evening.vote("Bill", choice)
        assert "0 of 9 have voted" in evening.result("Cora").text


def test_choices_are_shown_only_when_the_vote_is_closed(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        evening.vote("Bill", "no")
        open_page = evening.result("Cora")
        assert "1 of 9 have voted" in open_page.text
        assert "Who voted how" not in open_page.text
        assert "Bill" not in open_page.text.split("Not yet:")[1].split(".")[0]
        assert "You voted No" in evening.by("Bill").get(evening.path()).text
        assert "You voted" not in evening.by("Anne").get(evening.path()).text
        evening.vote("Bill", "yes")
        evening.close_vote()
        assert "Bill Yes" in evening.result().text


def test_a_page_that_asks_again_is_told_only_what_is_new(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        bill = evening.by("Bill")
        assert bill.get(evening.path("question/"), seen="none").status == 204
        evening.put()
        new = bill.get(evening.path("question/"), seen="none")
        assert new.status == 200
        assert 'value="yes"' in new.html
        token = new.html.split("?seen=")[1].split('"')[0]
        assert bill.get(evening.path("question/"), seen=token).status == 204
        count = evening.by("Cora").get(f"/meetings/votes/{evening.ballot}/count/", seen="0-")
        assert count.status == 204
        evening.vote("Bill", "yes")
        assert bill.get(evening.path("question/"), seen=token).status == 200
        assert evening.by("Cora").get(f"/meetings/votes/{evening.ballot}/count/", seen="0-").status == 200
        assert evening.by("Cora").get(evening.path("live/pulse/")).status == 200
        assert bill.get(evening.path("live/pulse/")).status == 403
