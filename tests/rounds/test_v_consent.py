"""Row V-consent at Valley, through its pages: rounds, objections built in, and silence that decides nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from banks.deciding.meetings.services import carry_out_due
from banks.deciding.proposals.rules import class_of
from banks.deciding.rounds import services
from banks.deciding.rounds.services import process_due_rounds, start_round
from banks.notices.models import Notice
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy
from governance.circle_policy import ConsentPolicy
from governance.circles.models import CircleMembership
from governance.decisions.models import Decision
from governance.decisions.queries import prove_decisions
from governance.meetings.models import Meeting
from governance.proposals.models import Proposal
from governance.proposals.queries import state_of_proposal
from governance.proposals.services import draft_proposal
from governance.rounds.queries import answers_of, people_of
from tenants.context import in_bank
from tenants.models import Bank
from tests.policies.test_policy_pages import filled, signed_in, text_of
from tests.rounds.circle_of_valley import GENERAL, ask_form, id_of, last_round, person, right_now, seated, soup


def test_v_consent_six_hundred_unanswered_mails_end_as_lapsed(valley: Bank, lamoni: Bank, clock: Any) -> None:
    """The replay of Valley's e-mails: about 600 people asked, nobody answers, nothing is decided."""
    now = right_now()
    with in_bank(valley):
        rule = policy_in_force(ConsentPolicy, now)
        adopt_policy(
            value=rule.value.model_copy(update={"max_electorate": 1000}), effective_at=now,
            actor_id=id_of("Ada"), reason="To ask everybody.", now=now, may_adopt=True,
        )  # fmt: skip
        people = [id_of(name) for name in GENERAL] + [uuid4() for _ in range(596)]
        CircleMembership.objects.bulk_create(
            CircleMembership(circle="general", person_id=each, began_on=now.date()) for each in people
        )
        proposal = soup()
        asked = start_round(
            actor=person("Anne"), proposal_id=proposal.pk, now=right_now(), answer_by=now + timedelta(days=7)
        )
    clock.shift(timedelta(days=7, minutes=1))
    page = text_of(signed_in(valley, "Anne").get(f"/rounds/{asked.pk}/"))
    assert "0 of 600 consented in so many words, 600 did not answer. Lapsed: silence is not consent." in page
    with in_bank(valley):
        assert process_due_rounds(now=right_now()) == 1
        decision = Decision.objects.get(round=asked)
        assert decision.verdict == "lapsed"
        assert state_of_proposal(proposal).value == "lapsed"
        assert Notice.objects.filter(subject__contains="Nothing was decided").count() == len(GENERAL)
        assert process_due_rounds(now=right_now()) == 0
        assert prove_decisions() == []
    with in_bank(lamoni):
        assert not Decision.objects.exists()


def test_v_consent_an_objection_is_built_in_and_the_circle_adopts(valley: Bank, clock: Any) -> None:
    with in_bank(valley):
        seated()
        proposal = soup()
    anne, bill, cora, karen = (signed_in(valley, name) for name in GENERAL)
    assert "Ask the circle General Circle" in text_of(bill.get(f"/decisions/{proposal.pk}/"))
    opened = bill.post(f"/decisions/{proposal.pk}/ask/", ask_form())
    assert opened.status_code == 302, text_of(opened)
    at = opened["Location"]
    assert "Soup first" in text_of(karen.get("/rounds/"))
    assert "I consent" in text_of(karen.get(at))
    for client in (anne, bill):
        assert client.post(at + "answer/", {"answer": "consent"}).status_code == 302
    assert cora.post(at + "object/", {"reason": "", "harms": ""}).status_code == 422
    said = {"reason": "Some of us may not eat soup.", "harms": "keep the whole together"}
    assert cora.post(at + "object/", said).status_code == 302
    page = text_of(karen.get(at))
    assert "Cora objects: Some of us may not eat soup." in page.replace("<strong>", "").replace("</strong>", "")
    assert karen.get(at + "integrate/").status_code == 403, "who does not lead does not integrate"
    form = anne.get(at + "integrate/").context["form"]
    sent = {**form.initial, "text": "Every circle has soup or bread before it decides.", "reasons": "Bread for Cora."}
    again = anne.post(at + "integrate/", {key: sent[key] for key in ("way", "text", "review_months", "reasons")})
    assert again.status_code == 302, text_of(again)
    new = again["Location"]
    assert "0 of 4 consented in so many words, 4 missing." in text_of(karen.get(new)), "C6: everybody is asked anew"
    for client in (anne, bill, cora, karen):
        assert client.post(new + "answer/", {"answer": "consent"}).status_code == 302
    record = anne.get(f"/decisions/{proposal.pk}/record/").json()
    first, second = record["rounds"]
    assert first["objections"][0]["ended"].startswith("built in")
    assert second["decision"]["verdict"] == "carried"
    page = text_of(karen.get(f"/decisions/{proposal.pk}/"))
    assert "4 of 4 consented in so many words, 0 missing. Adopted." in page
    assert "Some of us may not eat soup." in page
    with in_bank(valley):
        assert Notice.objects.filter(subject__startswith="Adopted").count() == 4
        assert prove_decisions() == []


def test_v_consent_a_rule_is_proposed_and_changed_by_the_circle_and_no_longer_by_an_administrator(
    valley: Bank, clock: Any
) -> None:
    ada, anne = signed_in(valley, "Ada"), signed_in(valley, "Anne")
    assert "begins" in ada.get("/rules/membership/").context["form"].fields, "until a circle can decide she adopts"
    with in_bank(valley):
        seated()
    assert "begins" not in ada.get("/rules/membership/").context["form"].fields
    sent = filled(anne, "membership", reason="People ask.", step="propose", min_age="16")
    sent["key"] = str(uuid4())
    made = anne.post("/rules/membership/", sent)
    assert made.status_code == 302, text_of(made)
    proposal_id = made["Location"].strip("/").split("/")[-1]
    anne.post(f"/decisions/{proposal_id}/ask/", ask_form())
    with in_bank(valley):
        at = f"/rounds/{last_round().pk}/"
    for name in GENERAL:
        signed_in(valley, name).post(at + "answer/", {"answer": "consent"})
    clock.shift(timedelta(days=7, minutes=1))
    with in_bank(valley):
        from_then = datetime.now(UTC)
        assert Decision.objects.get().verdict == "carried"
        process_due_rounds(now=from_then)
        assert carry_out_due(now=from_then) == 1
        assert policy_in_force(MembershipPolicy, from_then).value.min_age == 16
    assert "4 of 4 consented in so many words" in text_of(anne.get("/guidelines/"))


def test_c1_c2_nobody_else_starts_answers_or_reads_what_they_may_not(valley: Bank) -> None:
    with in_bank(valley):
        seated()
        proposal = soup()
    jean, anne = signed_in(valley, "Ramona"), signed_in(valley, "Anne")
    assert jean.post(f"/decisions/{proposal.pk}/ask/", ask_form()).status_code == 422
    at = anne.post(f"/decisions/{proposal.pk}/ask/", ask_form())["Location"]
    assert jean.post(at + "answer/", {"answer": "consent"}).status_code == 403
    assert jean.post(at + "stage/", {"stage": "react"}).status_code == 403
    with in_bank(valley):
        forged = {"answer": "consent", "person": str(id_of("Karen"))}
    assert anne.post(at + "answer/", forged).status_code == 403, "nobody answers for somebody else"
    with in_bank(valley):
        assert answers_of(last_round(), right_now()) == {}


def test_c9_c10_the_circle_talks_it_over(valley: Bank) -> None:
    with in_bank(valley):
        seated()
        proposal = soup()
    anne, karen = signed_in(valley, "Anne"), signed_in(valley, "Karen")
    at = anne.post(f"/decisions/{proposal.pk}/ask/", ask_form())["Location"]
    sent = {"day": "2098-01-01", "time": "18:00", "place": "Kitchen", "key": str(uuid4())}
    assert karen.post(at + "meeting/", sent).status_code == 302
    assert "Answers are given there." in text_of(anne.get(at))
    assert anne.post(at + "answer/", {"answer": "consent"}).status_code == 409
    with in_bank(valley):
        meeting = f"/meetings/{last_round().meeting_id}/"
        Meeting.objects.update(starts_at=right_now())  # its day has come
        table = {"facilitator": str(id_of("Anne")), "secretary": str(id_of("Karen"))}
    ramona = signed_in(valley, "Ramona")
    assert ramona.post(meeting + "open/", table).status_code == 403, "it is the circle's meeting"
    assert "Open the meeting" in text_of(karen.get(meeting))
    assert karen.post(meeting + "open/", table).status_code == 302, "it needs no chair"
    for client in (anne, karen):
        assert client.post(at + "answer/", {"answer": "consent"}).status_code == 302, "they are there"


def test_the_clock_reminds_whoever_is_missing_once(valley: Bank, clock: Any) -> None:
    with in_bank(valley):
        seated()
        asked = start_round(actor=person("Anne"), proposal_id=soup().pk, now=right_now())
    signed_in(valley, "Anne").post(f"/rounds/{asked.pk}/answer/", {"answer": "consent"})
    clock.shift(timedelta(days=6))
    with in_bank(valley):
        for _ in range(2):
            process_due_rounds(now=right_now())
        assert Notice.objects.filter(subject__startswith="Your answer is missing").count() == 3


def test_what_the_facilitator_does(valley: Bank) -> None:
    with in_bank(valley):
        seated()
        proposal = soup("Bill")
    anne, bill = signed_in(valley, "Anne"), signed_in(valley, "Bill")
    at = bill.post(f"/decisions/{proposal.pk}/ask/", ask_form(stage="present", answer_by="2090-01-01"))["Location"]
    assert anne.post(at + "answer/", {"answer": "consent"}).status_code == 409, "first come questions"
    assert anne.post(at + "remark/", {"words": "Which soup?"}).status_code == 302
    assert anne.post(at + "remark/", {"words": ""}).status_code == 422
    assert anne.post(at + "stage/", {"stage": "consent"}).status_code == 302
    assert anne.post(at + "time/", {"answer_by": "2091-01-01"}).status_code == 302
    assert anne.post(at + "up/").status_code == 422, "nothing lies above the general circle"
    assert "Which soup?" in text_of(bill.get(at))
    assert bill.post(at + "lay-down/").status_code == 302
    with in_bank(valley):
        assert state_of_proposal(Proposal.objects.get(pk=proposal.pk)).value == "withdrawn"


@pytest.mark.parametrize("is_guarded", [True, False])
def test_c8_handed_up_without_naming_them_whom_a_removal_is_about_is_asked(
    valley: Bank, monkeypatch: pytest.MonkeyPatch, is_guarded: bool
) -> None:
    """Ida is on leave from Inreach, so nobody asks her there, and belongs to the circle above, where somebody would."""
    with in_bank(valley):
        seated(names=(*GENERAL, "Ida"))
        seated("inreach", ("Dora", "Jean", "Ida"))
        CircleMembership.objects.filter(circle="inreach", person_id=id_of("Ida")).update(
            on_leave_since=right_now().date()
        )
        removed = {"kind": "remove_from_circle", "circle": "inreach", "person_id": str(id_of("Ida"))}
        proposal = draft_proposal(
            key=uuid4(), decision_class=class_of(removed), title="Ida", reasons="", effect=removed,
            author_id=id_of("Dora"), now=right_now(),
        )  # fmt: skip
        asked = start_round(actor=person("Dora"), proposal_id=proposal.pk, now=right_now())
        assert people_of(asked) == {id_of("Dora"): True, id_of("Jean"): True}
        if not is_guarded:
            monkeypatch.setattr(services, "_subject_ids", lambda effect: [])
        above = services.hand_up(actor=person("Dora"), round_id=asked.pk, now=right_now())
        assert (above.circle, people_of(above)[id_of("Ida")]) == ("general", not is_guarded)
