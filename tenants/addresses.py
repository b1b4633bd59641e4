"""Full addresses of the platform's hosts, as people type them and as mails carry them.

Scheme and port come from the deployment's settings, never from the request. Reads no table.
"""

from django.conf import settings


def address_of(host: str) -> str:
    """The full address of a host of this platform, e.g. http://lamoni.localhost:8000."""
    port = f":{settings.PLATFORM_PORT}" if settings.PLATFORM_PORT else ""
    return f"{settings.PLATFORM_SCHEME}://{host}{port}"
