"""Acts that change the circles themselves: a domain moves, a circle is made, closed, or gets another aim (K1, K2, K6).

Guarantees: each is a new version of the kind `circles`, adopted by the decision and only instead of the version that
was looked at, so a domain has one owner at every moment and the guidelines say who decided it. Powers follow: whoever
holds a role in a circle that gains or loses a domain signs in anew.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from banks.deciding.effects.rules_of_the_bank import adopt_by_decision
from banks.errors import BankError
from banks.people.members.services import end_sessions_of
from banks.policies.circles_in_force import circle_context_at, circle_name
from banks.policies.clock import now as clock
from banks.policies.queries import latest, version_of
from banks.policies.values import body_of, kind_name, value_from
from governance.acts.errors import EffectRefused
from governance.acts.registry import EffectBody, Order
from governance.circle_policy import CircleDraft, CirclesPolicy
from governance.circles.errors import CircleHoldsDomains, NoSuchCircle
from governance.circles.rules import above, circle_called, deciding_move, domains_of, owner_of
from governance.circles.services import close_circle, holders_in

CIRCLES = kind_name(CirclesPolicy)


class MoveBody(EffectBody):
    """Which domain goes to which circle, instead of which version of the circles."""

    domain: str = Field(max_length=40)
    to_circle: str = Field(max_length=40)
    instead_of: UUID


class MoveDomain:
    """A domain and its powers on the site go to another circle (K2)."""

    kind = "move_domain"
    body = MoveBody

    def check(self, body: MoveBody, now: datetime) -> None:
        circles = newest(body.instead_of)
        if owner_of(circles, body.domain) == body.to_circle:
            raise EffectRefused(why="This circle holds the domain already.")
        self._moved(circles, body)

    def carry_out(self, body: MoveBody, order: Order) -> dict[str, str]:
        circles = newest(body.instead_of)
        touched = {owner_of(circles, body.domain) or body.to_circle, body.to_circle}
        made = adopt_by_decision(self._moved(circles, body), instead_of=body.instead_of, order=order)
        end_sessions_of(holders_in(touched, circle_context_at(order.now).on))
        return made

    def in_words(self, body: MoveBody) -> str:
        circles = circle_context_at(clock()).circles
        name = next((each.name for each in circles.domains if each.domain == body.domain), body.domain)
        return f"The domain “{name}” goes to the circle {circle_name(body.to_circle, clock())}."

    def decided_in(self, body: MoveBody, circles: CirclesPolicy) -> str:
        return deciding_move(circles, owner_of(circles, body.domain) or body.to_circle, body.to_circle)

    def _moved(self, circles: CirclesPolicy, body: MoveBody) -> CirclesPolicy:
        if owner_of(circles, body.domain) is None:
            raise EffectRefused(why="There is no such domain.")
        circle_called(circles, body.to_circle)
        domains = [
            each.model_copy(update={"circle": body.to_circle}) if each.domain == body.domain else each
            for each in circles.domains
        ]
        return changed(circles, domains=[each.model_dump() for each in domains])


class CircleBody(EffectBody):
    """A circle to be made; one that was hoped for is made by its own key."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    name: str = Field(min_length=1, max_length=60)
    parent: str | None = None
    aim: str = Field("", max_length=300)
    circle_kind: Literal["general", "working", "top", "helping"] = "working"
    instead_of: UUID


class CreateCircle:
    """A circle more, or one that was hoped for becomes real (K1)."""

    kind = "create_circle"
    body = CircleBody

    def check(self, body: CircleBody, now: datetime) -> None:
        self._with(newest(body.instead_of), body)

    def carry_out(self, body: CircleBody, order: Order) -> dict[str, str]:
        made = adopt_by_decision(self._with(newest(body.instead_of), body), instead_of=body.instead_of, order=order)
        return made | {"circle": body.key}

    def in_words(self, body: CircleBody) -> str:
        aim = f" Its aim: {body.aim}." if body.aim else ""
        below = f" below {circle_name(body.parent, clock())}" if body.parent else ""
        return f"The bank makes a circle{below}: {body.name}.{aim}"

    def decided_in(self, body: CircleBody, circles: CirclesPolicy) -> str:
        return body.parent or next((each.key for each in circles.structure if not each.aspired), body.key)

    def _with(self, circles: CirclesPolicy, body: CircleBody) -> CirclesPolicy:
        known = next((each for each in circles.structure if each.key == body.key), None)
        if known is not None and not known.aspired:
            raise EffectRefused(why=f"The bank has the circle {known.name} already.")
        draft = CircleDraft(key=body.key, name=body.name, kind=body.circle_kind, parent=body.parent, aim=body.aim)
        kept = [each for each in circles.structure if each.key != body.key]
        return changed(circles, structure=[each.model_dump() for each in (*kept, draft)])


class CloseBody(EffectBody):
    """A circle to be closed."""

    circle: str = Field(max_length=40)
    instead_of: UUID


class CloseCircle:
    """A circle ends, once its domains and the circles below it are elsewhere (K6)."""

    kind = "close_circle"
    body = CloseBody

    def check(self, body: CloseBody, now: datetime) -> None:
        self._without(newest(body.instead_of), body)

    def carry_out(self, body: CloseBody, order: Order) -> dict[str, str]:
        on = circle_context_at(order.now).on
        made = adopt_by_decision(self._without(newest(body.instead_of), body), instead_of=body.instead_of, order=order)
        end_sessions_of(holders_in({body.circle}, on))
        close_circle(circle=body.circle, on=on, now=order.now)
        return made

    def in_words(self, body: CloseBody) -> str:
        return f"The circle {circle_name(body.circle, clock())} is closed."

    def decided_in(self, body: CloseBody, circles: CirclesPolicy) -> str:
        return above(circles, body.circle)[1] if circle_called(circles, body.circle).parent else body.circle

    def _without(self, circles: CirclesPolicy, body: CloseBody) -> CirclesPolicy:
        closing = circle_called(circles, body.circle)
        if domains_of(circles, body.circle):
            raise CircleHoldsDomains(name=closing.name)
        if any(each.parent == body.circle for each in circles.structure):
            raise EffectRefused(why=f"Other circles stand below {closing.name}. Close them, or place them elsewhere.")
        kept = [each.model_dump() for each in circles.structure if each.key != body.circle]
        return changed(circles, structure=kept)


class AimBody(EffectBody):
    """What a circle is there for."""

    circle: str = Field(max_length=40)
    aim: str = Field(min_length=1, max_length=300)
    instead_of: UUID


class ChangeAim:
    """A circle gets another aim, by the circle above it."""

    kind = "change_aim"
    body = AimBody

    def check(self, body: AimBody, now: datetime) -> None:
        circles = newest(body.instead_of)
        if circle_called(circles, body.circle).aim == body.aim:
            raise EffectRefused(why="That is the circle’s aim already.")

    def carry_out(self, body: AimBody, order: Order) -> dict[str, str]:
        circles = newest(body.instead_of)
        structure = [
            each.model_dump() | ({"aim": body.aim} if each.key == body.circle else {}) for each in circles.structure
        ]
        return adopt_by_decision(changed(circles, structure=structure), instead_of=body.instead_of, order=order)

    def in_words(self, body: AimBody) -> str:
        return f"The aim of the circle {circle_name(body.circle, clock())} is: {body.aim}."

    def decided_in(self, body: AimBody, circles: CirclesPolicy) -> str:
        return circle_called(circles, body.circle).parent or body.circle


def newest(instead_of: UUID) -> CirclesPolicy:
    """The circles as they stand, if they are those that were looked at (compare and set)."""
    version = latest(CIRCLES)
    if version is None:
        raise NoSuchCircle()
    if version.id != instead_of:
        raise EffectRefused(why="The circles have been changed since this was proposed. Propose it anew.")
    return version_of(version, CirclesPolicy).value


def changed(circles: CirclesPolicy, **changes: Any) -> CirclesPolicy:
    """Another value, checked as a whole: one tree, one owner for each domain."""
    try:
        value = value_from(CIRCLES, body_of(circles) | changes)
    except BankError as refused:
        raise EffectRefused(why=refused.sentence) from refused
    assert isinstance(value, CirclesPolicy), "the kind `circles` holds circles"
    return value
