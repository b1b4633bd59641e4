"""Beginning: one application an address, a link that opens it, and nothing learnt about who is here already."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone

from banks.membership.applications.models import Application
from banks.membership.applications.queries import digest
from banks.membership.applications.services import Newcomer, begin_application
from banks.notices.models import Notice
from banks.notices.services import send_due
from banks.people.members.models import Member
from banks.policies.kinds import ApplicationsPolicy
from tenants.context import in_bank
from tenants.models import Bank
from tests.applications.applying import Applicant, notices_to
from tests.applications.people import JOIN, with_rules
from tests.house.databases import connections_at, own_clone
from tests.pages.browsing import Browser, Page

LINK = re.compile(r"http://lamoni\.localhost/join/([\w-]+)/")


def address() -> str:
    return f"{uuid4().hex[:10]}@example.org"


def begin(bank: Bank, email: str = "", **more: Any) -> Page:
    return Browser(bank).post("/join/", **{"name": "Rose Newcomer", "email": email, **more})


def secret_in(notice: Notice) -> str:
    found = LINK.search(notice.body)
    assert found is not None, notice.body
    return found[1]


def test_with_a_mail_address_the_link_goes_there(lamoni: Bank) -> None:
    email = address()
    page = begin(lamoni, email)
    assert page.to == "/join/sent/"
    told = notices_to(lamoni, email)
    assert [notice.state for notice in told] == ["waiting"]
    assert Browser(lamoni).get(f"/join/{secret_in(told[0])}/").to.endswith("/about/")


def test_the_secret_is_long_and_only_its_hash_is_kept(lamoni: Bank) -> None:
    email = address()
    begin(lamoni, email)
    secret = secret_in(notices_to(lamoni, email)[0])
    assert len(secret) * 6 >= 128, "each character carries six bits"
    with in_bank(lamoni):
        row = Application.objects.get(email=email)
        assert row.secret_sha256 == digest(secret)
        assert secret not in " ".join(str(value) for value in vars(row).values())
        send_due(now=timezone.now())
        kept = Notice.objects.get(to_address=email)
        assert (kept.state, secret in kept.body) == ("sent", False)
    assert secret in mail.outbox[-1].body


def test_a_new_address_an_open_application_a_member_and_a_former_one_get_the_same_answer(lamoni: Bank) -> None:
    known = address()
    begin(lamoni, known)
    with in_bank(lamoni):
        gone = Member.objects.get(name="Amos")
        gone.left_on = gone.joined_on
        gone.save(update_fields=["left_on"])
    answers = {}
    for who in (address(), known, "anne@lamoni.example", "ANNE@lamoni.example", "amos@lamoni.example"):
        browser = Browser(lamoni)
        page = browser.post("/join/", name="Rose Newcomer", email=who)
        after = browser.get(page.to)
        assert (page.status, page.to, after.status) == (302, "/join/sent/", 200)
        answers[who] = re.sub(re.escape(who), "", after.text, flags=re.IGNORECASE)
    assert len(set(answers.values())) == 1, answers
    assert "You are a member already" in notices_to(lamoni, "anne@lamoni.example")[-1].body
    assert "You were a member before" in notices_to(lamoni, "amos@lamoni.example")[-1].body
    assert "Older links no longer work" in notices_to(lamoni, known)[-1].body


def test_beginning_again_finds_what_was_begun_and_a_new_link_ends_the_old_one(lamoni: Bank) -> None:
    email = address()
    begin(lamoni, email)
    first = secret_in(notices_to(lamoni, email)[0])
    Browser(lamoni).post(f"/join/{first}/about/", name="Rose Newcomer", email=email, about="I bake")
    begin(lamoni, email, name="Somebody else")
    second = secret_in(notices_to(lamoni, email)[-1])
    old = Browser(lamoni).get(f"/join/{first}/")
    assert old.status == 404
    assert "only the newest one works" in old.text
    page = Browser(lamoni).get(f"/join/{second}/about/")
    assert (page.form["name"].value(), page.form["about"].value()) == ("Rose Newcomer", "I bake")
    with in_bank(lamoni):
        assert Application.objects.filter(email=email).count() == 1


def test_without_mail_the_page_is_the_link_and_a_paper_waits(lamoni: Bank) -> None:
    page = begin(lamoni, "", phone=f"641-{uuid4().int % 10**7}")
    found = re.fullmatch(r"/join/([\w-]+)/", page.to)
    assert found is not None
    opened = Browser(lamoni).get(f"{page.to}about/")
    assert f"http://lamoni.localhost{page.to}" in opened.text
    with in_bank(lamoni):
        notice = Application.objects.get(secret_sha256=digest(found[1])).notices.get()
        assert (notice.state, notice.to_address) == ("paper", "")
    papers = Browser(lamoni, "Cora").get("/paper/")
    assert "Handed over to Rose Newcomer" in papers.text
    assert page.to in papers.text
    Browser(lamoni, "Cora").post("/paper/", notice=str(notice.pk))
    with in_bank(lamoni):
        notice.refresh_from_db()
        assert (notice.state, page.to in notice.body) == ("sent", False)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "", "email": "a@example.org"}, "Please write your name."),
        ({"name": "  ..  ", "email": "a@example.org"}, "Please write your name."),
        ({"name": "Rose", "email": ""}, "Please give a mail address or a telephone number"),
        ({"name": "Rose", "email": "rose at home"}, "Write the address like name@example.org"),
    ],
)
def test_too_little_to_begin_is_said_and_kept(lamoni: Bank, given: dict[str, str], sentence: str) -> None:
    page = begin(lamoni, **given)
    assert page.status == 422
    assert sentence in page.text
    assert not given["email"] or page.has_field("email", given["email"])


def test_the_seventh_time_within_an_hour_is_too_often(lamoni: Bank) -> None:
    email = address()
    assert {begin(lamoni, email).to for _ in range(6)} == {"/join/sent/"}
    page = begin(lamoni, email)
    assert page.status == 422
    assert "That was a little too often." in page.text
    assert begin(lamoni, address()).to == "/join/sent/", "another address is not held up"
    assert len(notices_to(lamoni, email)) == 6


def test_where_the_rules_say_so_nobody_applies_on_the_site(lamoni: Bank) -> None:
    assert 'href="/join/"' in Browser(lamoni).get("/").html
    with in_bank(lamoni):
        with_rules(now=timezone.now(), kind=ApplicationsPolicy, open=False)
    assert 'href="/join/"' not in Browser(lamoni).get("/").html
    page = Browser(lamoni).get("/join/")
    assert "We take in new members in person." in page.text
    assert "<form" not in page.html.split("<main")[1].split("</main")[0]
    assert begin(lamoni, address()).status == 422


def test_what_is_asked_is_said_in_the_rules_own_words(lamoni: Bank, valley: Bank) -> None:
    there, here = Browser(valley).get("/").text, Browser(lamoni).get("/").text
    for sentence in ("We serve members within 10 miles of Lamoni, Iowa.", "We check 1 reference of each applicant."):
        assert sentence in here
        assert sentence not in there
    assert "sign a liability waiver" in here
    assert "waiver" not in there
    assert "New members attend an orientation in person before their first exchange." in there
    assert "Applicants name 1 offer to begin with." in here


def test_a_link_of_one_bank_opens_nothing_in_another(lamoni: Bank, door: Bank) -> None:
    rose = Applicant(lamoni)
    assert rose.get("about").status == 200
    assert Browser(door).get(rose.url("about")).status == 404
    assert Browser(door).post(rose.url("about"), name="Mallory").status == 404
    assert rose.row.name == "Rose Newcomer"


def test_nobody_on_the_way_keeps_the_pages_of_an_application(lamoni: Bank) -> None:
    rose = Applicant(lamoni)
    for page in (rose.get("about"), rose.get("check"), rose.browser.get("/join/nothing-here/")):
        assert page.response["Cache-Control"] == "no-store, private"
        assert "noindex" in page.response["X-Robots-Tag"]


def test_two_who_begin_with_one_address_at_once_begin_one_application(django_db_blocker: Any) -> None:
    email, now = address(), timezone.now()
    with own_clone("begin") as name, django_db_blocker.unblock(), connections_at(name):
        bank = Bank.objects.get(slug="lamoni")

        def run(_: int) -> None:
            try:
                with in_bank(bank):
                    newcomer = Newcomer(name="Rose", email=email)
                    begin_application(newcomer=newcomer, join_address=JOIN, now=now)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(run, range(6)))
        with in_bank(bank):
            assert Application.objects.filter(email=email).count() == 1
            assert Notice.objects.filter(to_address=email).count() == 6
