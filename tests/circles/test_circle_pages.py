"""Circles through the pages: seeing them, the first people, leaving, tasks, handing over (V-circles, V-tasks)."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from banks.deciding.circles import services
from banks.deciding.circles.models import StandingTask, TaskDone, TermTold
from banks.deciding.circles.services import tell_of_terms
from banks.membership.leaving.services import end_membership
from banks.notices.models import Notice
from banks.people.members.models import Member, Power
from banks.people.members.queries import viewer_of
from governance.circles.models import CircleMembership, RoleTerm
from tenants.context import in_bank
from tenants.models import Bank
from tests.circles.village import LATER, decided, ground, moved, person
from tests.governance.assembly import EVENING
from tests.pages.browsing import Browser, member_id

pytestmark = pytest.mark.usefixtures("at_the_evening")


def test_v_circles_are_drawn_and_listed_with_what_is_vacant(seated: Bank) -> None:
    page = Browser(seated, "Dora").get("/circles/")
    assert page.status == 200
    assert page.html.count("<circle ") == 4 + 6, "four circles, two links from each of three"
    for words in (
        "General Circle",
        "Management",
        "Outreach",
        "Inreach",
        "Top Circle, hoped for",
        "Delegate of Inreach",
    ):
        assert words in page.text, words
    assert "5 links between circles rest on 5 people" in page.text
    assert "Roles Anne" not in page.text, "the load is for those who look after the whole"
    assert "Who Roles" in Browser(seated, "Beth").get("/circles/").text, "a link sits in the General Circle"


def test_v_circles_one_circle_says_who_does_what_until_when(seated: Bank) -> None:
    page = Browser(seated, "Dora").get("/circles/management/")
    for words in (
        "Our aim: website, offers and the list of members", "Leader Beth until 2 November 2027",
        "Up, to General Circle", "Watching the services offered", "Standing tasks", "Dora (you)",
    ):  # fmt: skip
        assert words in page.text, words
    assert "Down, from Outreach" in Browser(seated, "Dora").get("/circles/general/").text
    assert Browser(seated, "Dora").get("/circles/top/").status == 200
    assert Browser(seated, "Dora").get("/circles/nowhere/").status == 404


def test_a_bank_without_circles_has_no_way_to_them_and_says_so(lamoni: Bank) -> None:
    browser = Browser(lamoni, "Anne")
    assert 'href="/circles/"' not in browser.get("/").html
    assert "Our bank has no circles" in browser.get("/circles/").text


def test_names_stand_there_only_for_those_who_see_people(seated: Bank) -> None:
    with in_bank(seated):
        Member.objects.get(name="Amos").clearance.delete()
    page = Browser(seated, "Amos").get("/circles/management/")
    assert page.status == 200
    assert "Beth" not in page.text
    assert "Leader A member" in page.text


def test_v_circles_an_administrator_seats_the_first_people_once(valley: Bank) -> None:
    sent = {
        "people": [member_id(valley, "Ida"), member_id(valley, "Jean")], "leader": member_id(valley, "Ida"),
        "delegate": "", "facilitator": "", "secretary": "", "ends_on": "2027-11-16",
    }  # fmt: skip
    assert Browser(valley, "Ida").post("/circles/inreach/first-people/", **sent).status == 403
    ada = Browser(valley, "Ada")
    assert "Seat the first people" in ada.get("/circles/inreach/").text
    twice = sent | {"delegate": sent["leader"]}
    refused = ada.post("/circles/inreach/first-people/", **twice)
    assert (refused.status, "two different people" in refused.text) == (422, True)
    assert ada.post("/circles/inreach/first-people/", **sent).to == "/circles/inreach/"
    with in_bank(valley):
        assert CircleMembership.objects.filter(circle="inreach", decision=None).count() == 2
    again = ada.post("/circles/inreach/first-people/", **sent)
    assert again.status == 422
    assert "Seat the first people" not in ada.get("/circles/inreach/").text


def test_k5_leaving_takes_one_tap_and_being_on_leave_another(seated: Bank) -> None:
    ida = Browser(seated, "Ida")
    assert ida.post("/circles/inreach/on-leave/").to == "/circles/inreach/"
    assert "On leave" in ida.get("/circles/inreach/").text
    ida.post("/circles/inreach/on-leave/", back="yes")
    assert "On leave" not in ida.get("/circles/inreach/").text
    assert ida.post("/circles/inreach/leave/").to == "/circles/"
    assert "Vacant" in Browser(seated, "Jean").get("/circles/inreach/").text
    assert Browser(seated, "Ida").post("/circles/inreach/leave/").status == 409


def test_a_role_is_laid_down_by_its_holder_only(seated: Bank) -> None:
    with in_bank(seated):
        leading = RoleTerm.objects.get(holder_id=person("Bill")).role_id
    address = f"/circles/roles/{leading}/lay-down/"
    assert Browser(seated, "Karen").post(address).status == 403
    assert Browser(seated, "Bill").post(address).to == "/circles/"


def task(bank: Bank, domain: str) -> StandingTask:
    with in_bank(bank):
        return StandingTask.objects.get(domain=domain)


def test_v_tasks_the_six_stand_from_the_beginning_and_whoever_belongs_notes_them_done(seated: Bank) -> None:
    with in_bank(seated):
        assert StandingTask.objects.count() == 6
    address = f"/circles/tasks/{task(seated, 'offers').pk}/done/"
    assert Browser(seated, "Ida").post(address).status == 403
    dora = Browser(seated, "Dora")
    assert "Overdue" in dora.get("/circles/management/").text
    assert [dora.post(address).to, dora.post(address).to] == ["/circles/management/"] * 2
    with in_bank(seated):
        assert TaskDone.objects.count() == 1, "once a day"
    assert "last done on 16 November 2026 by Dora; next by 23 November 2026" in dora.get("/circles/management/").text


def test_v_tasks_a_task_moves_with_its_domain(seated: Bank) -> None:
    with in_bank(seated):
        decided(moved("cull", "inreach"))
    name = task(seated, "cull").name
    assert name not in Browser(seated, "Dora").get("/circles/management/").text
    assert name in Browser(seated, "Jean").get("/circles/inreach/").text
    assert Browser(seated, "Dora").post(f"/circles/tasks/{task(seated, 'cull').pk}/done/").status == 403


def test_v_tasks_the_guard_taken_out_lets_anybody_note_a_task(seated: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/circles/tasks/{task(seated, 'offers').pk}/done/"
    assert Browser(seated, "Ida").post(address).status == 403
    monkeypatch.setattr(services, "owner_of", lambda circles, domain: "inreach")
    assert Browser(seated, "Ida").post(address).status == 302


def test_v_tasks_overdue_ones_are_on_the_home_page_of_those_who_hold_a_role(seated: Bank) -> None:
    assert "Watching the services offered was due" in Browser(seated, "Beth").get("/").text
    assert "was due" not in Browser(seated, "Dora").get("/").text
    Browser(seated, "Dora").post(f"/circles/tasks/{task(seated, 'offers').pk}/done/")
    assert "Watching the services offered was due" not in Browser(seated, "Beth").get("/").text


def test_e3_whoever_holds_a_role_is_told_once_that_the_term_ends(seated: Bank) -> None:
    with in_bank(seated):
        assert tell_of_terms(now=EVENING) == 0
        RoleTerm.objects.filter(holder_id=person("Beth")).update(ends_on=LATER + timedelta(days=60))
        assert [tell_of_terms(now=EVENING), tell_of_terms(now=EVENING + timedelta(minutes=10))] == [1, 0]
        notice = Notice.objects.get(member=person("Beth"), subject__contains="term ends")
        assert "15 January 2027" in notice.body
        assert "16 March 2027" in notice.body, "and how long it is held over"
        TermTold.objects.all().delete()
        assert tell_of_terms(now=EVENING) == 1, "the guard taken out: told again"


def test_whoever_leaves_the_bank_leaves_their_circles(seated: Bank) -> None:
    with in_bank(seated):
        ida = person("Ida")
        actor = viewer_of(Member.objects.get(name="Ida"), on=LATER)
        end_membership(actor=actor, member_id=ida, now=EVENING)
        assert not RoleTerm.objects.filter(holder_id=ida, ended_on=None).exists()
        assert not CircleMembership.objects.filter(person_id=ida, ended_on=None).exists()
    assert "2 vacant" in Browser(seated, "Jean").get("/circles/").text


def test_v_handover_the_pack_says_what_is_open_and_warns_when_too_few_can_recover_the_bank(seated: Bank) -> None:
    page = Browser(seated, "Anne").get("/handover/")
    assert page.status == 200
    for words in (
        "Delegate of Inreach",
        "Leader of Management",
        "Circles and their domains",
        "From the bank's charter",
    ):
        assert words in page.text, words
    assert "Too few people can recover the bank" in page.text, "Ada alone"
    with in_bank(seated):
        Power.objects.create(member_id=person("Cora"), kind="administrator", begins_on=LATER)
    assert "Too few" not in Browser(seated, "Anne").get("/handover/").text


def test_k7_the_pack_lists_overdue_reviews_and_what_is_not_done_yet(seated: Bank) -> None:
    with in_bank(seated):
        decided({"kind": "adopt_agreement", "text": "We bake for each meeting."})
    with time_machine.travel(EVENING + timedelta(days=800), tick=True):
        assert "was to be looked at on" in Browser(seated, "Anne").get("/handover/").text


def test_v_handover_pages_of_two_banks_are_apart(seated: Bank, lamoni: Bank) -> None:
    assert "Inreach" not in Browser(lamoni, "Anne").get("/handover/").text
    with in_bank(seated):
        leading = RoleTerm.objects.get(holder_id=person("Bill")).role_id
    assert Browser(lamoni, "Bill").post(f"/circles/roles/{leading}/lay-down/").status == 404
    assert Browser(lamoni, "Bill").post(f"/circles/tasks/{task(seated, 'offers').pk}/done/").status == 404


def test_the_ground_is_the_banks_own_day(valley: Bank) -> None:
    with in_bank(valley):
        assert ground().on == LATER - timedelta(days=14)


def test_k5_asking_to_join_is_a_proposal_to_the_circle(seated: Bank, lamoni: Bank) -> None:
    nina = Browser(seated, "Nina")
    assert "Ask to join" in nina.get("/circles/inreach/").text
    proposal = nina.post("/circles/inreach/join/").to
    assert "A member joins the circle Inreach" in nina.get(proposal).text
    assert nina.post("/circles/inreach/join/").to == proposal, "a double tap"
    assert Browser(seated, "Ida").post("/circles/inreach/join/").status == 409, "belongs to it already"
    assert Browser(lamoni, "Nina").post("/circles/inreach/join/").status == 404
    with in_bank(seated):
        assert not CircleMembership.objects.filter(person_id=person("Nina")).exists(), "the circle decides"


def test_k2_anybody_with_a_vote_proposes_where_a_task_goes(seated: Bank) -> None:
    dora = Browser(seated, "Dora")
    assert dora.get("/circles/management/move/").status == 200
    sent = {"domain": "cull", "to_circle": "inreach", "reasons": "They know who comes.", "key": str(uuid4())}
    proposal = dora.post("/circles/management/move/", **sent).to
    assert "goes to the circle Inreach" in dora.get(proposal).text
    assert dora.post("/circles/management/move/", **sent | {"domain": "events"}).status == 422, "not theirs"
