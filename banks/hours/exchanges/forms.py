"""Forms of a report of hours: who, what, when, how long; the phone report; undoing.

Guarantees: a report is told in steps without a session, because fields of the other steps travel along
hidden. Forms only translate: whether a report may stand is decided by services and rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from banks.errors import BankError
from banks.hours.catalogue.fields import ServiceField
from banks.hours.exchanges.errors import UndoReasonMissing
from banks.hours.exchanges.rules import Part, check_people
from banks.hours.exchanges.services import Report
from banks.people.members.rules import Viewer
from banks.people.picker.fields import Choice, PeopleField, PersonField, as_id
from banks.ui.form_fields import DayField, KeyField
from banks.ui.form_pages import add_refusal
from banks.ui.widgets import LengthField, RadioCards

PLACES = {"minutes": "length", "service_date": "service_date", "travel_minutes": "travel"}
OWN_LENGTH = "own_length_"
MOST_OWN_LENGTHS = 40
MOST_TYPED_MINUTES = 100_000


@dataclass(frozen=True, slots=True)
class Offer:
    """What the bank's rules of today let a report contain."""

    people: tuple[Choice, ...]
    travel: bool
    travel_hint: str
    costs_hint: str
    occasions: tuple[str, ...]
    late_reasons: bool
    acts_for: tuple[Choice, ...] = ()  # the organisations whose side the one who reports may take


class ReportForm(forms.Form):
    """What, when and how long; each kind of report adds who."""

    who: tuple[str, ...] = ()
    with_others: ClassVar[bool] = False  # the one who reports takes part and is not on the lists

    service = ServiceField(label="What was done?")
    service_date = DayField(label="On which day?", error_messages={"required": "Choose the day of the service."})
    length = LengthField(label="How long did it take?")
    travel = forms.IntegerField(
        label="Minutes on the way, there and back",
        required=False,
        min_value=0,
        max_value=MOST_TYPED_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={
            "invalid": "Write the way as whole minutes, for example 20.",
            "min_value": "The way cannot be shorter than nothing.",
            "max_value": "Write the way as whole minutes, for example 20.",
        },
    )
    note = forms.CharField(label="A note for both of you", required=False, max_length=500)
    costs = forms.CharField(label="Costs, such as gas or ingredients", required=False, max_length=300)
    late_reason = forms.CharField(
        label="Why it is reported late",
        help_text="Only when it is later than our guidelines allow: you make an exception, with this reason.",
        required=False,
        max_length=300,
    )
    key = KeyField()

    def __init__(self, *args: Any, actor: Viewer, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.offer = actor, offer
        if self.with_others and offer.acts_for:
            self._ask_for_whom()
        self.order_fields([*self.who, "service", "service_date", "length", "travel"])
        self._fill()
        if not offer.travel:
            del self.fields["travel"]
        if not offer.late_reasons:
            del self.fields["late_reason"]

    @property
    def what(self) -> list[str]:
        """The fields of the second step."""
        return [name for name in self.fields if name not in self.who and name != "key"]

    def hide(self, names: Iterable[str]) -> None:
        """These travel along unseen."""
        for name in names:
            self.fields[name].widget = self.fields[name].hidden_widget()

    def ask_only_who(self) -> None:
        """The second step's answers travel along as they are, to be judged when they are asked for."""
        for name in self.what:
            carried = forms.CharField(required=False, widget=self.fields[name].hidden_widget())
            self.fields[name] = carried

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if all(cleaned.get(name) for name in self.who):
            providers, receivers = self.sides()
            try:
                check_people(providers, receivers, self._names())
            except BankError as refused:
                add_refusal(self, refused, places=self.places)
        return cleaned

    @property
    def places(self) -> dict[str, str]:
        """The services' names of what is to blame -> this form's fields."""
        return PLACES

    @property
    def own_side(self) -> UUID:
        """The one who reports, or the organisation they report for."""
        return self.cleaned_data.get("for_whom") or self.actor.member_id

    def sides(self) -> tuple[list[UUID], list[UUID]]:
        """Who gave and who received."""
        raise TypeError(f"{type(self).__name__} names no people.")

    def report(self) -> Report:
        """What the form says, for the services."""
        given = self.cleaned_data
        providers, receivers = self.sides()
        return Report(
            key=given["key"],
            providers=[Part(pk, self._minutes_of(pk), given.get("travel") or 0) for pk in providers],
            receivers=receivers,
            service_id=given["service"],
            service_date=given["service_date"],
            note=given["note"],
            costs_note=given["costs"],
            occasion=given.get("occasion") or "",
            late_reason=given.get("late_reason") or "",
        )

    def _ask_for_whom(self) -> None:
        """Only asked of somebody who acts for an organisation."""
        me = (str(self.actor.member_id), "For myself")
        self.fields["for_whom"] = forms.TypedChoiceField(
            label="For whom?",
            choices=[me, *((pk, f"For {name}") for pk, name in self.offer.acts_for)],
            coerce=UUID,
            initial=me[0],
            widget=RadioCards,
            error_messages={"required": "Choose for whom you report.", "invalid_choice": "Choose from the list."},
        )
        self.who = ("for_whom", *self.who)

    def _fill(self) -> None:
        """Give the choosing fields this bank's people and services, and the rules' hints."""
        me, never_me = str(self.actor.member_id), self.with_others and not self.offer.acts_for
        people = [choice for choice in self.offer.people if not never_me or choice[0] != me]
        people.sort(key=lambda choice: choice[0] != me)  # who reports stands first, seen without searching
        for field in self.fields.values():
            if isinstance(field, PersonField | PeopleField):
                field.offer(people)
            elif isinstance(field, ServiceField):
                field.offer()
        self.fields["travel"].help_text = self.offer.travel_hint
        self.fields["costs"].help_text = self.offer.costs_hint

    def _minutes_of(self, member_id: UUID) -> int:
        own: int | None = self.cleaned_data.get(f"{OWN_LENGTH}{member_id}")
        minutes: int = self.cleaned_data["length"]
        return minutes if own is None else own

    def _names(self) -> dict[UUID, str]:
        return {UUID(pk): words.rpartition(" · ")[0] for pk, words in self.offer.people}


class ProvidedForm(ReportForm):
    who = ("person",)
    with_others = True
    person = PersonField(label="Whom did you help?")

    @property
    def places(self) -> dict[str, str]:
        return {**PLACES, "providers": "person", "receivers": "person"}

    def sides(self) -> tuple[list[UUID], list[UUID]]:
        return [self.own_side], [self.cleaned_data["person"]]


class ReceivedForm(ProvidedForm):
    person = PersonField(label="Who helped you?")

    def sides(self) -> tuple[list[UUID], list[UUID]]:
        return [self.cleaned_data["person"]], [self.own_side]


class GroupForm(ReportForm):
    """Several people helped one: each earns their own time."""

    who = ("receiver", "providers")
    receiver = PersonField(label="Who was helped?")
    providers = PeopleField(label="Who helped?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["length"].label = "How long did each of you help?"
        names = self._names()
        for member_id in self._ticked()[:MOST_OWN_LENGTHS]:
            name = names.get(member_id, "Somebody")
            self.fields[f"{OWN_LENGTH}{member_id}"] = _own_length(name)
        late = [name for name in ("travel", "note", "costs", "late_reason", "key") if name in self.fields]
        for name in late:
            self.fields[name] = self.fields.pop(name)

    @property
    def places(self) -> dict[str, str]:
        return {**PLACES, "receivers": "receiver"}

    def sides(self) -> tuple[list[UUID], list[UUID]]:
        return self.cleaned_data["providers"], [self.cleaned_data["receiver"]]

    def _ticked(self) -> list[UUID]:
        field = self.fields["providers"]
        raw = field.widget.value_from_datadict(self.data, {}, "providers") if self.is_bound else None
        ids = [as_id(each) for each in raw or self.initial.get("providers") or []]
        return list(dict.fromkeys(each for each in ids if each is not None))


class RideForm(ReportForm):
    """One drove, several rode and share the time."""

    who = ("driver", "riders")
    driver = PersonField(label="Who drove?")
    riders = PeopleField(label="Who rode along?")

    @property
    def places(self) -> dict[str, str]:
        return {**PLACES, "providers": "driver", "receivers": "riders"}

    def sides(self) -> tuple[list[UUID], list[UUID]]:
        return [self.cleaned_data["driver"]], self.cleaned_data["riders"]


class EvenForm(ReportForm):
    """Time together that moves nothing."""

    who = ("occasion", "others")
    with_others = True
    occasion = forms.ChoiceField(
        label="What kind of time together was it?",
        widget=RadioCards,
        error_messages={"required": "Choose what it was.", "invalid_choice": "Choose what it was from the list."},
    )
    others = PeopleField(label="Who was with you?")

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, offer=offer, **kwargs)
        occasion = self.fields["occasion"]
        assert isinstance(occasion, forms.ChoiceField)
        occasion.choices = [(kind, kind.replace("_", " ").capitalize()) for kind in offer.occasions]
        self.fields.pop("travel", None)

    @property
    def places(self) -> dict[str, str]:
        return {**PLACES, "providers": "others", "receivers": "others"}

    def sides(self) -> tuple[list[UUID], list[UUID]]:
        return [self.own_side], self.cleaned_data["others"]


class PhoneForm(ReportForm):
    """A report taken by phone: five facts, each named when it is missing (row D-phone)."""

    who = ("provider", "receiver")
    provider = PersonField(label="Who provided the service?", error_messages={"required": "Ask who provided it."})
    receiver = PersonField(label="Who received it?", error_messages={"required": "Ask who received it."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {
            "service": "Ask what was done, and choose the service.",
            "service_date": "Ask on which day it was.",
            "length": "Ask how long it took.",
        }
        for name, sentence in asked.items():
            self.fields[name].error_messages["required"] = sentence

    @property
    def places(self) -> dict[str, str]:
        return {**PLACES, "providers": "provider", "receivers": "receiver"}

    def sides(self) -> tuple[list[UUID], list[UUID]]:
        return [self.cleaned_data["provider"]], [self.cleaned_data["receiver"]]


class UndoForm(forms.Form):
    """Why something is undone; both sides will read it."""

    reason = forms.CharField(
        label="What was wrong?",
        help_text="Everybody who took part will read it.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": UndoReasonMissing.words},
    )


def _own_length(name: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"{name}: minutes, if it was another length",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={"invalid": f"Write {name}'s time as whole minutes, for example 90."},
    )
