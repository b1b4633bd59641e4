"""Idempotency keys of the demo's acts: an act of a bank has the same key in every start, so it happens once."""

from uuid import UUID, uuid5

from banks.identity.queries import this_bank


def key_for(*parts: object) -> UUID:
    """The key of an act in the current bank; `parts` distinguish it from the bank's other acts."""
    return uuid5(this_bank().bank_id, " ".join(map(str, parts)))
