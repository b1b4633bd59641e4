"""Fields to choose people: one from a list, or several with check boxes.

Guarantees: members choose among those who are listed, and themselves; coordinators among everybody current;
each once, told apart by number. A person who is not on the list (who left, or does not exist) passes here
when the id is well formed: the services refuse by name.
Refuses: what is no id at all. Called by the forms of every slice that names people.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from banks.people.members.models import Member
from banks.people.members.queries import current_members, listed_members
from banks.people.members.rules import Viewer
from banks.ui.widgets import TickList

Choice = tuple[str, str]


def people_choices() -> list[Choice]:
    """(id, "Anne Miller · 104") of the current members by name: for coordinators."""
    return _choices(current_members())


def choices_of(viewer: Viewer, *, on: date) -> list[Choice]:
    """Those whom this viewer may choose: nobody, those who are listed and themselves, or everybody."""
    if viewer.is_coordinator:
        return people_choices()
    if not viewer.sees_people:
        return []
    return _choices(listed_members(on=on) | Member.objects.filter(pk=viewer.member_id))


def _choices(members: QuerySet[Member]) -> list[Choice]:
    return [(str(pk), f"{name} · {number}") for pk, name, number in members.values_list("pk", "name", "number")]


def as_id(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


class PersonField(forms.ChoiceField):
    """One person; yields the member's id."""

    widget = forms.Select(attrs={"data-search": ""})
    default_error_messages = {
        "required": "Choose a person.",
        "invalid_choice": "Choose a person from the list.",
    }

    def __init__(self, *, people: Iterable[Choice] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer(people)

    def offer(self, people: Iterable[Choice]) -> None:
        self.choices = [("", "Choose a person"), *people]

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        found = as_id(value)
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)


class PeopleField(forms.MultipleChoiceField):
    """Several people; yields the members' ids in the order of the list."""

    default_error_messages = {
        "required": "Tick at least one person.",
        "invalid_choice": "Choose people from the list.",
        "invalid_list": "Choose people from the list.",
    }

    def __init__(self, *, people: Iterable[Choice] = (), **kwargs: Any) -> None:
        super().__init__(**{"widget": TickList, **kwargs})
        self.offer(people)

    def offer(self, people: Iterable[Choice]) -> None:
        self.choices = list(people)

    def to_python(self, value: Any) -> Any:
        ids = [as_id(each) for each in super().to_python(value)]
        if None in ids:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return ids

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
