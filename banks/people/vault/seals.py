"""Text under seal: what stands in a column that a copy of the database must not tell.

Guarantees: a sealed text opens in its own bank, table, column and row and nowhere else (AES-256-GCM; the
place is what is authenticated beside the text). A row swapped for another, another bank's ciphertext, plain
text planted in the column and a single flipped bit are refused by name and never returned as a value.
Each bank has a key of its own, derived by HKDF from the deployment's keys (COMMONHOUR_SEAL_KEYS): the
first of them seals, all of them open, and the first byte of a sealed text says which it was.

By convention `table` is the model's `db_table`, `column` the field's column and `row_id` the row's
primary key, so that `manage.py reseal` can renew what an older key sealed. A row that gets another
primary key has to be sealed again. Called by the slices that keep something behind the vault.
"""

import logging
import os
from typing import Any, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection

from banks.people.vault.errors import NothingToSealWith, SealBroken, SealKeyUnknown

NONCE_BYTES = 12
PURPOSE = b"commonhour seal 1"

log = logging.getLogger(__name__)


def seal(text: str, *, table: str, column: str, row_id: UUID) -> bytes:
    """The text, sealed for this one place: a byte naming the key, a nonce, the ciphertext and its tag."""
    bank_id, key_id = _this_bank(), _sealing_key()
    nonce = os.urandom(NONCE_BYTES)
    closed = _cipher(key_id, bank_id).encrypt(nonce, text.encode(), _place(bank_id, table, column, row_id))
    return bytes([key_id]) + nonce + closed


def open_seal(sealed: bytes | memoryview, *, table: str, column: str, row_id: UUID) -> str:
    """The text that was sealed for this place; raises SealBroken or SealKeyUnknown, and then notes where."""
    try:
        return _opened(bytes(sealed), _place(_this_bank(), table, column, row_id))
    except (SealBroken, SealKeyUnknown) as refused:
        log.error("%s in %s.%s of row %s", refused.code, table, column, row_id)
        raise


def is_sealed_anew(sealed: bytes | memoryview) -> bool:
    """Whether today's key sealed it."""
    return bytes(sealed)[:1] == bytes([_sealing_key()])


def _opened(sealed: bytes, place: bytes) -> str:
    key_id, nonce, closed = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if not key_id or key_id[0] not in settings.SEAL_KEYS:
        raise SealKeyUnknown()
    if len(nonce) < NONCE_BYTES:
        raise SealBroken()
    try:
        return _cipher(key_id[0], _this_bank()).decrypt(nonce, closed, place).decode()
    except InvalidTag:
        raise SealBroken() from None


def _cipher(key_id: int, bank_id: UUID) -> AESGCM:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE + bank_id.bytes)
    return AESGCM(derive.derive(settings.SEAL_KEYS[key_id].encode()))


def _place(bank_id: UUID, table: str, column: str, row_id: UUID) -> bytes:
    """Where a text belongs. No name in a database holds a zero byte, so no two places read alike."""
    return b"\0".join((PURPOSE, table.encode(), column.encode(), bank_id.bytes + row_id.bytes))


def _sealing_key() -> int:
    for key_id in settings.SEAL_KEYS:
        return int(key_id)
    raise NothingToSealWith()


def _this_bank() -> UUID:
    """As the connection knows it (tenants/backend): behind the vault the bank's own row cannot be read."""
    bank_id: UUID | None = cast(Any, connection).bank_id
    if bank_id is None:
        raise NothingToSealWith()
    return bank_id
