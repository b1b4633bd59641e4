"""The form for somebody who joins. Only the name is needed."""

from typing import Any

from django import forms

from banks.clock import now
from banks.members.choosing import PersonField, people_choices
from banks.members.errors import NameMissing
from banks.members.forms import LIKE_AN_ADDRESS
from banks.members.models import Member
from banks.members.services import NewMember
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from banks.web.form_fields import DayField, KeyField


class JoinForm(forms.Form):
    """Who joins, how to reach them, who brought them in. The key becomes the member's id."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": NameMissing.words})
    kind = forms.ChoiceField(label="Who joins?", choices=Member.Kind.choices, initial=Member.Kind.PERSON)
    email = forms.EmailField(label="E-mail", required=False, max_length=254, error_messages=LIKE_AN_ADDRESS)
    phone = forms.CharField(label="Telephone", required=False, max_length=40)
    street = forms.CharField(label="Street and house number", required=False, max_length=120)
    town = forms.CharField(label="Town", required=False, max_length=80)
    joined_on = DayField(label="Joined on", error_messages={"required": "Choose the day of joining."})
    recruited_by = PersonField(label="Who brought them in?", required=False)
    key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not policy_in_force(MembershipPolicy, now()).value.organisations:
            self.fields["kind"].widget = forms.HiddenInput()
        recruiter = self.fields["recruited_by"]
        assert isinstance(recruiter, PersonField)
        recruiter.offer(people_choices())

    def new_member(self) -> NewMember:
        given = dict(self.cleaned_data)
        return NewMember(member_id=given.pop("key"), **given)
