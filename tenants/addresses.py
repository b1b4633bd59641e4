"""The full address of a host of this platform, as people type it and as mails carry it.

Its scheme and port are the deployment's, never the request's. Asks no table.
"""

from django.conf import settings


def address_of(host: str) -> str:
    """The full address of a host of this platform, e.g. http://lamoni.localhost:8000."""
    port = f":{settings.PLATFORM_PORT}" if settings.PLATFORM_PORT else ""
    return f"{settings.PLATFORM_SCHEME}://{host}{port}"
