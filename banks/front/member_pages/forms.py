"""Forms about members: searching, details, powers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from banks.hours.catalogue.fields import ServiceField
from banks.hours.catalogue.queries import services_on_offer
from banks.membership.powers.rules import PLAIN_WORDS, usual_end
from banks.people.members.models import Member, Power
from banks.people.members.queries import listed_members, towns
from banks.people.picker.fields import PersonField, people_choices
from banks.ui.form_fields import LIKE_AN_ADDRESS, DayField
from banks.ui.widgets import RadioCards, TickList


class DirectorySearch(forms.Form):
    """What somebody needs, a name or a town."""

    q = forms.CharField(label="A name or a word", required=False, max_length=80)
    service = ServiceField(label="Service", required=False, all_words="Any service")
    town = forms.ChoiceField(label="Town", required=False)
    sort = forms.ChoiceField(label="Order", required=False, choices=[("name", "By name"), ("near", "Nearest first")])

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service, town = self.fields["service"], self.fields["town"]
        assert isinstance(service, ServiceField)
        assert isinstance(town, forms.ChoiceField)
        service.offer()
        town.choices = [("", "Any town"), *((name, name) for name in towns(listed_members(on=on)))]


class MemberSearch(forms.Form):
    """The coordinator's search."""

    q = forms.CharField(label="A name or number", required=False, max_length=80)
    left = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", "Current members"), ("yes", "Members who left")],
    )


class DetailsForm(forms.Form):
    """A member's contact details, who sees them, and what they offer."""

    email = forms.EmailField(label="E-mail", required=False, max_length=254, error_messages=LIKE_AN_ADDRESS)
    shows_email = forms.ChoiceField(label="Who sees the e-mail address?", choices=Member.Shows.choices)
    phone = forms.CharField(label="Telephone", required=False, max_length=40)
    shows_phone = forms.ChoiceField(label="Who sees the telephone number?", choices=Member.Shows.choices)
    street = forms.CharField(label="Street and house number", required=False, max_length=120)
    shows_street = forms.ChoiceField(label="Who sees the street?", choices=Member.Shows.choices)
    town = forms.CharField(label="Town", required=False, max_length=80)
    postal_code = forms.CharField(
        label="Postal code",
        required=False,
        max_length=12,
        help_text="From it the distance to others is worked out. They see your town and how far it is, no more.",
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    about = forms.CharField(
        label="Something about you",
        help_text="What you like to do, when you are at home, what others should know.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    services = forms.MultipleChoiceField(
        label="What can you help with?",
        required=False,
        widget=TickList,
        error_messages={"invalid_choice": "Choose services from the list.", "invalid_list": "Choose services."},
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        initial = {name: getattr(member, name) for name in self.details()}
        initial["services"] = [str(pk) for pk in member.services.values_list("pk", flat=True)]
        super().__init__(*args, **{**kwargs, "initial": initial})
        services = self.fields["services"]
        assert isinstance(services, forms.MultipleChoiceField)
        services.choices = [(str(s.pk), f"{s.name} · {s.category.name}") for s in services_on_offer()]

    @classmethod
    def details(cls) -> Iterable[str]:
        """The fields that stand on the member's own row."""
        return [name for name in cls.base_fields if name != "services"]


class GrantForm(forms.Form):
    """Give somebody a power until a last day."""

    member = PersonField(label="To whom?")
    kind = forms.ChoiceField(
        label="Which power?",
        choices=Power.Kind.choices,
        widget=RadioCards(hints=PLAIN_WORDS),
        error_messages={"required": "Choose a power."},
    )
    ends_on = DayField(
        label="Last day",
        help_text="A power comes back by itself. Whoever holds it is told sixty days before.",
        error_messages={"required": "Choose the last day, for example a year from now."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = usual_end(today)
        member = self.fields["member"]
        assert isinstance(member, PersonField)
        member.offer(people_choices())
