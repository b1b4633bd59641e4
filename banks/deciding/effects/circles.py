"""Acts about the people of circles: joining and leaving by decision, roles, terms, links (invariants K3, K5, C8, E4).

Guarantees: what is checked when it is drafted is checked again when it is carried out; whoever gains or loses a role
signs in anew. Nobody's name stands in a notice. The tree itself changes in `banks.deciding.effects.circle_tree`.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from banks.day_words import in_words
from banks.deciding.circles.eligibility import check_eligible
from banks.people.members.capabilities import Capability
from banks.people.members.queries import able, members_by_id
from banks.people.members.services import end_sessions_of
from banks.policies.circles_in_force import circle_context_at, circle_name
from banks.policies.clock import now as clock
from banks.policies.queries import policy_in_force
from governance.acts.errors import EffectRefused
from governance.acts.registry import EffectBody, Order
from governance.circle_policy import CirclesPolicy, DoubleLinkPolicy
from governance.circles import services
from governance.circles.errors import NotInCircle
from governance.circles.models import CircleRole
from governance.circles.queries import role_as_rule, role_by_id, survey, term_by_id
from governance.circles.rules import check_link_may_end, circle_called, holding_of


class PersonBody(EffectBody):
    """A circle, and the member it is about."""

    circle: str = Field(max_length=40)
    person_id: UUID


class AdmitToCircle:
    """The circle takes a member in (K5)."""

    kind = "admit_to_circle"
    body = PersonBody

    def check(self, body: PersonBody, now: datetime) -> None:
        ground = circle_context_at(now)
        check_may_decide(body.person_id, ground.on)
        services.check_may_join(ground, body.circle, body.person_id)

    def carry_out(self, body: PersonBody, order: Order) -> dict[str, str]:
        ground = circle_context_at(order.now)
        made = services.join(ground=ground, circle=body.circle, person_id=body.person_id, decision_id=order.decision_id)
        return {"membership": str(made.pk)}

    def in_words(self, body: PersonBody) -> str:
        return f"A member joins the circle {circle_name(body.circle, clock())}."

    def decided_in(self, body: PersonBody, circles: CirclesPolicy) -> str:
        return body.circle


class RemoveFromCircle:
    """The circle ends somebody's time in it; they are heard and not asked (C8)."""

    kind = "remove_from_circle"
    body = PersonBody

    def check(self, body: PersonBody, now: datetime) -> None:
        own = {seat.person_id for seat in survey(circle_context_at(now)).members if seat.circle == body.circle}
        if body.person_id not in own:
            raise NotInCircle()

    def carry_out(self, body: PersonBody, order: Order) -> dict[str, str]:
        services.leave(circle=body.circle, person_id=body.person_id, on=circle_context_at(order.now).on)
        end_sessions_of({body.person_id})
        return {"circle": body.circle}

    def in_words(self, body: PersonBody) -> str:
        return f"A member’s time in the circle {circle_name(body.circle, clock())} ends, and with it their roles there."

    def decided_in(self, body: PersonBody, circles: CirclesPolicy) -> str:
        return body.circle


class AssignmentBody(EffectBody):
    """Who holds a role from when until when."""

    role_id: UUID
    holder_id: UUID
    begins_on: date
    ends_on: date


class AssignRole:
    """A member of the circle holds a role for a term; whoever held it before is followed."""

    kind = "assign_role"
    body = AssignmentBody

    def check(self, body: AssignmentBody, now: datetime) -> None:
        ground, role = circle_context_at(now), role_by_id(body.role_id)
        check_may_decide(body.holder_id, ground.on)
        services.check_may_hold(ground, role, holder_id=body.holder_id, begins_on=body.begins_on, ends_on=body.ends_on)
        check_eligible(circle=role.circle, kind=role.kind, name=role.name, holder_id=body.holder_id, now=now)

    def carry_out(self, body: AssignmentBody, order: Order) -> dict[str, str]:
        ground = circle_context_at(order.now)
        held = holding_of(role_as_rule(role_by_id(body.role_id)), ground).term
        term = services.assign_role(
            ground=ground, role_id=body.role_id, holder_id=body.holder_id, begins_on=body.begins_on,
            ends_on=body.ends_on, decision_id=order.decision_id,
        )  # fmt: skip
        end_sessions_of({body.holder_id} | ({held.holder_id} if held else set()))
        return {"term": str(term.pk)}

    def in_words(self, body: AssignmentBody) -> str:
        role = CircleRole.objects.get(pk=body.role_id)
        return (
            f"A member becomes {role.name} of the circle {circle_name(role.circle, clock())}, "
            f"from {in_words(body.begins_on)} to {in_words(body.ends_on)}."
        )

    def decided_in(self, body: AssignmentBody, circles: CirclesPolicy) -> str:
        return role_by_id(body.role_id).circle


class LinkBody(EffectBody):
    """The term of a leader or a delegate."""

    term_id: UUID


class ReceiveLink:
    """The circle above consents to a leader or delegate, who belongs to it from then on (E4)."""

    kind = "receive_link"
    body = LinkBody

    def check(self, body: LinkBody, now: datetime) -> None:
        ground = circle_context_at(now)
        term = term_by_id(body.term_id, ground.on)
        services.check_link_waits(term)
        if circle_called(ground.circles, term.role.circle).parent is None:
            raise EffectRefused(why="There is no circle above this one to receive its links.")

    def carry_out(self, body: LinkBody, order: Order) -> dict[str, str]:
        on = circle_context_at(order.now).on
        term = services.receive_link(term_id=body.term_id, decision_id=order.decision_id, on=on)
        return {"term": str(term.pk)}

    def in_words(self, body: LinkBody) -> str:
        role = CircleRole.objects.get(terms=body.term_id)
        return f"The circle above receives the {role.name} of the circle {circle_name(role.circle, clock())}."

    def decided_in(self, body: LinkBody, circles: CirclesPolicy) -> str:
        circle = CircleRole.objects.get(terms=body.term_id).circle
        return circle_called(circles, circle).parent or circle


class RoleBody(EffectBody):
    """One role."""

    role_id: UUID


class EndRole:
    """The circle closes a role; the term of whoever holds it ends with it."""

    kind = "end_role"
    body = RoleBody

    def check(self, body: RoleBody, now: datetime) -> None:
        levels = policy_in_force(DoubleLinkPolicy, now).value.required_levels
        check_link_may_end(role_as_rule(role_by_id(body.role_id)), circle_context_at(now).circles, levels)

    def carry_out(self, body: RoleBody, order: Order) -> dict[str, str]:
        ground = circle_context_at(order.now)
        held = holding_of(role_as_rule(role_by_id(body.role_id)), ground).term
        role = services.end_role(role_id=body.role_id, on=ground.on, now=order.now)
        end_sessions_of({held.holder_id} if held else set())
        return {"role": str(role.pk)}

    def in_words(self, body: RoleBody) -> str:
        role = CircleRole.objects.get(pk=body.role_id)
        return f"The circle {circle_name(role.circle, clock())} has no {role.name} any more."

    def decided_in(self, body: RoleBody, circles: CirclesPolicy) -> str:
        return role_by_id(body.role_id).circle


class NewRoleBody(EffectBody):
    """What the role is for; a role of its own may look after one domain of its circle."""

    circle: str = Field(max_length=40)
    role_kind: Literal["leader", "delegate", "facilitator", "secretary", "operational"]
    name: str = Field(min_length=1, max_length=80)
    purpose: str = Field("", max_length=1000)
    domain: str = Field("", max_length=40)


class MakeRole:
    """The circle has a role more, vacant until somebody is chosen."""

    kind = "make_role"
    body = NewRoleBody

    def check(self, body: NewRoleBody, now: datetime) -> None:
        ground = circle_context_at(now)
        services.check_new_role(ground, circle=body.circle, kind=body.role_kind, name=body.name, domain=body.domain)

    def carry_out(self, body: NewRoleBody, order: Order) -> dict[str, str]:
        role = services.make_role(
            ground=circle_context_at(order.now), circle=body.circle, kind=body.role_kind, name=body.name,
            purpose=body.purpose, domain=body.domain, now=order.now,
        )  # fmt: skip
        return {"role": str(role.pk)}

    def in_words(self, body: NewRoleBody) -> str:
        purpose = f" {body.purpose}" if body.purpose else ""
        return f"The circle {circle_name(body.circle, clock())} has a new role: {body.name}.{purpose}"

    def decided_in(self, body: NewRoleBody, circles: CirclesPolicy) -> str:
        return body.circle


def check_may_decide(person_id: UUID, on: date) -> None:
    """In circles sits whoever may take part in deciding: a current member with a vote."""
    if not able(members_by_id([person_id]).values(), Capability.VOTE, on=on):
        raise EffectRefused(why="Only a member who takes part in deciding can belong to a circle or hold a role.")
