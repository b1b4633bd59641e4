"""Forms of offers and requests: searching, posting, saying what is odd."""

from collections.abc import Iterable
from typing import Any

from django import forms

from banks.asking.listings.errors import TitleMissing
from banks.asking.listings.models import Listing
from banks.asking.listings.queries import NEAREST, NEWEST
from banks.asking.listings.services import Draft
from banks.hours.catalogue.fields import CategoryOrServiceField, ServiceField
from banks.people.picker.fields import Choice, PersonField
from banks.ui.form_fields import DayField, KeyField
from banks.ui.widgets import RadioCards

SORTS = [(NEAREST, "Nearest first"), (NEWEST, "Newest first")]
KINDS = [("", "Everything"), ("offer", "Offers"), ("request", "Requests")]


class ListingSearch(forms.Form):
    """What somebody looks for."""

    q = forms.CharField(label="A word", required=False, max_length=80)
    kind = forms.ChoiceField(label="Show", required=False, choices=KINDS)
    service = CategoryOrServiceField(label="Service", required=False, all_words="Any service")
    town = forms.ChoiceField(label="Town", required=False)
    sort = forms.ChoiceField(label="Order", required=False, choices=SORTS)

    def __init__(self, *args: Any, towns: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service, town = self.fields["service"], self.fields["town"]
        assert isinstance(service, CategoryOrServiceField)
        assert isinstance(town, forms.ChoiceField)
        service.offer()
        town.choices = [("", "Any town"), *((name, name) for name in towns)]


class WordingForm(forms.Form):
    """What an offer or request says; the part of it that can be changed later."""

    service = ServiceField(label="Category and service", error_messages={"required": "Choose a category and service."})
    title = forms.CharField(
        label="In a few words",
        max_length=100,
        help_text="For example “A ride to the clinic” or “Bread every Friday”.",
        error_messages={"required": TitleMissing.words},
    )
    details = forms.CharField(
        label="What else should people know?",
        required=False,
        max_length=1000,
        help_text="When it suits you, what is needed, how often. No telephone number or street: those are shown as "
        "you chose in “My details”.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    ends_on = DayField(label="Until which day?", required=False, help_text="Empty: until you close it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service = self.fields["service"]
        assert isinstance(service, ServiceField)
        service.offer()

    def draft(self, kind: str) -> Draft:
        given = self.cleaned_data
        return Draft(kind, given["service"], given["title"], given["details"], given["ends_on"])


class PostForm(WordingForm):
    """A new offer or request; `people` are those the sender may speak for, when that is more than themselves."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[("offer", "I can give"), ("request", "I need")],
        widget=RadioCards(
            hints={"offer": "Something you like to do for others.", "request": "Asking gives somebody the chance."},
            icons={"offer": "given", "request": "received"},
        ),
        error_messages={"required": "Choose whether you offer or need something."},
    )
    member = PersonField(label="For whom?", required=False, help_text="Empty: for yourself.")
    key = KeyField()
    field_order = ("kind", "member", "service", "title", "details", "ends_on")

    def __init__(self, *args: Any, people: Iterable[Choice] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member, known = self.fields["member"], list(people)
        assert isinstance(member, PersonField)
        member.offer(known)
        if not known:
            del self.fields["member"]


class ReasonForm(forms.Form):
    """Why something is odd, or why it is hidden."""

    reason = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, missing: str, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text
        self.fields["reason"].error_messages["required"] = missing


def wording_of(listing: Listing) -> dict[str, Any]:
    """What the form to change a listing begins with."""
    return {
        "service": str(listing.service_id),
        "title": listing.title,
        "details": listing.details,
        "ends_on": listing.ends_on,
    }
