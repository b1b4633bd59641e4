"""From a host name to the bank that answers there, remembered for a short while in each process.

Guarantees: names are compared in lower case without a trailing dot; what is
remembered is at most 30 seconds old (5 for "nobody answers here"), bounded, and
immutable, so a suspended or renamed bank is noticed within that time. Called by
the request middleware; services that open, suspend or rename call `forget`.
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
    """The few facts of a bank that a request needs; frozen, because it is shared between threads."""

    id: UUID
    schema_name: str
    name: str
    slug: str
    state: BankState
    primary_host: str


_cached: dict[str, tuple[float, KnownBank | None]] = {}
_lock = threading.Lock()


def normal_host(host: str) -> str:
    """The host as it is compared: no port, no trailing dot, lower case."""
    name = host.rsplit(":", 1)[0] if ":" in host and not host.endswith("]") else host
    return name.lower().rstrip(".")


def bank_at(host: str) -> KnownBank | None:
    """The bank that answers at a host, whatever its state; None when no bank does.

    Must be called while the connection points at the platform.
    """
    name, now = normal_host(host), time.monotonic()
    found = _cached.get(name)
    if found is not None and found[0] > now:
        return found[1]
    bank = _look_up(name)
    with _lock:
        if len(_cached) >= MOST_CACHED:
            _cached.clear()
        keep = KEEP_SECONDS if bank else KEEP_UNKNOWN_SECONDS
        _cached[name] = (now + keep, bank)
    return bank


def forget_hostnames() -> None:
    """Forget all that is remembered in this process."""
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
