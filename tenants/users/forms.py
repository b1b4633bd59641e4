"""Forms of the second step and of codes handed over, in the house's words. allauth's do the checking."""

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
    """A one-time code counts once for as long as it fits (RFC 6238, 5.2).

    allauth forgets after one period; with a clock allowed to be wrong, a code fits for longer than that.
    """

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # allauth's forms have it
        if not _spend(self.user.pk, code):  # type: ignore[attr-defined]  # as above
            raise get_adapter().validation_error("incorrect_code")
        return code


def _spend(user_id: UUID, code: str) -> bool:
    """Whether this is the code's first use."""
    fits_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    bare = "".join(filter(str.isalnum, code)).lower()  # a code may be typed in groups
    return cache.add(f"users.spent_code?user={user_id}&code={bare}", "y", timeout=fits_for)


class SecondStepForm(_SingleUseCode, AuthenticateForm):
    """The one-time code, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, "One-time code", "Six digits from your app, or one of your recovery codes.")


class SecondStepAgainForm(_SingleUseCode, ReauthenticateForm):
    """The same, asked once more before the sign-in itself is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, "One-time code", "Six digits from your app, or one of your recovery codes.")


class AuthenticatorAppForm(ActivateTOTPForm):
    """The first code of an app that has just read our picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, "The six digits that your app shows now")

    @property
    def spelt_key(self) -> str:
        """The app's key in groups of four, for typing it by hand."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


# What the parser of passkeys throws at text that is none; allauth expects a browser to have made it.
MALFORMED = (AttributeError, IndexError, InvalidSignature, KeyError, TypeError, ValueError, struct.error)


class _RefusesMalformedPasskey:
    """Whatever is sent in place of a passkey is refused, never a fault of the server's."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # allauth's forms have it
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_passkey") from None


class PasskeySignInForm(_RefusesMalformedPasskey, LoginWebAuthnForm):
    """On the sign-in page."""


class PasskeySecondStepForm(_RefusesMalformedPasskey, AuthenticateWebAuthnForm):
    """After the password."""


class PasskeyAgainForm(_RefusesMalformedPasskey, ReauthenticateWebAuthnForm):
    """Before the sign-in itself is changed."""


class PasskeyForm(AddWebAuthnForm):
    """A passkey that opens the sign-in by itself; the device always asks for finger, face or PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.fields["name"].label = "What shall we call it?"
        self.fields["name"].help_text = "The name of the device, for example: my phone."
        self.fields["credential"].error_messages["required"] = "The device gave no passkey. Please try once more."

    def clean(self) -> dict[str, Any]:
        try:
            given: dict[str, Any] = super().clean()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_passkey") from None
        return given


class PasskeyNameForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What shall we call it?"


class CodeFromUsForm(forms.Form):
    """Member number, the code somebody of the bank handed over, and a password of one's own."""

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
        given = super().clean() or {}
        if {"password1", "password2"} <= given.keys() and given["password1"] != given["password2"]:
            self.add_error("password2", ValidationError("The two passwords differ. Type the same one twice."))
        return given
