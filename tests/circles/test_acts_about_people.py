"""Acts about the people of circles, decided and carried out: K3, K5, C8, E3, E4; each guard taken out once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from governance.acts.errors import EffectRefused
from governance.circles import services
from governance.circles.errors import (
    CircleHasPeople,
    LinkReceived,
    LinksNeedTwo,
    NotInCircle,
    NotOneself,
    NotThereYet,
    RoleExists,
    RoleNotOwned,
    TermTooShort,
)
from governance.circles.models import CircleMembership, RoleTerm
from governance.circles.queries import active_members, survey, term_in_force, terms_of_person
from tests.circles.village import A_YEAR_ON, assigned, decided, ground, person, role, seat, term
from tests.governance.assembly import EVENING, NOW

pytestmark = pytest.mark.usefixtures("inside_valley")
LATER = EVENING.date()
MAKE = {"kind": "make_role", "circle": "management", "role_kind": "operational"}


def test_v_circles_the_first_people_are_seated_once_and_named_as_such() -> None:
    seat("outreach")
    assert set(CircleMembership.objects.values_list("decision", flat=True)) == {None}
    with pytest.raises(CircleHasPeople):
        seat("outreach")
    with pytest.raises(NotThereYet):
        services.seat_first(ground=ground(), circle="top", people=[person("Anne")], roles=[], now=NOW)


def test_k5_joining_is_the_circles_decision_and_leaving_is_free() -> None:
    seat("inreach")
    joined = {"kind": "admit_to_circle", "circle": "inreach", "person_id": str(person("Nina"))}
    effect = decided(joined)
    made = CircleMembership.objects.get(person_id=person("Nina"))
    assert (effect.state, made.decision_id) == ("done", effect.decision_id)
    services.leave(circle="inreach", person_id=person("Nina"), on=LATER)
    assert person("Nina") not in active_members(ground(LATER), "inreach")
    with pytest.raises(NotInCircle):
        services.leave(circle="inreach", person_id=person("Nina"), on=LATER)


def test_k5_whoever_leaves_gives_back_the_roles_they_held_there() -> None:
    seat("inreach")
    services.leave(circle="inreach", person_id=person("Ida"), on=LATER)
    assert term_in_force(role("inreach", "leader"), ground(LATER)) is None
    assert "leader" in survey(ground(LATER)).links_missing("inreach")


def test_c8_a_circle_can_end_somebodys_time_in_it() -> None:
    seat("inreach")
    removed = {"kind": "remove_from_circle", "circle": "inreach", "person_id": str(person("Jean"))}
    assert decided(removed).state == "done"
    assert active_members(ground(LATER), "inreach") == {person("Ida")}
    assert decided(removed).state == "failed", "drafted while she was there, due when she had gone"


def test_e3_a_selection_ends_the_term_before_it() -> None:
    seat("management")
    before = term("management", "leader")
    effect = decided(assigned("management", "leader", "Dora"))
    before.refresh_from_db()
    assert (effect.state, before.ended_on) == ("done", LATER)
    now_holds = term_in_force(role("management", "leader"), ground(LATER))
    assert now_holds is not None
    assert now_holds.holder_id == person("Dora")
    assert str(now_holds.pk) == effect.made["term"]
    assert terms_of_person(person("Beth"), ground(LATER)) == []


def test_e3_the_database_knows_one_holder_of_a_role() -> None:
    seat("management")
    leading = term("management", "leader")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleTerm.objects.create(role=leading.role, holder_id=uuid4(), begins_on=LATER, ends_on=A_YEAR_ON)
    with pytest.raises(DatabaseError), transaction.atomic():
        leading.delete()


def test_e4_a_delegate_belongs_to_the_circle_above_once_that_has_received_them() -> None:
    seat()
    before = active_members(ground(LATER), "general")
    effect = decided(assigned("inreach", "delegate", "Jean"))
    assert active_members(ground(LATER), "general") == before, "not received yet"
    received = {"kind": "receive_link", "term_id": effect.made["term"]}
    assert decided(received).state == "done"
    assert active_members(ground(LATER), "general") - before == {person("Jean")}
    with pytest.raises(LinkReceived):
        decided(received)


def test_k3_leader_and_delegate_are_two_people(monkeypatch: pytest.MonkeyPatch) -> None:
    seat("outreach")
    with pytest.raises(LinksNeedTwo):
        decided(assigned("outreach", "delegate", "Bill"))
    monkeypatch.setattr(services, "check_links_are_two", lambda *args: None)
    with pytest.raises(DatabaseError, match="two people"), transaction.atomic():
        decided(assigned("outreach", "delegate", "Bill"))


def test_a_role_is_held_by_members_of_its_circle_for_a_term_that_ends_after_it_begins() -> None:
    seat()
    with pytest.raises(NotInCircle):
        decided(assigned("outreach", "leader", "Nina"))
    short = assigned("outreach", "leader", "Karen") | {"ends_on": str(LATER)}
    with pytest.raises(TermTooShort):
        decided(short | {"role_id": str(role("outreach", "leader").pk), "begins_on": str(LATER)})
    assert decided(assigned("general", "secretary", "Beth")).state == "done", "links are full members above (K3)"


def test_somebody_without_a_vote_cannot_join() -> None:
    seat("inreach")
    CircleMembership.objects.get(person_id=person("Ida"))
    with pytest.raises(EffectRefused):
        decided({"kind": "admit_to_circle", "circle": "inreach", "person_id": str(uuid4())})


def test_a_circle_makes_and_ends_roles_of_its_own() -> None:
    seat("management")
    new = MAKE | {"name": "Offer watcher", "domain": "offers"}
    effect = decided(new)
    assert effect.state == "done"
    with pytest.raises(RoleExists):
        decided(new)
    with pytest.raises(RoleNotOwned):
        decided(new | {"domain": "events", "name": "Host"})
    watcher = {"role_id": effect.made["role"], "holder_id": str(person("Carl"))}
    span = {"begins_on": str(LATER), "ends_on": str(A_YEAR_ON)}
    assert decided({"kind": "assign_role", **watcher, **span}).state == "done"
    assert decided({"kind": "end_role", "role_id": effect.made["role"]}).state == "done"
    assert [held.role.kind for held in terms_of_person(person("Carl"), ground(LATER))] == ["delegate"]


def test_laying_a_role_down_is_free_and_nobody_elses() -> None:
    seat("outreach")
    leading = role("outreach", "leader").pk
    with pytest.raises(NotOneself):
        services.lay_down(role_id=leading, person_id=person("Karen"), on=LATER)
    services.lay_down(role_id=leading, person_id=person("Bill"), on=LATER)
    assert survey(ground(LATER)).holdings("outreach")[0].is_vacant


def test_whoever_leaves_the_bank_leaves_every_circle() -> None:
    seat()
    services.leave_all(person_id=person("Beth"), on=LATER)
    stands = survey(ground(LATER + timedelta(days=1)))
    assert person("Beth") not in stands.active("management") | stands.active("general")
    assert stands.held_by(person("Beth")) == ()
