"""The operators' form for opening a bank."""

from pathlib import Path

from django import forms

from banks.policies.charter_values import CHARTERS, load_charter


def charter_choices() -> list[tuple[str, str]]:
    """(file, name) of the charters that come with the platform, the blank one first."""
    names = [(path.stem, load_charter(path).name) for path in sorted(Path(CHARTERS).glob("*.toml"))]
    return sorted(names, key=lambda each: each[0] != "blank")


class OpenBankForm(forms.Form):
    name = forms.CharField(
        label="Name of the bank", max_length=120, error_messages={"required": "Please give the bank its name."}
    )
    slug = forms.CharField(
        label="Address",
        max_length=40,
        help_text="Small letters, digits and hyphens; the bank answers at this name below the platform's.",
        error_messages={"required": "Please choose an address."},
    )
    charter = forms.ChoiceField(label="Charter", choices=charter_choices)
    founder = forms.CharField(
        label="First member",
        max_length=120,
        help_text="The person who will be its first administrator.",
        error_messages={"required": "Please name the first member; somebody must be able to sign in."},
    )
    founder_email = forms.EmailField(
        label="Their e-mail address",
        help_text="A code for the first sign-in goes there.",
        error_messages={"required": "Please give an address; the code for the first sign-in goes there."},
    )
