"""Codes that one person reads to another, pure.

Guarantees: sixty bits of chance, no two signs that look or sound alike; however a code is typed (small letters, gaps,
an O for a zero), it is the same code; what is kept of it is a keyed hash of bank, login and code, so a code means
nothing in another bank or for another login. Called by tenants.users.models.
"""

import secrets
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U
LENGTH, GROUP = 12, 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Twelve signs by chance, in groups of four: "7K2M-X0QF-4RTB"."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def normalize_code(typed: str) -> str:
    """What was meant by what was typed."""
    return "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_READ_AS)


def hash_of(code: str, *, bank_id: UUID | None, user_id: UUID, secret: str | None = None) -> str:
    """What is kept of a code."""
    salt = f"commonhour:{bank_id or 'platform'}:handover:{user_id}"
    return salted_hmac(salt, normalize_code(code), secret=secret, algorithm="sha256").hexdigest()


def matches_hash(typed: str, kept: str, *, bank_id: UUID | None, user_id: UUID) -> bool:
    """Whether this is the code whose hash was kept, also when the platform's key was changed in between."""
    secrets_of_today = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    found = [hash_of(typed, bank_id=bank_id, user_id=user_id, secret=each) for each in secrets_of_today]
    return any(constant_time_compare(each, kept) for each in found)
