"""The form of whoever helps somebody in."""

from typing import Any

from django import forms

from banks.membership.sign_in_help.services import CALLED_BACK, IN_PERSON
from banks.people.members.models import Member
from banks.people.members.rules import Viewer
from banks.ui.widgets import RadioCards


class HelpForm(forms.Form):
    """How the person was recognised, and how the code reaches them."""

    recognised = forms.ChoiceField(
        label="How do you know who it is?",
        choices=[(CALLED_BACK, "I called back"), (IN_PERSON, "They came in person")],
        widget=RadioCards,
        error_messages={"required": "Recognise the person first, then say how."},
    )
    how = forms.ChoiceField(
        label="How do you hand the code over?",
        choices=[("phone", "I read it out on the telephone"), ("paper", "On paper")],
        widget=RadioCards(
            hints={
                "phone": "It works for ten minutes; stay on the line until they are in.",
                "paper": "A sheet to print, with all they need. It works for seven days.",
            },
            icons={"phone": "phone_number", "paper": "print"},
        ),
        error_messages={"required": "Choose how the code reaches them."},
    )
    frees_second_step = forms.BooleanField(
        label="They also lost their second step (the phone with the app, or the passkey). Take it away.", required=False
    )

    def __init__(self, *args: Any, actor: Viewer, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = f"On {member.phone}, the number on record." if member.phone else "We have no number of theirs."
        cards = self.fields["recognised"].widget
        assert isinstance(cards, RadioCards)
        cards.hints = {
            CALLED_BACK: f"{number} Never on a number they just told you.",
            IN_PERSON: "You know them, or they showed you a paper with their name and picture.",
        }
        has_step = member.user is not None and member.user.has_second_step
        if not (actor.is_administrator and has_step):
            del self.fields["frees_second_step"]
