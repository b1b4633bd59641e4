"""The form of a gathering: what it was, and a list of names to tick.

Guarantees: works for lists of several hundred names; what was typed beside a name stays, with its fault.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from banks.hours.events.errors import TitleMissing
from banks.hours.events.models import Event
from banks.hours.events.rules import Present
from banks.hours.events.services import AttendanceList
from banks.people.members.models import Member
from banks.people.picker.fields import Choice, PersonField, as_id
from banks.ui.form_fields import DayField, KeyField
from banks.ui.widgets import LengthField, RadioCards

NOT_MINUTES = "Write whole minutes, for example 30."
LONGEST_TYPED = 6
SPOILT = -1


class GatheringForm(forms.Form):
    """What it was, when, and how long."""

    kind = forms.ChoiceField(
        label="What was it?",
        choices=Event.Kind.choices,
        widget=RadioCards(hints={"event": "A potluck, a picnic, a project.", "meeting": "A meeting of our bank."}),
        error_messages={"required": "Choose whether it was an event or a meeting."},
    )
    title = forms.CharField(label="What is it called?", max_length=120, error_messages={"required": TitleMissing.words})
    held_on = DayField(label="On which day?", error_messages={"required": "Choose the day it took place."})
    length = LengthField(label="How long did it last?")
    supervised_by = PersonField(
        label="Who kept an eye on it?", required=False, help_text="Somebody who was there for everybody, all the time."
    )
    key = KeyField()

    def __init__(self, *args: Any, people: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        supervisor = self.fields["supervised_by"]
        assert isinstance(supervisor, PersonField)
        supervisor.offer(people)


@dataclass(slots=True)
class NameRow:
    """One name of the list as the page shows it."""

    id: UUID
    name: str
    town: str
    here: bool = False
    early: str = ""
    late: str = ""
    hosted: bool = False
    error: str = ""


def name_rows(members: Iterable[Member], sent: QueryDict | None = None) -> list[NameRow]:
    """Everybody by name, with what was sent about them."""
    rows = [NameRow(member.pk, member.name, member.town) for member in members]
    if sent is None:
        return rows
    here, hosted = set(sent.getlist("here")), set(sent.getlist("hosted"))
    for row in rows:
        key = str(row.id)
        row.here, row.hosted = key in here, key in hosted
        row.early, row.late = (sent.get(f"{part}_{key}", "").strip() for part in ("early", "late"))
        if SPOILT in (_minutes(row.early), _minutes(row.late)):
            row.error = NOT_MINUTES
        elif not row.here and (row.early or row.late or row.hosted):
            row.error = f"Tick {row.name} too, or empty what stands beside the name."
    return rows


def attendance_of(form: GatheringForm, rows: Iterable[NameRow], sent: QueryDict) -> AttendanceList:
    """What the coordinator reports; ids that are not on the list are left to the service to refuse."""
    given: Mapping[str, Any] = form.cleaned_data
    rows = list(rows)
    people = [Present(r.id, _minutes(r.early), _minutes(r.late), r.hosted) for r in rows if r.here]
    listed = {row.id for row in rows}
    others = {as_id(text) for text in sent.getlist("here")} - listed
    people += [Present(each or UUID(int=0)) for each in others]
    return AttendanceList(
        key=given["key"],
        kind=given["kind"],
        title=given["title"],
        held_on=given["held_on"],
        minutes=given["length"],
        people=people,
        supervised_by=given["supervised_by"],
    )


def _minutes(text: str) -> int:
    """Whole minutes; nothing typed is none; SPOILT where it is no number."""
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_TYPED else SPOILT
