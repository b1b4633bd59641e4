"""Clients that post until told to stop, and write down what they meant and what was said. Run as a process.

Each line of its diary: `means KEY GIVER RECEIVER MINUTES` before the first attempt, `done KEY` after the answer,
`refused CODE` when the books refuse. An attempt that loses its connection is repeated until it is answered, with
the same key, or, to show what the key is for, with a fresh one.
"""

import os
import random
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

import django


def post_until_told(*, accounts: list[UUID], diary: int, stop_file: str, fresh_key: bool, seed: int) -> None:
    from django.db import DatabaseError, connection

    from ledger.errors import LedgerError
    from tenants.context import in_bank
    from tenants.models import Bank
    from tests.ledger.books import post

    chance = random.Random(seed)
    bank = Bank.objects.get(slug="books")
    while not os.path.exists(stop_file):
        key = uuid4()
        giver, receiver = chance.sample(accounts, 2)
        minutes = chance.randint(1, 60)
        _note(diary, f"means {key} {giver} {receiver} {minutes}")
        while True:
            try:
                with in_bank(bank):
                    post({giver: minutes, receiver: -minutes}, key=key)
            except LedgerError as refused:
                _note(diary, f"refused {refused.code}")
                break
            except DatabaseError as lost:
                if lost.__cause__ is not None and getattr(lost.__cause__, "sqlstate", None) == "23505":
                    _note(diary, "refused unique")
                    break
                connection.close()
                time.sleep(0.02)
                key = uuid4() if fresh_key else key
            else:
                _note(diary, f"done {key}")
                break


def _note(diary: int, line: str) -> None:
    os.write(diary, f"{line}\n".encode())


def fork_clients(folder: Path, *, count: int, keys: str, accounts: list[UUID]) -> int:
    """Start so many clients, each a process of its own, and wait for them; how many failed."""
    children = []
    for number in range(count):
        child = os.fork()
        if child == 0:
            diary = os.open(folder / f"diary{number}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            stop = str(folder / "stop")
            post_until_told(accounts=accounts, diary=diary, stop_file=stop, fresh_key=keys == "fresh", seed=number)
            os._exit(0)
        children.append(child)
    return sum(os.waitpid(child, 0)[1] != 0 for child in children)


if __name__ == "__main__":
    django.setup()  # once, before the fork: eight imports of the house would take longer than the test
    where, how_many, which_keys, *ids = sys.argv[1:]
    sys.exit(fork_clients(Path(where), count=int(how_many), keys=which_keys, accounts=[UUID(each) for each in ids]))
