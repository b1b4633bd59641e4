"""Row D-coord: at Door County a coordinator changes a rule by publishing it; it counts once its day has come."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from banks.deciding.meetings.services import carry_out_due
from banks.deciding.proposals import queries
from banks.notices.models import Notice
from banks.people.members.models import Member
from banks.policies.kinds import ReportPolicy
from banks.policies.queries import history, policy_in_force
from governance.decisions.models import Decision
from governance.decisions.queries import prove_decisions
from governance.effects.models import Effect
from governance.publications.models import Publication
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser
from tests.policies.test_policy_pages import filled, text_of, visitor

WHY = "Memories fade; a month is enough."


@pytest.fixture
def clock(door: Bank) -> Iterator[Any]:
    with time_machine.travel(datetime(2027, 3, 1, 18, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def proposed(bank: Bank, name: str, **changes: str) -> str:
    """A change of the reporting window, written down; where whoever wrote it is led."""
    browser = Browser(bank, name)
    sent = filled(browser.client, "report", **({"window": "30", "reason": WHY} | changes), step="propose")
    answer = browser.post("/rules/report/", **(sent | {"key": str(uuid4())}))
    assert answer.status == 302, answer.text
    return answer.to


def published(bank: Bank) -> UUID:
    """Cora proposes and publishes; the proposal's id."""
    path = proposed(bank, "Cora")
    assert path.endswith("/publish/")
    page = Browser(bank, "Cora").get(path)
    assert "published decision of the coordinator" in page.text
    assert "It counts from Monday, 8 March 2027" in page.text
    assert Browser(bank, "Cora").post(path, step="publish").status == 302
    return UUID(path.split("/")[2])


def window(bank: Bank) -> int | None:
    with in_bank(bank):
        return policy_in_force(ReportPolicy, datetime.now(UTC)).value.window


def carry_out(bank: Bank) -> None:
    with in_bank(bank):
        carry_out_due(now=datetime.now(UTC))


def test_d_coord_a_published_rule_counts_on_its_day_and_the_guidelines_say_by_whom(
    door: Bank, lamoni: Bank, clock: Any
) -> None:
    proposal_id = published(door)
    carry_out(door)
    assert window(door) == 60, "its day is still to come"
    page = Browser(door, "Anne").get(f"/decisions/{proposal_id}/")
    assert "Published; its day is still to come" in page.text
    assert "Published by Cora on 1 March 2027" in page.text
    assert "To be looked at again on 1 March 2029" in page.text
    clock.shift(timedelta(days=7))
    carry_out(door)
    assert window(door) == 30
    said = Browser(door, "Anne").get("/guidelines/").text
    assert "decision 1 of 1 March 2027 (published by Cora," in said
    assert "published by a coordinator" in text_of(visitor(door).get("/guidelines/")), "names are for members"
    with in_bank(door):
        assert prove_decisions() == []
    with in_bank(lamoni):
        assert not Publication.objects.exists()
        assert len(history("report")) == 1


def test_d_coord_every_member_is_told_by_mail_or_on_paper_with_the_reasons(door: Bank, clock: Any) -> None:
    with in_bank(door):
        Member.objects.filter(name="Jean").update(email="")
    proposal_id = published(door)
    with in_bank(door):
        told = Notice.objects.filter(subject__startswith="Decided, in effect from 8 March")
        everybody = Member.objects.filter(left_on=None)
        assert set(told.values_list("member", flat=True)) == set(everybody.values_list("pk", flat=True))
        assert told.get(member__name="Jean").state == Notice.State.PAPER
        assert all(WHY in each.body and "within 30 days" in each.body for each in told)
        publication = Publication.objects.get(version__proposal=proposal_id)
        assert len(publication.recipients) == everybody.count()
        assert list(publication.recipients.values()).count("paper") == 1
        decision = Decision.objects.get(publication=publication)
        assert (decision.verdict, decision.effective_at - decision.decided_at) == ("carried", timedelta(days=7))


def test_d_coord_members_say_a_word_before_its_day_and_ask_for_a_review_afterwards(door: Bank, clock: Any) -> None:
    proposal_id = published(door)
    anne, path = Browser(door, "Anne"), f"/decisions/{proposal_id}/word/"
    assert anne.post(path, text="Sixty days suit those who travel.").status == 302
    assert anne.post(path, text="Sixty days suit those who travel.").status == 302, "sent twice it stands once"
    page = Browser(door, "Bill").get(f"/decisions/{proposal_id}/").text
    assert page.count("Sixty days suit those who travel.") == 1
    clock.shift(timedelta(days=8))
    carry_out(door)
    late = Browser(door, "Bill").post(path, text="I am late.")
    assert (late.status, "Its day has come" in late.text) == (422, True)
    assert Browser(door, "Bill").post(path, text="It is too short.", asks_review="on").status == 302
    assert "“It is too short.”" in Browser(door, "Cora").get("/decisions/").text
    assert "It is too short." not in Browser(door, "Anne").get("/decisions/").text, "the list is the coordinators'"


def test_d_coord_taken_back_before_its_day_it_never_happens_and_everybody_is_told(door: Bank, clock: Any) -> None:
    proposal_id = published(door)
    path = f"/decisions/{proposal_id}/publish/back/"
    assert Browser(door, "Anne").get(path).status == 403
    silent = Browser(door, "Ada").post(path, reason=" ")
    assert (silent.status, "say why" in silent.text) == (422, True)
    assert Browser(door, "Ada").post(path, reason="Many of you travel.").status == 302
    with in_bank(door):
        effect = Effect.objects.get(decision__publication__version__proposal=proposal_id)
        assert effect.state == Effect.State.CANCELLED
        told = Notice.objects.filter(subject__startswith="Taken back")
        assert told.count() == Member.objects.filter(left_on=None).count()
        assert all("Many of you travel." in each.body for each in told)
    clock.shift(timedelta(days=30))
    carry_out(door)
    assert window(door) == 60
    page = Browser(door, "Anne").get(f"/decisions/{proposal_id}/").text
    assert "Taken back before its day" in page
    assert Browser(door, "Ada").post(path, reason="Again.").status == 422


def test_d_coord_once_its_day_has_come_it_is_not_taken_back(door: Bank, clock: Any) -> None:
    proposal_id = published(door)
    clock.shift(timedelta(days=7))
    answer = Browser(door, "Cora").post(f"/decisions/{proposal_id}/publish/back/", reason="Too late.")
    assert (answer.status, "Its day has come" in answer.text) == (422, True), "also before the clock got to it"


def test_d_coord_only_coordinators_publish_and_only_once(door: Bank, clock: Any) -> None:
    path = proposed(door, "Anne")
    assert "/publish/" not in path, "a member's proposal is for the coordinators to decide"
    assert "A coordinator decides about this" in Browser(door, "Anne").get(path).text
    assert Browser(door, "Anne").post(f"{path}publish/").status == 403
    assert "Publish this decision" in Browser(door, "Cora").get(path).text
    assert Browser(door, "Cora").post(f"{path}publish/").status == 302
    again = Browser(door, "Ada").post(f"{path}publish/")
    assert (again.status, "published already" in again.text) == (422, True)
    with in_bank(door):
        assert Decision.objects.count() == 1


def test_p2_where_a_coordinator_decides_no_administrator_adopts_by_hand(door: Bank) -> None:
    ada = Browser(door, "Ada")
    form = filled(ada.client, "report", window="30", reason="I say so.", step="adopt") | {"key": str(uuid4())}
    assert "Propose this change" in ada.post("/rules/report/", **form).text
    body = {"value": {"window": 30}, "reason": "I say so."}
    answer = ada.client.post("/api/v1/policies/report/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "proposals.decided_by_vote")
    with in_bank(door):
        assert len(history("report")) == 1


def test_p2_with_the_guard_out_an_administrator_would_adopt(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "FEWEST_VOTERS", 10_000)
    ada = Browser(door, "Ada")
    form = filled(ada.client, "report", window="30", reason="x", step="adopt")
    assert ada.post("/rules/report/", **form).status == 302
    with in_bank(door):
        assert len(history("report")) == 2


def test_p3_no_published_rule_reaches_back(door: Bank, clock: Any) -> None:
    proposal_id = published(door)
    clock.shift(timedelta(days=9))
    carry_out(door)
    with in_bank(door):
        version = history("report")[0]
        decision = Decision.objects.get(publication__version__proposal=proposal_id)
        assert version.effective_at == datetime.now(UTC) >= decision.effective_at
        assert version.decision_id == decision.pk


def test_d2_what_was_published_said_and_taken_back_is_never_changed(door: Bank, clock: Any) -> None:
    proposal_id = published(door)
    Browser(door, "Anne").post(f"/decisions/{proposal_id}/word/", text="Sixty days suit me.")
    Browser(door, "Cora").post(f"/decisions/{proposal_id}/publish/back/", reason="Anne is right.")
    for table in ("publication", "word", "retraction"):
        for change in (f"delete from governance_{table}", f"update governance_{table} set id = id"):
            with in_bank(door), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)


def test_a_published_decision_of_one_bank_is_nothing_in_another(door: Bank, lamoni: Bank, clock: Any) -> None:
    proposal_id = published(door)
    for path in ("", "word/", "publish/", "publish/back/"):
        answer = Browser(lamoni, "Ada").post(f"/decisions/{proposal_id}/{path}", text="x", reason="x")
        assert answer.status in (404, 405), path


def test_what_the_members_vote_on_is_not_published(lamoni: Bank) -> None:
    path = proposed(lamoni, "Ada")
    assert "Publish this decision" not in Browser(lamoni, "Ada").get(path).text
    answer = Browser(lamoni, "Ada").post(f"{path}publish/")
    assert (answer.status, "not decided by publishing it" in answer.text) == (422, True)
