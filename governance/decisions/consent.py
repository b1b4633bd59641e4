"""Records the end of a consent round: adopted or lapsed, with the decision and the effect it orders.

Guarantees: one round has one decision, however many callers record it at once; recording changes no outcome, because
the outcome follows from the answers and the time. Called by: the bank's round pages after each answer, and the clock.
"""

from dataclasses import asdict
from datetime import datetime, tzinfo
from uuid import UUID

from django.db import transaction

from governance.decisions.models import Decision
from governance.decisions.services import record_decision
from governance.methods.consent import Standing
from governance.rounds.errors import RoundClosed
from governance.rounds.models import ConsentRound
from governance.rounds.queries import open_rounds, outcome_of_round, round_by_id
from governance.rounds.services import end_round, lock_round

ENDINGS = {
    Standing.ADOPTED: (ConsentRound.Outcome.ADOPTED, Decision.Verdict.CARRIED),
    Standing.LAPSED: (ConsentRound.Outcome.LAPSED, Decision.Verdict.LAPSED),
}


@transaction.atomic
def settle_round(*, round_id: UUID, actor_id: UUID, now: datetime, zone: tzinfo) -> Decision | None:
    """Record that a round is adopted or has lapsed; return its decision, or None while the round goes on."""
    try:
        round_ = lock_round(round_id)
    except RoundClosed:
        # Another caller was first, or the round ended without a decision (integrated, escalated, dropped).
        return Decision.objects.filter(round=round_by_id(round_id)).first()
    tally = outcome_of_round(round_, now)
    if tally.standing not in ENDINGS:
        return None
    outcome, verdict = ENDINGS[tally.standing]
    end_round(round_, outcome, actor_id, now)
    return record_decision(
        version=round_.version, by=round_, verdict=verdict.value, arithmetic=tally.arithmetic, tally=asdict(tally),
        delay_days=round_.delay_days, review_months=round_.review_months, now=now, zone=zone,
    )  # fmt: skip


def settle_due(*, now: datetime, zone: tzinfo) -> list[Decision]:
    """Record every round whose time is over; return the decisions that this call recorded."""
    due = open_rounds().filter(answer_by__lte=now)
    decisions = [settle_round(round_id=row.pk, actor_id=row.opened_by_id, now=now, zone=zone) for row in due]
    return [decision for decision in decisions if decision is not None]
