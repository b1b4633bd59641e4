"""The act that ends a membership. Its subject has no vote on it; books and entries stay as they are."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from banks.membership.leaving.services import close_membership
from banks.notices.services import notify
from banks.people.members.errors import AlreadyLeft
from banks.people.members.queries import current_members
from banks.people.members.services import check_not_last
from banks.people.members.standing import locked_member
from banks.policies.clock import bank_day
from governance.acts.errors import EffectRefused
from governance.acts.registry import EffectBody, Order


class RemovalBody(EffectBody):
    """Whose membership ends and why. The name stands in no notice."""

    member_id: UUID
    reason: str = Field(min_length=1, max_length=1000)


class RemoveMember:
    """A member has to leave; they are told, and their hours are settled as for everybody who leaves."""

    kind = "remove_member"
    body = RemovalBody

    def check(self, body: RemovalBody, now: datetime) -> None:
        member = current_members().filter(pk=body.member_id).first()
        if member is None:
            raise EffectRefused(why="Whoever this is about is no member any more.")
        check_not_last(member, bank_day(now))

    def carry_out(self, body: RemovalBody, order: Order) -> dict[str, str]:
        member = locked_member(body.member_id)
        if member.left_on is not None:
            raise AlreadyLeft(name=member.name, left_on=member.left_on)
        context: dict[str, object] = {"reason": body.reason, "number": order.decision_number}
        notify([member], template="membership_ended", context=context, now=order.now)
        close_membership(member, actor_id=order.actor_id, now=order.now)
        return {"member": str(member.pk)}

    def in_words(self, body: RemovalBody) -> str:
        return "A member has to leave. What they gave and received stays in the books."
