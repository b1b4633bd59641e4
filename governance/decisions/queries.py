"""Reads of decisions, and the proof of their chain."""

from uuid import UUID

from django.db.models import QuerySet

from governance.decisions.errors import NoSuchDecision
from governance.decisions.models import Decision
from governance.decisions.rules import chain_hash
from governance.recount import recount_verdict


def decisions() -> QuerySet[Decision]:
    """Every decision, newest first."""
    rows = Decision.objects.select_related("version__proposal", "ballot__announcement__meeting", "publication")
    # Both hold an id for every member of the bank, and only the proof of a notice reads them.
    return rows.select_related("effect").defer("ballot__announcement__recipients", "publication__recipients")


def decisions_of_meeting(meeting_id: UUID) -> QuerySet[Decision]:
    """The decisions that a meeting's ballots made, in order."""
    return decisions().filter(ballot__announcement__meeting=meeting_id).order_by("number")


def decision_by_id(decision_id: UUID) -> Decision:
    decision = decisions().filter(pk=decision_id).first()
    if decision is None:
        raise NoSuchDecision()
    return decision


def facts_of(decision: Decision) -> dict[str, object]:
    """The facts of a decision that the chain's hash covers."""
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
    """Recount every decision and follow the chain; return a sentence for each fault, none when all is well."""
    findings, previous_hash = [], ""
    for number, decision in enumerate(decisions().order_by("number"), start=1):
        if decision.number != number:
            findings.append(f"Decision {number} is missing.")
        if recount_verdict(decision) != decision.verdict:
            findings.append(f"Decision {decision.number}: counted again, the rows say otherwise.")
        if chain_hash(previous_hash, facts_of(decision)) != decision.chain_sha256:
            findings.append(f"Decision {decision.number} is not what was written.")
        # Go on from the stored hash: one forged row gives one finding, not one for each row after it.
        previous_hash = decision.chain_sha256
    return findings
