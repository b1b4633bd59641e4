"""The books take a member's balance on leaving: banks that stand already get the guard of entries as it reads now."""

import re
from pathlib import Path

from django.db import migrations

GUARDS = Path(__file__).resolve().parent.parent / "sql" / "guards.sql"
GUARD_OF_ENTRIES = re.compile(r"create (function ledger_guard_entry\(\).*?\nend \$\$;)", re.DOTALL)


def renew(apps, schema_editor):
    """Replaced where it stands: its trigger and its rights stay."""
    (found,) = GUARD_OF_ENTRIES.findall(GUARDS.read_text())
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        cursor.execute(f"create or replace {found.replace('@schema@', schema)}")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
