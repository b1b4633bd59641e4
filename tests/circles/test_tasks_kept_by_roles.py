"""Standing tasks are added and ended by whoever holds a role in the circle that owns their domain (row V-tasks)."""

from typing import Any

import pytest

from banks.deciding.circles import services
from banks.deciding.circles.models import StandingTask
from banks.people.members.models import Member
from tenants.context import in_bank
from tenants.models import Bank
from tests.circles.village import decided, moved
from tests.pages.browsing import Browser, key
from tests.papers.reading import paper

NEW = "/circles/management/tasks/"


pytestmark = pytest.mark.usefixtures("at_the_evening")


def form(**changes: Any) -> dict[str, Any]:
    given = {"domain": "offers", "name": "Sort the photographs", "every": "2", "unit": "weeks", "key": key()}
    return given | changes


def test_v_tasks_whoever_holds_a_role_adds_one_once_and_ends_it(seated: Bank) -> None:
    beth, dora = Browser(seated, "Beth"), Browser(seated, "Dora")
    assert "Add a task that comes again" in beth.get("/circles/management/").text
    assert "Add a task that comes again" not in dora.get("/circles/management/").text, "no role is hers"
    given = form()
    assert [beth.post(NEW, **given).to, beth.post(NEW, **given).to] == ["/circles/management/"] * 2
    page = dora.get("/circles/management/").text
    assert "Sort the photographs" in page
    assert "every 2 weeks" in page
    with in_bank(seated):
        made = StandingTask.objects.get(name="Sort the photographs")
    end = f"/circles/tasks/{made.pk}/end/"
    assert dora.post(end).status == 403
    assert beth.post(end).to == "/circles/management/"
    assert "Sort the photographs" not in dora.get("/circles/management/").text
    assert beth.post(end).status == 404, "it has ended"


def test_v_tasks_others_are_refused_and_a_foreign_domain_is_none_to_choose(
    seated: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Browser(seated, "Dora").post(NEW, **form())
    assert (answer.status, "Whoever holds a role in the circle" in answer.text) == (422, True)
    assert Browser(seated, "Beth").post(NEW, **form(domain="events")).status == 422
    assert Browser(seated, "Beth").post(NEW, **form(every="0")).status == 422
    with in_bank(seated):
        decided(moved("offers", "outreach"))
    assert Browser(seated, "Beth").post(NEW, **form()).status == 422, "the domain has moved"
    assert Browser(seated, "Bill").post("/circles/outreach/tasks/", **form()).status == 302
    monkeypatch.setattr(services, "holds_role_in", lambda person, circle, stands: True)
    assert Browser(seated, "Dora").post("/circles/outreach/tasks/", **form()).status == 302, "without the guard"


def test_v_handover_the_pack_as_a_file_says_what_the_page_says(seated: Bank, lamoni: Bank) -> None:
    anne = Browser(seated, "Anne")
    made = paper(anne, "/handover/pack.pdf")
    assert made.name == "handover-2026-11-16.pdf"
    page = anne.get("/handover/").text
    for words in (
        "Too few people can recover the bank",
        "Delegate of Inreach",
        "Circles and their domains",
        "Inreach sends no delegate into the circle above",
        "From the bank's charter",
    ):
        assert words in page, words
        assert words in made.text, words
    assert "Inreach" not in paper(Browser(lamoni, "Anne"), "/handover/pack.pdf").text


def test_v_handover_the_file_names_people_to_those_who_see_people_only(seated: Bank) -> None:
    with in_bank(seated):
        Member.objects.get(name="Amos").clearance.delete()
    made = paper(Browser(seated, "Amos"), "/handover/pack.pdf").text
    assert "Beth" not in made
    assert "A member" in made
