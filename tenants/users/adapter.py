"""How sign-in is ours: allauth does the work and asks these few classes.

Nobody signs up here by themselves (a bank's coordinator adds its members), every
token carries the bank, and links in mails use the bank's primary address. Apart from
sign_in.py, because allauth's forms import this module while they are being made.
"""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest

from tenants.context import current_bank_id
from tenants.queries import address_of

NO_MATCH = "This number or address and this password do not go together. Try again, or get a code by mail."


class HouseAdapter(DefaultAccountAdapter):
    """What allauth asks us."""

    error_messages = DefaultAccountAdapter.error_messages | dict.fromkeys(
        ("username_password_mismatch", "email_password_mismatch"), NO_MATCH
    )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = super().get_reset_password_from_key_url(key)
        bank = getattr(self.request, "bank", None)
        if bank is None:
            return path
        return address_of(bank.primary_host) + "/" + path.split("/", 3)[-1]


class BankResetTokens(PasswordResetTokenGenerator):
    """Password reset tokens that only the bank which minted them accepts."""

    @property
    def key_salt(self) -> str:  # type: ignore[override]
        return f"commonhour:{current_bank_id() or 'platform'}:reset"
