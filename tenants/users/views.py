"""Sign-in pages that allauth lacks: handed-over codes, passkeys for their owners only, signing out everywhere."""

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from banks.policies.clock import now
from tenants.users.forms import CodeFromUsForm
from tenants.users.services import Renewal, renew_sign_in

TOO_OFTEN = "That were too many tries. Please wait an hour, or ask for help."
WORDS = {
    Renewal.NO_MATCH: "This member number and this code do not go together. Look at both once more; after five wrong "
    "tries a code stops working.",
    Renewal.EXPIRED_CODE: "This code no longer works: each works once, and only for a while. Ask us for a new one.",
}


@never_cache
@sensitive_post_parameters("code", "password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def with_a_code_from_us(request: HttpRequest) -> HttpResponse:
    """Lets a member without a mail address set a new password, with number and code from the coordinator."""
    if getattr(request, "bank", None) is None:
        raise Http404
    form = CodeFromUsForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _try_renewal(request, form):
        messages.success(request, "Your new password is saved. Sign in with it.")
        return redirect("account_login")
    status = 422 if form.errors else 200
    return render(request, "account/with_a_code_from_us.html", {"form": form}, status=status)


def _try_renewal(request: HttpRequest, form: CodeFromUsForm) -> bool:
    """Try to set the password; return whether it was set, otherwise add the reason to the form."""
    data = form.cleaned_data
    number = data["number"].strip()
    # Limited by member number and by network address: guesses come from many addresses, or try many numbers.
    if not ratelimit.consume(request, action="handover_code", key=number.lower()):
        form.add_error(None, TOO_OFTEN)
        return False
    outcome = renew_sign_in(number=number, typed=data["code"], password=data["password1"], now=now())
    if outcome is not Renewal.DONE:
        form.add_error("code", WORDS[outcome])
        return False
    ratelimit.clear(request, action="handover_code", key=number.lower())
    return True


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign every other device and program out; this device stays signed in."""
    user: Any = request.user
    user.end_sessions()
    update_session_auth_hash(request, user)  # gives this session the new epoch
    messages.success(request, "Everywhere else you are signed out now. This device stays signed in.")
    return redirect("mfa_index")


def owner_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer 404 for another user's passkey, before allauth asks for the password again."""

    def checked(request: HttpRequest, pk: int) -> HttpResponseBase:
        get_object_or_404(Authenticator, pk=pk, user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)
        return view(request, pk=pk)

    return checked


class AddPasskey(webauthn.AddWebAuthnView):
    """allauth's view, but it always asks the device for a passkey that works without a password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return context


add_passkey = AddPasskey.as_view()
rename_passkey = owner_only(webauthn.edit_webauthn)
remove_passkey = owner_only(webauthn.remove_webauthn)
