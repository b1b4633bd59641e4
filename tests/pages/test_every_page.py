"""Every page answers those it is for, sends visitors to sign in, and refuses the others with a sentence."""

import pytest

from tenants.models import Bank
from tests.pages.browsing import Browser, member_id

FOR_MEMBERS = [
    "/", "/record/", "/record/provided/", "/record/received/", "/record/group/", "/record/ride/", "/record/even/",
    "/statement/", "/statement/sheet/", "/directory/", "/profile/", "/listings/",
    "/listings/new/", "/listings/mine/", "/events/", "/figures/", "/guidelines/",
]  # fmt: skip
FOR_COORDINATORS = ["/phone/", "/members/", "/members/new/", "/events/new/", "/paper/", "/leadership/"]
FOR_ADMINISTRATORS = ["/members/powers/"]
OPEN = {"/", "/guidelines/"}


@pytest.mark.parametrize("path", FOR_MEMBERS)
def test_members_reach_their_pages(door: Bank, path: str) -> None:
    assert Browser(door, "Anne").get(path).status == 200


@pytest.mark.parametrize("path", [*FOR_MEMBERS, *FOR_COORDINATORS, *FOR_ADMINISTRATORS])
def test_visitors_are_asked_to_sign_in(door: Bank, path: str) -> None:
    page = Browser(door).get(path)
    if path in OPEN:
        assert page.status == 200
    else:
        assert page.status == 302
        assert page.to.startswith("/sign-in/")


@pytest.mark.parametrize("path", FOR_COORDINATORS)
def test_coordinators_reach_their_pages_and_members_do_not(door: Bank, path: str) -> None:
    assert Browser(door, "Cora").get(path).status == 200
    refused = Browser(door, "Anne").get(path)
    assert refused.status in (403, 422)
    assert "coordinator" in refused.text


@pytest.mark.parametrize("path", FOR_ADMINISTRATORS)
def test_administrators_reach_their_pages_and_coordinators_do_not(door: Bank, path: str) -> None:
    assert Browser(door, "Ada").get(path).status == 200
    assert Browser(door, "Cora").get(path).status == 403


@pytest.mark.parametrize("slug", ["lamoni", "valley"])
@pytest.mark.parametrize("path", FOR_MEMBERS)
def test_the_other_banks_have_the_same_pages(slug: str, path: str, request: pytest.FixtureRequest) -> None:
    bank = request.getfixturevalue(slug)
    assert Browser(bank, "Anne").get(path).status == 200


def test_a_page_of_no_kind_is_not_found(door: Bank) -> None:
    assert Browser(door, "Anne").get("/record/lottery/").status == 404


def test_get_changes_nothing_and_acts_are_posted(door: Bank) -> None:
    ada, anne = Browser(door, "Ada"), member_id(door, "Anne")
    assert ada.get(f"/members/{anne}/invite/").status == 405
    assert Browser(door, "Anne").post("/statement/").status == 405
    assert Browser(door, "Anne").post("/directory/").status == 405


def test_a_visitor_is_welcomed_in_the_banks_own_words(door: Bank) -> None:
    page = Browser(door).get("/")
    assert "Welcome to Time Exchange of Door County" in page.text
    assert "Reach out, agree on the details" in page.text
    assert "Sign in" in page.text


def test_a_member_of_one_bank_is_a_visitor_in_another(door: Bank, lamoni: Bank) -> None:
    anne = Browser(door, "Anne")
    page = anne.client.get("/statement/", HTTP_HOST="lamoni.localhost")
    assert page.status_code == 302
