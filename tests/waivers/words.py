"""Another version of Lamoni's waiver, adopted as administrators adopt rules."""

from banks.people.members.models import Member
from banks.policies.clock import now
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy
from tenants.context import in_bank
from tenants.models import Bank

ADDED = "Whoever lends a tool says what it is for."


def text_in_use(bank: Bank) -> str:
    with in_bank(bank):
        return policy_in_force(MembershipPolicy, now()).value.waiver_text


def new_words(bank: Bank, *, version: str = "2", text: str = "", **more: object) -> None:
    """The words of today with one paragraph more, under a version of their own."""
    with in_bank(bank):
        at = now()
        rules = policy_in_force(MembershipPolicy, at).value
        words = {"waiver_version": version, "waiver_text": text or f"{rules.waiver_text}\n\n{ADDED}", **more}
        adopt_policy(
            value=rules.model_copy(update=words),
            effective_at=at,
            actor_id=Member.objects.get(name="Ada").pk,
            reason="Our insurer asked for it",
            now=at,
            may_adopt=True,
        )
