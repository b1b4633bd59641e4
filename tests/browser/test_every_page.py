"""Every page that a look alone can reach, inspected at both sizes: axe, width, headings, console, picture."""

import pytest

from tests.browser.conftest import Visit
from tests.house.live import LiveBank, LiveSite

FOR_STRANGERS = {
    "guidelines": "/guidelines/",
    "guidelines-history": "/guidelines/hours/",
    "code-request": "/sign-in/code/",
    "password-forgotten": "/sign-in/password/forgotten/",
    "password-forgotten-sent": "/sign-in/password/forgotten/sent/",
}
FOR_MEMBERS = {
    "record": "/record/",
    "directory": "/directory/",
    "directory-nobody": "/directory/?q=xyzzy",
    "person": "/directory/{Bill}/",
    "profile": "/profile/",
    "listings": "/listings/",
    "listings-nothing": "/listings/?q=xyzzy",
    "listing-new": "/listings/new/",
    "listings-mine": "/listings/mine/",
    "events": "/events/",
    "caretakers": "/handover/caretakers/",
    "caretakers-propose": "/handover/caretakers/new/",
    "figures": "/figures/",
    "statement-filtered": "/statement/?first=1999-01-01&last=1999-12-31",
    "password-change": "/sign-in/password/",
    "sign-out": "/sign-in/out/",
}
FOR_COORDINATORS = {
    "phone": "/phone/",
    "members": "/members/",
    "members-nobody": "/members/?q=xyzzy",
    "person-for-coordinator": "/directory/{Bill}/",
    "member-change": "/members/{Bill}/change/",
    "member-end": "/members/{Bill}/end/",
    "paper": "/paper/",
    "listings-desk": "/listings/desk/",
    "listing-new-for-others": "/listings/new/",
}
FOR_ADMINISTRATORS = {"powers": "/members/powers/", "rule-charter": "/rules/look/"}
REFUSED = {
    "not-found": ("/nowhere/", 404),
    "not-for-you": ("/phone/", 403),
    "powers-not-for-you": ("/members/powers/", 403),
}


def opened(visit: Visit, bank: LiveBank, who: str, pages: dict[str, str]) -> None:
    """One window goes through all of them; every fault of every page is told together."""
    visitor = visit(bank, who)
    visitor.with_axe_at_both = True
    faults: list[str] = []
    for name, path in pages.items():
        status = visitor.go(path.format(Bill=bank.member("Bill")))
        if status != 200:
            faults.append(f"{path} answered {status}")
            continue
        try:
            visitor.look(name)
        except AssertionError as fault:
            faults.append(str(fault))
    assert not faults, "\n".join(faults)


def test_pages_for_strangers(visit: Visit, live_door: LiveBank) -> None:
    opened(visit, live_door, "", FOR_STRANGERS)


def test_pages_for_members(visit: Visit, live_door: LiveBank) -> None:
    opened(visit, live_door, "Anne", FOR_MEMBERS)


def test_pages_for_coordinators(visit: Visit, live_door: LiveBank) -> None:
    opened(visit, live_door, "Cora", FOR_COORDINATORS)


def test_pages_for_administrators(visit: Visit, live_door: LiveBank) -> None:
    opened(visit, live_door, "Ada", FOR_ADMINISTRATORS)


@pytest.mark.parametrize("name", REFUSED)
def test_pages_that_say_no(visit: Visit, live_door: LiveBank, name: str) -> None:
    path, status = REFUSED[name]
    anne = visit(live_door, "Anne")
    assert anne.go(path) == status
    anne.look(name)


@pytest.mark.parametrize(
    ("slug", "pages"),
    [
        ("lamoni", {"home-lamoni": "/", "statement-empty": "/statement/", "events-empty": "/events/"}),
        ("valley", {"home-valley": "/", "figures-empty": "/figures/"}),
    ],
    ids=["lamoni", "valley"],
)
def test_the_other_banks_wear_their_own_colours(visit: Visit, site: LiveSite, slug: str, pages: dict[str, str]) -> None:
    """A member without any hours yet: nothing here is an empty page."""
    opened(visit, site.bank(slug), "Nina", pages)


def test_the_platforms_front_and_an_unknown_bank(visit: Visit, site: LiveSite) -> None:
    stranger = visit(site.bank("door"))
    for name, host, status in (("platform", "localhost", 200), ("unknown-host", "nobody.localhost", 404)):
        answer = stranger.page.goto(f"http://{host}:{site.port}/")
        assert answer is not None
        assert answer.status == status
        stranger.look(name)
