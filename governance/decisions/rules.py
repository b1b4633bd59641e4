"""Dates and hashes of a decision. Pure."""

import hashlib
import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

CARRIED_OUT_WITHIN = timedelta(days=60)


def review_day(decided: date, months: int) -> date:
    """The same day `months` later, or the last of that month."""
    ahead = decided.month - 1 + months
    year, month = decided.year + ahead // 12, ahead % 12 + 1
    return date(year, month, min(decided.day, monthrange(year, month)[1]))


def due_at(decided_at: datetime, delay_days: int) -> datetime:
    return decided_at + timedelta(days=delay_days)


def chained(before: str, facts: Mapping[str, Any]) -> str:
    """SHA-256 over the decision before and this one's facts."""
    text = before + json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
