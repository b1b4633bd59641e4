"""Carrying out what decisions order.

Guarantees: an effect is carried out at most once (D7), in one transaction with everything it does, and only when
it is the act that was announced (D6); what cannot be done is recorded with its reason and never tried again in
silence. Called by: the clock, and by `governance.decisions` when an effect is due at once.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from governance.acts.errors import EffectRefused
from governance.acts.registry import Order, check_effect, digest_of
from governance.effects.models import Effect
from governance.errors import GovernanceError
from governance.methods.vote import Verdict
from governance.recount import verdict_again


def execute_due(*, now: datetime, refusals: tuple[type[Exception], ...] = (), most: int = 100) -> int:
    """Carry out what is due, each in its own transaction; how many were looked at.

    `refusals` are the bank's own families of refusal: they make an effect fail with their sentence. Anything else
    is a fault of ours: the transaction is undone, the effect waits, the error is raised.
    """
    ids = Effect.objects.filter(state=Effect.State.WAITING, due_at__lte=now).values_list("pk", flat=True)[:most]
    looked_at = 0
    for effect_id in list(ids):
        looked_at += execute_effect(effect_id=effect_id, now=now, refusals=refusals)
    return looked_at


def execute_effect(*, effect_id: UUID, now: datetime, refusals: tuple[type[Exception], ...] = ()) -> int:
    """Carry out one effect if it still waits; 1 when it was this call that ended its waiting."""
    known: tuple[type[Exception], ...] = (GovernanceError, *refusals)
    try:
        with transaction.atomic():
            return _carry_out(effect_id, now)
    except known as refused:
        sentence = str(getattr(refused, "sentence", refused))
    with transaction.atomic():
        effect = _waiting(effect_id)
        if effect is None:
            return 0
        effect.state, effect.done_at, effect.trouble = Effect.State.FAILED, now, sentence[:500]
        effect.save(update_fields=["state", "done_at", "trouble"])
    return 1


def _carry_out(effect_id: UUID, now: datetime) -> int:
    effect = _waiting(effect_id)
    if effect is None or effect.due_at > now:
        return 0
    if now >= effect.not_after:
        raise EffectRefused(why="It was not carried out in time and would have to be decided again.")
    version = effect.decision.version
    if not effect.sha256 == digest_of(effect.body) == version.sha256:
        raise EffectRefused(why="What was to be carried out is not what was announced.")
    if verdict_again(effect.decision) != Verdict.CARRIED:
        raise EffectRefused(why="Counted again, it is not carried.")
    act, body = check_effect(effect.body, now)
    order = Order(
        decision_id=effect.decision_id,
        decision_number=effect.decision.number,
        reason=f"Decision {effect.decision.number}: {version.proposal.title}",
        actor_id=version.proposal.author_id,
        now=now,
    )
    effect.made = act.carry_out(body, order)
    effect.state, effect.done_at = Effect.State.DONE, now
    effect.save(update_fields=["made", "state", "done_at"])
    return 1


def _waiting(effect_id: UUID) -> Effect | None:
    found = Effect.objects.select_for_update(of=["self"]).select_related("decision__version__proposal")
    return found.filter(pk=effect_id, state=Effect.State.WAITING).first()
