"""What is sealed opens in its own place and nowhere else; every other way to it is refused by name.

Attacks are tried on the sealed bytes and on the table itself, by somebody who may write every row.
"""

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from banks.membership.screening.models import SealedBirthDate, SealedNote
from banks.people.vault import resealing, seals
from banks.people.vault.access import behind_vault
from banks.people.vault.errors import NothingToSealWith, SealBroken, SealKeyUnknown
from banks.people.vault.resealing import reseal_bank
from banks.people.vault.seals import NONCE_BYTES, open_seal, seal
from hosting.env import SHORTEST_SEAL_KEY, seal_keys_from
from hosting.errors import status_of
from tenants.context import in_bank
from tenants.models import Bank
from tests.tenancy.conftest import OwnDatabase
from tests.tenancy.vaulting import run

WORDS = "Zwei Nachbarn sprechen für sie. ✓"
ROW, OTHER_ROW = uuid4(), uuid4()
HERE: dict[str, Any] = {"table": "banks_sealednote", "column": "sealed", "row_id": ROW}
OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture
def at_door(on_platform: OwnDatabase) -> Iterator[OwnDatabase]:
    with in_bank(on_platform.door):
        yield on_platform


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the deployment's keys for one test."""
    return lambda **numbered: monkeypatch.setattr(
        settings, "SEAL_KEYS", {int(name[1:]): key for name, key in numbered.items()}
    )


@pytest.mark.parametrize("text", ["", "x", WORDS, "long " * 5000, "line\nbreak\0zero"])
@pytest.mark.usefixtures("at_door")
def test_what_is_sealed_opens_in_its_place(text: str) -> None:
    sealed = seal(text, **HERE)
    assert open_seal(sealed, **HERE) == open_seal(memoryview(sealed), **HERE) == text
    assert text.encode() not in sealed or text in {"", "x"}
    assert seal(text, **HERE) != sealed, "the same words never look the same"


ELSEWHERE: dict[str, dict[str, Any]] = {
    "another row": {"row_id": OTHER_ROW},
    "another column": {"column": "note"},
    "another table": {"table": "banks_sealedbirthdate"},
    "the border between table and column": {"table": "banks_sealednot", "column": "esealed"},
}


@pytest.mark.parametrize("place", ELSEWHERE)
@pytest.mark.usefixtures("at_door")
def test_a_seal_moved_elsewhere_does_not_open(place: str) -> None:
    with pytest.raises(SealBroken):
        open_seal(seal(WORDS, **HERE), **{**HERE, **ELSEWHERE[place]})


@pytest.mark.parametrize("place", ELSEWHERE)
@pytest.mark.usefixtures("at_door")
def test_without_the_place_in_the_seal_it_would_open(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "_place", lambda *where: b"")
    assert open_seal(seal(WORDS, **HERE), **{**HERE, **ELSEWHERE[place]}) == WORDS


def sealed_at_door_opened_at_lamoni(own: OwnDatabase) -> str:
    with in_bank(own.door):
        sealed = seal(WORDS, **HERE)
    with in_bank(own.lamoni):
        return open_seal(sealed, **HERE)


def test_another_banks_seal_does_not_open(on_platform: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two things keep banks apart, the key and the place; either is enough."""
    place = seals._place
    with pytest.raises(SealBroken):
        sealed_at_door_opened_at_lamoni(on_platform)
    with monkeypatch.context() as patch:
        patch.setattr(seals, "_place", lambda bank_id, *where: place(ROW, *where))
        with pytest.raises(SealBroken):
            sealed_at_door_opened_at_lamoni(on_platform)
    with monkeypatch.context() as patch:
        patch.setattr(seals, "_cipher", one_key_for_all_banks)
        with pytest.raises(SealBroken):
            sealed_at_door_opened_at_lamoni(on_platform)


_cipher = seals._cipher


def one_key_for_all_banks(key_id: int, bank_id: UUID) -> Any:
    return _cipher(key_id, ROW)


def test_without_key_and_place_of_the_bank_another_banks_seal_would_open(
    on_platform: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = seals._place
    monkeypatch.setattr(seals, "_place", lambda bank_id, *where: place(ROW, *where))
    monkeypatch.setattr(seals, "_cipher", one_key_for_all_banks)
    assert sealed_at_door_opened_at_lamoni(on_platform) == WORDS


@pytest.mark.usefixtures("at_door")
def test_one_flipped_bit_wherever_it_is_does_not_open() -> None:
    sealed = seal("clear", **HERE)
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealKeyUnknown if bit < 8 else SealBroken):
            open_seal(bytes(changed), **HERE)


class Unauthenticated:
    """The same cipher without its tag, as a simpler scheme would be."""

    def __init__(self, key: bytes) -> None:
        self.key = key

    def encrypt(self, nonce: bytes, text: bytes, place: bytes) -> bytes:
        return AESGCM(self.key).encrypt(nonce, text, place)

    def decrypt(self, nonce: bytes, closed: bytes, place: bytes) -> bytes:
        stream = Cipher(AES(self.key), CTR(nonce + b"\0\0\0\2")).decryptor()
        return stream.update(closed[:-16]) + stream.finalize()


@pytest.mark.usefixtures("at_door")
def test_without_the_tag_a_flipped_bit_would_come_back_as_another_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "AESGCM", Unauthenticated)
    changed = bytearray(seal("clear", **HERE))
    changed[1 + NONCE_BYTES] ^= 1
    assert open_seal(bytes(changed), **HERE) == "blear"
    assert open_seal(bytes(changed), **{**HERE, "row_id": OTHER_ROW}) == "blear"


@pytest.mark.parametrize("length", [0, 1, 2, NONCE_BYTES, NONCE_BYTES + 1, NONCE_BYTES + 2, NONCE_BYTES + 16])
@pytest.mark.usefixtures("at_door")
def test_a_seal_cut_short_does_not_open(length: int) -> None:
    with pytest.raises((SealBroken, SealKeyUnknown)):
        open_seal(seal(WORDS, **HERE)[:length], **HERE)


@pytest.mark.parametrize(
    "planted", [b"No objections at all.", b"", b"\x01", b"\x01No objections at all, said everybody."]
)
@pytest.mark.usefixtures("at_door")
def test_planted_plain_text_is_refused_and_never_comes_back_as_a_value(planted: bytes) -> None:
    with pytest.raises((SealBroken, SealKeyUnknown)):
        open_seal(planted, **HERE)


def test_a_refusal_says_nothing_of_the_content_and_is_an_error_of_ours(
    at_door: OwnDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    sealed = seal(WORDS, **HERE)
    with pytest.raises(SealBroken) as refused:
        open_seal(sealed, **{**HERE, "row_id": OTHER_ROW})
    assert status_of(refused.value) == 500
    assert refused.value.data == {}
    noted = caplog.text
    assert str(OTHER_ROW) in noted, "the platform's people learn where"
    assert WORDS not in noted
    assert sealed.hex() not in noted


def test_nothing_is_sealed_outside_a_bank_or_without_a_key(on_platform: OwnDatabase, keys: Any) -> None:
    with pytest.raises(NothingToSealWith):
        seal(WORDS, **HERE)
    with in_bank(on_platform.door):
        sealed = seal(WORDS, **HERE)
        keys()
        with pytest.raises(NothingToSealWith):
            seal(WORDS, **HERE)
        with pytest.raises(SealKeyUnknown):
            open_seal(sealed, **HERE)


# In the table itself


def note_of(words: str) -> SealedNote:
    note = SealedNote(kind=SealedNote.Kind.SCREENING, subject_id=uuid4(), written_at=timezone.now())
    note.sealed = seal(words, table="banks_sealednote", column="sealed", row_id=note.pk)
    note.save(force_insert=True)
    return note


def birth_date_of(words: str) -> SealedBirthDate:
    born = SealedBirthDate(person_id=uuid4())
    born.sealed = seal(words, table="banks_sealedbirthdate", column="sealed", row_id=born.pk)
    born.save(force_insert=True)
    return born


def read(row: SealedNote | SealedBirthDate) -> str:
    fresh = type(row).objects.get(pk=row.pk)
    return open_seal(fresh.sealed, table=row._meta.db_table, column="sealed", row_id=row.pk)


def test_two_rows_swapped_in_the_table_are_both_refused(at_door: OwnDatabase) -> None:
    with behind_vault():
        one, other = note_of("Speaks for her."), note_of("Would not leave a child with him.")
        assert (read(one), read(other)) == ("Speaks for her.", "Would not leave a child with him.")
    with at_door.superuser() as insider:
        insider.execute(
            f"update {at_door.door.schema_name}.banks_sealednote"
            " set sealed = case id when %(one)s then %(b)s else %(a)s end where id in (%(one)s, %(other)s)",
            {"one": one.pk, "other": other.pk, "a": bytes(one.sealed), "b": bytes(other.sealed)},
        )
    for row in (one, other):
        with pytest.raises(SealBroken), behind_vault():
            read(row)


def test_a_copy_of_the_table_tells_nothing(at_door: OwnDatabase) -> None:
    canary = f"canary {uuid4().hex}"
    with behind_vault():
        note = note_of(canary)
    with at_door.superuser() as thief:
        row = thief.execute(
            f"select n::text, n.sealed from {at_door.door.schema_name}.banks_sealednote n where id = %s", [note.pk]
        ).fetchone()
    assert row is not None
    as_text, as_bytes = row
    assert canary not in as_text
    assert canary.encode().hex() not in as_text
    assert canary.encode() not in as_bytes


# Another key


def test_the_first_key_seals_and_all_open(at_door: OwnDatabase, keys: Any) -> None:
    keys(_1=OLD)
    old = seal(WORDS, **HERE)
    keys(_2=NEW, _1=OLD)
    new = seal(WORDS, **HERE)
    assert (old[0], new[0]) == (1, 2)
    assert open_seal(old, **HERE) == open_seal(new, **HERE) == WORDS
    keys(_2=NEW)
    assert open_seal(new, **HERE) == WORDS
    with pytest.raises(SealKeyUnknown):
        open_seal(old, **HERE)
    keys(_1=NEW)
    with pytest.raises(SealBroken):
        open_seal(old, **HERE)


@pytest.fixture
def emptied(on_platform: OwnDatabase) -> OwnDatabase:
    """No seal of an earlier test is in the way."""
    with on_platform.superuser() as server:
        for bank in (on_platform.door, on_platform.lamoni, on_platform.valley):
            server.execute(f"truncate {bank.schema_name}.banks_sealednote, {bank.schema_name}.banks_sealedbirthdate")
    return on_platform


def test_after_resealing_the_older_key_may_go(emptied: OwnDatabase, keys: Any) -> None:
    keys(_1=OLD)
    kept: list[tuple[Bank, list[Any]]] = []
    for bank in (emptied.door, emptied.lamoni):
        with in_bank(bank), behind_vault():
            kept.append((bank, [note_of("of " + bank.name), note_of(WORDS), birth_date_of("2010-02-28")]))
    keys(_2=NEW, _1=OLD)
    with in_bank(emptied.lamoni), behind_vault():
        kept[1][1].append(note_of("already with the new key"))
    said = StringIO()
    call_command("reseal", stdout=said)
    found = re.findall(r": (\d+) sealed anew, (\d+) that", said.getvalue())
    assert sorted(found) == [("0", "0"), ("3", "0"), ("3", "0")]
    call_command("reseal", stdout=(again := StringIO()))
    assert re.findall(r": (\d+) sealed", again.getvalue()) == ["0", "0", "0"]
    keys(_2=NEW)
    for bank, rows in kept:
        with in_bank(bank), behind_vault():
            assert SealedNote.objects.count() == sum(isinstance(row, SealedNote) for row in rows)
            words = [read(row) for row in rows]
            assert words[:3] == ["of " + bank.name, WORDS, "2010-02-28"]
            assert SealedNote.objects.get(pk=rows[0].pk).subject_id == rows[0].subject_id


def test_a_seal_that_does_not_open_is_named_and_left_and_the_others_are_renewed(
    emptied: OwnDatabase, keys: Any
) -> None:
    keys(_1=OLD)
    with in_bank(emptied.door), behind_vault():
        good, bad = note_of(WORDS), note_of(WORDS)
    with emptied.superuser() as insider:
        insider.execute(
            f"update {emptied.door.schema_name}.banks_sealednote set sealed = %s where id = %s", [good.sealed, bad.pk]
        )
    keys(_2=NEW, _1=OLD)
    said = StringIO()
    with pytest.raises(CommandError, match="1 seals do not open"):
        call_command("reseal", stdout=said)
    assert f"banks_sealednote {bad.pk}" in said.getvalue()
    with in_bank(emptied.door), behind_vault():
        assert read(good) == WORDS
        assert bytes(SealedNote.objects.get(pk=good.pk).sealed)[0] == 2
        assert bytes(SealedNote.objects.get(pk=bad.pk).sealed) == bytes(good.sealed)


@pytest.mark.parametrize("meanwhile", ["deleted", "changed"])
def test_what_somebody_does_while_it_is_resealed_stays_done(
    emptied: OwnDatabase, keys: Any, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    keys(_1=OLD)
    with in_bank(emptied.door), behind_vault():
        row = note_of("before") if meanwhile == "deleted" else birth_date_of("before")
    keys(_2=NEW, _1=OLD)
    table = f"{emptied.door.schema_name}.{row._meta.db_table}"

    def somebody_comes_first(sealed: bytes, **place: Any) -> str:
        with emptied.superuser() as server:
            if meanwhile == "deleted":
                server.execute(f"delete from {table}")
            else:
                server.execute(f"update {table} set sealed = %s", [seal("after", **place)])
        return open_seal(sealed, **place)

    monkeypatch.setattr(resealing, "open_seal", somebody_comes_first)
    with in_bank(emptied.door):
        assert reseal_bank().renewed == 0
        with behind_vault():
            assert run(f"select count(*) from {table}") == (0 if meanwhile == "deleted" else 1,)
            assert meanwhile == "deleted" or read(row) == "after"


# The keys of a deployment


def test_keys_are_read_in_their_order() -> None:
    assert list(seal_keys_from(f"7:{NEW}, 3:{OLD}").items()) == [(7, NEW), (3, OLD)]
    assert seal_keys_from("") == {}
    assert seal_keys_from(f"0:{OLD}:with:colons") == {0: f"{OLD}:with:colons"}


@pytest.mark.parametrize(
    "text", [OLD, f"256:{OLD}", f"-1:{OLD}", f"x:{OLD}", "1:" + "s" * (SHORTEST_SEAL_KEY - 1), f"1:{OLD},1:{NEW}", "1:"]
)
def test_keys_that_would_not_seal_stop_the_start(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="COMMONHOUR_SEAL_KEYS"):
        seal_keys_from(text)
