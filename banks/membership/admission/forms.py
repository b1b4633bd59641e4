"""Forms of the coordinators' desk."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from banks.membership.admission.errors import NothingToSay
from banks.membership.waivers.errors import SignerNameMissing
from banks.membership.waivers.rules import Waiver
from banks.ui.form_fields import DayField, KeyField
from banks.ui.widgets import RadioCards

MOST_MILES = Decimal(9999)
LIKE_MILES = "Write the miles as a number, for example 12.5."
YES, NO = "yes", "no"


class PipelineSearch(forms.Form):
    """The coordinator's search."""

    q = forms.CharField(label="A name, mail, town or telephone number", required=False, max_length=80)
    show = forms.ChoiceField(
        label="Show", required=False, choices=[("", "Open applications"), ("ended", "Ended applications")]
    )


class PaperEntryForm(forms.Form):
    """Who wants to join and has no mail. The rest is filled in on the pages that applicants use."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Please write the name."})
    phone = forms.CharField(
        label="Telephone", max_length=40, error_messages={"required": "Ask how to reach them by telephone."}
    )
    street = forms.CharField(
        label="Street and house number",
        required=False,
        max_length=120,
        help_text="For letters; coordinators alone see it.",
    )
    key = KeyField()


class EndForm(forms.Form):
    """What the applicant reads."""

    words = forms.CharField(
        label="What the applicant reads",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NothingToSay.words},
    )


class MeasureForm(forms.Form):
    """How far it is, or whether the place is on our list; and how that is known."""

    miles = forms.DecimalField(
        label="How many miles is it?",
        min_value=0,
        max_value=MOST_MILES,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.1", "inputmode": "decimal"}),
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value", "max_decimal_places", "max_digits"], LIKE_MILES
        ),
    )
    inside = forms.ChoiceField(
        label="Is it in our area?",
        choices=[(YES, "Yes"), (NO, "No")],
        widget=RadioCards,
        error_messages={"required": "Choose yes or no."},
    )
    how = forms.CharField(
        label="How do you know?",
        max_length=100,
        help_text="For example: by the road atlas.",
        error_messages={"required": NothingToSay.words},
    )

    def __init__(self, *args: Any, by_miles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["inside" if by_miles else "miles"]

    def measured(self) -> dict[str, Any]:
        given = self.cleaned_data
        inside = given["inside"] == YES if "inside" in given else None
        return {"miles": given.get("miles"), "inside": inside, "how": given["how"]}


class SignedPaperForm(forms.Form):
    """What stands on the applicant's signed paper."""

    words_sha256 = forms.ChoiceField(
        label="Which version stands on the paper?",
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Choose the version that stands on the paper."),
    )
    signer_name = forms.CharField(
        label="Name of the person who signed", max_length=120, error_messages={"required": SignerNameMissing.words}
    )
    signed_on = DayField(label="Signed on", error_messages={"required": "Choose the day beside the name."})

    def __init__(
        self, *args: Any, name: str, is_minor: bool, waivers: list[Waiver], today: date, **kwargs: Any
    ) -> None:
        initial = {"signer_name": "" if is_minor else name, "signed_on": today}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.as_guardian = is_minor
        if is_minor:
            self.fields["signer_name"].label = "Name of the legal guardian who signed"
        version = self.fields["words_sha256"]
        assert isinstance(version, forms.ChoiceField)
        version.choices = [(waiver.sha256, f"Version {waiver.version}") for waiver in waivers]

    def signed(self) -> dict[str, Any]:
        """What `sign_waiver` takes of this form."""
        return {**self.cleaned_data, "as_guardian": self.as_guardian}
