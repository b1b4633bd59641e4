"""The record behind each journal entry: an exchange, an event, hours from the bank or work elsewhere.

Guarantees: one query for a page of entries, whatever kinds of record stand behind them, with
the names of the others. Called by: `queries`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, TextField, UUIDField, Value, When
from django.db.models.functions import Cast

from banks.hours.credits.models import Credit
from banks.hours.events.models import Event
from banks.hours.exchanges.models import Exchange
from banks.hours.grants.models import OutsideWork
from banks.people.members.models import Member

# Mark the rows of the union that name an organisation someone worked at, and those that name account holders.
OUTSIDE, HOLDER = "outside", "holder"
NO_ID = Value(None, output_field=UUIDField())
NO_TEXT = Value("", output_field=TextField())


@dataclass(frozen=True, slots=True)
class Record:
    """What an entry was for. `about` names the page that shows it, with `about_id`; "" where there is none.
    Where it is OUTSIDE no page shows it, and `what` is the name of the organisation.

    `newcomer` is the name of the member whose joining an entry thanks for, None for all other entries.
    """

    what: str
    about: str
    about_id: UUID
    note: str
    writer_id: UUID | None
    undone_reason: str
    undone_by_id: UUID | None
    newcomer: str | None


def records_and_names(
    entry_ids: Iterable[UUID], account_ids: Iterable[UUID], *, member_id: UUID
) -> tuple[dict[UUID, Record], dict[UUID, str]]:
    """Entry id -> its record (of hours from the bank only the member's own), and account id -> its member's name."""
    wanted = list(entry_ids)
    if not wanted:
        return {}, {}
    rows = _exchanges(wanted).union(
        _events(wanted), _credits(wanted, member_id), _works(wanted), _holders(list(account_ids)), all=True
    )
    records: dict[UUID, Record] = {}
    names: dict[UUID, str] = {}
    for key, *facts in rows:
        record = Record(*facts)
        if record.about == HOLDER:
            names[key] = record.what
        else:
            records[key] = record
    return records, names


def _columns(rows: "QuerySet[Any]", *, key: str = "entry_id", about: str = "", **columns: Any) -> "QuerySet[Any]":
    """The rows in the order of `Record`, after its key; the columns of a union go by their place."""
    named = {
        "what": NO_TEXT, "note": NO_TEXT, "writer": NO_ID, "reason": NO_TEXT, "undoer": NO_ID,
        "newcomer": Value(None, output_field=TextField()), **columns,
    }  # fmt: skip
    row = {f"{name}_": value for name, value in named.items()}
    row["about_"] = Value(about, output_field=CharField())
    order = (key, "what_", "about_", "pk", "note_", "writer_", "reason_", "undoer_", "newcomer_")
    return rows.order_by().annotate(**row).values_list(*order)


def _text(name: str) -> Cast:
    return Cast(F(name), TextField())


def _exchanges(entry_ids: list[UUID]) -> "QuerySet[Any]":
    return _columns(
        Exchange.objects.filter(entry_id__in=entry_ids), about="exchange", what=_text("service__name"),
        note=_text("note"), writer=F("recorded_by_id"), reason=_text("undone_reason"), undoer=F("undone_by_id"),
    )  # fmt: skip


def _events(entry_ids: list[UUID]) -> "QuerySet[Any]":
    found = Event.objects.filter(entry_id__in=entry_ids)
    return _columns(found, about="event", what=_text("title"), reason=_text("undone_reason"))


def _credits(entry_ids: list[UUID], member_id: UUID) -> "QuerySet[Any]":
    name = Member.objects.filter(pk=OuterRef("about_id")).values("name")[:1]
    # What a credit was for is a member only where it thanks for bringing one in.
    thanks = When(ground=Credit.Ground.RECRUITER, then=Subquery(name))
    return _columns(
        Credit.objects.filter(entry_id__in=entry_ids, member=member_id), about="credit", what=_text("words"),
        newcomer=Case(thanks, default=None, output_field=TextField()),
    )  # fmt: skip


def _works(entry_ids: list[UUID]) -> "QuerySet[Any]":
    found = OutsideWork.objects.filter(entry_id__in=entry_ids)
    return _columns(found, about=OUTSIDE, what=_text("authorisation__organisation"))


def _holders(account_ids: list[UUID]) -> "QuerySet[Any]":
    found = Member.objects.filter(account_id__in=account_ids)
    return _columns(found, key="account_id", about=HOLDER, what=_text("name"))
