from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The books of one bank. Rows are read with SELECT and written only by functions of the database."""

    name = "ledger"
    label = "ledger"
    verbose_name = "Books"
    table_rights = {
        "ledger_account": "SELECT",
        "ledger_accountchange": "SELECT",
        "ledger_journalentry": "SELECT",
        "ledger_posting": "SELECT",
    }
