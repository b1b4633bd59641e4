"""What members are told, in their own words: each person's own line first, and how it was undone."""

from banks.notices.models import Notice
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, days_ago, key, last_part, member_id, report


def told(bank: Bank, name: str) -> Notice:
    """The last notice to somebody."""
    with in_bank(bank):
        found = Notice.objects.filter(member__name=name).order_by("made_at").last()
    assert found is not None
    return found


def test_an_undone_exchange_says_who_and_why(door: Bank) -> None:
    anne = Browser(door, "Anne")
    done = anne.post("/record/received/", **report(door, person=member_id(door, "Bill"), length="75"), step="send")
    anne.post(f"/exchanges/{last_part(done.to)}/undo/", reason="It was Karen <not Bill>")
    for name, line in (("Bill", "1.25 Time Credits went back from"), ("Anne", "1.25 Time Credits came back to")):
        notice = told(door, name)
        assert notice.subject.startswith("Undone: ")
        assert line in notice.body
        assert "Anne undid this record and wrote: It was Karen <not Bill>" in notice.body


def test_travel_and_costs_stand_in_the_mail(door: Bank) -> None:
    given = report(door, person=member_id(door, "Jean"), travel="15", costs="Paint, $12")
    Browser(door, "Karen").post("/record/provided/", **given, step="send")
    body = told(door, "Jean").body
    assert "On the way, Karen: 15 min" in body
    assert "Costs, settled between you: Paint, $12" in body
    assert "1.25 Time Credits went from your account" in body


def test_helpers_of_an_event_are_told_their_own_hours(door: Bank) -> None:
    anne, bill = member_id(door, "Anne"), member_id(door, "Bill")
    Browser(door, "Cora").post(
        "/events/new/", key=key(), kind="event", title="Spring potluck", length="180", here=[anne, bill],
        held_on=days_ago(door, 2).isoformat(), **{f"early_{anne}": "60", f"late_{bill}": "30"},
    )  # fmt: skip
    assert told(door, "Anne").subject == "Hours for Spring potluck"
    assert "1 Time Credit came to your account from Time Exchange of Door County itself" in told(door, "Anne").body
    assert "0.5 Time Credits came to your account" in told(door, "Bill").body


def test_hours_on_joining_are_explained(lamoni: Bank) -> None:
    Browser(lamoni, "Cora").post(
        "/members/new/", key=key(), name="Walt Whitman", kind="person", joined_on=days_ago(lamoni, 0).isoformat(),
        recruited_by=member_id(lamoni, "Jean"),
    )  # fmt: skip
    thanked = told(lamoni, "Jean")
    assert thanked.subject == "Thank you for bringing in Walt Whitman"
    assert "5 Time Dollars came to your account from timeBanking/Lamoni itself." in thanked.body
    with in_bank(lamoni):
        welcome = Notice.objects.get(subject="Welcome, Walt Whitman")
    assert welcome.state == Notice.State.PAPER
    assert "your coordinator takes your reports by phone" in welcome.body


def test_an_even_exchange_says_that_nothing_moves(door: Bank) -> None:
    given = report(door, occasion="social", others=[member_id(door, "Nina")], length="120")
    Browser(door, "Ida").post("/record/even/", **given, step="send")
    assert "you spent 2 h together with others. The time is counted; no hours move." in told(door, "Nina").body
    assert "Ida was there: 2 h" in told(door, "Nina").body
