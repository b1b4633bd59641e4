"""Whole minutes: rounding to a bank's step and sharing without a remainder. Pure arithmetic.

Guarantees: rounding is idempotent and never falls as minutes rise; shares sum to the total and differ by one
minute at most. Refuses: minutes off the step where the policy says "reject". Never a fraction, never a float.
Called by: `banks` before posting, with the step and the mode of the policy in force.
"""

from hashlib import sha256
from typing import Literal
from uuid import UUID

Rounding = Literal["nearest", "up", "reject"]


class OffStep(ValueError):
    """The time is not a multiple of the bank's step, and its policy does not round."""

    code = "ledger.off_step"

    def __init__(self, *, minutes: int, step: int) -> None:
        self.data = {"minutes": minutes, "step": step}
        self.sentence = f"Time is recorded in steps of {step} minutes here. Settle on a multiple of {step}."
        super().__init__(self.sentence)


def round_to_step(minutes: int, *, step: int, mode: Rounding) -> int:
    """Minutes as the bank records them; half a step is rounded up by "nearest"."""
    if minutes < 0 or step < 1:
        raise ValueError("Minutes and the step are positive.")
    below = minutes - minutes % step
    if below == minutes:
        return minutes
    if mode == "reject":
        raise OffStep(minutes=minutes, step=step)
    if mode == "up" or 2 * (minutes - below) >= step:
        return below + step
    return below


def split_equally(total: int, *, parts: int, salt: UUID) -> list[int]:
    """Shares of `total` minutes that sum to it; 60 among seven is 9, 9, 9, 9, 8, 8, 8.

    Who bears the odd minutes is drawn by `salt` (the entry's key): the same for the same entry, and over many
    entries the same for everyone.
    """
    if total < 0 or parts < 1:
        raise ValueError("There is something to share, and somebody to share it.")
    share, odd = divmod(total, parts)
    first = int.from_bytes(sha256(salt.bytes).digest()[:8]) % parts
    return [share + ((place - first) % parts < odd) for place in range(parts)]
