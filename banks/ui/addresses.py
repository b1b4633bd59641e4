"""A bank's own address, for links that people keep: always its primary host, never the one a request came to.

Called by: pages that put a link into a mail or onto paper.
"""

from django.conf import settings
from django.http import HttpRequest


def address_here(request: HttpRequest, path: str) -> str:
    """The full address of a path of this bank, e.g. http://lamoni.localhost:8000/join/."""
    host: str = request.bank.primary_host  # type: ignore[attr-defined]  # set by the middleware for every bank
    port = f":{settings.PLATFORM_PORT}" if settings.PLATFORM_PORT else ""
    return f"{settings.PLATFORM_SCHEME}://{host}{port}{path}"
