"""Handing the bank over to caretakers: propose it, answer, and what the clock brings (invariant K7).

Guarantees: whoever is named is asked and answers for themselves; everybody is reminded once before a mandate ends; it
ends by itself, and a caretaker keeps recovery power only while fewer than two others have it.
Called by: the pages here, the clock.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from banks.deciding.proposals.services import propose_act
from banks.notices.services import notify
from banks.people.members.errors import LastAdministrator
from banks.people.members.queries import current_members, members_by_id
from banks.people.members.rules import Viewer
from banks.people.members.services import end_administration
from banks.policies.clock import bank_day
from banks.policies.queries import policy_in_force
from governance.policy import StewardshipPolicy
from governance.proposals.models import Proposal
from governance.proposals.queries import latest_version, proposal_by_id
from governance.stewardship import services as engine
from governance.stewardship.models import Mandate
from governance.stewardship.queries import caretakers_of, mandate_running

REMIND_BEFORE = timedelta(days=60)
TITLE = "Handing the bank over to caretakers"


@transaction.atomic
def propose_transfer(
    *, actor: Viewer, key: UUID, caretakers: Sequence[UUID], leaving: Sequence[UUID], reasons: str, now: datetime
) -> Proposal:
    """Propose caretakers for the time that the rules say; each of them is asked."""
    is_new = not Proposal.objects.filter(pk=key).exists()
    months = policy_in_force(StewardshipPolicy, now).value.mandate
    effect = {
        "kind": "transfer_stewardship",
        "caretakers": [str(person) for person in caretakers],
        "leaving": [str(person) for person in leaving],
        "months": months,
    }
    made = propose_act(actor=actor, key=key, title=TITLE, reasons=reasons, effect=effect, now=now)
    if is_new:
        asked = members_by_id(caretakers).values()
        notify(asked, template="caretaker_asked", context={"months": months}, now=now)
    return made


def answer(*, actor: Viewer, proposal_id: UUID, accepts: bool, now: datetime) -> None:
    """Whoever is named says yes or no."""
    version = latest_version(proposal_by_id(proposal_id))
    engine.say_word(version=version, person_id=actor.member_id, accepts=accepts, now=now)


@transaction.atomic
def round_of_stewardship(*, now: datetime) -> None:
    """What the day brings to a mandate: the reminder before its end, and its end."""
    mandate, today = mandate_running(now), bank_day(now)
    if mandate is None:
        return
    if today > mandate.ends_on:
        _end(mandate, now)
    elif today >= mandate.ends_on - REMIND_BEFORE and engine.note_reminded(mandate=mandate, now=now):
        notify(current_members(), template="mandate_ending", context={"ends_on": mandate.ends_on}, now=now)


def _end(mandate: Mandate, now: datetime) -> None:
    """Each caretaker gives recovery power back, as long as two others have it; then the mandate is over."""
    people = members_by_id(caretakers_of(mandate))
    held = 0
    for person in sorted(people):
        try:
            end_administration(people[person], on=bank_day(now))
        except LastAdministrator:
            held += 1
    if held == 0 and engine.end_mandate(mandate=mandate, now=now):
        notify(current_members(), template="mandate_ended", context={}, now=now)
