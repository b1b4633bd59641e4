"""From a host to a bank, and what every request is held to.

`BankFromHost` comes first of all that may ask the database: it answers health checks, unknown hosts and closed
banks itself, points the connection at the bank, and points it back at the
platform however the request ends.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve, set_urlconf

from hosting.errors import answer_page, is_refusal
from hosting.pages import bank_closed, unknown_host
from hosting.watching import tag_bank
from tenants.context import point_at, point_at_platform
from tenants.hostnames import bank_at, normal_host
from tenants.lifecycle import answers_requests

GetResponse = Callable[[HttpRequest], HttpResponse]

# Views that answer people who have not signed in; everything else asks for a sign-in.
OPEN_VIEWS = frozenset(
    {
        "account_login", "account_logout", "account_request_login_code", "account_confirm_login_code",
        "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done", "account_inactive", "account_reauthenticate",
        "account_signup", "home", "guidelines", "policy-history-public", "platform-front", "manifest", "demo-mail",
        "demo-mail-message", "sign-in-with-our-code", "mfa_login_webauthn", "mfa_authenticate",
        "wake-link",
        # The way in: the secret in the address is what opens an application.
        "join", "join-sent", "application", "application-about", "application-place", "application-guardian",
        "application-references", "application-waiver", "application-offers", "application-check",
        "application-seat", "application-withdraw", "orientation-calendar",
        # The words of the waiver, to read before anybody signs.
        "waiver", "waiver-version", "waiver-pdf", "waiver-version-pdf",
    }
)  # fmt: skip


class BankFromHost:
    """Sets `request.bank` (None on the platform's own host) and the connection's schema."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("alive\n", content_type="text/plain")
        point_at_platform()
        if request.path == "/readyz":
            return _ready()
        try:
            return self._answer(request)
        finally:
            set_urlconf(None)
            point_at_platform()

    def _answer(self, request: HttpRequest) -> HttpResponse:
        request.bank = None  # type: ignore[attr-defined]
        try:
            host = normal_host(request.get_host())
        except DisallowedHost:  # no name at all: control characters, two ports, a word where the port belongs
            return unknown_host(request)
        if host == settings.PLATFORM_HOST:
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
            set_urlconf(settings.PUBLIC_SCHEMA_URLCONF)
            return self.get_response(request)
        bank = bank_at(host)
        if bank is None:
            return unknown_host(request)
        if not answers_requests(bank.state):
            return bank_closed(request, bank)
        request.bank = bank  # type: ignore[attr-defined]
        point_at(bank)
        tag_bank(bank.id)
        return self.get_response(request)


class SessionBoundToBank:
    """A session says which bank it was made in; one that was made elsewhere is ended.

    Sessions live in the bank's own schema, so a foreign cookie already finds
    nothing; this is the second lock, for a restored or copied table.
    """

    KEY = "bank"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self.is_from_elsewhere(request):
            logout(request)
        return self.get_response(request)

    def is_from_elsewhere(self, request: HttpRequest) -> bool:
        """Whether the session names another bank; one that names none yet is marked with this one."""
        bank = getattr(request, "bank", None)
        here = str(bank.id) if bank else "platform"
        return bool(request.session.setdefault(self.KEY, here) != here)


class SignInRequired:
    """Deny by default: a view that is not in OPEN_VIEWS asks for a sign-in; the API answers for itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        if request.user.is_authenticated or request.path.startswith("/api/"):
            return None
        match = request.resolver_match or resolve(request.path_info)
        if match.url_name in OPEN_VIEWS:
            return None
        return redirect_to_login(request.get_full_path())


class RefusalsAsPages:
    """A domain refusal that no view caught becomes a page with its sentence and status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer_page(request, exception) if is_refusal(exception) else None


class PrivatePagesStayPrivate:
    """Nothing that a signed-in person sees is kept by a cache on the way."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


def _ready() -> HttpResponse:
    """Can we serve? The database answers and it reports its search_path (multitenancy.md, section 6)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from tenants_bank")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"ready": False, "why": "the database does not answer"}, status=503)
    return JsonResponse({"ready": True})
