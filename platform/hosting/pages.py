"""The platform's own pages: its front page, and the pages for hosts without an open bank."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banks.policies.clock import now
from banks.policies.kinds import LookPolicy, PlacePolicy
from banks.policies.queries import book_of
from banks.policies.values import kind_name
from tenants.context import in_bank
from tenants.hostnames import KnownBank
from tenants.queries import address_of, address_of_bank, open_banks

FRONT_SECONDS = 60


def _platform_url() -> str:
    return address_of(settings.PLATFORM_HOST)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The platform's front page with its banks."""
    banks = cache.get_or_set("front", _cards, FRONT_SECONDS)
    return render(request, "platform_front.html", {"banks": banks, "demo": settings.DEMO})


def _cards() -> list[dict[str, str]]:
    """A card for each open bank, in its own colours and words."""
    # Enters every bank, so `front` caches the cards for a minute.
    cards = []
    for bank in open_banks():
        url = address_of_bank(bank)
        with in_bank(bank):
            book = book_of([kind_name(LookPolicy), kind_name(PlacePolicy)], now())
            look, place = book.value(LookPolicy), book.value(PlacePolicy)
        cards.append(
            {"name": bank.name, "url": url, "tagline": look.tagline, "theme": look.theme, "place": place.area_name}
        )
    return cards


def unknown_host(request: HttpRequest) -> HttpResponse:
    """A 404 page for a host without a bank, with a link to the platform."""
    request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
    context = {"host": request.META.get("HTTP_HOST", "")[:200], "platform_url": _platform_url()}
    return render(_anonymous(request), "404_unknown_host.html", context, status=404)


def bank_closed(request: HttpRequest, bank: KnownBank) -> HttpResponse:
    """A 503 page for a bank that is suspended or not open yet."""
    request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
    context: dict[str, Any] = {"bank_name": bank.name, "platform_url": _platform_url()}
    return render(_anonymous(request), "503.html", context, status=503)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was open too long, or that came from another site."""
    return render(request, "403.html", {"stale_form": True}, status=403)


def _anonymous(request: HttpRequest) -> HttpRequest:
    """Give the request an anonymous user, which templates need: these pages answer before the session is read."""
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 - needs the app registry

    request.user = AnonymousUser()
    return request
