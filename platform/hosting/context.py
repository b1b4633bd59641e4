"""The template context of every page, on any host."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tenants.queries import address_of


def platform_page(request: HttpRequest) -> dict[str, Any]:
    """`platform`: the platform's name and address; `demo`: whether this is the demo."""
    return {
        "platform": {"name": settings.PLATFORM_NAME, "url": address_of(settings.PLATFORM_HOST)},
        "demo": settings.DEMO,
    }
