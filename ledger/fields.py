"""Column types of the books that Django has no field for."""

from typing import Any

from django.db import models


class TransactionIdField(models.BigIntegerField):
    """PostgreSQL's xid8: which transaction wrote the row; it orders readers that follow the books."""

    description = "transaction id"

    def db_type(self, connection: Any) -> str:
        return "xid8"
