"""Carries out the effects of decisions.

Guarantees: each effect is carried out at most once (D7), in one transaction with everything the act does, and only
if it is the announced act (D6); an effect that a refusal stops is recorded with its reason and not tried again.
Called by: the clock, and the bank's pages when an effect is due at once.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from governance.acts.errors import EffectRefused
from governance.acts.registry import Order, check_effect, digest_of
from governance.effects.models import Effect
from governance.errors import GovernanceError
from governance.methods.vote import Verdict
from governance.recount import recount_verdict


def execute_due(*, now: datetime, refusals: tuple[type[Exception], ...] = (), most: int = 100) -> int:
    """Carry out due effects, at most `most`, each in its own transaction; return how many ended.

    `refusals` are the bank's own families of refusal: they make an effect fail with their sentence. Any other
    exception is a programming fault: it undoes the transaction, leaves the effect waiting, and reaches the caller.
    """
    ids = Effect.objects.filter(state=Effect.State.WAITING, due_at__lte=now).values_list("pk", flat=True)[:most]
    ended = 0
    for effect_id in list(ids):
        ended += execute_effect(effect_id=effect_id, now=now, refusals=refusals)
    return ended


def execute_effect(*, effect_id: UUID, now: datetime, refusals: tuple[type[Exception], ...] = ()) -> int:
    """Carry out one effect if it still waits; return 1 when this call ended its waiting, else 0."""
    expected: tuple[type[Exception], ...] = (GovernanceError, *refusals)
    try:
        with transaction.atomic():
            return _execute_locked(effect_id, now)
    except expected as refusal:
        sentence = str(getattr(refusal, "sentence", refusal))
    # The refusal undid the act. Recording it takes a transaction of its own, in which the effect may no longer wait.
    with transaction.atomic():
        effect = _lock_waiting_effect(effect_id)
        if effect is None:
            return 0
        effect.state, effect.done_at, effect.trouble = Effect.State.FAILED, now, sentence[:500]
        effect.save(update_fields=["state", "done_at", "trouble"])
    return 1


def _execute_locked(effect_id: UUID, now: datetime) -> int:
    effect = _lock_waiting_effect(effect_id)
    if effect is None or effect.due_at > now:
        return 0
    if now >= effect.not_after:
        raise EffectRefused(why="It was not carried out in time and would have to be decided again.")
    version = effect.decision.version
    # Hash and recount guard against rows changed past the services, e.g. by an administrator of the database.
    if not effect.sha256 == digest_of(effect.body) == version.sha256:
        raise EffectRefused(why="What was to be carried out is not what was announced.")
    if recount_verdict(effect.decision) != Verdict.CARRIED:
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


def _lock_waiting_effect(effect_id: UUID) -> Effect | None:
    """The effect, locked, if it still waits: two clocks at once carry it out once."""
    effects = Effect.objects.select_for_update(of=["self"]).select_related("decision__version__proposal")
    return effects.filter(pk=effect_id, state=Effect.State.WAITING).first()
