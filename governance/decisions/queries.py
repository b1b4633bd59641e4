"""Reads of decisions, and the proof of their chain."""

from uuid import UUID

from django.db.models import QuerySet

from governance.decisions.errors import NoSuchDecision
from governance.decisions.models import Decision
from governance.decisions.rules import chained
from governance.recount import verdict_again


def decisions() -> QuerySet[Decision]:
    """Every decision, the newest first."""
    rows = Decision.objects.select_related("version__proposal", "ballot__announcement__meeting", "publication")
    return rows.select_related("effect")


def decisions_of_meeting(meeting_id: UUID) -> QuerySet[Decision]:
    """What a meeting decided, in order."""
    return decisions().filter(ballot__announcement__meeting=meeting_id).order_by("number")


def decision_by_id(decision_id: UUID) -> Decision:
    found = decisions().filter(pk=decision_id).first()
    if found is None:
        raise NoSuchDecision()
    return found


def facts_of(decision: Decision) -> dict[str, object]:
    """What the chain covers."""
    return {
        "number": decision.number,
        "version": decision.version_id,
        "payload": decision.version.sha256,
        "by": decision.ballot_id or decision.round_id or decision.publication_id,
        "verdict": decision.verdict,
        "decided_at": decision.decided_at.isoformat(),
        "effective_at": decision.effective_at.isoformat(),
        "arithmetic": decision.arithmetic,
        "tally": decision.tally,
    }


def prove_decisions() -> list[str]:
    """Recount every decision and follow the chain; one sentence for each that does not hold, none when all do."""
    findings, before = [], ""
    for number, decision in enumerate(decisions().order_by("number"), start=1):
        if decision.number != number:
            findings.append(f"Decision {number} is missing.")
        if verdict_again(decision) != decision.verdict:
            findings.append(f"Decision {decision.number}: counted again, the rows say otherwise.")
        if chained(before, facts_of(decision)) != decision.chain_sha256:
            findings.append(f"Decision {decision.number} is not what was written.")
        before = decision.chain_sha256
    return findings
