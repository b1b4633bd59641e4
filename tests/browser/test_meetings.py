"""A members' meeting on phones and desks: called, announced, opened, voted in, closed, its minutes accepted."""

import re
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from playwright.sync_api import expect
from psycopg import sql

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.house.live import LiveBank
from tests.house.servers import url
from tests.meetings.evening import id_in
from tests.rows.reports import Change

SINGING = "We sing at each meeting"
TEA = "There is tea at each meeting"


def a_fortnight_passes(bank: LiveBank, meeting: str) -> None:
    """The meeting called for later begins now, and what was announced for it was announced as long before."""
    with psycopg.connect(url("postgres", bank.site.database), autocommit=True) as database:
        found = database.execute("select schema_name from public.tenants_bank where slug = %s", [bank.slug]).fetchone()
        assert found is not None
        schema = sql.Identifier(found[0])
        for change in (
            "update {}.governance_meeting set starts_at = now(), called_at = now() - interval '16 days' where id = %s",
            "update {}.governance_proposalnotice set sent_at = now() - interval '15 days' where meeting_id = %s",
        ):
            database.execute(sql.SQL(change).format(schema), [meeting])


def call(ada: Visitor) -> str:
    """The chair calls a meeting of the whole."""
    ada.go("/meetings/")
    ada.look("meetings")
    ada.tap("Call a meeting")
    ada.tap("Call this meeting")
    assert ada.fault_at("title").startswith("Please give the meeting a name")
    ada.look("meeting-call-refused")
    ada.page.get_by_label("Meeting of the whole").check()
    ada.fill("title", f"Meeting of the whole ({ada.size.name})")
    ada.fill("day", (datetime.now(UTC) + timedelta(days=16)).date())
    ada.fill("time", "18:30")
    ada.fill("place", "Community Center, Lamoni")
    ada.look("meeting-call")
    ada.tap("Call this meeting")
    ada.page.get_by_text("The meeting is called.").wait_for()
    return id_in(ada.path)


def announce(anne: Visitor, meeting: str, title: str) -> None:
    anne.go("/decisions/agreement/")
    anne.fill("title", title)
    anne.fill("text", f"{title}. Whoever likes joins in.")
    anne.tap("Write it down")
    anne.page.get_by_text("is written down").wait_for()
    announce_proposal(anne, id_in(anne.path), meeting)


def announce_proposal(anne: Visitor, proposal: str, meeting: str) -> None:
    anne.go(f"/decisions/{proposal}/announce/")
    anne.page.locator("#id_meeting").select_option(meeting)
    anne.tap("Tell everybody")
    anne.page.get_by_text("members are told").first.wait_for()


def tick(cora: Visitor, name: str) -> None:
    """Find a name and tap it; the row says so without the page coming anew."""
    cora.page.get_by_label("Find a name").fill(name)
    cora.page.get_by_role("button", name=f"{name} is here").click()
    expect(cora.page.get_by_role("button", name=f"{name} has gone")).to_be_visible()


def vote(visitor: Visitor, meeting: str, choice: str) -> None:
    visitor.go(f"/meetings/{meeting}/")
    visitor.page.get_by_role("button", name=choice, exact=True).click()
    visitor.page.get_by_text("Your vote is in.").first.wait_for()


def open_it(ada: Visitor, meeting: str) -> None:
    ada.go(f"/meetings/{meeting}/")
    ada.tap("Open the meeting")
    ada.choose("facilitator", "Ada")
    ada.choose("secretary", "Cora")
    ada.look("meeting-open")
    ada.tap("Open the meeting")
    ada.page.wait_for_url("**/live/")


@pytest.mark.timeout(300)
def test_l_vote_l18_a_meeting_from_the_call_to_the_accepted_minutes(visit: Visit, live_lamoni: LiveBank) -> None:
    ada, anne, bill, cora = (visit(live_lamoni, name) for name in ("Ada", "Anne", "Bill", "Cora"))
    change = Change(live_lamoni, "Anne", "Bill")
    meeting = call(ada)
    announce(anne, meeting, SINGING)
    announce(anne, meeting, TEA)
    bill.go(f"/meetings/{meeting}/")
    bill.page.locator("summary", has_text="Who was told").first.click()
    bill.look("meeting-to-come")
    a_fortnight_passes(live_lamoni, meeting)
    open_it(ada, meeting)
    check_in(cora, bill, meeting)
    named_vote(ada, anne, bill, cora, meeting)
    hands(cora)
    close(ada, cora, meeting)
    bill.go(f"/meetings/{meeting}/")
    assert "Accepted on" in bill.text
    bill.look("meeting-held")
    assert change.since() == {"Anne": 120, "Bill": 60}


def check_in(cora: Visitor, bill: Visitor, meeting: str) -> None:
    """Anne is ticked, Bill types the code; two guests are counted apart."""
    cora.go(f"/meetings/{meeting}/live/")
    cora.look("meeting-live")
    tick(cora, "Anne")
    expect(cora.page.locator("#pulse .figure").first).to_contain_text("3")
    code = re.search(r"tick them below: (\d{4})", cora.text)
    assert code is not None
    bill.go(f"/meetings/{meeting}/")
    bill.look("meeting-check-in")
    bill.fill("code", code[1])
    bill.tap("I am here")
    bill.page.get_by_text("You are in attendance").wait_for()
    expect(cora.page.locator("#pulse .figure").first).to_contain_text("4")  # the page looks for itself
    cora.page.get_by_label("Guests").fill("2")
    cora.tap("Note the guests")
    expect(cora.page.locator("#pulse .figure").last).to_contain_text("2")
    cora.look("meeting-live-attended")


def named_vote(ada: Visitor, anne: Visitor, bill: Visitor, cora: Visitor, meeting: str) -> None:
    """Three of four say yes on their own phones."""
    cora.page.get_by_role("link", name=f"Put the question about {SINGING}").click()
    cora.page.get_by_label("Each on their own phone").check()
    cora.look("meeting-put")
    cora.tap("Put the question now")
    cora.page.wait_for_url("**/votes/**")
    expect(bill.page.get_by_role("heading", name="A question is open")).to_be_visible()  # by itself
    bill.look("meeting-question")
    bill.page.get_by_role("button", name="Yes", exact=True).click()
    bill.page.get_by_text("You voted Yes").wait_for()
    bill.look("meeting-voted")
    vote(anne, meeting, "Yes")
    vote(ada, meeting, "Yes")
    expect(cora.page.locator("#count")).to_contain_text("3 of 4")
    cora.look("meeting-count")
    cora.tap("Close the vote")
    assert cora.heading == "Carried"
    assert "3 yes of 4 present; needed 3 (at least 2/3): 3 x 3 = 9 is at least 2 x 4 = 8. Carried." in cora.text
    cora.look("meeting-result-carried")
    expect(bill.page.locator("#question")).to_contain_text("carried")


def count_hands(cora: Visitor, *, about: str = "", **counted: int) -> None:
    """From the live page to the filled-in count, with Anne as the second person who saw it."""
    cora.page.get_by_role("link", name=f"Put the question about {about}".strip()).click()
    cora.page.get_by_label("Hands are counted").check()
    cora.tap("Put the question now")
    cora.page.wait_for_url("**/votes/**")
    for field, number in counted.items():
        cora.fill(field, str(number))
    cora.choose("attested_by", "Anne")


def hands(cora: Visitor) -> None:
    """Two of four hands are lost, though of the votes cast it would have carried."""
    cora.tap("Back to the meeting")
    cora.tap("Lead the meeting")
    count_hands(cora, about=TEA, yes=2, no=1, abstain=1)
    cora.look("meeting-hands")
    cora.tap("Close the vote with these numbers")
    assert cora.heading == "Lost"
    assert "Of the votes cast it would have carried." in cora.text
    cora.look("meeting-result-lost")


def close(ada: Visitor, cora: Visitor, meeting: str) -> None:
    """The minutes are begun by the house; the chair accepts them and says who hosted."""
    cora.go(f"/meetings/{meeting}/close/")
    assert "In attendance (4): Ada, Anne, Bill, Cora. Guests: 2." in cora.value_of("text")
    cora.look("meeting-close")
    cora.tap("Close the meeting")
    cora.page.get_by_text("Its minutes wait to be accepted").wait_for()
    ada.go(f"/meetings/{meeting}/")
    ada.tap("Read and accept the minutes")
    row = ada.page.locator("li[data-name='Anne']")
    row.locator("summary").click()
    row.get_by_label("Hosted").check()
    ada.look("meeting-minutes")
    ada.tap("Accept the minutes")
    ada.page.get_by_text("The minutes are accepted").wait_for()
