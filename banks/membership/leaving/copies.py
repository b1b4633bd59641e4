"""The copy of their own data that the law gives everybody: one zip, made at once.

Guarantees: it holds what the data map marks as copied, of the person's own rows, and the statement as a sheet;
of others it holds what the statement says of them, their names, and nothing else. It is made twice a day at most,
and that it was made is noted. Refuses: anybody but the member; for somebody who has left and cannot sign in any
more, an administrator makes it. Called by pages.
"""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import ForeignKey, ManyToManyField, Model

from banks.errors import NotAllowed
from banks.hours.exchanges.models import Exchange
from banks.hours.exchanges.presenters import notes_of
from banks.hours.statement.queries import rows_of
from banks.hours.statement.sheet import SHEET_HEAD, sheet_rows
from banks.identity.queries import this_bank
from banks.membership.leaving.data_map import DATA_MAP, TableRule
from banks.membership.leaving.errors import CopiesUsedUp, ErasedForGood
from banks.membership.leaving.models import DataCopy
from banks.membership.leaving.rules import MOST_COPIES_A_DAY
from banks.membership.screening.models import SealedBirthDate, SealedReading
from banks.membership.screening.services import BIRTH_DATES
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.people.members.standing import locked_member
from banks.people.vault.access import behind_vault
from banks.people.vault.errors import SealBroken, SealKeyUnknown
from banks.people.vault.seals import open_seal
from banks.policies.clock import bank_day
from banks.policies.queries import bank_zone, start_of_day

# What others wrote, or what names them; letters that somebody was sent, they have.
NAMES_OTHERS = frozenset(
    {
        ("Notice", "subject"), ("Notice", "body"), ("Household", "name"), ("Exchange", "late_reason"),
        ("ActingFor", "organisation"), ("Listing", "hidden_reason"), ("Event", "undone_reason"),
    }
)  # fmt: skip
KEPT_IN_MEMORY = 4 * 1024 * 1024
SHEET_PAGE = 500
OWN_COPY = "A copy of one's own data"
READ_ME = """This is everything that {bank} keeps about you, as of {day}.

my-data.json   your details, what you wrote, what you gave and received, the letters you were sent
statement.csv  your statement, for a spreadsheet

Not in it, because they are not yours alone: what others said about you in confidence. Ask your coordinator
who can tell you about that, and for anything that is wrong here.
"""


@transaction.atomic
def take_copy(*, actor: Viewer, member_id: UUID, now: datetime) -> IO[bytes]:
    """The zip, ready to be read from its beginning."""
    member = locked_member(member_id)
    if actor.member_id != member.pk and (member.is_current or not actor.is_administrator):
        raise NotAllowed(who="Only the member")
    if member.erased_at is not None:
        raise ErasedForGood(name=member.name, erased_on=bank_day(member.erased_at))
    midnight = start_of_day(bank_day(now), bank_zone(now))
    if DataCopy.objects.filter(member=member, made_at__gte=midnight).count() >= MOST_COPIES_A_DAY:
        raise CopiesUsedUp(most=MOST_COPIES_A_DAY)
    DataCopy.objects.create(member=member, made_by_id=actor.member_id, made_at=now)
    return _zipped(member, actor, now)


def data_of(member: Member, actor: Viewer, *, now: datetime) -> dict[str, Any]:
    """What stands in my-data.json."""
    login, reader = member.user, viewer_of(member, on=bank_day(now))
    return {
        "bank": this_bank().name,
        "made_at": now,
        "sign_in": {"number": login.sign_in_name, "email": login.email, "last": login.last_login} if login else None,
        "birth_date": _birth_date(member, actor, now),
        "tables": {
            name: list(_copied_rows(table, member, reader)) for name, table in DATA_MAP.items() if _is_copied(table)
        },
    }


def _zipped(member: Member, actor: Viewer, now: datetime) -> IO[bytes]:
    whole = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        read_me = READ_ME.format(bank=this_bank().name, day=f"{bank_day(now):%d %B %Y}")
        archive.writestr("read-me.txt", read_me)
        data = json.dumps(data_of(member, actor, now=now), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
        archive.writestr("my-data.json", data)
        with archive.open("statement.csv", "w") as sheet, io.TextIOWrapper(sheet, "utf-8", newline="") as text:
            csv.writer(text).writerow(SHEET_HEAD)
            for page in _statement(member, now):
                csv.writer(text).writerows(page)
    whole.seek(0)
    return whole


def _statement(member: Member, now: datetime) -> Iterator[list[tuple[str | int, ...]]]:
    reader = viewer_of(member, on=bank_day(now))
    older_than, more = None, True
    while more:
        found = rows_of(member.pk, member.account_id, viewer=reader, now=now, older_than=older_than, size=SHEET_PAGE)
        yield list(sheet_rows(found.rows))
        older_than, more = found.older_than, found.older_than is not None


def _is_copied(table: TableRule) -> bool:
    return any(rule.is_copied for rule in table.fields.values())


def _copied_rows(table: TableRule, member: Member, reader: Viewer) -> Iterator[dict[str, Any]]:
    """The file shows no more than the pages do: who sees no people there, sees none here (row L9)."""
    hidden = set() if reader.sees_people else NAMES_OTHERS
    names = [name for name, rule in table.fields.items() if rule.is_copied and (table.name, name) not in hidden]
    for row in table.rows_of(member):
        shown = {name: _plain(row, name) for name in names}
        yield {**shown, **asdict(notes_of(row, reader))} if isinstance(row, Exchange) else shown


def _plain(row: Model, name: str) -> Any:
    """A value as JSON takes it; what it points to by its words, never by its id."""
    field = row._meta.get_field(name)
    if isinstance(field, ManyToManyField):
        return [str(each) for each in getattr(row, name).all()]
    value = getattr(row, name)
    return str(value) if isinstance(field, ForeignKey) and value is not None else value


def _birth_date(member: Member, actor: Viewer, now: datetime) -> str | None:
    """Their own birth date, taken from the vault with the reason on record."""
    with behind_vault():
        found = SealedBirthDate.objects.filter(person_id=member.pk).first()
        if found is None:
            return None
        SealedReading.objects.create(
            note_id=found.person_id, subject_id=member.pk, reader_id=actor.member_id, reason=OWN_COPY, read_at=now
        )
        try:
            return open_seal(found.sealed, **BIRTH_DATES, row_id=found.person_id)
        except (SealBroken, SealKeyUnknown):
            return None
