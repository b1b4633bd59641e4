"""The proof of the books: everything is computed again from the rows and compared with what stands there.

Guarantees: any one row that was changed, removed or slipped in behind the guards is found and named; sound
books give no finding. What it cannot see alone is a tail cut off together with its account row and history,
all consistently forged: keep `books_digest()` outside the database and compare.
Called by: the prove_books command, the operators' desk and the nightly tick. Reads only, set by set.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

_PARTS = """
    with parts as (
        select entry_id, array_agg(account_id order by account_id desc) as accounts,
            array_agg(minutes order by account_id desc) as minutes, sum(minutes) as total
        from ledger_posting group by entry_id)
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """The first bad row of one kind."""

    check: str
    table: str
    row: str
    sentence: str


Check = Callable[[], Finding | None]


def prove_books() -> list[Finding]:
    """Every check on this bank's books; an empty list proves them."""
    return [finding for check in CHECKS if (finding := check()) is not None]


def books_digest() -> str:
    """One digest over the heads of all accounts, to be kept outside: it pins every posting and every term."""
    row = _first(
        """select encode(sha256(coalesce(string_agg(
            uuid_send(id) || int8send(posting_count) || head_hash || seal, ''::bytea order by id), ''::bytea)), 'hex')
        from ledger_account"""
    )
    assert row is not None  # an aggregate always answers
    return row


def check_entries_have_postings() -> Finding | None:
    row = _first(
        """select e.id from ledger_journalentry e left join parts p on p.entry_id = e.id
        where coalesce(cardinality(p.accounts), 0) < 2 order by e.recorded_at limit 1""",
        with_parts=True,
    )
    return _found("entries_have_postings", "ledger_journalentry", row, "has fewer than two postings")


def check_entries_balance() -> Finding | None:
    row = _first("select entry_id from parts where total <> 0 order by 1 limit 1", with_parts=True)
    return _found("entries_balance", "ledger_journalentry", row, "has postings that do not sum to zero")


def check_entries_are_intact() -> Finding | None:
    row = _first(
        """select e.id from ledger_journalentry e join parts p on p.entry_id = e.id
        where e.body_hash is distinct from ledger_entry_hash(e.id, e.kind, e.service_date, e.recorded_at, e.xact,
            e.actor_id, e.policy_version_id, e.decision_id, e.reverses_id, p.accounts, p.minutes)
        order by e.recorded_at limit 1""",
        with_parts=True,
    )
    return _found("entries_are_intact", "ledger_journalentry", row, "is not as it was recorded")


def check_entries_are_lawful() -> Finding | None:
    row = _first(
        """select id from ledger_journalentry where (kind in ('grant', 'outside') and decision_id is null)
            or (kind = 'reversal') <> (reverses_id is not null)
            or kind not in
                ('exchange', 'credit', 'event', 'donation', 'grant', 'outside', 'levy', 'opening', 'leaving',
                'reversal')
        order by recorded_at limit 1"""
    )
    return _found("entries_are_lawful", "ledger_journalentry", row, "is of a kind it may not be")


def check_reversals_negate() -> Finding | None:
    row = _first(
        """select e.id from ledger_journalentry e
            left join ledger_journalentry o on o.id = e.reverses_id
            left join parts p on p.entry_id = e.id left join parts u on u.entry_id = o.id
        where e.reverses_id is not null and (o.kind is null or o.kind = 'reversal'
            or (p.accounts, e.service_date) is distinct from (u.accounts, o.service_date)
            or p.minutes is distinct from (
                select array_agg(-m.minutes order by m.place)
                from unnest(u.minutes) with ordinality m (minutes, place)))
        order by e.recorded_at limit 1""",
        with_parts=True,
    )
    return _found("reversals_negate", "ledger_journalentry", row, "does not negate the entry it reverses")


def check_postings_have_entry() -> Finding | None:
    row = _first(
        """select p.account_id || ' / ' || p.number from ledger_posting p
            left join ledger_journalentry e on e.id = p.entry_id
        where e.id is null order by p.account_id, p.number limit 1"""
    )
    return _found("postings_have_entry", "ledger_posting", row, "belongs to no entry")


def check_postings_have_account() -> Finding | None:
    row = _first(
        """select p.account_id || ' / ' || p.number from ledger_posting p
            left join ledger_account a on a.id = p.account_id
        where a.id is null order by p.account_id, p.number limit 1"""
    )
    return _found("postings_have_account", "ledger_posting", row, "belongs to no account")


def check_postings_are_numbered() -> Finding | None:
    row = _first(
        """select account_id || ' / ' || number from (
            select account_id, number, row_number() over (partition by account_id order by number) as place
            from ledger_posting) p
        where number <> place order by account_id, number limit 1"""
    )
    return _found("postings_are_numbered", "ledger_posting", row, "follows a gap")


def check_balances_run() -> Finding | None:
    row = _first(
        """select account_id || ' / ' || number from (
            select account_id, number, balance_after,
                sum(minutes) over (partition by account_id order by number) as running
            from ledger_posting) p
        where balance_after <> running order by account_id, number limit 1"""
    )
    return _found("balances_run", "ledger_posting", row, "leaves a balance that does not follow from the postings")


def check_chains_hold() -> Finding | None:
    row = _first(
        """select account_id || ' / ' || number from (
            select p.*, lag(p.hash, 1, ledger_genesis(p.account_id))
                over (partition by p.account_id order by p.number) as before, e.body_hash
            from ledger_posting p left join ledger_journalentry e on e.id = p.entry_id) p
        where hash is distinct from
            ledger_posting_hash(before, body_hash, account_id, number, minutes, balance_after)
        order by account_id, number limit 1"""
    )
    return _found("chains_hold", "ledger_posting", row, "breaks the chain of its account")


def check_accounts_stand_at_their_head() -> Finding | None:
    row = _first(
        """select a.id from ledger_account a left join (
            select distinct on (account_id) account_id, number, balance_after, hash
            from ledger_posting order by account_id, number desc) p on p.account_id = a.id
        where (a.posting_count, a.balance_minutes, a.head_hash) is distinct from
            (coalesce(p.number, 0), coalesce(p.balance_after, 0), coalesce(p.hash, ledger_genesis(a.id)))
        order by a.id limit 1"""
    )
    return _found("accounts_stand_at_their_head", "ledger_account", row, "differs from its last posting")


def check_terms_have_account() -> Finding | None:
    row = _first(
        """select c.account_id || ' / ' || c.number from ledger_accountchange c
            left join ledger_account a on a.id = c.account_id
        where a.id is null or c.number > a.change_count order by c.account_id, c.number limit 1"""
    )
    return _found("terms_have_account", "ledger_accountchange", row, "belongs to no account")


def check_terms_are_sealed() -> Finding | None:
    row = _first(
        """select account_id || ' / ' || number from (
            select c.*, a.kind, a.holder_id, a.key, a.opened_at, lag(c.seal, 1, ledger_genesis(c.account_id))
                over (partition by c.account_id order by c.number) as before,
                row_number() over (partition by c.account_id order by c.number) as place
            from ledger_accountchange c join ledger_account a on a.id = c.account_id) c
        where number <> place or seal is distinct from ledger_seal(before, account_id, kind, holder_id, key,
            opened_at, number, change, name, closed_at, floor_minutes, floor_is_hard, ceiling_minutes,
            ceiling_is_hard, posting_count, actor_id, recorded_at)
        order by account_id, number limit 1"""
    )
    return _found("terms_are_sealed", "ledger_accountchange", row, "breaks the seal of its account's terms")


def check_accounts_keep_their_terms() -> Finding | None:
    row = _first(
        """select a.id from ledger_account a
            left join ledger_accountchange c on c.account_id = a.id and c.number = a.change_count
        where (a.name, a.closed_at, a.floor_minutes, a.floor_is_hard, a.ceiling_minutes, a.ceiling_is_hard, a.seal)
            is distinct from
            (c.name, c.closed_at, c.floor_minutes, c.floor_is_hard, c.ceiling_minutes, c.ceiling_is_hard, c.seal)
        order by a.id limit 1"""
    )
    return _found("accounts_keep_their_terms", "ledger_account", row, "differs from its sealed terms")


def check_hard_limits_held() -> Finding | None:
    """Each posting is judged by the limits its account had when it was made."""
    row = _first(
        """select p.account_id || ' / ' || p.number from (
            select account_id, floor_minutes, floor_is_hard, ceiling_minutes, ceiling_is_hard, posting_count as first,
                lead(posting_count) over (partition by account_id order by number) as last
            from ledger_accountchange) c
        join ledger_posting p on p.account_id = c.account_id and p.number > c.first
            and (c.last is null or p.number <= c.last)
        where (c.floor_is_hard and p.minutes < 0 and p.balance_after < c.floor_minutes)
            or (c.ceiling_is_hard and p.minutes > 0 and p.balance_after > c.ceiling_minutes)
        order by p.account_id, p.number limit 1"""
    )
    return _found("hard_limits_held", "ledger_posting", row, "goes beyond a hard limit of its account")


def check_balances_sum_to_zero() -> Finding | None:
    row = _first("select sum(balance_minutes) || ' minutes' from ledger_account having sum(balance_minutes) <> 0")
    return _found("balances_sum_to_zero", "ledger_account", row, "is the sum of all balances, and should be none")


CHECKS: tuple[Check, ...] = (
    check_entries_have_postings,
    check_entries_balance,
    check_entries_are_intact,
    check_entries_are_lawful,
    check_reversals_negate,
    check_postings_have_entry,
    check_postings_have_account,
    check_postings_are_numbered,
    check_balances_run,
    check_chains_hold,
    check_accounts_stand_at_their_head,
    check_terms_have_account,
    check_terms_are_sealed,
    check_accounts_keep_their_terms,
    check_hard_limits_held,
    check_balances_sum_to_zero,
)


def _first(sql: str, *, with_parts: bool = False) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(_PARTS + sql if with_parts else sql)
        row = cursor.fetchone()
    return None if row is None else str(row[0])


def _found(check: str, table: str, row: str | None, what: str) -> Finding | None:
    return None if row is None else Finding(check, table, row, f"{table} {row} {what}.")
