"""The act by which founders who leave hand the bank over to caretakers (invariant K7).

Guarantees: nobody becomes a caretaker without having said yes to exactly this; the mandate lasts as long as the rules
say; two people hold recovery power before, during and after. What caretakers may not do: `governance.stewardship`.
"""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, model_validator

from banks.notices.services import notify
from banks.people.members.capabilities import Capability
from banks.people.members.models import Power
from banks.people.members.queries import able, can_supervise, current_members, members_by_id, recovery_holders
from banks.people.members.services import end_administration, grant_power
from banks.policies.clock import bank_day
from banks.policies.queries import policy_in_force
from governance.acts.errors import EffectRefused
from governance.acts.registry import EffectBody, Order, digest_of
from governance.decisions.rules import review_day
from governance.policy import StewardshipPolicy
from governance.stewardship.queries import caretakers_of, mandate_running
from governance.stewardship.services import begin_mandate, check_all_accepted


class TransferBody(EffectBody):
    """Who becomes a caretaker, which administrators leave, for how many months. Nobody's name stands in a notice."""

    caretakers: tuple[UUID, ...] = Field(min_length=2, max_length=12)
    leaving: tuple[UUID, ...] = Field((), max_length=12)
    months: int = Field(ge=1, le=60)

    @model_validator(mode="after")
    def check_people(self) -> "TransferBody":
        named = [*self.caretakers, *self.leaving]
        if len(set(named)) < len(named):
            raise ValueError("Name each person once, as a caretaker or among those who leave.")
        return self


class TransferStewardship:
    """Caretakers get recovery power for a fixed time; administrators who leave give theirs back."""

    kind = "transfer_stewardship"
    body = TransferBody

    def check(self, body: TransferBody, now: datetime) -> None:
        rules, on = policy_in_force(StewardshipPolicy, now).value, bank_day(now)
        if body.months != rules.mandate:
            raise EffectRefused(why=f"Our rules give caretakers {rules.mandate} months. Propose it anew.")
        if len(body.caretakers) < rules.min_recovery_holders:
            raise EffectRefused(why=f"Name at least {rules.min_recovery_holders} caretakers.")
        if not all(_may_be_caretaker(person, on) for person in body.caretakers):
            raise EffectRefused(why="A caretaker is an adult member with a vote, whose participation nothing limits.")
        if not set(body.leaving) <= set(recovery_holders(on)):
            raise EffectRefused(why="Only administrators hand the bank over; somebody among them is none any more.")

    def check_ready(self, body: TransferBody) -> None:
        """Before it is announced everybody named has said yes."""
        check_all_accepted(body.caretakers, digest_of({"kind": self.kind, **body.model_dump(mode="json")}))

    def carry_out(self, body: TransferBody, order: Order) -> dict[str, str]:
        self.check_ready(body)
        on, earlier = bank_day(order.now), mandate_running(order.now)
        before = set(caretakers_of(earlier)) if earlier else set()
        ends_on = review_day(on, body.months)
        mandate = begin_mandate(decision_id=order.decision_id, people=body.caretakers, ends_on=ends_on, now=order.now)
        people = members_by_id({*body.caretakers, *body.leaving, *before})
        for person in body.caretakers:
            grant_power(member=people[person], kind=Power.Kind.ADMINISTRATOR, granted_by=None, on=on)
        for person in sorted({*body.leaving, *before} - set(body.caretakers)):
            end_administration(people[person], on=on)
        _tell(ends_on, len(body.caretakers), order)
        return {"mandate": str(mandate.pk)}

    def in_words(self, body: TransferBody) -> str:
        leaving = len(body.leaving)
        words = (
            f" {leaving} of today’s administrators give{'s' if leaving == 1 else ''} their power back."
            if leaving
            else ""
        )
        return (
            f"{len(body.caretakers)} members look after the bank as caretakers for {body.months} months. They can"
            f" restore access to it; they neither change its rules nor issue hours.{words}"
        )


def _may_be_caretaker(person_id: UUID, on: date) -> bool:
    with_a_vote = able(members_by_id([person_id]).values(), Capability.VOTE, on=on)
    return bool(with_a_vote) and can_supervise(person_id, on=on)


def _tell(ends_on: date, number: int, order: Order) -> None:
    context: dict[str, object] = {"ends_on": ends_on, "caretakers": number, "number": order.decision_number}
    notify(current_members(), template="mandate_begun", context=context, now=order.now)
