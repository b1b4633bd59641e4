"""The administrators' form of any kind, generated from its type.

Guarantees: every key that a bank may set has a field; a valid form holds a validated value.
Called by: `banks.deciding.rule_pages.views`.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from pydantic import BaseModel

from banks.deciding.rule_pages.form_fields import Part, part_for
from banks.policies.errors import PolicyInvalid
from banks.policies.keys import facts_of
from banks.policies.queries import InForce, start_of_day
from banks.policies.rules import LONGEST_REASON
from banks.policies.values import kind_name, value_from
from banks.ui.form_fields import KeyField
from ledger.policy import HoursPolicy

AT_ONCE, LATER = "at_once", "later"


class PolicyForm(forms.Form):
    """Fields of one kind, then why and from when."""

    reason = forms.CharField(
        label="Why does this rule change?",
        help_text="One or two sentences; they stand beside the rule in the guidelines.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Please say why the rule changes; the guidelines will show it."},
    )
    begins = forms.ChoiceField(
        label="When does it begin?",
        choices=[(AT_ONCE, "At once"), (LATER, "On a later day, from its first minute")],
        widget=forms.RadioSelect,
        initial=AT_ONCE,
    )
    begins_on = forms.DateField(
        label="The later day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": "Please give the day as year-month-day."},
    )
    instead_of = forms.UUIDField(widget=forms.HiddenInput, required=False)
    key = KeyField(required=False)

    value: BaseModel

    def __init__(
        self, *args: Any, version: InForce[BaseModel], hours: HoursPolicy, proposing: bool = False, **kwargs: Any
    ) -> None:
        """`proposing`: it is decided, so nobody chooses here when the rule begins."""
        self.version = version
        self.kind_class = type(version.value)
        self._parts = self._make_parts(version.value, hours)
        initial = {key: part.shows(getattr(version.value, key)) for key, part in self._parts.items()}
        kwargs["initial"] = {**initial, "instead_of": version.version_id, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        own = {key: part.field for key, part in self._parts.items()}
        self.fields = {**own, **self.fields}
        if proposing:
            self.fields["reason"].label = "Why should this rule change?"
            self.fields["reason"].help_text = "Every member reads this before it is decided."
            del self.fields["begins"], self.fields["begins_on"]
        else:
            del self.fields["key"]

    def _make_parts(self, value: BaseModel, hours: HoursPolicy) -> dict[str, Part]:
        keys = [facts for facts in facts_of(self.kind_class) if not facts.is_constant]
        return {facts.field: part_for(facts, value, hours) for facts in keys}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("begins") == LATER and not cleaned.get("begins_on") and "begins_on" not in self.errors:
            self.add_error("begins_on", "Please choose the day from which the rule counts.")
        body = self._body(cleaned)
        if not self.errors:
            self._check(body)
        return cleaned

    def _body(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for key, part in self._parts.items():
            if key not in cleaned:
                continue
            try:
                body[key] = part.reads(cleaned[key])
            except ValidationError as refused:
                self.add_error(key, refused)
        return body

    def _check(self, body: dict[str, Any]) -> None:
        try:
            self.value = value_from(kind_name(self.kind_class), body)
        except PolicyInvalid as refused:
            for key, sentences in refused.data["keys"].items():
                for sentence in sentences:
                    self.add_error(key if key in self.fields else None, sentence)

    def effective_at(self, *, now: datetime, zone: ZoneInfo) -> datetime:
        """Now, or the beginning of the chosen day in the bank."""
        chosen: date | None = self.cleaned_data.get("begins_on")
        if self.cleaned_data["begins"] == AT_ONCE or chosen is None:
            return now
        return start_of_day(chosen, zone)

    def seen_version(self) -> UUID | None:
        """The version the form was opened with."""
        seen: UUID | None = self.cleaned_data.get("instead_of")
        return seen
