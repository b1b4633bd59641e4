"""Row L18 where a meeting decides: attending and hosting are credited once, when the minutes are accepted."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from banks.deciding.meetings import services
from banks.deciding.meetings.services import credit_key
from banks.hours.events import services as events
from banks.hours.events.models import Event
from governance.meetings.models import Meeting
from tenants.context import in_bank
from tenants.models import Bank
from tests.meetings.evening import EVENING, NINE, Evening, at, evening_with_question
from tests.pages.browsing import balance, member_id


def held(bank: Bank) -> Evening:
    """An evening with nine people in it, closed after an hour and a half."""
    evening = Evening(bank)
    with at(EVENING):
        evening.begin(*NINE[2:])
    with at(EVENING + timedelta(minutes=90)):
        assert evening.end("We met and sang.").status == 302
    return evening


def test_l18_attending_earns_an_hour_and_hosting_another_when_the_minutes_are_accepted(lamoni: Bank) -> None:
    evening = held(lamoni)
    before = {name: balance(lamoni, name) for name in ("Anne", "Bill", "Nina")}
    with at(EVENING + timedelta(days=1)):
        ready = evening.by("Ada").get(evening.path("minutes/"))
        assert ready.html.count('name="here"') > 9
        assert ready.html.count('name="here"') == ready.html.count('name="hosted"')
        assert ready.html.count("checked") == 9, "ticked as the log has them"
        assert balance(lamoni, "Anne") == before["Anne"], "nothing before the minutes are accepted"
        assert evening.accept(NINE, hosted=("Anne",)).status == 302
        page = evening.by("Bill").get(evening.path())
    assert "Accepted on 19 March 2027" in page.text
    assert {name: balance(lamoni, name) - before[name] for name in before} == {"Anne": 120, "Bill": 60, "Nina": 0}
    with in_bank(lamoni):
        event = Event.objects.get(pk=credit_key(UUID(evening.id)))
    assert (event.kind, event.held_on) == ("meeting", EVENING.date())
    assert event.minutes in (90, 91), "the clock ticks while they sign in"


def test_a2_accepting_twice_credits_once(lamoni: Bank) -> None:
    evening = held(lamoni)
    before = balance(lamoni, "Bill")
    with at(EVENING + timedelta(days=1)):
        evening.accept(NINE)
        again = evening.accept(NINE, hosted=("Bill",))
        assert again.status == 302
    assert balance(lamoni, "Bill") == before + 60


def test_a2_without_its_key_a_second_acceptance_would_pay_again(lamoni: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guards out: the key of the credit, and the minutes' being accepted once."""
    evening = held(lamoni)
    before = balance(lamoni, "Bill")
    monkeypatch.setattr(services, "credit_key", lambda meeting_id: uuid4())
    with at(EVENING + timedelta(days=1)):
        evening.accept(NINE)
        with in_bank(lamoni):
            Meeting.objects.filter(pk=evening.id).update(minutes_accepted_at=None)
        evening.accept(NINE)
    assert balance(lamoni, "Bill") == before + 120


def test_a1_correcting_who_attended_changes_credits_and_no_vote(lamoni: Bank) -> None:
    evening = evening_with_question(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        evening.put()
        for name in NINE[:6]:
            evening.vote(name, "yes")
        evening.close_vote()
        evening.result()  # says once that the vote is in
        counted = evening.result().text
        evening.end()
        before = balance(lamoni, "Ida")
        evening.accept(NINE[:8])  # Ida was ticked by mistake
        assert balance(lamoni, "Ida") == before
        assert "6 yes of 9 present" in evening.result().text
        assert evening.result().text == counted


def test_door_county_pays_nothing_for_a_meeting_and_still_keeps_the_list(door: Bank) -> None:
    evening = held(door)
    before = balance(door, "Bill")
    with at(EVENING + timedelta(days=1)):
        assert evening.accept(NINE).status == 302
    assert balance(door, "Bill") == before
    with in_bank(door):
        assert Event.objects.get(pk=credit_key(UUID(evening.id))).attendances.count() == 9


def test_minutes_wait_for_the_end_and_for_whoever_may_accept_them(lamoni: Bank) -> None:
    evening = Evening(lamoni)
    with at(EVENING):
        evening.begin(*NINE[2:])
        assert evening.accept(NINE).status == 302, "the meeting is on: back to its page"
        draft = evening.by("Cora").get(evening.path("close/")).text
        assert "Presiding: Ada. Writing: Cora." in draft
        assert "In attendance (9): Ada, Adrian, Anne" in draft
        assert "Nothing was put to the vote." in draft
        evening.end()
        assert evening.by("Bill").get(evening.path("minutes/")).status == 403
        assert evening.accept(NINE, by="Bill").status == 403
    following = Evening(lamoni, starts_at=EVENING + timedelta(days=30))
    with at(EVENING + timedelta(days=30)):
        ada = following.by("Ada")
        people = {"facilitator": member_id(lamoni, "Bill"), "secretary": member_id(lamoni, "Anne")}
        assert ada.post(following.path("open/"), **people).status == 302
        assert evening.accept(NINE, by="Bill").status == 302, "at the next meeting, by whoever presides there"


def test_a_host_who_is_not_ticked_is_asked_about(lamoni: Bank) -> None:
    evening = held(lamoni)
    with at(EVENING + timedelta(days=1)):
        asked = evening.accept(NINE[:3], hosted=("Ida",))
    assert asked.status == 422
    assert "Tick Ida too" in asked.text


def test_what_cannot_be_credited_leaves_the_minutes_unaccepted(lamoni: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """One transaction: minutes and credits, or neither."""

    def refuse(**_: object) -> None:
        raise events.AttendeeUnknown()

    evening = held(lamoni)
    monkeypatch.setattr(services, "enter_attendance", refuse)
    with at(EVENING + timedelta(days=1)):
        assert evening.accept(NINE).status == 422
        assert "Not accepted yet" in evening.by("Bill").get(evening.path()).text
