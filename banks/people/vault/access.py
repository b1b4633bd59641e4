"""The way behind the bank's vault: what screeners and guardians' papers say, and nothing else.

Guarantees: inside the block, and nowhere else, the tables that banks.apps names in `vault_rights`
can be read and written; every other table of the bank is denied there, so the block gathers nothing
on the way. It is one transaction, or a savepoint of the one that is open; leaving it, by whatever
way, leads back to the bank's ordinary role. Refused: a block inside a block, and a block outside
every bank. The role itself is the connection's to take (tenants/backend).

Who calls it names the row, the reason and the reader first: this module knows no person.
"""

from contextlib import AbstractContextManager
from typing import Any, cast

from django.db import connection


def behind_vault() -> AbstractContextManager[None]:
    """`with behind_vault():` reads and writes the vault's tables, and only those."""
    # The connection as tenants.backend makes it; the type checker knows only Django's.
    opened: AbstractContextManager[None] = cast(Any, connection).behind_vault()
    return opened
