"""Cache keys that carry the bank's id, so that a bank opened under a closed bank's name reads none of its values."""

from tenants.context import current_bank_id


def key_of_bank(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: bank, prefix, version, key."""
    return f"{current_bank_id() or 'platform'}:{key_prefix}:{version}:{key}"
