"""Writes of published decisions in a bank (row D-coord): publish, say a word, take back before its day.

Guarantees: a coordinator publishes with reasons; every member is told by mail or on paper in the transaction that logs
the decision; whoever takes it back tells the same people why. Refuses by name. Called by: pages, the demo's seed.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from banks.deciding.proposals.queries import frame_for
from banks.errors import NotAllowed
from banks.notices.services import notify, ways_to_reach
from banks.people.members.queries import current_members
from banks.people.members.rules import Viewer
from banks.policies.queries import bank_zone
from governance.acts.registry import effect_in_words
from governance.decisions import publishing
from governance.decisions.models import Decision
from governance.proposals.queries import latest_version, proposal_by_id
from governance.publications.models import Publication, Word
from governance.stewardship.queries import RULES, check_not_in_care

A_COORDINATOR = "A coordinator"


@transaction.atomic
def publish(*, actor: Viewer, proposal_id: UUID, now: datetime) -> Decision:
    """Decide what is proposed by making it known; it counts once the bank's delay is over."""
    _check_coordinator(actor)
    check_not_in_care(RULES, now)
    proposal = proposal_by_id(proposal_id)
    version, zone = latest_version(proposal), bank_zone(now)
    everybody = list(current_members())
    decision = publishing.publish_decision(
        proposal=proposal,
        frame=frame_for(version.effect, now),
        recipients=ways_to_reach(everybody),
        actor_id=actor.member_id,
        now=now,
        zone=zone,
    )
    context: dict[str, object] = {
        "proposal": proposal,
        "version": version,
        "decision": decision,
        "words": effect_in_words(version.effect),
        "publisher": A_COORDINATOR,
        "zone": zone,
    }
    notify(everybody, template="decision_published", context=context, named={"publisher": actor.name}, now=now)
    return decision


@transaction.atomic
def take_back(*, actor: Viewer, proposal_id: UUID, reason: str, now: datetime) -> Publication:
    """Whoever published it, or another coordinator, takes it back before its day; everybody is told why."""
    _check_coordinator(actor)
    publication = publishing.take_back_decision(
        proposal_id=proposal_id, actor_id=actor.member_id, reason=reason, now=now
    )
    context = {"proposal": publication.version.proposal, "reason": reason.strip()}
    notify(current_members(), template="decision_taken_back", context=context, now=now)
    return publication


def say(*, actor: Viewer, proposal_id: UUID, text: str, asks_review: bool, now: datetime) -> Word:
    """A member writes a word about it, or asks for it to be looked at again."""
    return publishing.say_word(
        proposal_id=proposal_id, person_id=actor.member_id, text=text, asks_review=asks_review, now=now
    )


def _check_coordinator(actor: Viewer) -> None:
    if not actor.is_coordinator:
        raise NotAllowed(who="Coordinators")
