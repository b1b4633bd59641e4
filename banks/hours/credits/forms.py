"""The form of leadership hours."""

from typing import Any

from django import forms

from banks.people.picker.fields import PersonField, people_choices
from banks.policies.kinds.credits import LeadershipPolicy
from banks.ui.form_fields import DayField, KeyField
from banks.ui.widgets import LengthField


class LeadershipForm(forms.Form):
    """Who served, in which role, when and how long. Members report only themselves."""

    member = PersonField(label="Who served?")
    role = forms.ChoiceField(
        label="In which role?",
        error_messages={"required": "Choose the role.", "invalid_choice": "Choose a role from the list."},
    )
    service_date = DayField(label="On which day?", error_messages={"required": "Choose the day."})
    length = LengthField(label="How long did it take?")
    key = KeyField()

    def __init__(self, *args: Any, policy: LeadershipPolicy, for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        words = [(key, key.replace("_", " ").capitalize()) for key in policy.credit_roles]
        role.choices = [("", "Choose a role"), *words]
        member = self.fields["member"]
        assert isinstance(member, PersonField)
        if for_others:
            member.offer(people_choices())
        else:
            del self.fields["member"]
