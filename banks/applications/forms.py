"""The forms of the applicant's pages.

Guarantees: no field is required here, because every page saves what is there; what is missing is said by the
services, beside its field. What was typed stays, also a date that is none.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from banks.applications.filling_in import ORGANISATION, PERSON, Wish
from banks.applications.models import Application
from banks.applications.queries import where_of
from banks.applications.rules import asks_birth_date
from banks.listings.choosing import ServiceField
from banks.members.forms import LIKE_AN_ADDRESS
from banks.places.rules import Place
from banks.policies.kinds import MembershipPolicy
from banks.web.form_fields import DayField
from banks.web.widgets import RadioCards

AS_TYPED = "as_typed"
OFFER, REQUEST = "offer", "request"


class BirthDateField(DayField):
    """A date of birth, typed: nobody pages back through seventy years of a calendar."""

    default_error_messages = {
        "invalid": "There is no such day. Write month, day and year, for example 2/28/1948.",
        "year": "Please check the year in which you were born.",
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "bday", "inputmode": "text"})
        super().__init__(**{"widget": widget, **kwargs})

    def to_python(self, value: Any) -> date | None:
        return super().to_python(" ".join(str(value or "").replace("-", "-").split()))


class BeginForm(forms.Form):
    """A name and one way to reach somebody: enough to begin."""

    name = forms.CharField(
        label="Your name", required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Your mail address",
        help_text="We send you a link to your application, so that you can go on any time.",
        required=False,
        max_length=254,
        error_messages=LIKE_AN_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label="Or your telephone number",
        help_text="No mail? Leave it out and give us your number.",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class AboutForm(BeginForm):
    """About the applicant, as far as the bank's rules ask."""

    kind = forms.ChoiceField(
        label="Who joins?",
        required=False,
        choices=[(PERSON, "A person"), (ORGANISATION, "An organisation")],
        widget=RadioCards(hints={ORGANISATION: "A club, a school, a church, a shop."}),
    )
    birth_date = BirthDateField(label="Your date of birth", required=False)
    recruiter_words = forms.CharField(
        label="Who told you about us?",
        help_text="A name, or a member number if you know it.",
        required=False,
        max_length=120,
    )
    about = forms.CharField(
        label="Something about you",
        help_text="What you like to do, when you are at home, what we should know.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ["kind", "name", "email", "phone", "birth_date", "recruiter_words", "about"]

    def __init__(self, *args: Any, application: Application, rules: MembershipPolicy, **kwargs: Any) -> None:
        initial = {name: getattr(application, name) for name in self.base_fields if name != "birth_date"}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.fields["email"].help_text = "Where our answers go."
        self.fields["phone"].label, self.fields["phone"].help_text = "Your telephone number", ""
        if not rules.organisations:
            del self.fields["kind"]
        if application.kind == ORGANISATION or not asks_birth_date(rules):
            del self.fields["birth_date"]
            return
        self.fields["birth_date"].help_text = (
            "It is kept under seal. Leave this empty to keep it as it is."
            if application.birth_date_given
            else "For example 2/28/1948. It is kept under seal; we ask because our rules name an age."
        )


class PlaceForm(forms.Form):
    """Where somebody lives: town or postal code; of several places of a name, which."""

    where = forms.CharField(
        label="Your town or postal code",
        help_text="For example Lamoni, IA or 50140.",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    chosen = forms.ChoiceField(label="Which of these is it?", required=False, widget=RadioCards)
    street = forms.CharField(
        label="Street and house number",
        help_text="Only our coordinators see it.",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    def __init__(self, *args: Any, application: Application, choices: Sequence[Place] = (), **kwargs: Any) -> None:
        initial = {"where": where_of(application), "street": application.street}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.fields["where"].required = False
        self.offer(choices)

    def offer(self, places: Iterable[Place], *, known: bool = True) -> None:
        """Places of this name, or places spelt much like it and the way out."""
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(place.label, place.label) for place in places]
        if chosen.choices and not known:
            chosen.choices = [*chosen.choices, (AS_TYPED, "None of these. Keep what I typed.")]
        if not chosen.choices:
            chosen.widget = forms.HiddenInput()


class GuardianForm(forms.Form):
    """Who answers for a minor."""

    name = forms.CharField(label="The guardian's full name", required=False, max_length=120)
    relation = forms.CharField(
        label="How do you belong together?",
        help_text="For example mother, grandfather, legal guardian.",
        required=False,
        max_length=60,
    )
    phone = forms.CharField(label="The guardian's telephone number", required=False, max_length=40)
    email = forms.EmailField(
        label="The guardian's mail address", required=False, max_length=254, error_messages=LIKE_AN_ADDRESS
    )
    is_of_age = forms.BooleanField(label="I am the guardian, and I am of age.", required=False)


class ReferenceForm(forms.Form):
    """Somebody who knows the applicant; sealed at once, so never shown again."""

    name = forms.CharField(label="Name", required=False, max_length=120)
    contact = forms.CharField(label="Telephone number or mail address", required=False, max_length=120)
    relation = forms.CharField(
        label="How do they know you?", help_text="For example neighbor, teacher, pastor.", required=False, max_length=80
    )

    @property
    def is_empty(self) -> bool:
        return not any(str(value or "").strip() for value in self.cleaned_data.values())


class SignatureForm(forms.Form):
    """A name under words; the hash says which words were on the page."""

    words_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)
    signer_name = forms.CharField(
        label="Your full name, as your signature",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_of_age = forms.BooleanField(label="I am of age and a legal guardian.", required=False)

    def __init__(self, *args: Any, by_guardian: bool, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_guardian:
            self.fields["signer_name"].label = f"The full name of {name}’s guardian, as a signature"
        else:
            del self.fields["is_of_age"]


class WishForm(forms.Form):
    """One first offer or request."""

    service = ServiceField(label="Which service?", required=False)
    title = forms.CharField(label="In a few words", required=False, max_length=100)
    details = forms.CharField(
        label="More about it", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    EXAMPLES = {OFFER: "For example “I bake bread”.", REQUEST: "For example “A ride to the clinic on Tuesdays”."}

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["title"].help_text = self.EXAMPLES[kind]
        service = self.fields["service"]
        assert isinstance(service, ServiceField)
        service.offer()

    def wish(self) -> Wish:
        """As it stands, half-filled or not."""
        given = self.cleaned_data
        return Wish(given.get("service"), given.get("title", ""), given.get("details", ""))


class SeatForm(forms.Form):
    """Which orientation."""

    orientation = forms.UUIDField(error_messages={"required": "Choose a day.", "invalid": "Choose a day."})

    @property
    def orientation_id(self) -> UUID:
        chosen: UUID = self.cleaned_data["orientation"]
        return chosen
