"""Adapts allauth's second step: our words, and sealed secrets.

Guarantees: the secret of an authenticator app and the seed of recovery codes are sealed with AES-GCM under a key of
their bank (derived from COMMONHOUR_SEAL_KEYS): changed, or copied into another bank's table, they do not open. Not by
banks.people.vault.seals, which seals rows of banks: operators have a second step too, and allauth does not say which
row it seals. Settings name the class in MFA_ADAPTER; separate from the forms, because allauth's forms import this
module while Python is still loading them.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from banks.people.members.models import Member
from banks.people.vault.errors import SealBroken
from tenants.context import current_bank_id

NONCE_BYTES = 12
WRONG_CODE = "This code does not fit. Wait for the next one in your app and type all six digits."


def _cipher(key_id: int) -> AESGCM:
    place = f"commonhour second step {current_bank_id() or 'platform'}".encode()
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=place)
    return AESGCM(derive.derive(settings.SEAL_KEYS[key_id].encode()))


class HouseSecondStep(DefaultMFAAdapter):
    """allauth's hooks for passkeys, one-time codes and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "incorrect_passkey": "This passkey does not open a sign-in here. Try once more, or choose another way.",
        "cannot_generate_recovery_codes": "Set up a passkey or an app for one-time codes first.",
    }

    def encrypt(self, text: str) -> str:
        key_id, nonce = next(iter(settings.SEAL_KEYS)), token_bytes(NONCE_BYTES)
        return urlsafe_b64encode(bytes([key_id]) + nonce + _cipher(key_id).encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            raw = urlsafe_b64decode(encrypted_text.encode())
            return _cipher(raw[0]).decrypt(raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :], None).decode()
        except (InvalidTag, KeyError, IndexError, ValueError):  # changed, copied from elsewhere, or never sealed
            raise SealBroken() from None

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "My first passkey" if count == 0 else f"Passkey {count + 1}"

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """The name and number that the device shows beside the passkey; never a mail address."""
        entity = super().get_public_key_credential_user_entity(user)
        member = Member.objects.filter(user_id=user.pk).first() if current_bank_id() else None
        return {**entity, "name": user.sign_in_name, "display_name": member.name if member else user.sign_in_name}

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.sign_in_name)

    def _get_site_name(self) -> str:
        """The name that app and device show for us: the bank's."""
        bank = getattr(context.request, "bank", None)
        return bank.name if bank else settings.PLATFORM_NAME
