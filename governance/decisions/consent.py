"""Recording how a round of consent ended: adopted or lapsed, the decision and the effect it orders.

Guarantees: one round, one decision, whoever records it and however often; the clock only writes down what the facts
say already. Called by: the bank's round pages after each answer, and the clock.
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
from governance.rounds.services import end_round, locked_round

ENDINGS = {
    Standing.ADOPTED: (ConsentRound.Outcome.ADOPTED, Decision.Verdict.CARRIED),
    Standing.LAPSED: (ConsentRound.Outcome.LAPSED, Decision.Verdict.LAPSED),
}


@transaction.atomic
def settle_round(*, round_id: UUID, actor_id: UUID, now: datetime, zone: tzinfo) -> Decision | None:
    """Write down that a round is adopted or has lapsed; the decision that stands, or None while it is being asked."""
    try:
        asked = locked_round(round_id)
    except RoundClosed:
        return Decision.objects.filter(round=round_by_id(round_id)).first()
    stands = outcome_of_round(asked, now)
    if stands.standing not in ENDINGS:
        return None
    outcome, verdict = ENDINGS[stands.standing]
    end_round(asked, outcome, actor_id, now)
    return record_decision(
        version=asked.version, by=asked, verdict=verdict.value, arithmetic=stands.arithmetic, tally=asdict(stands),
        delay_days=asked.delay_days, review_months=asked.review_months, now=now, zone=zone,
    )  # fmt: skip


def settle_due(*, now: datetime, zone: tzinfo) -> list[Decision]:
    """Write down every round whose time is over; what was recorded by this call."""
    due = open_rounds().filter(answer_by__lte=now)
    settled = [settle_round(round_id=each.pk, actor_id=each.opened_by_id, now=now, zone=zone) for each in due]
    return [decision for decision in settled if decision is not None]
