"""K2 on the site: a domain's powers are with its circle's roles, and move with it at once. Through the pages."""

from datetime import timedelta
from uuid import UUID

import pytest

from banks.people.members import circle_powers, queries
from banks.people.members.models import Clearance, Member
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.policies.circles_in_force import circle_context_at
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from governance.circle_policy import CirclesPolicy
from governance.circles.models import RoleTerm
from tenants.context import in_bank
from tenants.models import Bank
from tests.circles.village import LATER, assigned, decided, moved, person
from tests.governance.assembly import EVENING
from tests.pages.browsing import Browser

PAGES = {
    "member_help": "/sign-in-help/", "offers": "/listings/desk/", "cull": "/members/upkeep/",
    "orientation": "/orientations/", "events": "/events/new/",
}  # fmt: skip


pytestmark = pytest.mark.usefixtures("seated")


def sees(name: str) -> Viewer:
    return viewer_of(Member.objects.get(name=name), on=LATER)


def opens(bank: Bank, name: str, domain: str) -> bool:
    status = Browser(bank, name).get(PAGES[domain]).status
    assert status in {200, 403, 404}
    return status == 200


@pytest.mark.parametrize("domain", sorted(PAGES))
def test_k2_the_page_of_a_domain_opens_for_its_circle_and_moves_with_it(
    valley: Bank, lamoni: Bank, domain: str
) -> None:
    homes = {"member_help": "outreach", "offers": "management", "cull": "management", "orientation": "outreach"}
    home = homes.get(domain, "inreach")
    leaders = {"management": "Beth", "outreach": "Bill", "inreach": "Ida"}
    elsewhere = "inreach" if home != "inreach" else "outreach"
    assert opens(valley, leaders[home], domain)
    assert not opens(valley, leaders[elsewhere], domain)
    with in_bank(valley):
        assert decided(moved(domain, elsewhere)).state == "done"
    assert not opens(valley, leaders[home], domain)
    assert opens(valley, leaders[elsewhere], domain)
    assert not opens(lamoni, leaders[elsewhere], domain), "another bank has no circles"


def test_k2_sessions_end_when_powers_change(valley: Bank) -> None:
    beth, ida, bill = (Browser(valley, name) for name in ("Beth", "Ida", "Bill"))
    assert [who.get("/statement/").status for who in (beth, ida, bill)] == [200, 200, 200]
    with in_bank(valley):
        decided(moved("cull", "inreach"))
    assert [who.get("/statement/").status for who in (beth, ida, bill)] == [302, 302, 200]
    with in_bank(valley):
        dora = Browser(valley, "Dora")
    assert dora.get("/statement/").status == 200
    with in_bank(valley):
        decided(assigned("management", "leader", "Dora"))
    assert dora.get("/statement/").status == 302


def test_k2_members_without_a_role_have_no_power(valley: Bank) -> None:
    with in_bank(valley):
        assert sees("Dora").powers == frozenset(), "a member of Management without a role"
        assert sees("Beth").powers == {"offers", "upkeep"}
        assert sees("Beth").roles == {"management_circle", "management_circle_leader"}
        assert sees("Anne").roles == {"general_circle", "general_circle_leader"}


def test_k2_the_guard_taken_out_opens_the_page_to_the_wrong_circle(
    valley: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without asking which circle owns the domain, the circle that had it keeps its page."""
    with in_bank(valley):
        decided(moved("cull", "inreach"))
    assert not opens(valley, "Beth", "cull")
    monkeypatch.setattr(circle_powers, "domains_looked_after", lambda circles, **role: {"offers", "cull", "site"})
    assert opens(valley, "Beth", "cull")


def test_e3_a_power_lasts_through_the_holdover_and_not_a_day_longer(valley: Bank) -> None:
    with in_bank(valley):
        RoleTerm.objects.filter(holder_id=person("Beth")).update(
            begins_on=LATER - timedelta(days=400), ends_on=LATER - timedelta(days=60)
        )
        assert "upkeep" in sees("Beth").powers
        RoleTerm.objects.filter(holder_id=person("Beth")).update(ends_on=LATER - timedelta(days=61))
        assert sees("Beth").powers == frozenset()
    assert not opens(valley, "Beth", "cull")


def test_powers_rest_while_their_holder_takes_part_with_limits(valley: Bank) -> None:
    with in_bank(valley):
        Clearance.objects.filter(member=person("Beth")).update(access="supervised")
        assert sees("Beth").powers | sees("Beth").roles == frozenset()


def role_of_its_own(domain: str, holder: str, circle: str = "management") -> UUID:
    made = decided(
        {"kind": "make_role", "circle": circle, "role_kind": "operational", "name": "Watcher", "domain": domain}
    ).made["role"]
    term = {"holder_id": str(person(holder)), "begins_on": str(LATER), "ends_on": str(LATER + timedelta(days=300))}
    assert decided({"kind": "assign_role", "role_id": made, **term}).state == "done"
    return UUID(made)


def test_a_role_of_its_own_has_the_power_of_its_own_domain_only(valley: Bank) -> None:
    with in_bank(valley):
        role_of_its_own("offers", "Dora")
        assert sees("Dora").powers == {"offers"}


def test_sealed_domains_come_with_a_role_that_names_them_and_never_with_a_circle() -> None:
    held = [{"circle": "care", "kind": "leader", "domain": ""}]
    own = [{"circle": "care", "kind": "operational", "domain": "safety"}]
    circles = CirclesPolicy.model_validate(
        {
            "structure": [{"key": "care", "name": "Care"}],
            "domains": [
                {"domain": "safety", "name": "Safety reports", "circle": "care"},
                {"domain": "administrator", "name": "Everything", "circle": "care"},
            ],
        }
    )
    assert circle_powers.from_circles(held, circles).powers == frozenset()
    assert circle_powers.from_circles(own, circles).powers == {"safety"}


def test_one_query_finds_the_viewer_with_their_circles(valley: Bank, django_assert_num_queries: object) -> None:
    with in_bank(valley):
        user = Member.objects.get(name="Beth").user_id
        assert user is not None
        circles = circle_context_at(EVENING)
        rules = policy_in_force(MembershipPolicy, EVENING).value
        with django_assert_num_queries(1):  # type: ignore[operator]
            found = queries.viewer_of_user(user, on=LATER, rules=rules, circles=circles)
    assert found is not None
    assert found.holds("upkeep")


@pytest.mark.parametrize("days", [0, 1, 45, 3000])
def test_who_looks_is_the_same_by_login_and_by_membership_on_any_day_in_each_bank(
    valley: Bank, lamoni: Bank, days: int
) -> None:
    """The query written once per process is asked with each day and holdover, in whichever bank is at hand."""
    on, held = LATER + timedelta(days=days), {}
    for bank in (valley, lamoni, valley):
        with in_bank(bank):
            people = list(Member.objects.exclude(user=None).filter(left_on=None).select_related("clearance"))
            logins = {person.user_id: viewer_of(person, on=on) for person in people}
            assert {login: queries.viewer_of_user(login, on=on) for login in logins if login} == logins
            assert all(queries.viewer_of_user(login, on=on) is None for login in held.keys() - logins.keys())
            held |= logins
    assert any(viewer.acts_for or viewer.roles or viewer.powers for viewer in held.values())
