"""Forms for the second step and for handed-over codes, in our words; their allauth base classes do the checking."""

import struct
from typing import Any
from uuid import UUID

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError

DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}
NEW_PASSWORD = {"autocomplete": "new-password"}


def _ask_for_code(form: forms.Form, label: str, hint: str = "") -> None:
    field = form.fields["code"]
    field.label, field.help_text = label, hint
    field.widget.attrs = dict(DIGITS)


class _SingleUseCode:
    """Mixin: accepts each one-time code once, for as long as it is valid (RFC 6238, 5.2)."""

    # allauth remembers a code for one period, but our tolerance for wrong clocks keeps it valid for longer.

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # allauth's forms have it
        if not _spend(self.user.pk, code):  # type: ignore[attr-defined]  # allauth's forms have it, too
            raise get_adapter().validation_error("incorrect_code")
        return code


def _spend(user_id: UUID, code: str) -> bool:
    """Mark a code as used; return whether this is its first use."""
    valid_seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    signs = "".join(filter(str.isalnum, code)).lower()  # people may type a code in groups
    # `add` fails where the key exists, so of two requests at once one spends the code.
    return cache.add(f"users.spent_code?user={user_id}&code={signs}", "y", timeout=valid_seconds)


class SecondStepForm(_SingleUseCode, AuthenticateForm):
    """Asks for a one-time code or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, "One-time code", "Six digits from your app, or one of your recovery codes.")


class SecondStepAgainForm(_SingleUseCode, ReauthenticateForm):
    """Asks for a code once more before a member changes how they sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, "One-time code", "Six digits from your app, or one of your recovery codes.")


class AuthenticatorAppForm(ActivateTOTPForm):
    """Asks for the first code of an app that has just scanned our picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, "The six digits that your app shows now")

    @property
    def spelt_key(self) -> str:
        """The app's key in groups of four, for typing it by hand."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


# What the parser of passkeys raises for malformed text; allauth expects text that a browser made.
MALFORMED = (AttributeError, IndexError, InvalidSignature, KeyError, TypeError, ValueError, struct.error)


class _RefusesMalformedPasskey:
    """Mixin: refuses malformed text in place of a passkey, instead of answering with a server error."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # allauth's forms have it
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_passkey") from None


class PasskeySignInForm(_RefusesMalformedPasskey, LoginWebAuthnForm):
    """Takes a passkey on the sign-in page."""


class PasskeySecondStepForm(_RefusesMalformedPasskey, AuthenticateWebAuthnForm):
    """Takes a passkey after the password."""


class PasskeyAgainForm(_RefusesMalformedPasskey, ReauthenticateWebAuthnForm):
    """Takes a passkey once more before a member changes how they sign in."""


class PasskeyForm(AddWebAuthnForm):
    """Adds a passkey that replaces the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No choice to offer: our passkeys always ask for finger, face or PIN, which makes them two steps in one.
        del self.fields["passwordless"]
        self.fields["name"].label = "What shall we call it?"
        self.fields["name"].help_text = "The name of the device, for example: my phone."
        self.fields["credential"].error_messages["required"] = "The device gave no passkey. Please try once more."

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_passkey") from None
        return cleaned


class PasskeyNameForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What shall we call it?"


class CodeFromUsForm(forms.Form):
    """Asks for the member number, the code from the coordinator, and a new password."""

    number = forms.CharField(
        label="Your member number",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "username", "class": "short"}),
    )
    code = forms.CharField(
        label="The code you were given",
        help_text="Twelve letters and digits. Capitals and gaps do not matter.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    password1 = forms.CharField(
        label="Choose a new password",
        help_text="Ten characters or more. Three words in a row are easy to remember and hard to guess.",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
    )
    password2 = forms.CharField(
        label="The same password again", max_length=200, strip=False, widget=forms.PasswordInput(attrs=NEW_PASSWORD)
    )

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"password1", "password2"} <= data.keys() and data["password1"] != data["password2"]:
            self.add_error("password2", ValidationError("The two passwords differ. Type the same one twice."))
        return data
