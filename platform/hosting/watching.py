"""Errors go to Sentry where a deployment names one, and never with anybody's data.

Guarantees: no mail address, no cookie, no form, no local variable leaves the machine;
an event says which bank by its id, and which page by its route. Called by settings.
"""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.transport import Transport
from sentry_sdk.types import Event, Hint

REPORTED_REQUEST_KEYS = frozenset({"method", "url"})


def watch(dsn: str, *, release: str = "", transport: Transport | None = None) -> None:
    """Start sending errors; nothing at all happens without a DSN."""
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn,
        release=release or None,
        transport=transport,
        integrations=[DjangoIntegration(), CeleryIntegration()],
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0.0,
        before_send=strip_people,
    )


def strip_people(event: Event, hint: Hint) -> Event:
    """An event as it may leave: request reduced to method and path, no user, no breadcrumb with a query."""
    request: dict[str, Any] = dict(event.get("request") or {})
    kept = {key: value for key, value in request.items() if key in REPORTED_REQUEST_KEYS}
    if "url" in kept:
        kept["url"] = str(kept["url"]).partition("?")[0]
    event["request"] = kept
    event.pop("user", None)
    event.pop("breadcrumbs", None)
    event.pop("extra", None)
    return event


def tag_bank(bank_id: object) -> None:
    """Say which bank the current request or task is in."""
    sentry_sdk.set_tag("bank", str(bank_id or "platform"))
