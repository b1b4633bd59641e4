"""D-paper: members without e-mail or internet take part fully: statement, directory, offers and letters on paper.

Each paper is read back and compared with what its reader may see; each guard is taken out once, and seen to leak.
"""

from datetime import date
from typing import Any

import pytest

from banks.asking.listings.models import Listing
from banks.hours.catalogue.models import Service
from banks.notices.models import Notice
from banks.notices.services import notify
from banks.papers import queries, views
from banks.people.members.models import Clearance, Household, Member
from banks.policies.clock import bank_day, now
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, balance, days_ago, member_id, report
from tests.papers.reading import Paper, paper

YEAR: dict[str, Any] = {"span": "year"}
ALL: dict[str, Any] = {"span": "everything"}


def change(bank: Bank, name: str, **fields: Any) -> None:
    with in_bank(bank):
        Member.objects.filter(name=name).update(**fields)


def rename(bank: Bank, name: str, new_name: str) -> None:
    with in_bank(bank):
        Member.objects.filter(name=name).update(name=new_name)


def restrict(bank: Bank, name: str) -> None:
    with in_bank(bank):
        Clearance.objects.filter(member__name=name).update(access=Clearance.Access.GROUP_EVENTS_ONLY)


def offer(bank: Bank, name: str, title: str, kind: str = "offer") -> None:
    with in_bank(bank):
        Listing.objects.create(
            kind=kind, member=Member.objects.get(name=name), service=Service.objects.order_by("name")[0], title=title,
            details="Any weekday.", state=Listing.State.SHOWN, made_at=now(), changed_at=now(),
        )  # fmt: skip


def trade(bank: Bank, receiver: str, provider: str, **changes: Any) -> None:
    given = report(bank, **changes)
    sent = Browser(bank, receiver).post("/record/received/", **given, person=member_id(bank, provider), step="send")
    assert sent.status == 302


# -- the statement


def test_d_paper_a_members_own_statement_says_what_the_page_says(door: Bank) -> None:
    trade(door, "Anne", "Bill", length="75", note="With coffee afterwards")
    anne = Browser(door, "Anne")
    page, made = anne.get("/statement/"), paper(anne, "/papers/statement/", **ALL)
    words = "You have received 1.25 Time Credits more than you have given. Help someone when it suits you."
    assert words in page.text
    assert words in made.text
    for said in ("Statement of Anne", "by Bill", "With coffee afterwards", "−1.25", "Received: 1.25 Time Credits."):
        assert said in made.text
    assert made.name == f"statement-103-{days_ago(door, 0)}.pdf"
    assert made.response["Cache-Control"] == "no-store"
    assert made.response["Content-Disposition"].startswith("attachment")
    assert made.language == "en-US"


def test_d_paper_a_page_says_the_bank_the_day_and_its_number(door: Bank) -> None:
    today = days_ago(door, 0)
    made = paper(Browser(door, "Cora"), "/papers/directory/", order="name")
    assert len(made.pages) > 3
    for at, page in enumerate(made.pages, start=1):
        assert f"Time Exchange of Door County · {today.day} {today:%B %Y}" in page
        assert f"Directory · page {at} of {len(made.pages)}" in page


def test_d_paper_a_statement_of_other_days_brings_the_balance_forward(door: Bank) -> None:
    trade(door, "Anne", "Bill", length="60", service_date=days_ago(door, 40).isoformat())
    trade(door, "Anne", "Bill", length="30", service_date=days_ago(door, 5).isoformat())
    first, last = days_ago(door, 10).isoformat(), days_ago(door, 0).isoformat()
    made = paper(Browser(door, "Anne"), "/papers/statement/", span="days", first=first, last=last)
    assert "Balance brought forward −1 " in made.text
    assert "−0.5 −1.5" in made.text
    assert made.text.count("by Bill") == 1
    before = paper(
        Browser(door, "Anne"), "/papers/statement/", span="days", first="2001-01-01", last="2001-12-31"
    )  # fmt: skip
    assert "Nothing was recorded for these days." in before.text


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ({"span": ""}, "span", "Choose which days it covers."),
        ({"span": "decade"}, "span", ""),
        ({"span": "days"}, "first", "Choose the first and the last day, or one of the other spans."),
        ({"span": "days", "first": "2026-02-01"}, "last", "Choose the first and the last day"),
        ({"span": "days", "first": "2026-02-30", "last": "2026-03-01"}, "first", "Write the day as year-month-day"),
        (
            {"span": "days", "first": "2026-03-02", "last": "2026-03-01"}, "first",
            "The first day lies after the last one. Please swap them.",
        ),
    ],
)  # fmt: skip
def test_d_paper_days_that_are_none_are_asked_for_again(
    door: Bank, asked: dict[str, str], field: str, sentence: str
) -> None:
    page = Browser(door, "Anne").get("/papers/statement/", **asked)
    assert page.status == 422
    assert sentence in page.form.errors[field][0]


def test_d_paper_coordinators_print_anybodys_statement_and_members_their_own(door: Bank) -> None:
    trade(door, "Anne", "Bill")
    anne = member_id(door, "Anne")
    assert "Statement of Anne" in paper(Browser(door, "Cora"), "/papers/statement/", **ALL, member=anne).text
    assert Browser(door, "Bill").get("/papers/statement/", **ALL, member=anne).status == 404
    assert Browser(door).get("/papers/statement/", **ALL).to.startswith("/sign-in/")


def test_d_paper_a_statement_names_nobody_to_whoever_sees_nobody(door: Bank) -> None:
    trade(door, "Anne", "Bill", note="Karen came along")
    restrict(door, "Anne")
    made = paper(Browser(door, "Anne"), "/papers/statement/", **ALL)
    assert "by a member" in made.text
    assert "Bill" not in made.text
    assert "Karen" in paper(Browser(door, "Bill"), "/papers/statement/", **ALL).text


# -- the directory, the offers


@pytest.fixture
def private(door: Bank) -> Bank:
    """What Bill and Karen show to nobody, and what Bill shows to members."""
    change(door, "Bill", phone="920-555-0001", street="Hidden Lane 1", shows_phone="members")
    change(door, "Karen", phone="920-555-0002", street="Hidden Lane 2")
    return door


def test_d_paper_the_directory_shows_contacts_as_each_owner_allows(private: Bank) -> None:
    made = paper(Browser(private, "Anne"), "/papers/directory/", order="name")
    assert "Bill Sturgeon Bay 920-555-0001" in made.text
    assert "Karen Sturgeon Bay" in made.text
    for hidden in ("920-555-0002", "Hidden Lane", "@"):
        assert hidden not in made.text


def test_d_paper_a_coordinators_copy_to_hand_out_shows_what_members_see(
    private: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    cora = Browser(private, "Cora")
    assert "Hidden Lane" not in paper(cora, "/papers/directory/", order="name").text
    whole = paper(cora, "/papers/directory/", order="name", for_desk="on")
    assert "Hidden Lane 2" in whole.text
    assert "For coordinators only" in whole.text
    assert whole.name == "directory-for-coordinators.pdf"
    assert "Hidden Lane" not in paper(Browser(private, "Anne"), "/papers/directory/", order="name", for_desk="on").text
    monkeypatch.setattr(views, "as_reader", lambda viewer: viewer)
    assert "Hidden Lane" in paper(cora, "/papers/directory/", order="name").text


def test_d_paper_the_directory_by_service(private: Bank) -> None:
    with in_bank(private):
        lawn = Service.objects.get(name="Lawn Mowing")
        Member.objects.get(name="Bill").services.add(lawn)
        category = lawn.category.name
    made = paper(Browser(private, "Anne"), "/papers/directory/", order="service")
    assert f"{category} Lawn Mowing Bill · Sturgeon Bay · 920-555-0001" in made.text


def test_d_paper_minors_resting_and_restricted_people_are_not_in_the_directory(door: Bank) -> None:
    change(door, "Amos", is_minor=True)
    change(door, "Beth", resting_since=days_ago(door, 3))
    restrict(door, "Carl")
    text = paper(Browser(door, "Anne"), "/papers/directory/", order="name").text
    assert "Dora" in text
    for name in ("Amos", "Beth", "Carl"):
        assert name not in text


def test_d_paper_whoever_sees_nobody_gets_no_directory_and_no_offers(door: Bank, monkeypatch: Any) -> None:
    restrict(door, "Anne")
    anne = Browser(door, "Anne")
    assert anne.get("/papers/directory/", order="name").status == 404
    assert anne.get("/papers/offers-and-requests/").status == 404
    hub = anne.get("/papers/").text
    assert "My statement" in hub
    assert "directory" not in hub.lower().partition("all pages")[0].partition("papers to print")[2]
    monkeypatch.setattr(views, "check_sees_people", lambda viewer: None)
    assert paper(anne, "/papers/directory/", order="name").text.count("Sturgeon Bay") == 0  # the second lock


def test_d_paper_offers_and_requests(private: Bank) -> None:
    offer(private, "Bill", "Splitting firewood")
    offer(private, "Karen", "A ride to Green Bay", kind="request")
    offer(private, "Dora", "Tea and company")
    change(private, "Dora", is_minor=True)
    made = paper(Browser(private, "Anne"), "/papers/offers-and-requests/")
    text = made.text
    assert text.index("Offers ") < text.index("Splitting firewood") < text.index("A ride to Green Bay")
    assert "Bill · Sturgeon Bay · 920-555-0001 Any weekday." in text
    assert "920-555-0002" not in text
    assert "Tea and company" not in text
    assert made.name == "offers-and-requests.pdf"


# -- letters to post


@pytest.fixture
def by_post(private: Bank) -> Bank:
    """Bill and Karen live together; they, Amos and Anne have no mail. Anne sees nobody."""
    for name in ("Bill", "Karen", "Amos", "Anne"):
        change(private, name, email="")
    with in_bank(private):
        home = Household.objects.create(name="Hidden Lane", made_at=now())
        Member.objects.filter(name__in=["Bill", "Karen"]).update(household=home)
        amos = Member.objects.get(name="Amos")
        notify([amos], template="welcome", context={"number": amos.number}, now=now())
    trade(private, "Amos", "Nina", length="60")
    trade(private, "Anne", "Nina", length="60")
    with in_bank(private):
        Notice.objects.filter(member__name="Anne").update(state=Notice.State.SENT)  # handed over while she saw people
    restrict(private, "Anne")
    offer(private, "Bill", "Splitting firewood")
    return private


def letters(bank: Bank) -> dict[str, str]:
    """Each letter of the pack by its readers, as words."""
    made = paper(Browser(bank, "Cora"), "/papers/letters/", **ALL)
    found: dict[str, str] = {}
    for page in made.pages:
        readers = page.rpartition(" For ")[2].partition(" · page")[0]
        found[readers] = found.get(readers, "") + " " + page
    return found


def test_d_paper_one_letter_for_each_household_without_mail(by_post: Bank) -> None:
    found = letters(by_post)
    assert set(found) == {"Amos", "Anne", "Bill and Karen"}
    together = found["Bill and Karen"]
    assert together.strip().startswith("Bill and Karen Hidden Lane 1 Sturgeon Bay")
    for said in ("Statement of Bill", "Statement of Karen", "Directory", "Splitting firewood"):
        assert said in together
    assert together.count("Directory For members") == 1


def test_d_paper_a_letter_holds_the_news_that_waits(by_post: Bank) -> None:
    found = letters(by_post)
    assert "Welcome, Amos" in found["Amos"]
    assert "Welcome, Amos" not in found["Anne"] + found["Bill and Karen"]
    assert "by Nina" in found["Amos"]
    with in_bank(by_post):
        assert Notice.objects.filter(member__name="Amos", state=Notice.State.PAPER).exists()


def test_d_paper_a_letter_shows_what_its_reader_may_see_and_no_more(
    by_post: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = letters(by_post)
    assert "920-555-0002" not in "".join(found.values())
    anne = found["Anne"]
    assert "Statement of Anne" in anne
    assert "by a member" in anne
    for hidden in ("Nina", "Bill", "Directory", "firewood", "920-555"):
        assert hidden not in anne
    with in_bank(by_post):
        cora = queries.viewer_of(Member.objects.get(name="Cora"), on=bank_day(now()))
    monkeypatch.setattr(queries, "viewer_of", lambda member, **_: cora)
    leaking = letters(by_post)
    assert "Nina" in leaking["Anne"]
    assert "Directory" in leaking["Anne"]


def test_d_paper_letters_are_for_coordinators(by_post: Bank) -> None:
    assert Browser(by_post, "Bill").get("/papers/letters/", **ALL).status == 403
    assert "4 members have no mail address." in Browser(by_post, "Cora").get("/papers/letters/").text


def test_d_paper_a_bank_where_everybody_has_mail_has_nothing_to_post(lamoni: Bank) -> None:
    made = paper(Browser(lamoni, "Cora"), "/papers/letters/", **ALL)
    assert "Every member has a mail address, so there is nothing to post." in made.text


def test_d_paper_each_bank_prints_its_own(by_post: Bank, lamoni: Bank) -> None:
    text = paper(Browser(lamoni, "Cora"), "/papers/directory/", order="name", for_desk="on").text
    assert "timeBanking/Lamoni" in text
    assert "Neighbor" not in text
    assert "Hidden Lane" not in text


def test_d_paper_names_in_every_script(door: Bank) -> None:
    names = ("Zażółć Gęślą-Jaźń", "Иван Петров", "Νίκος", "王小明", "김철수", "さくら", "สมชาย", "Ẃ" * 100)
    for name, plain in zip(names, ("Amos", "Beth", "Carl", "Dora", "Ida", "Jean", "Adrian", "Karen"), strict=True):
        rename(door, plain, name)
    text = paper(Browser(door, "Anne"), "/papers/directory/", order="name").text
    for name in names[:-1]:
        assert name in text, name
    assert text.count("Ẃ") == 100


def balance_at_the_foot(made: Paper) -> float:
    """The last figure of the table."""
    figure = made.text.rpartition(" Balance ")[2].split()[0]
    return float(figure.replace("−", "-"))


def test_d_paper_the_last_line_is_the_balance_in_the_books(door: Bank) -> None:
    for days in (3, 4, 5):
        trade(door, "Anne", "Bill", length="45", service_date=days_ago(door, days).isoformat())
    undone = Browser(door, "Anne").get("/statement/").html.split("/exchanges/")[1].split("/")[0]
    assert Browser(door, "Anne").post(f"/exchanges/{undone}/undo/", reason="It was Tuesday").status == 302
    made = paper(Browser(door, "Anne"), "/papers/statement/", **YEAR)
    assert balance_at_the_foot(made) * 60 == balance(door, "Anne") == -90
    assert "Undone later." in made.text
    assert date.today().strftime("%Y") in made.text  # noqa: DTZ011 - any zone's year
