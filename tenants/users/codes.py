"""Codes that one person reads out to another. Pure.

Guarantees: a code has sixty random bits and no two signs that look or sound alike; small letters, gaps or an O for a
zero do not matter when it is typed; we store a keyed hash of bank, login and code, so a code is worthless in another
bank or for another login. Called by tenants.users.models.
"""

import secrets
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U
LENGTH, GROUP = 12, 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Twelve random signs in groups of four: "7K2M-X0QF-4RTB"."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def normalize_code(typed: str) -> str:
    """The code's signs, in capitals, without gaps, with look-alikes replaced."""
    return "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_READ_AS)


def hash_of(code: str, *, bank_id: UUID | None, user_id: UUID, secret: str | None = None) -> str:
    """The hash of a code that we store; `secret` defaults to the platform's current key."""
    salt = f"commonhour:{bank_id or 'platform'}:handover:{user_id}"
    return salted_hmac(salt, normalize_code(code), secret=secret, algorithm="sha256").hexdigest()


def matches_hash(typed: str, code_hash: str, *, bank_id: UUID | None, user_id: UUID) -> bool:
    """Whether a typed code has this hash, with the platform's current key or the one before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    # All hashes before any comparison: how long this takes must not tell which key matched.
    hashes = [hash_of(typed, bank_id=bank_id, user_id=user_id, secret=key) for key in keys]
    return any(constant_time_compare(candidate, code_hash) for candidate in hashes)
