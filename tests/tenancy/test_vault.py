"""What is behind a bank's vault is reached by the vault's role, for one transaction, and by nobody else."""

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.utils import timezone

from banks.membership.screening.models import SealedNote, SealedReading
from banks.people.members.models import Member
from banks.people.vault.access import behind_vault
from hosting import checks
from hosting.demo.database import WEB
from tenants.backend.base import DatabaseWrapper
from tenants.context import in_bank, point_at_platform
from tenants.migrating import lagging_schemas, migrate_banks
from tenants.names import vault_of
from tenants.rights import grant_bank_rights, rights_of, vault_tables
from tenants.services import close_bank, drop_closed_bank, suspend_bank
from tests.house.databases import connections_at
from tests.house.servers import url
from tests.tenancy.conftest import OwnDatabase
from tests.tenancy.vaulting import ORDINARY, keep_note, refused, stands

SEALED = {
    "banks_sealednote": ("id, kind, subject_id, sealed, written_at", "{id}, 'screening', {id}, '', now()"),
    "banks_sealedbirthdate": ("person_id, sealed", "{id}, ''"),
    "banks_sealedreading": ("id, note_id, subject_id, reason, read_at", "{id}, {id}, {id}, '', now()"),
}
CHANGES = {
    "reading": "select * from {table}",
    "counting": "select count(*) from {table}",
    "adding": "insert into {table} ({columns}) values ({row})",
    "changing": "update {table} set {first} = {first}",
    "deleting": "delete from {table}",
    "emptying": "truncate {table}",
    "locking": "lock table {table} in access exclusive mode",
    "listening in": "create trigger spy before update on {table}"
    " for each row execute function suppress_redundant_updates_trigger()",
}
MAY_READ_THE_LOG = {("banks_sealedreading", "reading"), ("banks_sealedreading", "counting")}


def written(change: str, table: str) -> str:
    columns, row = SEALED[table]
    return CHANGES[change].format(
        table=table, columns=columns, first=columns.split(",")[0], row=row.format(id="gen_random_uuid()")
    )


def test_the_tables_tried_here_are_all_that_stand_behind_the_vault() -> None:
    assert set(SEALED) == set(vault_tables())


@pytest.mark.parametrize("table", SEALED)
@pytest.mark.parametrize("change", CHANGES)
def test_the_ordinary_role_is_refused_at_the_vault(on_platform: OwnDatabase, table: str, change: str) -> None:
    with in_bank(on_platform.door):
        assert refused(written(change, table)) == ((table, change) not in MAY_READ_THE_LOG)


@pytest.mark.parametrize("table", SEALED)
@pytest.mark.parametrize("change", CHANGES)
def test_without_the_roles_each_of_them_goes_through(on_platform: OwnDatabase, table: str, change: str) -> None:
    with on_platform.superuser() as anybody:
        anybody.execute(f"begin; set local search_path = {on_platform.door.schema_name}")
        anybody.execute(written(change, table))
        anybody.execute("rollback")


def test_a_table_that_is_not_declared_behind_the_vault_is_open_to_the_ordinary_role(
    owner: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = owner.open_another()
    with monkeypatch.context() as patch:
        patch.setattr(apps.get_app_config("banks"), "vault_rights", {})
        grant_bank_rights(bank.schema_name)
    with connections_at(owner.name, user=WEB), monkeypatch.context() as patch:
        patch.setattr("django.conf.settings.OWNER", False)
        with in_bank(bank):
            assert not refused("select * from banks_sealednote")
    grant_bank_rights(bank.schema_name)


def test_the_vault_reads_and_writes_what_is_declared_for_it(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door), behind_vault():
        note = keep_note()
        SealedReading.objects.create(
            note_id=note.pk, subject_id=note.subject_id, reason="a reason", read_at=timezone.now()
        )
        assert SealedNote.objects.get(pk=note.pk).subject_id == note.subject_id
        for change in ("changing", "deleting"):
            assert refused(written(change, "banks_sealedreading")), "a reading is a fact"
        assert refused(written("changing", "banks_sealednote"))


def tables_of(own: OwnDatabase, schema: str) -> list[str]:
    with own.superuser() as server:
        found = server.execute("select tablename from pg_tables where schemaname = %s order by 1", [schema]).fetchall()
    return [str(name) for (name,) in found]


def test_the_vault_reaches_nothing_else_of_the_bank(on_platform: OwnDatabase) -> None:
    others = set(tables_of(on_platform, on_platform.door.schema_name)) - set(vault_tables())
    assert {"banks_member", "ledger_posting", "ledger_account", "users_user", "django_session"} <= others
    with in_bank(on_platform.door), behind_vault():
        for table in sorted(others):
            for change in ("select * from {}", "delete from {}"):
                assert refused(change.format(table)), table
        for sin in (
            "create table loot (id int)",
            "create function loot() returns int language sql as 'select 1'",
            "select * from public.users_user",
            "select * from public.tenants_bank",
            "set role commonhour_owner",
        ):
            assert refused(sin), sin


def test_the_vault_runs_no_function_of_the_books(on_platform: OwnDatabase) -> None:
    with on_platform.superuser() as server:
        found = server.execute(
            "select count(*), count(*) filter (where has_function_privilege(%(vault)s, oid, 'execute')),"
            " count(*) filter (where has_function_privilege(%(bank)s, oid, 'execute'))"
            " from pg_proc where pronamespace = %(bank)s::regnamespace",
            {"bank": on_platform.door.schema_name, "vault": vault_of(on_platform.door.schema_name)},
        ).fetchone()
    assert found is not None
    everything, by_the_vault, by_the_bank = found
    assert everything == by_the_bank > 0
    assert by_the_vault == 0


def test_without_taking_the_role_the_block_reads_members(
    on_platform: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bank was entered before, as it is in every request; else the first statement takes the role by itself."""
    monkeypatch.setattr(DatabaseWrapper, "_set_local_role", lambda self, role: None)
    with in_bank(on_platform.door):
        assert stands(on_platform) == ORDINARY
        with behind_vault():
            assert Member.objects.exists()


def test_another_banks_vault_is_closed_to_both_roles(on_platform: OwnDatabase) -> None:
    theirs = on_platform.lamoni.schema_name
    with in_bank(on_platform.door):
        for statement in (f"select * from {theirs}.banks_sealednote", f"select * from {theirs}.banks_sealedreading"):
            assert refused(statement)
            with behind_vault():
                assert refused(statement)
    with on_platform.superuser() as anybody:
        anybody.execute(f"select * from {theirs}.banks_sealednote")


# Where the roles and their rights come from

EVERY_RIGHT = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]


def rights_held(own: OwnDatabase, schema: str) -> dict[str, tuple[set[str], set[str]]]:
    """Table -> what the ordinary role and the vault's hold, as the server sees it."""
    held: dict[str, tuple[set[str], set[str]]] = {table: (set(), set()) for table in tables_of(own, schema)}
    with own.superuser() as server:
        for place, role in enumerate((schema, vault_of(schema))):
            for table, right in server.execute(
                "select c.relname, r.word from pg_class c cross join unnest(%s::text[]) r (word) where c.relkind = 'r'"
                " and c.relnamespace = %s::regnamespace and has_table_privilege(%s, c.oid, r.word)",
                [EVERY_RIGHT, schema, role],
            ):
                held[table][place].add(right)
    return held


def declared(table: str) -> tuple[set[str], set[str]]:
    given = rights_of(table)
    bank, vault = ({word for word in words.split(", ") if word} for words in (given.bank, given.vault))
    return bank, vault


def test_each_bank_however_made_gives_both_roles_what_is_declared(on_platform: OwnDatabase) -> None:
    for schema in (on_platform.door.schema_name, on_platform.open_another().schema_name, "commonhour_template"):
        held = rights_held(on_platform, schema)
        assert held == {table: declared(table) for table in held}
        assert held["banks_sealednote"][0] == set()
        assert held["banks_member"][1] == set()


def test_an_older_bank_gets_its_vault_when_it_is_brought_up_to_date(owner: OwnDatabase) -> None:
    schema = owner.open_another().schema_name
    vault = vault_of(schema)
    with owner.superuser() as server:
        server.execute(f"drop owned by {vault}; drop role {vault}; grant all on {schema}.banks_sealednote to {schema}")
        server.execute(f"delete from {schema}.django_migrations where (app, name) = ('tenants', '0001_initial')")
    assert lagging_schemas([schema]) == [schema]
    assert (schema, "") in [(report.schema_name, report.trouble) for report in migrate_banks()]
    held = rights_held(owner, schema)
    assert held == {table: declared(table) for table in held}
    assert memberships(owner, schema) == {schema, vault}


def memberships(own: OwnDatabase, schema: str) -> set[str]:
    """The roles of a bank that the web's login may become, and none that it is without becoming it."""
    with own.superuser() as server:
        found = server.execute(
            "select r.rolname, m.inherit_option, m.set_option, r.rolcanlogin from pg_auth_members m"
            " join pg_roles r on r.oid = m.roleid join pg_roles w on w.oid = m.member"
            " where w.rolname = %s and r.rolname like %s",
            [WEB, f"{schema}%"],
        ).fetchall()
    assert all(how == (False, True, False) for _, *rest in found for how in [tuple(rest)]), found
    return {str(name) for name, *_ in found}


def test_the_login_becomes_either_role_and_has_the_rights_of_neither(own: OwnDatabase) -> None:
    schema = own.door.schema_name
    assert memberships(own, schema) == {schema, vault_of(schema)}
    assert memberships(own, "commonhour_template") == set()
    statement = f"select * from {schema}.banks_sealednote"
    refusal = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(url(WEB, own.name), autocommit=True) as login, refusal:
        login.execute(statement)


def test_both_roles_go_with_a_bank_that_is_dropped(on_platform: OwnDatabase) -> None:
    bank = on_platform.open_another()
    suspend_bank(bank)
    close_bank(bank)
    drop_closed_bank(bank)
    with on_platform.superuser() as server:
        left = server.execute("select rolname from pg_roles where rolname like %s", [f"{bank.schema_name}%"]).fetchall()
    assert left == []


def test_a_name_behind_the_vault_that_is_no_table_is_refused(
    owner: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table that was meant would be open to everybody in the bank."""
    monkeypatch.setattr(apps.get_app_config("banks"), "vault_rights", {"banks_seelednote": "SELECT"})
    with pytest.raises(AssertionError, match="banks_seelednote, which is no table"):
        grant_bank_rights(owner.valley.schema_name)


@pytest.fixture
def planted_right(request: pytest.FixtureRequest, on_platform: OwnDatabase) -> Iterator[str]:
    schema, (role, right, table) = on_platform.valley.schema_name, request.param
    role = role.format(schema)
    with on_platform.superuser() as server:
        server.execute(f"grant {right} on {schema}.{table} to {role}")
    yield f"{role} may {right} {schema}.{table}."
    with on_platform.superuser() as server:
        server.execute(f"revoke {right} on {schema}.{table} from {role}")


@pytest.mark.parametrize(
    "planted_right",
    [
        ("{}", "SELECT", "banks_sealednote"),
        ("{}", "INSERT", "banks_sealedreading"),
        ("{}_vault", "SELECT", "banks_member"),
        ("{}_vault", "DELETE", "banks_sealedreading"),
    ],
    indirect=True,
)
def test_the_check_of_the_database_finds_a_right_that_was_never_declared(planted_right: str) -> None:
    point_at_platform()
    assert [found.msg for found in checks.check_the_vault_is_apart(["default"])] == [planted_right]


def test_the_check_of_the_database_finds_nothing_in_the_banks_as_made(on_platform: OwnDatabase) -> None:
    on_platform.open_another()
    assert checks.check_the_vault_is_apart(["default"]) == []
