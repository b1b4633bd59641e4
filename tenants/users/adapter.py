"""Adapts allauth's sign-in to banks.

Guarantees: people cannot sign up by themselves (a bank's coordinator adds its members); every token carries the bank;
links in mails use the bank's primary address; a new password ends every session and token; a member gets a letter
about each change to their sign-in. Separate from sign_in.py, because allauth's forms import this module while Python
is still loading them.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest

from banks.notices.services import notify
from banks.people.members.models import Member
from banks.policies.clock import now
from tenants.context import current_bank_id
from tenants.queries import address_of

NO_MATCH = "This number or address and this password do not go together. Try again, or get a code by mail."

CHANGES = {
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_reset": "Your password was chosen anew, with a link from a mail.",
    "account/email/password_set": "A password was chosen.",
    "mfa/email/webauthn_added": "A passkey was added.",
    "mfa/email/webauthn_removed": "A passkey was removed.",
    "mfa/email/totp_activated": "An authenticator app was added for one-time codes.",
    "mfa/email/totp_deactivated": "The authenticator app was removed.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made; the earlier ones no longer work.",
}


class HouseAdapter(DefaultAccountAdapter):
    """allauth's hooks: error messages, sign-up, passwords, mails and links."""

    error_messages = DefaultAccountAdapter.error_messages | dict.fromkeys(
        ("username_password_mismatch", "email_password_mismatch"), NO_MATCH
    )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def set_password(self, user: Any, password: str) -> None:
        super().set_password(user, password)
        # A thief who knew the old password is signed out, too.
        user.end_sessions()

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Queue a letter that tells a member what changed about their sign-in."""
        if current_bank_id() is None:
            return  # operators have no outbox
        member = Member.objects.filter(user_id=user.pk).first()
        if member is not None:
            change = CHANGES.get(template_prefix, "How you sign in was changed.")
            notify([member], template="sign_in_changed", context={"change": change}, now=now())

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = super().get_reset_password_from_key_url(key)
        bank = getattr(self.request, "bank", None)
        if bank is None:
            return path
        return address_of(bank.primary_host) + "/" + path.split("/", 3)[-1]


class BankResetTokens(PasswordResetTokenGenerator):
    """Password reset tokens that only the bank that issued them accepts."""

    @property
    def key_salt(self) -> str:  # type: ignore[override]
        return f"commonhour:{current_bank_id() or 'platform'}:reset"
