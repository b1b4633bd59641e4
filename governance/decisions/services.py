"""Logs decisions and closes votes: the count, the decision and the effect it orders, in one transaction.

Guarantees: one ballot has one decision, however many callers close it; the verdict follows from the rows; a carried
decision orders exactly the announced act, after the announced delay.
Called by: the bank's meeting pages. `governance.effects` carries the effects out.
"""

from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from governance.ballots.models import Ballot
from governance.ballots.queries import tally_of
from governance.ballots.services import end_ballot
from governance.decisions.models import Decision
from governance.decisions.queries import facts_of
from governance.decisions.rules import EXECUTE_WITHIN, chain_hash, due_at, review_day
from governance.effects.models import Effect
from governance.methods.vote import Count
from governance.proposals.models import ProposalVersion
from governance.publications.models import Publication
from governance.rounds.models import ConsentRound


@transaction.atomic
def close_vote(
    *,
    ballot_id: UUID,
    actor_id: UUID,
    now: datetime,
    zone: tzinfo,
    hands: Count | None = None,
    attested_by_id: UUID | None = None,
) -> Decision:
    """End the vote and record the decision; a second call returns the decision that the first one recorded."""
    ballot, ended_now = end_ballot(
        ballot_id=ballot_id, actor_id=actor_id, now=now, hands=hands, attested_by_id=attested_by_id
    )
    if not ended_now:
        return Decision.objects.get(ballot=ballot)
    # Delay and review come from the notice: rules that changed since then must not touch this vote (D8).
    tally, notice = tally_of(ballot), ballot.announcement
    return record_decision(
        version=ballot.version, by=ballot, verdict=tally.verdict.value, arithmetic=tally.arithmetic,
        tally=asdict(tally), delay_days=notice.delay_days, review_months=notice.review_months, now=now, zone=zone,
    )  # fmt: skip


def record_decision(
    *,
    version: ProposalVersion,
    by: Ballot | ConsentRound | Publication,
    verdict: str,
    arithmetic: str,
    tally: dict[str, Any],
    delay_days: int,
    review_months: int,
    now: datetime,
    zone: tzinfo,
) -> Decision:
    """Log the end of a question and, when it carried, the effect it orders, due `delay_days` later.

    Call it in the transaction that ends the ballot or round, or that publishes.
    """
    # Each decision hashes the one before it, so one transaction at a time may append. The schema's name is part of the
    # lock's key, because the whole database shares advisory locks.
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(current_schema() || '.decisions', 0))")
    previous = Decision.objects.order_by("-number").first()
    decision = Decision(
        number=previous.number + 1 if previous else 1,
        version=version,
        ballot=by if isinstance(by, Ballot) else None,
        round=by if isinstance(by, ConsentRound) else None,
        publication=by if isinstance(by, Publication) else None,
        verdict=verdict,
        decided_at=now,
        effective_at=due_at(now, delay_days),
        review_on=review_day(now.astimezone(zone).date(), review_months),
        arithmetic=arithmetic,
        tally=tally,
    )
    decision.chain_sha256 = chain_hash(previous.chain_sha256 if previous else "", facts_of(decision))
    decision.save(force_insert=True)
    if verdict == Decision.Verdict.CARRIED:
        Effect.objects.create(
            decision=decision,
            kind=version.effect["kind"],
            body=version.effect,
            sha256=version.sha256,
            due_at=decision.effective_at,
            not_after=decision.effective_at + EXECUTE_WITHIN,
        )
    return decision
