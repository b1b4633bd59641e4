"""What the tests of the vault share: a row behind it, a statement that may be refused, and where the role stands."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from banks.membership.screening.models import SealedNote
from tenants.names import vault_of
from tests.tenancy.conftest import OwnDatabase, role_here


def keep_note(*, subject_id: UUID | None = None) -> SealedNote:
    """A row behind the vault; what is in it does not matter here."""
    return SealedNote.objects.create(
        kind=SealedNote.Kind.SCREENING, subject_id=subject_id or uuid4(), sealed=b"x", written_at=timezone.now()
    )


def run(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def refused(statement: str) -> bool:
    """Whether the role of the moment lacks the right; in a savepoint, so that the transaction goes on."""
    lacking: BaseException | None = None
    try:
        with transaction.atomic():
            run(statement)
    except ProgrammingError as failed:
        lacking = failed.__cause__
    assert lacking is None or isinstance(lacking, psycopg.errors.InsufficientPrivilege), lacking
    return lacking is not None


def stands(own: OwnDatabase) -> tuple[bool, bool]:
    """Whether the role of the moment is the ordinary one, and whether it is the vault's; no third is right."""
    role = role_here()
    return role == own.door.schema_name, role == vault_of(own.door.schema_name)


ORDINARY, VAULT = (True, False), (False, True)
