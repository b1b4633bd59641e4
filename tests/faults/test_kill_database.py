"""Kill -9 of the database under eight posting clients: nothing acknowledged is lost, nothing is invented.

The same run turns red without the idempotency key and without the row lock: it is they that hold.
"""

import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.faults.durable_bank import DurableBank, durable_bank
from tests.house import PATIENCE_SECONDS, ROOT

CLIENTS, ACCOUNTS = 8, 12
BETWEEN_KILLS = 40  # entries


@dataclass(frozen=True)
class Outcome:
    """What eight diaries and the books say about the same run."""

    acknowledged: int
    lost: int
    invented: int
    refused: int
    balances_off: int

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.invented or self.refused or self.balances_off)


@pytest.fixture(scope="module")
def bank() -> Iterator[DurableBank]:
    with durable_bank(settings={"checkpoint_timeout": "30s"}) as opened:
        yield opened


def _open_accounts(bank: DurableBank) -> list[str]:
    with bank.superuser() as server:
        ids = [str(uuid4()) for _ in range(ACCOUNTS)]
        for account in ids:
            server.execute(
                "select ledger_open_account(%s, 'member', %s, null, '', now(), null, null, false, null, false)",
                [account, uuid4()],
            )
    return ids


@contextmanager
def _clients(bank: DurableBank, folder: Path, accounts: list[str], *, keys: str) -> Iterator[None]:
    program = [sys.executable, "-m", "tests.faults.posting_client", str(folder), str(CLIENTS), keys, *accounts]
    running = subprocess.Popen(program, cwd=ROOT, env=dict(bank.environment))
    try:
        _wait_for(lambda: all("done" in diary for diary in _diaries(folder)) and len(_diaries(folder)) == CLIENTS)
        yield
    finally:
        (folder / "stop").touch()
        failed = running.wait(PATIENCE_SECONDS)
    assert failed == 0


def _diaries(folder: Path) -> list[str]:
    return [diary.read_text() for diary in folder.glob("diary*")]


def _wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _wait_for_more(folder: Path, entries: int = BETWEEN_KILLS) -> None:
    """Return once so many more entries were acknowledged: what is posted does not depend on the machine's speed."""
    aim = _acknowledged(folder) + entries
    _wait_for(lambda: _acknowledged(folder) >= aim)


def _acknowledged(folder: Path) -> int:
    return sum(line.startswith("done") for diary in _diaries(folder) for line in diary.splitlines())


def _hold_answers(bank: DurableBank) -> None:
    """From now on commits reach the disk but are not answered: they wait for a standby that does not exist."""
    with bank.superuser() as server:
        server.execute("alter system set synchronous_standby_names = 'nobody'")
        server.execute("select pg_reload_conf()")
        waiting, deadline = None, time.monotonic() + PATIENCE_SECONDS
        while not waiting:  # one at least; others may queue behind its row locks
            assert time.monotonic() < deadline
            waiting = server.execute("select pid from pg_stat_activity where wait_event = 'SyncRep'").fetchone()


def _answer_again(bank: DurableBank) -> None:
    with bank.superuser() as server:
        server.execute("set synchronous_commit = local")
        server.execute("alter system reset synchronous_standby_names")
        server.execute("select pg_reload_conf()")


def _kill(bank: DurableBank, *, while_answers_are_held: bool) -> None:
    if while_answers_are_held:
        _hold_answers(bank)
    bank.cluster.kill9()
    bank.cluster.start()
    if while_answers_are_held:
        _answer_again(bank)


def _compare(bank: DurableBank, folder: Path, accounts: list[str]) -> Outcome:
    meant, done, refused = {}, set(), 0
    for diary in folder.glob("diary*"):
        for line in diary.read_text().splitlines():
            word, *rest = line.split()
            if word == "means":
                meant[rest[0]] = (rest[1], rest[2], int(rest[3]))
            elif word == "done":
                done.add(rest[0])
            else:
                refused += 1
    with bank.superuser() as server:
        rows = server.execute(
            "select distinct entry_id::text from ledger_posting where account_id = any(%s::uuid[])", [accounts]
        ).fetchall()
        stored = {str(entry) for (entry,) in rows}
        balances = dict(
            server.execute(
                "select id::text, balance_minutes from ledger_account where id = any(%s::uuid[])", [accounts]
            ).fetchall()
        )
    expected: Counter[str] = Counter()
    for key in meant:
        giver, receiver, minutes = meant[key]
        expected.update({giver: minutes, receiver: -minutes})
    return Outcome(
        acknowledged=len(done),
        lost=len(done - stored),
        invented=len(stored) - len(meant) + refused,
        refused=refused,
        balances_off=sum(balances[account] != expected[account] for account in accounts),
    )


def _run(bank: DurableBank, folder: Path, *, kills: int, keys: str = "kept") -> Outcome:
    accounts = _open_accounts(bank)
    with _clients(bank, folder, accounts, keys=keys):
        for number in range(kills):
            _wait_for_more(folder)
            _kill(bank, while_answers_are_held=number % 2 == 1)
        _wait_for_more(folder)
    return _compare(bank, folder, accounts)


def test_five_kills_lose_nothing_and_invent_nothing(bank: DurableBank, tmp_path: Path) -> None:
    outcome = _run(bank, tmp_path, kills=5)
    assert outcome.acknowledged > 100
    assert outcome.is_clean, outcome
    assert _findings(bank) == []


def test_without_the_idempotency_key_the_same_run_is_red(bank: DurableBank, tmp_path: Path) -> None:
    outcome = _run(bank, tmp_path, kills=2, keys="fresh")
    assert outcome.invented > 0
    assert not outcome.is_clean


def test_without_the_row_lock_the_same_run_is_red(bank: DurableBank, tmp_path: Path) -> None:
    with bank.superuser() as server:
        row = server.execute("select pg_get_functiondef('ledger_post_entry'::regproc)").fetchone()
        assert row is not None
        locked = str(row[0])
        server.execute(_reading_before_writing(locked, bank.schema))  # type: ignore[arg-type]
    try:
        outcome = _run(bank, tmp_path, kills=1)
    finally:
        with bank.superuser() as server:
            server.execute(locked)  # type: ignore[arg-type]
    assert not outcome.is_clean


def _reading_before_writing(function: str, schema: str) -> str:
    """The same function, but computing from a row read without a lock, as a careless SELECT and UPDATE would."""
    found = re.search(r"(update \S+ledger_account a set )(.*?)(\s+where a\.id = v_before)", function, re.DOTALL)
    assert found is not None
    careless = (
        found[1]
        + found[2].replace("a.", "s.")
        + f" from {schema}.ledger_account s where a.id = v_before and s.id = v_before"
    )
    return function.replace(found[0], careless)


def _findings(bank: DurableBank) -> list[str]:
    proof = subprocess.run(
        [sys.executable, "platform/manage.py", "prove_books", "books"],
        cwd=ROOT, env=dict(bank.environment), capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [] if proof.returncode == 0 else proof.stdout.splitlines() + proof.stderr.splitlines()
