"""The form for somebody whom a coordinator takes in by hand. Only the name is needed, and what the rules ask for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from banks.membership.joining.by_hand import ByHand, Guardian
from banks.membership.waivers.rules import Waiver
from banks.people.members.errors import NameMissing
from banks.people.members.models import Member
from banks.people.members.services import NewMember
from banks.people.picker.fields import PersonField, people_choices
from banks.policies.kinds import MembershipPolicy
from banks.ui.form_fields import LIKE_AN_ADDRESS, DayField, KeyField

OF_THE_GUARDIAN = ("guardian_name", "guardian_relation", "guardian_phone", "guardian_is_of_age")
OF_THE_WAIVER = ("waiver_version", "waiver_signed_on")
OWN_ROW = (
    "name", "kind", "email", "phone", "street", "postal_code", "town", "joined_on", "recruited_by", "oriented_on",
)  # fmt: skip


class JoinForm(forms.Form):
    """Who joins, how to reach them, who brought them in. The key becomes the member's id.

    Fields that a bank's rules do not ask for are left out.
    """

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": NameMissing.words})
    kind = forms.ChoiceField(label="Who joins?", choices=Member.Kind.choices, initial=Member.Kind.PERSON)
    email = forms.EmailField(label="E-mail", required=False, max_length=254, error_messages=LIKE_AN_ADDRESS)
    phone = forms.CharField(label="Telephone", required=False, max_length=40)
    street = forms.CharField(label="Street and house number", required=False, max_length=120)
    postal_code = forms.CharField(
        label="Postal code",
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    town = forms.CharField(label="Town", required=False, max_length=80)
    joined_on = DayField(label="Joined on", error_messages={"required": "Choose the day of joining."})
    recruited_by = PersonField(label="Who brought them in?", required=False)
    oriented_on = DayField(
        label="Attended an orientation on", required=False, help_text="Leave it out if they have not been to one yet."
    )
    birth_date = DayField(label="Date of birth", required=False)
    guardian_name = forms.CharField(label="Name of the guardian", required=False, max_length=120)
    guardian_relation = forms.CharField(
        label="Relation to the member", required=False, max_length=60, help_text="For example mother or foster father."
    )
    guardian_phone = forms.CharField(label="Telephone of the guardian", required=False, max_length=40)
    guardian_is_of_age = forms.BooleanField(label="The guardian says that they are of age", required=False)
    waiver_version = forms.ChoiceField(label="Signed the waiver on paper?", required=False)
    waiver_signed_on = DayField(label="Signed on", required=False)
    key = KeyField()

    def __init__(self, *args: Any, rules: MembershipPolicy, waivers: Sequence[Waiver], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recruiter, version = self.fields["recruited_by"], self.fields["waiver_version"]
        assert isinstance(recruiter, PersonField)
        assert isinstance(version, forms.ChoiceField)
        recruiter.offer(people_choices())
        version.choices = [("", "Not signed yet"), *((each.version, f"Version {each.version}") for each in waivers)]
        self.fields["birth_date"].help_text = _whose_birth_date(rules)
        if not rules.organisations:
            self.fields["kind"].widget = forms.HiddenInput()
        for name in _not_asked(rules):
            del self.fields[name]

    def new_member(self) -> NewMember:
        given = self.cleaned_data
        return NewMember(member_id=given["key"], **{name: given[name] for name in OWN_ROW if name in given})

    def by_hand(self) -> ByHand:
        given = self.cleaned_data
        born: date | None = given.get("birth_date")
        return ByHand(
            birth_date=born,
            guardian=Guardian(
                name=given.get("guardian_name", ""),
                relation=given.get("guardian_relation", ""),
                phone=given.get("guardian_phone", ""),
                is_of_age=given.get("guardian_is_of_age", False),
            ),
            waiver_version=given.get("waiver_version", ""),
            waiver_signed_on=given.get("waiver_signed_on"),
        )


def _not_asked(rules: MembershipPolicy) -> list[str]:
    """Fields this bank's rules have no use for."""
    left_out: list[str] = []
    if rules.orientation == "none":
        left_out.append("oriented_on")
    if not rules.guardian_under and rules.min_age is None:
        left_out.append("birth_date")
    if not rules.guardian_under:
        left_out += OF_THE_GUARDIAN
    if not rules.waiver_required:
        left_out += OF_THE_WAIVER
    return left_out


def _whose_birth_date(rules: MembershipPolicy) -> str:
    if rules.min_age is not None:
        return f"Our members are at least {rules.min_age} years old."
    return f"Only for somebody younger than {rules.guardian_under}: a legal guardian signs for them."
