"""Forms for signing: on screen by the member or their guardian, and what a coordinator reads off a paper."""

from datetime import date
from typing import Any

from django import forms

from banks.membership.waivers.errors import GuardianNotOfAge, SignerNameMissing
from banks.membership.waivers.rules import Waiver
from banks.people.members.models import Member
from banks.ui.form_fields import DayField
from banks.ui.widgets import RadioCards

NOT_READ = "Please read the words above, then tick this."
WHICH_VERSION = "Choose the version that stands on the paper."
MYSELF, GUARDIAN = "myself", "guardian"


class SignForm(forms.Form):
    """Type your name under the words. A minor's form asks for the guardian's."""

    is_read = forms.BooleanField(label="I have read this and agree to it", error_messages={"required": NOT_READ})
    signer_name = forms.CharField(
        label="Your full name",
        max_length=120,
        help_text="Typing your name here is your signature.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": SignerNameMissing.words},
    )
    words_sha256 = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, member: Member, waiver: Waiver, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words_sha256"].initial = waiver.sha256
        self.as_guardian = member.is_minor
        if self.as_guardian:
            self.fields["signer_name"].label = "The guardian's full name"
            self.fields["is_of_age"] = forms.BooleanField(
                label=f"I am of age and a legal guardian of {member.name}",
                error_messages={"required": GuardianNotOfAge.words},
            )

    def signed(self) -> dict[str, Any]:
        """What `sign_waiver` takes of this form."""
        given = self.cleaned_data
        return {
            "signer_name": given["signer_name"],
            "as_guardian": self.as_guardian,
            "words_sha256": given["words_sha256"],
            "is_of_age": given.get("is_of_age", True),
        }


class PaperForm(forms.Form):
    """What stands on a signed paper: which version, who, when."""

    words_sha256 = forms.ChoiceField(
        label="Which version stands on the paper?",
        error_messages={"required": WHICH_VERSION, "invalid_choice": WHICH_VERSION},
    )
    who = forms.ChoiceField(
        label="Who signed?",
        choices=[(MYSELF, "The member"), (GUARDIAN, "A legal guardian")],
        widget=RadioCards(hints={GUARDIAN: "Another person, of age, who answers for the member."}),
        error_messages={"required": "Choose who signed."},
    )
    signer_name = forms.CharField(
        label="Name of the person who signed", max_length=120, error_messages={"required": SignerNameMissing.words}
    )
    signed_on = DayField(label="Signed on", error_messages={"required": "Choose the day beside the name."})

    def __init__(self, *args: Any, member: Member, waivers: list[Waiver], today: date, **kwargs: Any) -> None:
        who = GUARDIAN if member.is_minor else MYSELF
        initial = {"who": who, "signer_name": "" if member.is_minor else member.name, "signed_on": today}
        super().__init__(*args, **{**kwargs, "initial": initial})
        version = self.fields["words_sha256"]
        assert isinstance(version, forms.ChoiceField)
        version.choices = [(waiver.sha256, f"Version {waiver.version}") for waiver in waivers]

    def signed(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "signer_name": given["signer_name"],
            "as_guardian": given["who"] == GUARDIAN,
            "words_sha256": given["words_sha256"],
            "signed_on": given["signed_on"],
        }
