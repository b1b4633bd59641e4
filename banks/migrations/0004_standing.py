"""Who was a member before screening existed here may go on as before; gatherings are guarded from now on."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"
CLEAR_THOSE_HERE = (
    "insert into banks_clearance (member_id, access, decided_on) select id, 'full', joined_on from banks_member;"
    "update banks_member set oriented_on = joined_on"
)


class Migration(migrations.Migration):
    dependencies = [("banks", "0003_membership")]

    operations = [
        migrations.RunSQL(CLEAR_THOSE_HERE, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "attendance_guard.sql").read_text(), reverse_sql=migrations.RunSQL.noop),
    ]
