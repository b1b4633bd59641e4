"""The vault's role is taken for one transaction and falls away with it, however it ends.

Each way out is tried with a row read in the open afterwards, and each guard is taken out once.
"""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import ProgrammingError, connection, transaction

from banks.membership.screening.models import SealedNote
from banks.people.members.models import Member
from banks.people.vault.access import behind_vault
from hosting.demo.database import WEB
from tenants.backend.base import DatabaseWrapper
from tenants.context import in_bank
from tenants.errors import AlreadyBehindVault, EnteredInsideTransaction, NoVaultHere
from tests.house.databases import connections_at
from tests.tenancy.conftest import OwnDatabase, role_here
from tests.tenancy.vaulting import ORDINARY, VAULT, keep_note, refused, run, stands


class Stop(Exception):
    """Ends a transaction as a fault would."""


def test_the_role_ends_with_the_block_when_it_is_committed(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door):
        with behind_vault():
            assert stands(on_platform) == VAULT
            note = keep_note()
        assert stands(on_platform) == ORDINARY
        assert Member.objects.exists()
        with behind_vault():
            assert SealedNote.objects.filter(pk=note.pk).exists()


def test_the_role_ends_with_the_block_when_a_fault_leaves_it(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door):
        with suppress(Stop), behind_vault():
            note = keep_note()
            raise Stop
        assert stands(on_platform) == ORDINARY
        with suppress(ProgrammingError), behind_vault():
            run("select nothing from banks_sealednote")
        assert stands(on_platform) == ORDINARY
        with behind_vault():
            assert not SealedNote.objects.filter(pk=note.pk).exists()


def test_an_outer_transaction_goes_on_under_the_ordinary_role(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door):
        with transaction.atomic():
            with behind_vault():
                note = keep_note()
            assert stands(on_platform) == ORDINARY
            assert Member.objects.exists()
            with suppress(Stop), behind_vault():
                raise Stop
            assert stands(on_platform) == ORDINARY
            with behind_vault():
                assert SealedNote.objects.filter(pk=note.pk).exists()
            assert refused("select * from banks_sealednote")
        assert stands(on_platform) == ORDINARY


def test_what_is_written_in_the_open_and_behind_the_vault_is_one_transaction(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door):
        with suppress(Stop), transaction.atomic():
            Member.objects.update(town="Nowhere")
            with behind_vault():
                note = keep_note()
            raise Stop
        assert stands(on_platform) == ORDINARY
        assert not Member.objects.filter(town="Nowhere").exists()
        with behind_vault():
            assert not SealedNote.objects.filter(pk=note.pk).exists()


def role_after_leaving(own: OwnDatabase) -> tuple[bool, bool]:
    with in_bank(own.door), transaction.atomic():
        with behind_vault():
            keep_note()
        return stands(own)


def test_without_putting_it_back_the_outer_transaction_would_go_on_in_the_vault(
    on_platform: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    become: Callable[[DatabaseWrapper, str], None] = DatabaseWrapper._set_local_role
    assert role_after_leaving(on_platform) == ORDINARY
    monkeypatch.setattr(
        DatabaseWrapper, "_set_local_role", lambda self, role: become(self, role) if role.endswith("_vault") else None
    )
    assert role_after_leaving(on_platform) == VAULT


def role_after_a_savepoint_inside(own: OwnDatabase) -> tuple[bool, bool]:
    with in_bank(own.door), behind_vault():
        with suppress(Stop), transaction.atomic():
            keep_note()
            raise Stop
        return stands(own)


def test_a_savepoint_taken_back_inside_the_block_leaves_it_behind_the_vault(on_platform: OwnDatabase) -> None:
    assert role_after_a_savepoint_inside(on_platform) == VAULT
    with in_bank(on_platform.door):
        with behind_vault():
            with suppress(Stop), transaction.atomic():
                raise Stop
            note = keep_note()
        assert stands(on_platform) == ORDINARY, "what was set anew must not outlive the transaction"
        with transaction.atomic():
            with behind_vault(), suppress(Stop), transaction.atomic():
                raise Stop
            assert stands(on_platform) == ORDINARY
        assert stands(on_platform) == ORDINARY
        with behind_vault():
            assert SealedNote.objects.filter(pk=note.pk).exists()


@pytest.fixture
def vault_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatabaseWrapper, "_behind_vault_of", property(lambda self: None, lambda self, schema: None))


@pytest.mark.usefixtures("vault_is_not_remembered")
def test_without_remembering_the_vault_the_block_would_go_on_outside(on_platform: OwnDatabase) -> None:
    assert role_after_a_savepoint_inside(on_platform) == ORDINARY


def test_a_block_inside_a_block_is_refused_and_the_outer_one_goes_on(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door):
        with behind_vault():
            with pytest.raises(AlreadyBehindVault), behind_vault():
                pass
            assert stands(on_platform) == VAULT
            with pytest.raises(AlreadyBehindVault), transaction.atomic(), behind_vault():
                pass
            assert stands(on_platform) == VAULT
        assert stands(on_platform) == ORDINARY


@pytest.mark.usefixtures("vault_is_not_remembered")
def test_without_the_refusal_the_outer_block_would_find_itself_outside(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door), behind_vault():
        with behind_vault():
            pass
        assert stands(on_platform) == ORDINARY


def test_the_platform_has_no_vault_and_no_bank_is_left_for_another_behind_it(on_platform: OwnDatabase) -> None:
    with pytest.raises(NoVaultHere), behind_vault():
        pass
    with in_bank(on_platform.door), behind_vault():
        with pytest.raises(EnteredInsideTransaction), in_bank(on_platform.lamoni):
            pass
        assert stands(on_platform) == VAULT


def test_a_connection_lost_behind_the_vault_comes_back_under_the_ordinary_role(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door):
        with suppress(Stop), behind_vault():
            connection.close()
            raise Stop
        assert stands(on_platform) == ORDINARY


def test_a_connection_comes_back_to_the_pool_without_the_vaults_role(own: OwnDatabase) -> None:
    with connections_at(own.name, pool={"min_size": 1, "max_size": 1, "timeout": 10}):
        with in_bank(own.door), behind_vault():
            keep_note()
        connection.close()
        with connection.pool.connection() as taken:  # type: ignore[attr-defined]
            assert taken.execute("select current_user").fetchone() == (WEB,)
        with in_bank(own.lamoni):
            assert role_here() == own.lamoni.schema_name
