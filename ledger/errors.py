"""Refusals of the ledger: each has a code, a sentence for people, and data.

Called by: journal and accounts, which turn the database's refusals into these; hosting maps codes to answers.
"""

import json
from typing import Any, ClassVar

from django.db import DatabaseError
from psycopg import Error


class LedgerError(Exception):
    """Family of this package's refusals. Nothing was written when one is raised."""

    code: ClassVar[str] = "ledger.refused"
    sentence: ClassVar[str] = "The books cannot take this entry."

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(self.sentence)


class KeyReused(LedgerError):
    code = "ledger.key_reused"
    sentence = "This was recorded before, with other content. Look at your statement before trying again."


class AccountUnknown(LedgerError):
    code = "ledger.account_unknown"
    sentence = "There is no such account in this bank."


class AccountClosed(LedgerError):
    code = "ledger.account_closed"
    sentence = "One of the accounts is closed. Ask a coordinator to reopen it."


class AccountRepeated(LedgerError):
    code = "ledger.account_repeated"
    sentence = "Each account may stand in an entry only once."


class EntryUnbalanced(LedgerError):
    code = "ledger.entry_unbalanced"
    sentence = "What is given and what is received must be equal."


class MinutesOutOfBounds(LedgerError):
    code = "ledger.minutes_out_of_bounds"
    sentence = "A posting needs at least one minute, and has at most ten million."


class TooFewPostings(LedgerError):
    code = "ledger.too_few_postings"
    sentence = "An entry needs at least one account that gives and one that receives."


class DecisionMissing(LedgerError):
    code = "ledger.decision_missing"
    sentence = "This kind of entry needs the decision that allows it."


class KindRefused(LedgerError):
    code = "ledger.kind_refused"
    sentence = "The books know no such kind of entry."


class FloorReached(LedgerError):
    code = "ledger.floor_reached"
    sentence = "The account of the one who received would fall below its lowest balance. Earn hours first."


class CeilingReached(LedgerError):
    code = "ledger.ceiling_reached"
    sentence = "The account of the one who provided would rise above its highest balance. Spend hours first."


class EntryUnknown(LedgerError):
    code = "ledger.entry_unknown"
    sentence = "There is no such entry in the books of this bank."


class AlreadyReversed(LedgerError):
    code = "ledger.already_reversed"
    sentence = "This entry has been reversed already."


class ReversalOfReversal(LedgerError):
    code = "ledger.reversal_of_reversal"
    sentence = "A reversal cannot be reversed. Record the hours again instead."


class AccountExists(LedgerError):
    code = "ledger.account_exists"
    sentence = "This account has been opened already."


class TermsRefused(LedgerError):
    code = "ledger.terms_refused"
    sentence = "An account of this kind cannot have these terms."


class BooksGuarded(LedgerError):
    """Somebody went round the functions of the books: a programming error or an attack, no mistake."""

    code = "ledger.books_guarded"
    sentence = "Nothing in the books is changed or deleted. A mistake is undone by a reversal."


BY_STATE: dict[str, type[LedgerError]] = {
    "LG001": KeyReused,
    "LG002": AccountUnknown,
    "LG003": AccountClosed,
    "LG004": AccountRepeated,
    "LG005": EntryUnbalanced,
    "LG006": MinutesOutOfBounds,
    "LG007": TooFewPostings,
    "LG008": DecisionMissing,
    "LG009": KindRefused,
    "LG010": FloorReached,
    "LG011": CeilingReached,
    "LG012": BooksGuarded,
    "LG013": TermsRefused,
    "LG014": EntryUnknown,
    "LG015": ReversalOfReversal,
    "22003": MinutesOutOfBounds,
}
BY_CONSTRAINT: dict[str, type[LedgerError]] = {
    "ledger_entry_reversed_once": AlreadyReversed,
    "ledger_account_pkey": AccountExists,
    "ledger_accountchange_pkey": AccountExists,
    "ledger_account_one_each": AccountExists,
    "ledger_account_one_key": AccountExists,
}


def refusal_of(error: DatabaseError) -> LedgerError | None:
    """The refusal behind a database error, with the data it gave; None when it is not the ledger's."""
    cause = error.__cause__
    if not isinstance(cause, Error):
        return None
    refusal = BY_STATE.get(cause.sqlstate or "") or BY_CONSTRAINT.get(cause.diag.constraint_name or "")
    if refusal is None:
        return None
    detail = cause.diag.message_detail or ""
    return refusal(**(json.loads(detail) if detail.startswith("{") else {}))
