"""What a decision may do in a bank: the closed list of acts, registered with governance when the process starts.

Guarantees: an act is checked when it is drafted, when it is announced and when it is carried out, each time against
the bank as it stands; a rule that moved meanwhile is not overwritten (compare and set). Refuses: everything else.
Called by: `banks.apps.ready`; governance calls the acts.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from banks.applications.desk_services import admit_beyond_area
from banks.applications.queries import application_by_id
from banks.errors import BankError
from banks.policies.guidelines import Difference, differences
from banks.policies.kinds import HoursPolicy
from banks.policies.queries import latest, policy_in_force, version_of, version_with_id
from banks.policies.services import adopt_policy
from banks.policies.values import kind_title, value_from
from governance.acts.errors import EffectRefused
from governance.acts.registry import Act, EffectBody, Order, register


class AgreementBody(EffectBody):
    """Words that members keep to themselves; no machine applies them."""

    text: str = Field(min_length=1, max_length=4000)


class AdoptAgreement:
    """An agreement in words: it stands on its decision's page."""

    kind = "adopt_agreement"
    body = AgreementBody

    def check(self, body: AgreementBody, now: datetime) -> None:
        """Words can always be agreed on."""

    def carry_out(self, body: AgreementBody, order: Order) -> dict[str, str]:
        return {}

    def in_words(self, body: AgreementBody) -> str:
        return body.text


class PolicyBody(EffectBody):
    """One kind's complete new value, and the version it is to follow."""

    policy_kind: str
    value: dict[str, Any]
    instead_of: UUID


class SetPolicy:
    """A rule of the bank itself changes (row L-change)."""

    kind = "set_policy"
    body = PolicyBody

    def check(self, body: PolicyBody, now: datetime) -> None:
        newest = latest(body.policy_kind)
        try:
            value = value_from(body.policy_kind, body.value)
        except BankError as refused:
            raise EffectRefused(why=refused.sentence) from refused
        title = kind_title(type(value))
        if newest is None or newest.id != body.instead_of:
            raise EffectRefused(why=f"“{title}” has been changed since this was proposed. Propose it anew.")
        if version_of(newest, type(value)).value == value:
            raise EffectRefused(why=f"Nothing would change: “{title}” reads like this already.")

    def carry_out(self, body: PolicyBody, order: Order) -> dict[str, str]:
        adopted = adopt_policy(
            value=value_from(body.policy_kind, body.value),
            effective_at=order.now,
            actor_id=order.actor_id,
            reason=order.reason,
            now=order.now,
            may_adopt=True,
            decision_id=order.decision_id,
            instead_of=body.instead_of,
        )
        return {"policy_version": str(adopted.version_id), "policy_kind": body.policy_kind}

    def in_words(self, body: PolicyBody) -> str:
        return " ".join(change.after for change in changes_of(body))


def changes_of(body: PolicyBody) -> tuple[Difference, ...]:
    """What would read differently, against the version it is to follow."""
    before = version_with_id(body.instead_of)
    hours = policy_in_force(HoursPolicy, before.adopted_at).value
    value = value_from(body.policy_kind, body.value)
    return differences(version_of(before, type(value)).value, value, hours)


class AdmissionBody(EffectBody):
    """An applicant from beyond the area. Nobody's name stands in a notice."""

    application_id: UUID


class AdmitBeyondArea:
    """The members let somebody from further away join (row L7); what else the application waits for stays."""

    kind = "admit_beyond_area"
    body = AdmissionBody

    def check(self, body: AdmissionBody, now: datetime) -> None:
        application = application_by_id(body.application_id)
        if application.state != "sent" or application.inside_area is not False:
            raise EffectRefused(why="This application no longer waits for a decision about the distance.")
        if application.area_decision_id is not None:
            raise EffectRefused(why="It has been decided already that this applicant may join.")

    def carry_out(self, body: AdmissionBody, order: Order) -> dict[str, str]:
        admit_beyond_area(application_id=body.application_id, decision_id=order.decision_id, now=order.now)
        return {"application": str(body.application_id)}

    def in_words(self, body: AdmissionBody) -> str:
        miles = application_by_id(body.application_id).distance_miles
        return f"Somebody who lives {miles} miles from our centre may become a member."


ACTS: tuple[Act, ...] = (AdoptAgreement(), SetPolicy(), AdmitBeyondArea())


def register_acts() -> None:
    """Tell governance what a decision may order here."""
    for act in ACTS:
        register(act)
