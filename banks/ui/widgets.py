"""Form parts for thumbs and reading glasses: radio cards and a length of time.

Guarantees: both work without JavaScript; what a person typed comes back on the page
when it was not understood. Refuses: text that is no number, by name. Whether a length
suits the bank (step, longest, zero) is the ledger's affair: any integer passes here.
Called by the forms of the slices.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

COMMON_LENGTHS = (15, 30, 45, 60, 75, 90, 120, 150, 180, 240)
OTHER = "other"


class RadioCards(forms.RadioSelect):
    """Radio buttons as large rows; `hints` and `icons` are keyed by choice value."""

    template_name = "forms/radio_cards.html"

    def __init__(
        self, *, hints: Mapping[str, str] | None = None, icons: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.hints, self.icons = dict(hints or {}), dict(icons or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        option["icon"] = self.icons.get(str(value), "")
        return option


class TickList(forms.CheckboxSelectMultiple):
    """A long list to tick, with a box that narrows it where scripts run."""

    template_name = "forms/tick_list.html"


class LengthWidget(forms.Widget):
    """Posts `name` (minutes, or "other"), `name_hours` and `name_minutes`; yields the minutes as text."""

    template_name = "forms/length.html"
    use_fieldset = True

    def __init__(self, *, lengths: Sequence[int] = COMMON_LENGTHS, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.lengths = tuple(lengths)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def value_from_datadict(self, data: Mapping[str, Any] | QueryDict, files: MultiValueDict, name: str) -> Any:
        chosen = data.get(name)
        hours, minutes = (str(data.get(f"{name}_{part}") or "").strip() for part in ("hours", "minutes"))
        if chosen not in (None, "", OTHER):
            return chosen
        if not hours and not minutes:
            return "" if chosen == OTHER else chosen
        try:
            return str(int(hours or 0) * 60 + int(minutes or 0))
        except ValueError:
            return f"{hours or 0} h {minutes or 0} min"

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}_hours" not in data and f"{name}_minutes" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["attrs"].setdefault("id", f"id_{name}")
        minutes = _whole(value)
        widget["options"] = [
            {"minutes": each, "selected": each == minutes, "id": f"{widget['attrs']['id']}_{at}"}
            for at, each in enumerate(self.lengths)
        ]
        widget["other"] = value not in (None, "") and minutes not in self.lengths
        widget["hours"], widget["minutes"] = _typed(value, minutes) if widget["other"] else ("", "")
        return context


class HiddenLength(forms.HiddenInput):
    """A length that travels along unseen; reads what LengthWidget posts."""

    def value_from_datadict(self, data: Mapping[str, Any] | QueryDict, files: MultiValueDict, name: str) -> Any:
        return LengthWidget().value_from_datadict(data, files, name)


class LengthField(forms.Field):
    """A length of time in whole minutes, as a member chooses or types it."""

    widget = LengthWidget
    hidden_widget = HiddenLength
    default_error_messages = {
        "required": "Choose how long it took, or type hours and minutes.",
        "not_a_length": "Type the length as whole numbers, for example 1 hour and 15 minutes.",
    }

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        minutes = _whole(value)
        if minutes is None:
            raise ValidationError(self.error_messages["not_a_length"], code="not_a_length")
        return minutes


def _typed(value: Any, minutes: int | None) -> tuple[str, str]:
    """What stands in the two boxes: hours and minutes, or the text as it was typed."""
    if minutes is None:
        hours, found, rest = str(value).partition(" h ")
        return (hours, rest.removesuffix(" min")) if found else ("", hours)
    return (str(minutes // 60), str(minutes % 60)) if minutes > 0 else ("", str(minutes))


def _whole(value: Any) -> int | None:
    try:
        return int(str(value).strip())
    except (TypeError, ValueError):
        return None
