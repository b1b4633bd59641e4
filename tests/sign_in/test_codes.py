"""The codes themselves: what they look like, how they may be typed, what is kept of them."""

from uuid import uuid4

import pytest
from django.conf import settings

from tenants.users.codes import ALPHABET, hash_of, matches_hash, new_code, normalize_code

BANK, USER = uuid4(), uuid4()


def test_a_code_has_sixty_bits_and_no_signs_that_look_alike() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert set(normalize_code(code)) <= set(ALPHABET)
    assert {sign for code in codes for sign in normalize_code(code)} == set(ALPHABET)


@pytest.mark.parametrize("typed", ["0a1b-2c3d-4e5f", " OAIB 2C3D 4E5F ", "0alb2c3d4e5f", "0A1B.2C3D.4E5F"])
def test_however_a_code_is_typed_it_is_the_same(typed: str) -> None:
    kept = hash_of("0A1B-2C3D-4E5F", bank_id=BANK, user_id=USER)
    assert matches_hash(typed, kept, bank_id=BANK, user_id=USER)
    assert "0A1B" not in kept.upper()


def test_a_code_is_bound_to_its_bank_and_its_login() -> None:
    code = new_code()
    kept = hash_of(code, bank_id=BANK, user_id=USER)
    assert not matches_hash(code, kept, bank_id=uuid4(), user_id=USER)
    assert not matches_hash(code, kept, bank_id=None, user_id=USER)
    assert not matches_hash(code, kept, bank_id=BANK, user_id=uuid4())
    assert not matches_hash("", kept, bank_id=BANK, user_id=USER)


def test_a_code_outlives_a_change_of_the_platforms_key(monkeypatch: pytest.MonkeyPatch) -> None:
    code = new_code()
    kept = hash_of(code, bank_id=BANK, user_id=USER)
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [settings.SECRET_KEY])
    monkeypatch.setattr(settings, "SECRET_KEY", "another-key-" + "y" * 40)
    assert matches_hash(code, kept, bank_id=BANK, user_id=USER)
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [])
    assert not matches_hash(code, kept, bank_id=BANK, user_id=USER)
