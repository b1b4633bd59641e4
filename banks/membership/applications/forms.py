"""The forms of the applicant's pages.

Guarantees: a page saves what is fine on it, whatever is missing or wrong beside it; what was typed stays, also a
date that is none. What is missing is said in the services' own words.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from banks.asking.listings.errors import ServiceNotOffered, TitleMissing
from banks.hours.catalogue.fields import ServiceField
from banks.membership.applications.errors import (
    BirthDateMissing,
    GuardianNameMissing,
    GuardianRelationMissing,
    NameMissing,
    PlaceMissing,
)
from banks.membership.applications.filling_in import ORGANISATION, PERSON, Wish
from banks.membership.applications.measuring import AS_TYPED
from banks.membership.applications.models import Application
from banks.membership.applications.queries import where_of
from banks.membership.applications.rules import asks_birth_date
from banks.membership.screening.errors import ReferenceNameMissing
from banks.membership.waivers.errors import SignerNameMissing
from banks.people.places.rules import Place
from banks.policies.kinds import MembershipPolicy
from banks.ui.form_fields import LIKE_AN_ADDRESS, DayField
from banks.ui.widgets import RadioCards

OFFER, REQUEST = "offer", "request"


class BirthDateField(DayField):
    """A date of birth, typed: nobody pages back through seventy years of a calendar."""

    default_error_messages = {
        "required": BirthDateMissing.words,
        "invalid": "There is no such day. Write month, day and year, for example 2/28/1948.",
        "year": "Please check the year in which you were born.",
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "bday", "inputmode": "text"})
        super().__init__(**{"widget": widget, **kwargs})

    def to_python(self, value: Any) -> date | None:
        return super().to_python(str(value or "").strip())


class BeginForm(forms.Form):
    """A name and one way to reach somebody: enough to begin."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        error_messages={"required": NameMissing.words},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Your mail address",
        help_text="We send you a link to your application there, so that you can go on any time.",
        required=False,
        max_length=254,
        error_messages=LIKE_AN_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label="Or your telephone number",
        help_text="If you have no mail. One of the two is enough.",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class OneOfField(forms.ChoiceField):
    """One of several, shown as needed; whatever else is posted means that nothing was chosen."""

    widget = RadioCards

    def validate(self, value: Any) -> None:
        """The services look at what was chosen, and go on without it."""


class AboutForm(BeginForm):
    """About the applicant, as far as the bank's rules ask."""

    kind = OneOfField(
        label="Who joins?",
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
        self.fields["email"].help_text = "Our answers go there. Mail or telephone: one of the two is enough."
        self.fields["phone"].label, self.fields["phone"].help_text = "Your telephone number", ""
        if not rules.organisations:
            del self.fields["kind"]
        kind = self.data.get("kind") if "kind" in self.fields and self.is_bound else application.kind
        if kind == ORGANISATION or not asks_birth_date(rules):
            del self.fields["birth_date"]
            return
        self.fields["birth_date"].required = not application.birth_date_given
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
        error_messages={"required": PlaceMissing.words},
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    chosen = OneOfField(label="Which of these is it?")
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
        if not choices:
            del self.fields["chosen"]
            return
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.ChoiceField)
        labels = [(place.label, place.label) for place in choices]
        chosen.choices = [*labels, (AS_TYPED, "None of these. Keep what I typed.")]


class GuardianForm(forms.Form):
    """Who answers for a minor."""

    name = forms.CharField(
        label="The guardian's full name", max_length=120, error_messages={"required": GuardianNameMissing.words}
    )
    relation = forms.CharField(
        label="How do you belong together?",
        help_text="For example mother, grandfather, legal guardian.",
        max_length=60,
        error_messages={"required": GuardianRelationMissing.words},
    )
    phone = forms.CharField(
        label="The guardian's telephone number",
        help_text="Telephone or mail: one of the two is enough.",
        required=False,
        max_length=40,
    )
    email = forms.EmailField(
        label="The guardian's mail address", required=False, max_length=254, error_messages=LIKE_AN_ADDRESS
    )
    is_of_age = forms.BooleanField(label="I am the guardian, and I am of age.", required=False)


class ReferenceForm(forms.Form):
    """Somebody who knows the applicant; sealed at once, so never shown again."""

    name = forms.CharField(label="Their name", max_length=120, error_messages={"required": ReferenceNameMissing.words})
    contact = forms.CharField(
        label="Their telephone number or mail address",
        max_length=120,
        error_messages={"required": "Please give a telephone number or a mail address, so that we can ask them."},
    )
    relation = forms.CharField(
        label="How do they know you?", help_text="For example neighbor, teacher, pastor.", required=False, max_length=80
    )


class SignatureForm(forms.Form):
    """A name under words; the hash says which words were on the page."""

    words_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)
    signer_name = forms.CharField(
        label="Your full name, as your signature",
        error_messages={"required": SignerNameMissing.words},
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

    def __init__(self, *args: Any, kind: str, is_asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.is_asked = kind, is_asked
        for name, missing in (("service", ServiceNotOffered), ("title", TitleMissing)):
            self.fields[name].required = is_asked
            self.fields[name].error_messages["required"] = missing.words
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


class Together:
    """Several forms of one page as one, for the summary of their faults and the page's status."""

    is_bound = True

    def __init__(self, rows: Sequence[forms.BaseForm]) -> None:
        self.rows = rows

    @property
    def errors(self) -> bool:
        return any(form.errors for form in self.rows)

    def non_field_errors(self) -> list[str]:
        return [str(text) for form in self.rows for text in form.non_field_errors()]

    def __iter__(self) -> Iterator[forms.BoundField]:
        return (field for form in self.rows for field in form)
