"""Signed tokens that only the bank that signed them accepts.

Every salt carries the bank's id, so all other banks refuse the token (architecture.md,
trap 7). The only module that may import django.core.signing.
"""

from typing import Any

from django.core import signing  # noqa: TID251 - the one place that may

from tenants.context import current_bank_id

BadToken = signing.BadSignature


def _salt(purpose: str) -> str:
    return f"commonhour:{current_bank_id() or 'platform'}:{purpose}"


def sign(value: Any, *, purpose: str) -> str:
    """A token that carries `value` (JSON) and can be read in this bank for this purpose only."""
    return signing.dumps(value, salt=_salt(purpose))


def read_signed(token: str, *, purpose: str, max_age_seconds: int | None = None) -> Any:
    """The value in a token. Raises BadToken when it is forged, too old, or of another bank or purpose."""
    return signing.loads(token, salt=_salt(purpose), max_age=max_age_seconds)
