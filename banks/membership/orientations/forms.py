"""Forms about orientations: planning one, choosing a day, saying who came."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format

from banks.membership.orientations.errors import NoSeatLeft, PlaceMissing, SeatsMissing
from banks.membership.orientations.models import Orientation
from banks.membership.orientations.planning import MOST_SEATS, Plan
from banks.people.picker.fields import PeopleField, PersonField, as_id, people_choices
from banks.ui.form_fields import DayField, KeyField, TimeField
from banks.ui.widgets import LengthField, LengthWidget, RadioCards

IN_PERSON, ONLINE = "in_person", "online"
LENGTHS = (30, 45, 60, 90, 120, 150)


class PlanForm(forms.Form):
    """Day and time by the bank's clock, place, seats, and who leads."""

    day = DayField(label="On which day?", error_messages={"required": "Choose the day."})
    time = TimeField(label="At what time?")
    length = LengthField(
        label="How long does it take?",
        widget=LengthWidget(lengths=LENGTHS),
        error_messages={"required": "Choose how long it takes."},
    )
    way = forms.ChoiceField(
        label="Where do people meet?",
        choices=[(IN_PERSON, "In person"), (ONLINE, "In an online room")],
        widget=RadioCards,
        error_messages={"required": "Choose how people meet."},
    )
    place = forms.CharField(
        label="Place",
        max_length=200,
        help_text="Where people go, with the street; or the address of the online room.",
        error_messages={"required": PlaceMissing.words},
    )
    seats = forms.IntegerField(
        label="How many seats?",
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], SeatsMissing.words),
    )
    led_by = PersonField(label="Who leads it?", required=False)
    note = forms.CharField(
        label="What should people know?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Parking, the entrance, what to bring.",
    )
    key = KeyField()

    def __init__(self, *args: Any, may_be_online: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leader = self.fields["led_by"]
        assert isinstance(leader, PersonField)
        leader.offer(people_choices())
        if not may_be_online:
            del self.fields["way"]

    def plan(self, zone: ZoneInfo) -> Plan:
        given = self.cleaned_data
        return Plan(
            starts_at=datetime.combine(given["day"], given["time"], zone),
            minutes=given["length"],
            place=given["place"],
            seats=given["seats"],
            is_online=given.get("way") == ONLINE,
            led_by=given["led_by"],
            note=given["note"],
        )


def as_planned(orientation: Orientation, zone: ZoneInfo) -> dict[str, Any]:
    """What stands in the form when a plan is changed."""
    begins = orientation.starts_at.astimezone(zone)
    return {
        "day": begins.date(),
        "time": begins.time(),
        "length": orientation.minutes,
        "way": ONLINE if orientation.is_online else IN_PERSON,
        "place": orientation.place,
        "seats": orientation.seats,
        "led_by": orientation.led_by_id,
        "note": orientation.note,
        "key": orientation.pk,
    }


class CallOffForm(forms.Form):
    words = forms.CharField(
        label="What should those with a seat know?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They get it with the news that it is called off.",
    )


class AttendanceForm(forms.Form):
    """Who came: those with a seat, those without, members who had not been to one yet."""

    came = PeopleField(label="Tick everybody who came", required=False)
    walk_ins = PeopleField(label="Who came without a seat?", required=False)
    members = PeopleField(label="Which members were there who had not been to one yet?", required=False)

    def offer(self, **lists: list[tuple[str, str]]) -> None:
        """Fill the three lists; an empty one is left out."""
        for name, people in lists.items():
            field = self.fields[name]
            assert isinstance(field, PeopleField)
            field.offer(people)
            if not people:
                del self.fields[name]

    def came_in_all(self) -> list[UUID]:
        return [*self.cleaned_data.get("came", []), *self.cleaned_data.get("walk_ins", [])]


class SeatForm(forms.Form):
    """One of the days to come."""

    orientation = forms.ChoiceField(
        label="Which day suits you?", widget=RadioCards, error_messages={"required": "Choose a day."}
    )

    def __init__(self, *args: Any, days: list[Orientation], zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["orientation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(day.pk), in_words(day, zone)) for day in days]
        field.widget.hints = {str(day.pk): hint(day) for day in days}

    def clean_orientation(self) -> UUID | None:
        return as_id(self.cleaned_data["orientation"])

    def full_clean(self) -> None:
        """A day that was free when the page was opened and is not on the list any more says so."""
        field = self.fields["orientation"]
        field.error_messages["invalid_choice"] = NoSeatLeft.words
        super().full_clean()


def in_words(orientation: Orientation, zone: ZoneInfo) -> str:
    """Saturday, 5 December, 10 a.m."""
    return date_format(orientation.starts_at.astimezone(zone), "l, j F, g:i a")


def hint(orientation: Orientation) -> str:
    left = getattr(orientation, "seats_left", None)
    seats = "" if left is None else f" · {left} seat{'' if left == 1 else 's'} left"
    where = "In an online room" if orientation.is_online else orientation.place
    return f"{where}{seats}"
