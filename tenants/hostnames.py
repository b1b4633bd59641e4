"""Finds the bank that answers at a host name, with a short-lived cache in each process.

Guarantees: names are compared in lower case without a trailing dot; the cache is
bounded, its entries are immutable and at most 30 seconds old (5 for a host without a
bank), so each process notices a suspended or renamed bank within that time. Called by
the request middleware; services that open, suspend or rename call `forget_hostnames`.
"""

import threading
import time
from dataclasses import dataclass
from uuid import UUID

from tenants.lifecycle import BankState
from tenants.models import Hostname

KEEP_SECONDS = 30.0
KEEP_UNKNOWN_SECONDS = 5.0
MOST_CACHED = 4096


@dataclass(frozen=True, slots=True)
class KnownBank:
    """The facts of a bank that a request needs; frozen, because threads share it."""

    id: UUID
    schema_name: str
    name: str
    slug: str
    state: BankState
    primary_host: str


# host -> (time of expiry, bank). Reads need no lock: entries are replaced whole.
_cached: dict[str, tuple[float, KnownBank | None]] = {}
_lock = threading.Lock()


def normal_host(host: str) -> str:
    """The host without port and trailing dot, in lower case."""
    # An IPv6 address ends with "]" and has colons of its own.
    name = host.rsplit(":", 1)[0] if ":" in host and not host.endswith("]") else host
    return name.lower().rstrip(".")


def bank_at(host: str) -> KnownBank | None:
    """The bank that answers at a host, in any state; None when no bank does.

    Call it while the connection points at the platform.
    """
    name, now = normal_host(host), time.monotonic()
    entry = _cached.get(name)
    if entry is not None and entry[0] > now:
        return entry[1]
    bank = _look_up(name)
    with _lock:
        # Requests for invented hosts must not fill the memory; clearing is simpler than counting uses.
        if len(_cached) >= MOST_CACHED:
            _cached.clear()
        keep_seconds = KEEP_SECONDS if bank else KEEP_UNKNOWN_SECONDS
        _cached[name] = (now + keep_seconds, bank)
    return bank


def forget_hostnames() -> None:
    """Empty this process's cache; other processes notice a change when their entries expire."""
    with _lock:
        _cached.clear()


def _look_up(name: str) -> KnownBank | None:
    row = Hostname.objects.select_related("tenant").filter(domain=name).first()
    if row is None:
        return None
    bank = row.tenant
    primary = bank.domains.filter(is_primary=True).values_list("domain", flat=True).first()
    return KnownBank(
        id=bank.id,
        schema_name=bank.schema_name,
        name=bank.name,
        slug=bank.slug,
        state=BankState(bank.state),
        primary_host=primary or name,
    )
