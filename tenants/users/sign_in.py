"""How people sign in: allauth does the work, these few classes make it ours.

Nobody signs up here by themselves (a bank's coordinator adds its members), every
token carries the bank, and links in mails use the bank's primary address.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest

from tenants.context import current_bank_id
from tenants.queries import address_of


class HouseAdapter(DefaultAccountAdapter):
    """What allauth asks us."""

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


class SignInForm(LoginForm):
    """Member number or mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Your member number or e-mail address"
        self.fields["password"].label = "Your password"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        remember = self.fields.get("remember")
        if remember is not None:
            remember.label = "Keep me signed in on this device"
            remember.initial = True


class BankResetTokens(PasswordResetTokenGenerator):
    """Password reset tokens that only the bank which minted them accepts."""

    @property
    def key_salt(self) -> str:  # type: ignore[override]
        return f"commonhour:{current_bank_id() or 'platform'}:reset"
