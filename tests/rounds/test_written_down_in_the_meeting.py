"""In a circle's meeting its secretary writes down what those who are there say, on the pages (C2)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from banks.deciding.rounds.services import start_round
from governance.meetings.models import Meeting
from governance.meetings.services import call_meeting, close_meeting, note_arrival, open_meeting
from governance.rounds.models import ConsentResponse, ConsentRound, Objection
from governance.rounds.services import take_to_meeting
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser
from tests.rounds.circle_of_valley import GENERAL, id_of, person, right_now, seated, soup

OBJECTION = {"reason": "We have no pot.", "harms": "cooking"}


def in_a_meeting(*there: str) -> tuple[ConsentRound, Meeting]:
    """The circle's meeting is on, Anne presides and writes; the circle is asked about the soup in it."""
    now = right_now()
    seated()
    asked = start_round(actor=person("Anne"), proposal_id=soup().pk, now=now)
    meeting = call_meeting(
        key=uuid4(), kind="circle", title="General Circle", place="Kitchen", starts_at=now, minutes=60,
        actor_id=id_of("Anne"), now=now, circle="general",
    )  # fmt: skip
    open_meeting(meeting_id=meeting.pk, facilitator_id=id_of("Anne"), secretary_id=id_of("Anne"), now=now)
    for name in there:
        note_arrival(meeting_id=meeting.pk, person_id=id_of(name), is_voting=True, actor_id=id_of("Anne"), now=now)
    take_to_meeting(
        round_id=asked.pk, person_id=id_of("Bill"), meeting=meeting, answer_by=now + timedelta(days=7), now=now
    )
    return asked, meeting


@pytest.fixture
def asked(valley: Bank, lamoni: Bank) -> UUID:
    with in_bank(valley):
        return in_a_meeting("Anne", "Bill", "Karen")[0].pk


def test_c2_the_secretary_writes_down_an_objection_with_its_reason_for_who_is_there(valley: Bank, asked: UUID) -> None:
    anne = Browser(valley, "Anne")
    with in_bank(valley):
        bill, karen = id_of("Bill"), id_of("Karen")
    page = anne.get(f"/rounds/{asked}/")
    assert "Bill objects" in page.text
    assert "Cora objects" not in page.text, "she is not there"
    form = anne.get(f"/rounds/{asked}/object/", person=bill)
    assert "Write down what Bill says, in their words" in form.text
    assert anne.post(f"/rounds/{asked}/object/", person=bill, reason="", harms="").status == 422
    assert anne.post(f"/rounds/{asked}/object/", person=bill, **OBJECTION).status == 302
    assert anne.post(f"/rounds/{asked}/answer/", person=karen, answer="consent").status == 302
    page = Browser(valley, "Karen").get(f"/rounds/{asked}/")
    assert "Bill objects: We have no pot. (said in the meeting, written down by its secretary)" in page.text
    assert "consents Karen (said in the meeting, written down by its secretary)" in page.text
    with in_bank(valley):
        said = Objection.objects.get().response
        assert (said.person_id, said.written_by_id) == (bill, id_of("Anne"))
        proposal = ConsentRound.objects.get(pk=asked).version.proposal_id
    record = anne.get(f"/decisions/{proposal}/record/").response.json()
    assert record["rounds"][0]["objections"][0]["note"].startswith("said in the meeting")


def test_c9_the_page_asks_only_who_is_there_while_the_meeting_is_on(valley: Bank, lamoni: Bank) -> None:
    with in_bank(valley):
        asked, meeting = in_a_meeting("Anne", "Bill")
    bill, cora = (Browser(valley, name) for name in ("Bill", "Cora"))
    assert "I consent" in bill.get(f"/rounds/{asked.pk}/").text
    assert "I consent" not in cora.get(f"/rounds/{asked.pk}/").text, "she is not there, and would be refused"
    assert "Answers are given there" in cora.get(f"/rounds/{asked.pk}/").text
    refused = cora.post(f"/rounds/{asked.pk}/answer/", answer="consent")
    assert (refused.status, "Answer there, while it is on." in refused.text) == (409, True)
    with in_bank(valley):
        close_meeting(meeting_id=meeting.pk, minutes_text="Soup.", now=right_now())
    assert "I consent" not in bill.get(f"/rounds/{asked.pk}/").text, "Valley's rule holds what nobody said"


def test_c7_only_whoever_objects_takes_it_back_also_when_the_secretary_wrote_it(valley: Bank, asked: UUID) -> None:
    anne = Browser(valley, "Anne")
    with in_bank(valley):
        bill = id_of("Bill")
    anne.post(f"/rounds/{asked}/object/", person=bill, **OBJECTION)
    with in_bank(valley):
        objection = Objection.objects.get().pk
    assert anne.post(f"/rounds/objections/{objection}/back/", consents="yes").status == 403
    assert Browser(valley, "Bill").post(f"/rounds/objections/{objection}/back/", consents="yes").status == 302
    with in_bank(valley):
        last = ConsentResponse.objects.order_by("-at").first()
        assert last is not None
        assert (last.answer, last.written_by_id) == ("consent", bill)


@pytest.mark.parametrize(("writer", "about"), [("Karen", "Bill"), ("Anne", "Cora")])
def test_c2_nobody_else_writes_and_nobody_is_written_for_who_is_not_there(
    valley: Bank, asked: UUID, writer: str, about: str
) -> None:
    with in_bank(valley):
        person_id = id_of(about)
    browser = Browser(valley, writer)
    assert "Write down what" not in browser.get(f"/rounds/{asked}/object/", person=person_id).text
    refused = browser.post(f"/rounds/{asked}/object/", person=person_id, **OBJECTION)
    assert (refused.status, "Everybody answers for themselves" in refused.text) == (422, True)
    with in_bank(valley):
        assert not ConsentResponse.objects.exists()


def test_c2_after_the_meeting_nobody_is_written_for(valley: Bank, lamoni: Bank) -> None:
    with in_bank(valley):
        asked, meeting = in_a_meeting(*GENERAL)
        close_meeting(meeting_id=meeting.pk, minutes_text="Soup.", now=right_now())
        bill = id_of("Bill")
    anne = Browser(valley, "Anne")
    assert "Write down what they say" not in anne.get(f"/rounds/{asked.pk}/").text
    refused = anne.post(f"/rounds/{asked.pk}/object/", person=bill, **OBJECTION)
    assert "Everybody answers for themselves" in refused.text
    with in_bank(valley):
        assert not ConsentResponse.objects.exists()
