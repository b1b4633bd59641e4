"""Decisions by publication: where a bank's rule lets a coordinator decide, members read the decision and can comment.

Guarantees: the publication keeps a copy of the rule; the decision is logged at once and its act waits at least a day,
so members hear of it before anything changes; until the act is due the coordinator can take the decision back, with a
reason, and the act never happens.
Refuses: what the rule gives to a vote or a circle. The bank says who is a coordinator and who receives the mail.
Called by: the bank's publications.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from uuid import UUID

from django.db import transaction

from governance.acts.registry import check_effect
from governance.decisions.models import Decision
from governance.decisions.services import record_decision
from governance.effects.models import Effect
from governance.proposals.errors import ProposalClosed
from governance.proposals.models import Proposal
from governance.proposals.queries import latest_version, state_of_proposal
from governance.proposals.rules import BEING_DECIDED, OPEN
from governance.proposals.services import Frame
from governance.publications.errors import (
    DayHasCome,
    DelayTooShort,
    NotByPublication,
    PublishedAlready,
    ReasonMissing,
    TakenBackAlready,
    TooLateToTakeBack,
    WordMissing,
)
from governance.publications.models import Publication, Retraction, Word
from governance.publications.queries import publication_of

SHORTEST_DELAY_DAYS = 1


@transaction.atomic
def publish_decision(
    *, proposal: Proposal, frame: Frame, recipients: Mapping[str, str], actor_id: UUID, now: datetime, zone: tzinfo
) -> Decision:
    """Publish the newest version and log it as decided; the caller queues the mails in the same transaction.

    `recipients` maps each person's id to the channel: "mail" or "paper".
    """
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    version = latest_version(proposal)
    if Publication.objects.filter(version=version).exists():
        raise PublishedAlready()
    if state_of_proposal(proposal) not in OPEN - BEING_DECIDED:
        raise ProposalClosed()
    if frame.rule.method != "coordinator":
        raise NotByPublication(words=frame.rule.in_words())
    if frame.delay_days < SHORTEST_DELAY_DAYS:
        raise DelayTooShort()
    check_effect(version.effect, now)
    publication = Publication.objects.create(
        version=version, published_at=now, published_by_id=actor_id, rule=frame.rule.model_dump(mode="json"),
        rule_version_id=frame.rule_version_id, delay_days=frame.delay_days, review_months=frame.review_months,
        recipients=dict(recipients),
    )  # fmt: skip
    days = "1 day" if frame.delay_days == 1 else f"{frame.delay_days} days"
    return record_decision(
        version=version, by=publication, verdict=Decision.Verdict.CARRIED,
        arithmetic=f"Published to {len(recipients)} people, in effect {days} later. Nobody votes on it.",
        tally={"told": len(recipients)}, delay_days=frame.delay_days, review_months=frame.review_months, now=now,
        zone=zone,
    )  # fmt: skip


@transaction.atomic
def take_back_decision(*, proposal_id: UUID, actor_id: UUID, reason: str, now: datetime) -> Publication:
    """Cancel the act of a published decision before it is due, and keep the reason."""
    publication = publication_of(proposal_id)
    # Locked, so that the clock cannot carry the act out while we cancel it.
    effect = Effect.objects.select_for_update(of=["self"]).get(decision__publication=publication)
    if effect.state == Effect.State.CANCELLED:
        raise TakenBackAlready()
    if effect.state != Effect.State.WAITING or effect.due_at <= now:
        raise TooLateToTakeBack()
    why = reason.strip()[:1000]
    if not why:
        raise ReasonMissing()
    Retraction.objects.create(publication=publication, by_id=actor_id, reason=why, at=now)
    effect.state, effect.done_at, effect.trouble = Effect.State.CANCELLED, now, why[:500]
    effect.save(update_fields=["state", "done_at", "trouble"])
    return publication


@transaction.atomic
def say_word(*, proposal_id: UUID, person_id: UUID, text: str, asks_review: bool, now: datetime) -> Word:
    """Record a member's comment on a published decision. Once the act is due, only a request for review is taken.

    Sending the same comment twice records it once.
    """
    publication = publication_of(proposal_id)
    effect = Effect.objects.get(decision__publication=publication)
    if effect.state == Effect.State.CANCELLED:
        raise TakenBackAlready()
    if effect.due_at <= now and not asks_review:
        raise DayHasCome()
    comment = text.strip()[:2000]
    if not comment:
        raise WordMissing()
    same = Word.objects.filter(publication=publication, person_id=person_id, text=comment, asks_review=asks_review)
    return same.first() or Word.objects.create(
        publication=publication, person_id=person_id, text=comment, asks_review=asks_review, at=now
    )
