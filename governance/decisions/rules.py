"""Dates and hashes of a decision. Pure."""

import hashlib
import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

EXECUTE_WITHIN = timedelta(days=60)  # an act that waited longer may no longer fit; the bank decides again


def review_day(decided: date, months: int) -> date:
    """The same day `months` later, or the last of that month."""
    months_from_january = decided.month - 1 + months
    year, month = decided.year + months_from_january // 12, months_from_january % 12 + 1
    return date(year, month, min(decided.day, monthrange(year, month)[1]))


def due_at(decided_at: datetime, delay_days: int) -> datetime:
    return decided_at + timedelta(days=delay_days)


def chain_hash(previous_hash: str, facts: Mapping[str, Any]) -> str:
    """SHA-256 over the previous decision's hash and this decision's facts."""
    text = previous_hash + json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
