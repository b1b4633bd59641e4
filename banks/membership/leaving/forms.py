"""Forms of leaving: how a membership ends, why details are erased, who is to rest."""

from collections.abc import Iterable
from typing import Any

from django import forms

from banks.membership.leaving.errors import ReasonMissing
from banks.membership.leaving.rules import REASONS
from banks.people.members.models import Member
from banks.people.picker.fields import PeopleField
from banks.ui.widgets import RadioCards


class EndForm(forms.Form):
    """A coordinator ends a membership: somebody leaves, or has died."""

    how = forms.ChoiceField(
        label="What happened?",
        choices=[("left", "They leave"), ("died", "They have died")],
        initial="left",
        required=False,
        widget=RadioCards(
            hints={
                "left": "They get a letter that says goodbye and thank you.",
                "died": "Nothing more is sent to them, ever. What waited to be sent is withdrawn.",
            }
        ),
    )
    asks_erasure = forms.BooleanField(
        label="They want their personal details erased",
        help_text="An administrator does it afterwards. Hours and number stay in the books.",
        required=False,
    )


class LeaveForm(forms.Form):
    """A member leaves by themselves."""

    asks_erasure = forms.BooleanField(
        label="Please erase my personal details as well",
        help_text="An administrator does it, within a month. The hours stay in the books under your number.",
        required=False,
    )
    sure = forms.BooleanField(
        label="Yes, I want to leave", error_messages={"required": "Tick this if you really want to leave."}
    )


class EraseForm(forms.Form):
    """Why somebody's details are erased. Chosen, not typed: a sentence could say again what is erased."""

    reason = forms.ChoiceField(
        label="Why?", choices=REASONS, widget=RadioCards, error_messages={"required": ReasonMissing.words}
    )
    sure = forms.BooleanField(
        label="I know that this cannot be undone",
        error_messages={"required": "Tick this if you really want to erase the details."},
    )


class RestForm(forms.Form):
    """Whom to take off the lists."""

    members = PeopleField(label="Who is to rest?", error_messages={"required": "Tick at least one person."})

    def __init__(self, *args: Any, quiet: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        assert isinstance(members, PeopleField)
        members.offer([(str(member.pk), f"{member.name} · {_since(member)}") for member in quiet])


def _since(member: Member) -> str:
    """`last_active_on` is `banks.membership.leaving.queries.with_last_activity`'s."""
    day = member.last_active_on  # type: ignore[attr-defined]
    return f"{member.number} · last active {day:%d %B %Y}"
