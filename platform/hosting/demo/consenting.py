"""The demo's consent rounds: one with an integrated objection, and one that is open now.

Guarantees: uses the services that the pages use, on days of the last weeks; only the bank with seated circles gets
rounds. Called by: seeding, inside a bank and a transaction, after the seating.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from banks.deciding.meetings.services import carry_out_due
from banks.deciding.proposals.services import propose_agreement, propose_rule
from banks.deciding.rounds.services import answer, integrate, object_to, speak, start_round
from banks.people.members.rules import Viewer
from banks.policies.kinds import HoursPolicy
from banks.policies.queries import policy_in_force
from hosting.demo.keys import key_for

LEADER = "Priya Raman"
CIRCLE = (LEADER, "June Abbot", "Tess Moreau", "Marc Levin", "Desmond Clarke", "Yusuf Aydin")
WORDS = "Each meeting begins with a round in which everybody speaks once."


def ask_for_consent(*, slug: str, voters: Sequence[Viewer], now: datetime) -> int:
    """Let Valley's General Circle adopt one proposal and leave another open; return how many rounds it had."""
    if slug != "valley":
        return 0
    people = {viewer.name: viewer for viewer in voters}
    begun = now - timedelta(days=60)
    _begin_with_a_round(people, begun)
    carry_out_due(now=begun + timedelta(days=20))  # no clock ran on the day its delay ended
    _count_finer(people, now - timedelta(days=3))
    return 3


def _begin_with_a_round(people: Mapping[str, Viewer], begun: datetime) -> None:
    """Adopt an agreement in its second round, with Yusuf's objection integrated."""
    proposal = propose_agreement(
        actor=people["Tess Moreau"], key=key_for("consenting", "round"), title="Meetings begin with a round",
        text=WORDS, reasons="It is always the same three of us who talk.", now=begun,
    )  # fmt: skip
    leader = people[LEADER]
    first = start_round(actor=leader, proposal_id=proposal.pk, now=begun)
    for name in ("June Abbot", "Marc Levin"):
        answer(actor=people[name], round_id=first.pk, answer="consent", now=begun + timedelta(days=1))
    object_to(
        actor=people["Yusuf Aydin"], round_id=first.pk, reason="Some of us would rather not come than have to speak.",
        harms="keep the whole together", now=begun + timedelta(days=2),
    )  # fmt: skip
    effect = {**first.version.effect, "text": f"{WORDS} Whoever does not want to may pass."}
    second = integrate(
        actor=leader, round_id=first.pk, reasons="Whoever does not want to speak may pass.", effect=effect,
        review_months=12, now=begun + timedelta(days=3),
    )  # fmt: skip
    for days, name in enumerate(CIRCLE, start=4):
        answer(actor=people[name], round_id=second.pk, answer="consent", now=begun + timedelta(days=days))


def _count_finer(people: Mapping[str, Viewer], begun: datetime) -> None:
    """Open a round about a rule of hours that half of the circle has not answered yet."""
    rules = policy_in_force(HoursPolicy, begun)
    proposal = propose_rule(
        actor=people["Desmond Clarke"], key=key_for("consenting", "steps"),
        value=rules.value.model_copy(update={"granularity": 5}), instead_of=rules.version_id,
        title="Count hours in steps of five minutes", reasons="A phone call of ten minutes is help, too.", now=begun,
    )  # fmt: skip
    round_ = start_round(actor=people["Desmond Clarke"], proposal_id=proposal.pk, now=begun)
    later = begun + timedelta(days=1)
    speak(
        actor=people["Marc Levin"], round_id=round_.pk, words="I looked at our last year: it changes little.", now=later
    )
    for name in ("Desmond Clarke", "Marc Levin", "June Abbot"):
        answer(actor=people[name], round_id=round_.pk, answer="consent", now=later)
