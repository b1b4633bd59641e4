"""The coordinators' pipeline over HTTP: groups, next steps, duplicates, measuring, closing, paper (L7's waiting)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from banks.hours.catalogue.models import Service
from banks.membership.admission.errors import NoDecision, NotBeyondTheArea
from banks.membership.admission.services import admit_beyond_area
from banks.membership.applications.facts import waits_of
from banks.membership.applications.models import Application, FirstListing
from banks.membership.applications.rules import Want
from banks.notices.models import Notice
from banks.people.members.models import Member
from banks.policies.clock import now
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.counting import counted_queries
from tests.pages.browsing import Browser, key
from tests.pipeline.applying import applied, complete

pytestmark = pytest.mark.django_db


def sent(bank: Bank, name: str, **more: object) -> Application:
    with in_bank(bank):
        return complete(applied(name, now=now(), **more), now=now())  # type: ignore[arg-type]


def page_of(application: Application, more: str = "") -> str:
    return f"/applications/{application.pk}/{more}"


def fresh(bank: Bank, application: Application) -> Application:
    with in_bank(bank):
        return Application.objects.get(pk=application.pk)


def test_an_empty_pipeline_says_so_kindly(valley: Bank) -> None:
    page = Browser(valley, "Cora").get("/applications/")
    assert "Nobody is waiting" in page.text
    assert "Enter an application on paper" in page.text


def test_everybody_stands_in_their_group_with_the_longest_wait_on_top(lamoni: Bank) -> None:
    sent(lamoni, "Short Wait", days_ago=2)
    sent(lamoni, "Long Wait", days_ago=20)
    sent(lamoni, "Far Away", inside_area=False, distance_miles="21.4", driving_minutes=35)
    sent(lamoni, "No Where", inside_area=None, town="Nowhereville")
    with in_bank(lamoni):
        applied("Half Done", now=now(), sent=False, days_ago=4)
    text = Browser(lamoni, "Cora").get("/applications/").text
    ours, meeting, theirs = (
        text.index(words) for words in ("Our turn (3)", "A meeting decides (1)", "The applicant's turn (1)")
    )
    assert ours < text.index("Long Wait") < text.index("Short Wait") < meeting < text.index("Far Away") < theirs
    assert "21.4 miles, about 35 minutes by car" in text
    assert "For admitting someone from outside our area it takes a two-thirds vote of those in attendance" in text
    assert "for 20 days" in text
    assert "Measure the distance" in text
    assert "not sent yet" in text


def test_l7_nobody_decides_about_the_area_but_a_meeting(lamoni: Bank) -> None:
    far = sent(lamoni, "Far Away", inside_area=False, distance_miles="21.4", driving_minutes=35)
    cora = Browser(lamoni, "Cora")
    page = cora.get(page_of(far))
    assert "Until then the application waits here." in page.text
    assert "Welcome Far Away" not in page.text
    refused = cora.post(page_of(far, "welcome/"))
    assert refused.status == 422
    assert "a meeting's decision" in refused.text
    with in_bank(lamoni):
        with pytest.raises(NoDecision):
            admit_beyond_area(application_id=far.pk, decision_id=None, now=now())
        decision = uuid4()
        admit_beyond_area(application_id=far.pk, decision_id=decision, now=now())
        admit_beyond_area(application_id=far.pk, decision_id=decision, now=now())
        assert Want.AREA_DECISION not in {wait.what for wait in waits_of(fresh(lamoni, far), now=now())}
        assert Notice.objects.filter(application=far).count() == 1
        near = sent(lamoni, "Near By")
        with pytest.raises(NotBeyondTheArea):
            admit_beyond_area(application_id=near.pk, decision_id=decision, now=now())
    assert "no, admitted by a meeting's decision" in cora.get(page_of(far)).text


@pytest.mark.parametrize(("miles", "inside"), [("10", True), ("10.1", False), ("0", True)])
def test_l7_a_place_that_nobody_knows_is_measured_by_hand(lamoni: Bank, miles: str, inside: bool) -> None:
    lost = sent(lamoni, "No Where", inside_area=None, town="Nowhereville", postal_code="")
    cora = Browser(lamoni, "Cora")
    asked = cora.post(page_of(lost, "measure/"), miles="far", how="")
    assert asked.status == 422
    assert set(asked.form.errors) == {"miles", "how"}
    assert cora.post(page_of(lost, "measure/"), miles=miles, how="road atlas").to == page_of(lost)
    measured = fresh(lamoni, lost)
    assert measured.inside_area is inside
    assert (measured.limit_miles, measured.measured_from) == (10, "By hand: road atlas")
    with in_bank(lamoni):
        assert Notice.objects.filter(application=lost).count() == (0 if inside else 1)


def test_one_click_reminds_and_a_second_the_same_day_does_not(lamoni: Bank) -> None:
    with in_bank(lamoni):
        half = applied("Half Done", now=now(), sent=False, days_ago=4)
    cora = Browser(lamoni, "Cora")
    assert "Remind" in cora.get("/applications/").text
    assert cora.post(page_of(half, "remind/"), back="pipeline").to == "/applications/"
    assert cora.post(page_of(half, "remind/")).to == page_of(half)
    assert "was reminded already today" in cora.get(page_of(half)).text
    with in_bank(lamoni):
        body = Notice.objects.get(application=half).body
    assert "- somebody who knows you" in body
    assert "- your signature under the waiver" in body


def test_closing_politely_tells_how_to_begin_again(lamoni: Bank) -> None:
    amy, cora = sent(lamoni, "Amy Adams"), Browser(lamoni, "Cora")
    assert cora.post(page_of(amy, "close/"), words=" ").status == 422
    assert cora.post(page_of(amy, "close/"), words="We miss your answer.").to == page_of(amy)
    assert cora.post(page_of(amy, "close/"), words="Once more").status == 422
    with in_bank(lamoni):
        notice = Notice.objects.get(application=amy)
    assert "We miss your answer." in notice.body
    assert "The door stays open" in notice.body
    assert "Amy Adams" in cora.get("/applications/?show=ended").text
    assert "Nobody is waiting" in cora.get("/applications/").text


def test_declining_says_that_there_is_a_right_to_answer(lamoni: Bank) -> None:
    amy = sent(lamoni, "Amy Adams")
    Browser(lamoni, "Cora").post(page_of(amy, "decline/"), words="Our area is full at the moment.")
    assert fresh(lamoni, amy).state == "declined"
    with in_bank(lamoni):
        assert "You have a right to answer" in Notice.objects.get(application=amy).body


def test_possible_duplicates_are_shown_with_the_reason_and_can_be_joined(lamoni: Bank) -> None:
    first = sent(lamoni, "Amy Adams", phone="(641) 555-7788")
    with in_bank(lamoni):
        twin = applied(
            "Amy B. Adams", now=now(), sent=False, phone="+1 641 555 7788", email="amy@other.example", about="I bake."
        )
        service = Service.objects.order_by("name")[0]
        FirstListing.objects.create(application=twin, kind="offer", service=service, title="Bread")
        Member.objects.filter(name="Carl").update(
            phone="1-641-555-7788", left_on=Member.objects.get(name="Carl").joined_on
        )
    cora = Browser(lamoni, "Cora")
    assert cora.get("/applications/").text.count("perhaps here twice") == 2
    page = cora.get(page_of(first))
    assert "Amy B. Adams , an application of" in page.text
    assert "the same telephone number" in page.text
    assert "a member until" in page.text
    done = cora.post(page_of(twin, f"same/{first.pk}/"))
    assert done.to == page_of(first)
    kept = fresh(lamoni, first)
    assert kept.about == "I bake."
    assert kept.email == "amy.adams@example.org"
    assert fresh(lamoni, twin).state == "closed"
    with in_bank(lamoni):
        assert not Notice.objects.filter(application=twin).exists()
    assert cora.post(page_of(first, f"same/{first.pk}/")).status == 302
    assert fresh(lamoni, first).ended_at is None


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"email": "AMY.ADAMS@example.org"}, "the same mail address"),
        ({"name": "amy adams", "phone": "", "email": "x@y.example"}, "the same name and postal code"),
        ({"name": "Amy Addams", "postal_code": "", "email": "x@y.example"}, "a similar name"),
    ],
)
def test_each_kind_of_likeness_is_named(lamoni: Bank, other: dict[str, Any], why: str) -> None:
    amy = sent(lamoni, "Amy Adams")
    with in_bank(lamoni):
        applied(other.pop("name", "Zoe Quite-Different"), now=now(), **other)
    assert why in Browser(lamoni, "Cora").get(page_of(amy)).text


def test_somebody_quite_different_is_nobodys_twin(lamoni: Bank) -> None:
    amy = sent(lamoni, "Amy Adams")
    sent(lamoni, "Zebulon Quist", postal_code="50144")
    assert "Perhaps here twice" not in Browser(lamoni, "Cora").get(page_of(amy)).text


def test_an_application_on_paper_for_somebody_without_mail(lamoni: Bank) -> None:
    cora, form = Browser(lamoni, "Cora"), {"name": "Old Tom", "phone": "641-555-0000", "street": "2 Elm", "key": key()}
    assert cora.post("/applications/new/", **{**form, "name": ""}).form.errors["name"] == ["Please write the name."]
    with in_bank(lamoni):
        actor = Member.objects.get(name="Cora")
    cora.post("/applications/new/", **form)
    cora.post("/applications/new/", **form)
    with in_bank(lamoni):
        tom = Application.objects.get(name="Old Tom")
    assert (tom.channel, tom.entered_by_id, tom.email) == ("paper", actor.pk, "")
    assert "Fill in together" in cora.get(page_of(tom)).text
    before = tom.secret_sha256
    assert cora.post(page_of(tom, "fill-in/")).to.startswith("/join/")
    assert fresh(lamoni, tom).secret_sha256 != before


def test_whoever_holds_a_link_keeps_it(lamoni: Bank) -> None:
    amy = sent(lamoni, "Amy Adams")
    assert Browser(lamoni, "Cora").post(page_of(amy, "fill-in/")).status == 403
    assert fresh(lamoni, amy).secret_sha256 == amy.secret_sha256


def test_the_signed_paper_is_written_down(lamoni: Bank) -> None:
    with in_bank(lamoni):
        amy = applied("Amy Adams", now=now())
        waits = {wait.what for wait in waits_of(amy, now=now())}
        assert Want.WAIVER in waits
    cora = Browser(lamoni, "Cora")
    form = cora.get(page_of(amy, "signed/")).form
    words = form.fields["words_sha256"].choices[0][0]
    day = form.initial["signed_on"].isoformat()
    assert cora.post(page_of(amy, "signed/"), words_sha256="x", signer_name="", signed_on=day).status == 422
    cora.post(page_of(amy, "signed/"), words_sha256=words, signer_name="Amy Adams", signed_on=day)
    with in_bank(lamoni):
        assert Want.WAIVER not in {wait.what for wait in waits_of(fresh(lamoni, amy), now=now())}
        assert amy.signatures.get().recorded_by == Member.objects.get(name="Cora")


@pytest.mark.parametrize("who", ["Anne", ""])
def test_the_pipeline_is_for_coordinators(lamoni: Bank, who: str) -> None:
    amy, browser = sent(lamoni, "Amy Adams"), Browser(lamoni, who)
    for path in ("/applications/", "/applications/new/", page_of(amy), page_of(amy, "close/")):
        answer = browser.get(path)
        assert answer.status == (403 if who else 302)
        assert "Amy" not in answer.text
    for act in ("welcome/", "remind/", "close/", "decline/", "measure/", "seat/", "signed/", "fill-in/"):
        assert browser.post(page_of(amy, act), words="x").status == (403 if who else 302)
    assert fresh(lamoni, amy).ended_at is None


def test_without_its_guard_anybody_closes(lamoni: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two locks: the page's and the service's."""
    amy = sent(lamoni, "Amy Adams")
    monkeypatch.setattr("banks.people.members.rules.Viewer.is_coordinator", property(lambda viewer: True))
    assert Browser(lamoni, "Anne").post(page_of(amy, "close/"), words="Bye").status == 302
    assert fresh(lamoni, amy).ended_at is not None


def test_a_search_finds_by_name_mail_town_and_telephone(lamoni: Bank) -> None:
    sent(lamoni, "Amy Adams", phone="641-555-7788")
    sent(lamoni, "Zebulon Quist", town="Leon")
    cora = Browser(lamoni, "Cora")
    for text, found in (("amy", "Amy"), ("leon", "Zebulon"), ("7788", "Amy"), ("zebulon.q", "Zebulon")):
        shown = cora.get("/applications/", q=text).text
        assert found in shown
        assert ("Amy" if found == "Zebulon" else "Zebulon") not in shown
    assert "Nobody found" in cora.get("/applications/", q="xyzzy").text


def test_thousands_of_applications_page_quickly(lamoni: Bank) -> None:
    """The number of queries is the same for ten as for two thousand; groups page forty at a time."""
    cora = Browser(lamoni, "Cora")

    def queries(path: str) -> int:
        with counted_queries() as asked:
            assert cora.get(path).status == 200
        return len(asked)

    with in_bank(lamoni):
        then = now() - timedelta(days=9)
        rows = [
            Application(
                secret_sha256=f"{n:064}", name=f"Person {n}", email=f"p{n}@example.org", town="Lamoni", state="sent",
                inside_area=n % 5 != 0, started_at=then, touched_at=then, sent_at=then + timedelta(minutes=n),
            )
            for n in range(2000)
        ]  # fmt: skip
        Application.objects.bulk_create(rows[:100])
    cora.get("/applications/")
    few = queries("/applications/")
    with in_bank(lamoni):
        Application.objects.bulk_create(rows[100:])
    assert queries("/applications/") == few
    page = cora.get("/applications/?turn=meeting&page=2")
    assert "A meeting decides (400)" in page.text
    assert "Page 2 of 10" in page.text
