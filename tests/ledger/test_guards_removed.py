"""Each guard is seen to hold, then taken out, and then the very same bad write succeeds: it was that guard."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from ledger.accounts import Limits, close_account
from tests.ledger.books import ACTOR, DAY, NOW, POLICY, member, post, reverse
from tests.ledger.conftest import OwnDatabase

ENTRY = (
    "insert into ledger_journalentry (id, kind, service_date, recorded_at, xact, actor_id, policy_version_id,"
    " decision_id, reverses_id, body_hash) values (uuidv7(), {kind}, current_date, now(), {xact}, uuidv7(), uuidv7(),"
    " null, {reverses}, '')"
)
OWN_XACT = "pg_current_xact_id()"
POSTING = (
    "insert into ledger_posting (account_id, number, entry_id, minutes, balance_after, hash)"
    " select id, posting_count + {ahead}, '{entry}', {minutes}, balance_minutes, head_hash"
    " from ledger_account where id in ('{anne}', '{bill}')"
)
OPEN_ENTRY = (
    "insert into ledger_journalentry"
    " (id, kind, service_date, recorded_at, xact, actor_id, policy_version_id, body_hash)"
    " select '{fresh}', kind, service_date, now(), pg_current_xact_id(), actor_id, policy_version_id, body_hash"
    " from ledger_journalentry where id = '{entry}'; "
)
CALL = (
    "select ledger_post_entry(uuidv7(), 'exchange', current_date, uuidv7(), uuidv7(), null,"
    " array['{second}', '{first}']::uuid[], array[{minutes}])"
)
ACCOUNT = (
    "insert into ledger_account (id, kind, holder_id, key, name, opened_at, balance_minutes, posting_count,"
    " floor_is_hard, ceiling_is_hard, head_hash, change_count, seal) values"
    " (uuidv7(), 'member', uuidv7(), null, '', now(), {balance}, 0, false, false, '', 1, '')"
)


def _drop(trigger: str, table: str) -> str:
    return f"drop trigger {trigger} on {table}"


LAWFUL = _drop("ledger_entry_is_lawful", "ledger_journalentry")
WHOLE = _drop("ledger_postings_are_whole", "ledger_posting")
MOVES = _drop("ledger_balance_moves_by_posting", "ledger_account")
SEALED = _drop("ledger_terms_are_sealed", "ledger_account")


@dataclass(frozen=True)
class Case:
    """A bad write, the refusal it meets, and the guard that refuses it."""

    write: str
    state: str
    without: str


CASES = {
    "edit an entry": Case(
        "update ledger_journalentry set service_date = service_date - 1 where id = '{entry}'", "LG012",
        _drop("ledger_append_only", "ledger_journalentry"),
    ),
    "delete an entry": Case(
        "delete from ledger_journalentry where id = '{entry}'", "LG012",
        _drop("ledger_append_only", "ledger_journalentry"),
    ),
    "edit a posting": Case(
        "update ledger_posting set minutes = 1 where entry_id = '{entry}'", "LG012",
        _drop("ledger_append_only", "ledger_posting"),
    ),
    "empty the postings": Case("truncate ledger_posting", "LG012", _drop("ledger_append_only", "ledger_posting")),
    "delete history of an account": Case(
        "delete from ledger_accountchange where account_id = '{anne}'", "LG012",
        _drop("ledger_append_only", "ledger_accountchange"),
    ),
    "delete an account": Case(
        "delete from ledger_account where id = '{anne}'", "LG012", _drop("ledger_no_delete", "ledger_account")
    ),
    "grant without decision": Case(
        ENTRY.format(kind="'grant'", xact=OWN_XACT, reverses="null"), "LG008", LAWFUL
    ),
    "unknown kind": Case(ENTRY.format(kind="'payment'", xact=OWN_XACT, reverses="null"), "LG009", LAWFUL),
    "reversal of nothing": Case(ENTRY.format(kind="'reversal'", xact=OWN_XACT, reverses="null"), "LG009", LAWFUL),
    "exchange that reverses": Case(
        ENTRY.format(kind="'exchange'", xact=OWN_XACT, reverses="uuidv7()"), "LG009", LAWFUL
    ),
    "entry of another transaction": Case(
        ENTRY.format(kind="'exchange'", xact="'3'::xid8", reverses="null"), "LG012", LAWFUL
    ),
    "postings that do not balance": Case(
        OPEN_ENTRY + POSTING.format(ahead=1, entry="{fresh}", minutes="60", anne="{anne}", bill="{bill}"),
        "LG005", WHOLE,
    ),
    "postings of an old entry": Case(
        "alter table ledger_posting drop constraint ledger_posting_one_each; "
        + POSTING.format(ahead=1, entry="{entry}", anne="{anne}", bill="{bill}",
                         minutes="case id when '{anne}' then 60 else -60 end"),
        "LG012", WHOLE,
    ),
    "postings that the accounts do not show": Case(
        OPEN_ENTRY + POSTING.format(ahead=1, entry="{fresh}", anne="{anne}", bill="{bill}",
                                    minutes="case id when '{anne}' then 60 else -60 end"),
        "LG012", WHOLE,
    ),
    "a posting of an account that is not there": Case(
        OPEN_ENTRY
        + "update ledger_account set balance_minutes = balance_minutes + 60, posting_count = posting_count + 1,"
        " head_hash = 'x' where id = '{anne}'; "
        "insert into ledger_posting (account_id, number, entry_id, minutes, balance_after, hash)"
        " select id, posting_count, '{fresh}'::uuid, 60, balance_minutes, head_hash from ledger_account"
        " where id = '{anne}' union all select uuidv7(), 1, '{fresh}', -60, -60, 'x'",
        "LG012", WHOLE,
    ),
    "postings of no minutes": Case(
        OPEN_ENTRY + POSTING.format(ahead=1, entry="{fresh}", minutes="0", anne="{anne}", bill="{bill}"),
        "LG006", WHOLE,
    ),
    "an unbalanced call": Case(CALL.format(first="{anne}", second="{bill}", minutes="60, -61"), "LG005", WHOLE),
    "edit a balance": Case(
        "update ledger_account set balance_minutes = balance_minutes + 60 where id = '{anne}'", "LG012", MOVES
    ),
    "post below a hard floor": Case(
        CALL.format(first="{floored}", second="{other}", minutes="61, -61"), "LG010", MOVES
    ),
    "post above a hard ceiling": Case(
        CALL.format(first="{capped}", second="{other}", minutes="-61, 61"), "LG011", MOVES
    ),
    "post to a closed account": Case(
        CALL.format(first="{closed}", second="{other}", minutes="-60, 60"), "LG003", MOVES
    ),
    "lift a floor": Case(
        "update ledger_account set floor_minutes = -9999 where id = '{floored}'", "LG012", SEALED
    ),
    "give an account away": Case(
        "update ledger_account set holder_id = uuidv7() where id = '{anne}'", "LG012", SEALED
    ),
    "open an account with a balance": Case(ACCOUNT.format(balance=600), "LG012", SEALED),
    "reverse twice": Case(
        "select ledger_reverse_entry(uuidv7(), '{reversed}', uuidv7(), uuidv7(), null)", "23505",
        "drop index ledger_entry_reversed_once",
    ),
    "open a second account for a member": Case(
        "select ledger_open_account(uuidv7(), 'member', '{holder}', null, '', now(), null, null, false, null, false)",
        "23505", "drop index ledger_account_one_each",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def cast(own_database: OwnDatabase) -> dict[str, Any]:
    """Accounts in every state the cases need. Ids ascend, the function wants them descending."""
    from ledger.models import Account
    from tenants.context import in_bank

    with in_bank(own_database.door):
        anne, bill = member(), member()
        floored = member(Limits(floor_minutes=-60, floor_is_hard=True))
        capped = member(Limits(ceiling_minutes=60, ceiling_is_hard=True))
        closed = member()
        close_account(account_id=closed, now=NOW)
        undone = post({anne: 15, bill: -15}).entry_id
        reverse(undone)
        return {
            "anne": anne, "bill": bill, "floored": floored, "capped": capped, "closed": closed, "other": member(),
            "holder": Account.objects.get(id=anne).holder_id, "fresh": uuid4(), "reversed": undone,
            "entry": post({anne: 60, bill: -60}).entry_id,
        }  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_without_its_guard_the_bad_write_succeeds(own_database: OwnDatabase, cast: dict[str, Any], name: str) -> None:
    case = CASES[name]
    write = case.write.format(**cast)
    with own_database.superuser() as server:
        with pytest.raises(psycopg.DatabaseError) as refused, server.transaction(force_rollback=True):
            server.execute(write)
        assert refused.value.sqlstate == case.state
        with server.transaction(force_rollback=True):
            server.execute(case.without)
            server.execute(write)


def test_the_function_refuses_a_repeated_account(own_database: OwnDatabase, cast: dict[str, Any]) -> None:
    anne: UUID = cast["anne"]
    with own_database.superuser() as server, pytest.raises(psycopg.DatabaseError) as refused:
        server.execute(
            "select ledger_post_entry(%s, 'exchange', %s, %s, %s, null, %s, %s)",
            [uuid4(), DAY, ACTOR, POLICY, [anne, anne], [60, -60]],
        )
    assert refused.value.sqlstate == "LG004"
