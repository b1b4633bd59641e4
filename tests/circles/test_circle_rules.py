"""Circles without a database: the tree, terms and their holdover, links, load, what is thin."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from governance.circle_policy import CircleDraft, CirclesPolicy, DomainDraft
from governance.circles.errors import LinksNeedTwo, NoSuchCircle
from governance.circles.rules import (
    CircleContext,
    Role,
    Seat,
    Survey,
    Term,
    TermState,
    check_links_are_two,
    deciding_move,
    domains_looked_after,
    holding_of,
    is_dormant,
    root_of,
    term_state,
)

DAY = date(2026, 11, 22)
VALLEY = CirclesPolicy(
    structure=(
        CircleDraft(key="general", name="General Circle", kind="general"),
        CircleDraft(key="management", name="Management", parent="general"),
        CircleDraft(key="outreach", name="Outreach", parent="general"),
        CircleDraft(key="inreach", name="Inreach", parent="general"),
        CircleDraft(key="top", name="Top Circle", kind="top", aspired=True),
    ),
    domains=(
        DomainDraft(domain="offers", name="Watching the services offered", circle="management"),
        DomainDraft(domain="cull", name="Keeping the list fresh", circle="management"),
    ),
)
GROUND = CircleContext(VALLEY, 60, DAY)


def a_term(holder: UUID, *, begins: date = DAY, days: int = 365, ended: date | None = None, seen: bool = True) -> Term:
    return Term(uuid4(), holder, begins, begins + timedelta(days=days), ended, seen)


def a_role(circle: str, kind: str, *terms: Term, domain: str = "") -> Role:
    return Role(uuid4(), circle, kind, kind.capitalize(), "", domain, terms)


def test_k1_the_top_circle_is_hoped_for_and_the_general_circle_is_the_root() -> None:
    root = root_of(VALLEY)
    assert root is not None
    assert root.key == "general"
    with pytest.raises(NoSuchCircle):
        deciding_move(VALLEY, "management", "nowhere")


def test_k2_the_circle_over_both_decides_where_a_domain_goes() -> None:
    assert deciding_move(VALLEY, "management", "outreach") == "general"
    assert deciding_move(VALLEY, "general", "inreach") == "general"


def test_e3_a_term_is_held_over_for_sixty_days_and_then_vacant() -> None:
    term = a_term(uuid4(), begins=DAY - timedelta(days=365))
    role = a_role("outreach", "leader", term)

    def on(days: int) -> TermState:
        return holding_of(role, CircleContext(VALLEY, 60, DAY + timedelta(days=days))).state

    assert [on(days) for days in (0, 1, 60, 61)] == [
        TermState.IN_FORCE, TermState.HELD_OVER, TermState.HELD_OVER, TermState.OVER,
    ]  # fmt: skip
    assert holding_of(role, CircleContext(VALLEY, 60, DAY + timedelta(days=61))).is_vacant
    assert holding_of(role, CircleContext(VALLEY, 0, DAY + timedelta(days=1))).is_vacant


def test_a_term_to_come_holds_nothing_yet_and_ends_the_one_before_on_its_day() -> None:
    first, second = uuid4(), uuid4()
    monday = DAY + timedelta(days=7)
    role = a_role("outreach", "leader", a_term(first, ended=monday), a_term(second, begins=monday))
    before, after = holding_of(role, GROUND).term, holding_of(role, CircleContext(VALLEY, 60, monday)).term
    assert before is not None
    assert before.holder_id == first
    assert after is not None
    assert after.holder_id == second
    assert term_state(role.terms[1], GROUND) is TermState.TO_COME


def test_k3_nobody_is_leader_and_delegate_of_one_circle_also_from_a_later_day() -> None:
    beth = uuid4()
    leader, delegate = a_role("outreach", "leader", a_term(beth)), a_role("outreach", "delegate")
    with pytest.raises(LinksNeedTwo):
        check_links_are_two(delegate, beth, [leader, delegate], GROUND)
    later = a_role("outreach", "leader", a_term(beth, begins=DAY + timedelta(days=30)))
    with pytest.raises(LinksNeedTwo):
        check_links_are_two(delegate, beth, [later, delegate], GROUND)
    check_links_are_two(delegate, uuid4(), [leader, delegate], GROUND)
    check_links_are_two(a_role("inreach", "delegate"), beth, [leader], GROUND)
    check_links_are_two(a_role("outreach", "secretary"), beth, [leader], GROUND)


def links(holders: dict[str, tuple[UUID, UUID]], *, seen: bool = True) -> Survey:
    roles = [
        a_role(circle, kind, a_term(holder, seen=seen))
        for circle, both in holders.items()
        for kind, holder in zip(("leader", "delegate"), both, strict=True)
    ]
    return Survey(GROUND, (), tuple(roles))


def test_k4_two_links_of_three_circles_sit_in_the_general_circle() -> None:
    people = [uuid4() for _ in range(6)]
    linked = links({"management": (people[0], people[1]), "outreach": (people[2], people[3]),
                    "inreach": (people[4], people[5])})  # fmt: skip
    leader = Seat(uuid4(), "general", DAY)
    valley = Survey(GROUND, (leader,), linked.roles)
    assert len(valley.active("general")) == 7
    assert valley.carrying_links() == frozenset(people)


def test_k4_three_people_can_carry_six_links_and_the_figure_says_how_thin_that_is() -> None:
    one, two, three = uuid4(), uuid4(), uuid4()
    tiny = links({"management": (one, two), "outreach": (two, three), "inreach": (three, one)})
    assert (tiny.links_held(), len(tiny.carrying_links())) == (6, 3)
    assert tiny.load() == {one: 2, two: 2, three: 2}
    assert tiny.links_missing("inreach") == ()
    assert tiny.links_missing("general") == ()


def test_e4_a_link_counts_above_only_when_it_has_been_received() -> None:
    sent = links({"inreach": (uuid4(), uuid4())}, seen=False)
    assert sent.active("general") == frozenset()
    assert sent.links_missing("inreach") == (), "it is sent, and still to be received"


def test_k5_on_leave_is_told_and_not_asked() -> None:
    here, away = uuid4(), uuid4()
    stands = Survey(GROUND, (Seat(here, "inreach", DAY), Seat(away, "inreach", DAY, on_leave_since=DAY)), ())
    assert stands.active("inreach") == {here}
    assert {seat.person_id for seat in stands.seats("inreach")} == {here, away}


def test_k2_a_role_of_its_own_looks_after_its_own_domain_only() -> None:
    def held(role: Role) -> frozenset[str]:
        return domains_looked_after(VALLEY, circle=role.circle, kind=role.kind, domain=role.domain)

    assert held(a_role("management", "secretary")) == {"offers", "cull"}
    assert held(a_role("management", "operational", domain="cull")) == {"cull"}
    assert held(a_role("management", "operational")) == frozenset()
    assert held(a_role("outreach", "operational", domain="cull")) == frozenset(), "it has moved away"


def test_k6_a_circle_with_domains_that_has_not_met_for_half_a_year_is_dormant() -> None:
    def dormant(last: int | None, began: int | None = 400, domains: bool = True) -> bool:
        met = None if last is None else DAY - timedelta(days=last)
        since = None if began is None else DAY - timedelta(days=began)
        return is_dormant(last_met=met, began_on=since, has_domains=domains, on=DAY)

    assert [dormant(180), dormant(181), dormant(None), dormant(None, 10), dormant(None, None)] == [
        False, True, True, False, False,
    ]  # fmt: skip
    assert not dormant(400, domains=False)
