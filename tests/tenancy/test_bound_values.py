"""What leaves a bank and comes back (tokens, cached values, files) is worth nothing in another."""

from typing import Any

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.cache import cache, caches
from django.core.cache.backends.base import default_key_func
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from tenants import signing
from tenants.context import in_bank, in_platform
from tenants.models import Bank
from tenants.signing import BadToken, read_signed, sign
from tenants.storage import BankFiles
from tenants.users.adapter import BankResetTokens
from tenants.users.models import User
from tests.tenancy.conftest import OwnDatabase


def read_elsewhere(own: OwnDatabase) -> Any:
    with in_bank(own.door):
        token = sign({"member": "Anne"}, purpose="invite")
        assert read_signed(token, purpose="invite") == {"member": "Anne"}
    with in_bank(own.lamoni):
        return read_signed(token, purpose="invite")


def test_a_signed_value_is_refused_in_another_bank(on_platform: OwnDatabase) -> None:
    with pytest.raises(BadToken):
        read_elsewhere(on_platform)


def test_with_salts_that_name_no_bank_it_would_be_accepted(
    on_platform: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "_salt", lambda purpose: purpose)
    assert read_elsewhere(on_platform) == {"member": "Anne"}


def test_a_signed_value_serves_one_purpose_and_one_side_only(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door):
        token = sign(1, purpose="invite")
        with pytest.raises(BadToken):
            read_signed(token, purpose="reset")
        with pytest.raises(BadToken):
            read_signed(token + "x", purpose="invite")
        with pytest.raises(BadToken):
            read_signed(token, purpose="invite", max_age_seconds=-1)
    with in_platform(), pytest.raises(BadToken):
        read_signed(token, purpose="invite")


def reset_elsewhere(own: OwnDatabase, tokens: PasswordResetTokenGenerator) -> bool:
    """The same person, as a copied or restored table would have them, in two banks."""
    twin = User(sign_in_name="117", email="anne@example.org", password="same-hash")
    with in_bank(own.door):
        token = tokens.make_token(twin)
        assert tokens.check_token(twin, token)
    with in_bank(own.lamoni):
        return tokens.check_token(twin, token)


def test_a_password_reset_of_one_bank_resets_nothing_in_another(on_platform: OwnDatabase) -> None:
    assert not reset_elsewhere(on_platform, BankResetTokens())
    assert reset_elsewhere(on_platform, PasswordResetTokenGenerator()), "without the bank in the salt it would"


def cached_elsewhere(own: OwnDatabase) -> Any:
    with in_bank(own.door):
        cache.set("greeting", "from Door County", 30)
        assert cache.get("greeting") == "from Door County"
    with in_bank(own.lamoni):
        return cache.get("greeting")


def test_a_cached_value_is_not_found_in_another_bank(on_platform: OwnDatabase) -> None:
    assert cached_elsewhere(on_platform) is None
    with in_platform():
        assert cache.get("greeting") is None


def test_with_keys_that_name_no_bank_it_would_be(on_platform: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches["default"], "key_func", default_key_func)
    assert cached_elsewhere(on_platform) == "from Door County"


def test_a_bank_opened_later_under_an_old_address_finds_nothing_old(on_platform: OwnDatabase) -> None:
    """Keys, salts and folders carry the bank's id, never its slug or schema."""
    renamed = Bank.objects.get(pk=on_platform.lamoni.pk)
    renamed.slug = on_platform.door.slug
    with in_bank(on_platform.door):
        cache.set("again", 1, 30)
    with in_bank(renamed):
        assert cache.get("again") is None


@pytest.fixture
def files(tmp_path: Any, settings: Any) -> BankFiles:
    settings.MEDIA_ROOT = tmp_path
    return BankFiles()


def saved_and_seen_elsewhere(own: OwnDatabase, storage: FileSystemStorage) -> bool:
    with in_bank(own.door):
        name = storage.save("waiver.pdf", ContentFile(b"signed"))
    with in_bank(own.lamoni):
        return storage.exists(name)


def test_a_file_of_one_bank_is_not_there_in_another(on_platform: OwnDatabase, files: BankFiles) -> None:
    assert not saved_and_seen_elsewhere(on_platform, files)


def test_in_one_folder_for_all_it_would_be(on_platform: OwnDatabase, tmp_path: Any) -> None:
    assert saved_and_seen_elsewhere(on_platform, FileSystemStorage(location=tmp_path))


def test_a_path_cannot_leave_the_banks_folder(on_platform: OwnDatabase, files: BankFiles) -> None:
    with in_bank(on_platform.door):
        files.save("waiver.pdf", ContentFile(b"signed"))
    with in_bank(on_platform.lamoni):
        for name in (f"../{on_platform.door.id}/waiver.pdf", "../../secret", "/etc/passwd", "a/../../x"):
            with pytest.raises(SuspiciousFileOperation):
                files.open(name)
            with pytest.raises(SuspiciousFileOperation):
                files.save(name, ContentFile(b"x"))


def test_the_houses_own_storage_is_the_banks(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door):
        assert default_storage.path("waiver.pdf").endswith(f"/{on_platform.door.id}/waiver.pdf")
