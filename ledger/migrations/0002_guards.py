"""Functions and guards of the books, in this bank's own schema. See ledger/sql and ledger/README.md."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"
FILES = ("hashes.sql", "guards.sql", "accounts.sql", "posting.sql")


def install(apps, schema_editor):
    """The texts name this bank's schema wherever they name a table, so a guard cannot look at another bank's rows."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        # Room beside each account row keeps its updates on the same page, without touching an index.
        cursor.execute("alter table ledger_account set (fillfactor = 50)")
        for name in FILES:
            cursor.execute((SQL / name).read_text().replace("@schema@", schema))
        cursor.execute(
            "select p.oid::regprocedure::text from pg_proc p where p.pronamespace = current_schema()::regnamespace"
            " and p.proname like 'ledger\\_%'"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"revoke all on function {function} from public")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
