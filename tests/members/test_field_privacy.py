"""Each member chooses who sees mail, telephone and street; others see the town only, until they choose otherwise."""

import pytest

from banks.people.members.models import Member
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, member_id
from tests.papers.reading import paper

FIELDS = {"email": "karen.kept@example.org", "phone": "641-555-0123", "street": "12 Quiet Lane"}


@pytest.fixture
def karen(lamoni: Bank) -> str:
    with in_bank(lamoni):
        Member.objects.filter(name="Karen").update(**FIELDS, town="Davis City")
    return member_id(lamoni, "Karen")


def everywhere(bank: Bank, reader: str, karen: str) -> dict[str, str]:
    """Every place where a member's details stand, as somebody reads it."""
    browser = Browser(bank, reader)
    return {
        "page": browser.get(f"/directory/{karen}/").html,
        "directory": browser.get("/directory/", q="Karen").html,
        "search by town": browser.get("/directory/", town="Davis City").html,
        "api": browser.client.get("/api/v1/members/", {"q": "Karen"}).content.decode(),
        "paper": paper(browser, "/papers/directory/", order="name").text,
    }


def test_the_town_only_is_seen_until_somebody_chooses(lamoni: Bank, karen: str) -> None:
    for place, text in everywhere(lamoni, "Bill", karen).items():
        assert "Davis City" in text, place
        for name, value in FIELDS.items():
            assert value not in text, (place, name)


@pytest.mark.parametrize("chosen", FIELDS)
def test_a_field_that_is_shown_to_members_is_seen_and_no_other(lamoni: Bank, karen: str, chosen: str) -> None:
    shows = {f"shows_{name}": "members" if name == chosen else "nobody" for name in FIELDS}
    saved = Browser(lamoni, "Karen").post("/profile/", **FIELDS, **shows, town="Davis City")
    assert saved.status == 302
    lists_without_street = ("directory", "search by town", "paper") if chosen == "street" else ()
    for place, text in everywhere(lamoni, "Bill", karen).items():
        for name, value in FIELDS.items():
            seen = name == chosen and place not in lists_without_street
            assert (value in text) is seen or (name == chosen and place == "paper"), (place, name)


def test_owner_and_coordinators_see_it_all(lamoni: Bank, karen: str) -> None:
    for reader in ("Karen", "Cora"):
        page = Browser(lamoni, reader).get(f"/directory/{karen}/").html
        assert all(value in page for value in FIELDS.values()), reader


@pytest.mark.parametrize("who", ["minor", "resting", "restricted", "unsigned"])
def test_what_a_minor_and_others_off_the_lists_show_is_seen_by_coordinators_only(
    lamoni: Bank, karen: str, who: str
) -> None:
    with in_bank(lamoni):
        Member.objects.filter(pk=karen).update(**{f"shows_{name}": "members" for name in FIELDS})
        if who == "minor":
            Member.objects.filter(pk=karen).update(is_minor=True)
        elif who == "resting":
            Member.objects.filter(pk=karen).update(resting_since="2026-01-01")
        elif who == "unsigned":
            Member.objects.filter(pk=karen).update(waiver_version="0")
        else:
            Member.objects.get(pk=karen).clearance.delete()
    for place, text in everywhere(lamoni, "Bill", karen).items():
        for name, value in FIELDS.items():
            assert value not in text, (place, name)
    assert all(value in Browser(lamoni, "Cora").get(f"/directory/{karen}/").html for value in FIELDS.values())


def test_who_has_not_signed_the_waiver_reads_names_and_no_contacts(lamoni: Bank, karen: str) -> None:
    with in_bank(lamoni):
        Member.objects.filter(pk=karen).update(**{f"shows_{name}": "members" for name in FIELDS})
        Member.objects.filter(name="Bill").update(waiver_version="0")
    for place, text in everywhere(lamoni, "Bill", karen).items():
        assert "Karen" in text, place
        for name, value in FIELDS.items():
            assert value not in text, (place, name)
