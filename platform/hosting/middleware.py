"""Middleware: from the host to the bank, and the rules for every request.

`BankFromHost` comes before all middleware that may query the database: it answers
health checks, unknown hosts and closed banks itself, points the connection at the
bank, and points it back at the platform however the request ends.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve, set_urlconf

from banks.policies.reading import one_reading
from hosting.errors import answer_page, is_refusal
from hosting.pages import bank_closed, unknown_host
from hosting.watching import tag_bank
from tenants.context import point_at, point_at_platform
from tenants.hostnames import bank_at, normal_host
from tenants.lifecycle import answers_requests

GetResponse = Callable[[HttpRequest], HttpResponse]

# Views that people may open without signing in, by address name; all others require a sign-in.
OPEN_VIEWS = frozenset(
    {
        "account_login", "account_logout", "account_request_login_code", "account_confirm_login_code",
        "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done", "account_inactive", "account_reauthenticate",
        "account_signup", "home", "guidelines", "policy-history-public", "platform-front", "manifest", "demo-mail",
        "demo-mail-message", "sign-in-with-our-code", "mfa_login_webauthn", "mfa_authenticate",
        "wake-link",
        # Applicants have no login: the secret in the address opens an application.
        "join", "join-sent", "application", "application-about", "application-place", "application-guardian",
        "application-references", "application-waiver", "application-offers", "application-check",
        "application-seat", "application-withdraw", "orientation-calendar",
        # The waiver's text, for people to read before they sign it.
        "waiver", "waiver-version", "waiver-pdf", "waiver-version-pdf",
    }
)  # fmt: skip


class BankFromHost:
    """Sets `request.bank` (None on the platform's own host) and the connection's schema."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Alive means that this process answers; whether the database does is `/readyz`.
        if request.path == "/healthz":
            return HttpResponse("alive\n", content_type="text/plain")
        point_at_platform()
        if request.path == "/readyz":
            return _ready()
        try:
            return self._answer(request)
        finally:
            # The thread serves other hosts next.
            set_urlconf(None)
            point_at_platform()

    def _answer(self, request: HttpRequest) -> HttpResponse:
        request.bank = None  # type: ignore[attr-defined]
        try:
            host = normal_host(request.get_host())
        except DisallowedHost:  # not a host name: control characters, two ports, a word in place of the port
            return unknown_host(request)
        if host == settings.PLATFORM_HOST:
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
            set_urlconf(settings.PUBLIC_SCHEMA_URLCONF)  # `reverse` does not read `request.urlconf`
            return self.get_response(request)
        bank = bank_at(host)
        if bank is None:
            return unknown_host(request)
        if not answers_requests(bank.state):
            return bank_closed(request, bank)
        request.bank = bank  # type: ignore[attr-defined]
        point_at(bank)
        tag_bank(bank.id)
        with one_reading():
            return self.get_response(request)


class SessionBoundToBank:
    """Ends a session that was started in another bank."""

    # Sessions live in the bank's own schema, so another bank's cookie finds no session there. This guards against a
    # restored or copied table of sessions.

    KEY = "bank"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self.is_from_elsewhere(request):
            logout(request)
        return self.get_response(request)

    def is_from_elsewhere(self, request: HttpRequest) -> bool:
        """Whether the session names another bank; marks a session that names none with this bank."""
        bank = getattr(request, "bank", None)
        place = str(bank.id) if bank else "platform"
        return bool(request.session.setdefault(self.KEY, place) != place)


class SignInRequired:
    """Denies by default: every view outside OPEN_VIEWS requires a sign-in. The API checks its own permissions."""

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
    """Answers a refusal that no view caught with a page of its sentence and status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer_page(request, exception) if is_refusal(exception) else None


class PrivatePagesStayPrivate:
    """Forbids caches to store pages of a signed-in person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


def _ready() -> HttpResponse:
    """Answer whether this process can serve requests: 200, or 503 when the database does not answer."""
    try:
        # A table, not "select 1": the search path and the platform's role must work, too.
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from tenants_bank")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"ready": False, "why": "the database does not answer"}, status=503)
    return JsonResponse({"ready": True})
