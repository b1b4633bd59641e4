"""Forms of households, and of who acts for an organisation."""

from collections.abc import Iterable
from typing import Any

from django import forms

from banks.people.households.errors import HouseholdNameMissing, NobodyInHousehold
from banks.people.picker.fields import Choice, PeopleField, PersonField, people_choices
from banks.ui.form_fields import DayField


class HouseholdForm(forms.Form):
    """What the household is called, and who lives there."""

    name = forms.CharField(
        label="What is the household called?",
        help_text="As it stands on the envelope, for example “Anne and Bill Miller”.",
        max_length=120,
        error_messages={"required": HouseholdNameMissing.words},
    )
    members = PeopleField(label="Who lives there?", error_messages={"required": NobodyInHousehold.words})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        assert isinstance(members, PeopleField)
        members.offer(people_choices())


class ActingForm(forms.Form):
    """Who acts for the organisation, and until when."""

    person = PersonField(label="Who acts for it?")
    ends_on = DayField(label="Last day", required=False, help_text="Empty: until it is ended.")

    def __init__(self, *args: Any, people: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, PersonField)
        person.offer(people)
