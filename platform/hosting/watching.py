"""Sends errors to Sentry, if the deployment names one, without personal data.

Guarantees: no mail address, cookie, form or local variable leaves the machine; an
event names the bank by its id and the page by its route. Called by settings.
"""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.transport import Transport
from sentry_sdk.types import Event, Hint

REPORTED_REQUEST_KEYS = frozenset({"method", "url"})


def watch(dsn: str, *, release: str = "", transport: Transport | None = None) -> None:
    """Start sending errors to the Sentry of this DSN; do nothing without one."""
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
    """Strip an event of personal data: the request keeps method and path, user and breadcrumbs go."""
    request: dict[str, Any] = dict(event.get("request") or {})
    reported = {key: value for key, value in request.items() if key in REPORTED_REQUEST_KEYS}
    if "url" in reported:
        # A query may hold a name that a member searched for.
        reported["url"] = str(reported["url"]).partition("?")[0]
    event["request"] = reported
    event.pop("user", None)
    event.pop("breadcrumbs", None)
    event.pop("extra", None)
    return event


def tag_bank(bank_id: object) -> None:
    """Tag the errors of the current request or task with its bank."""
    sentry_sdk.set_tag("bank", str(bank_id or "platform"))
