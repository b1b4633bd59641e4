"""Form parts as a browser without JavaScript uses them."""

import pytest
from django import forms
from django.http import QueryDict

from banks.ui.templatetags.commonhour import error_summary
from banks.ui.widgets import LengthField, RadioCards


class HowLong(forms.Form):
    length = LengthField(label="How long did it take?")
    side = forms.ChoiceField(
        label="What happened?",
        choices=[("provided", "I provided this service"), ("received", "I received this service")],
        widget=RadioCards(hints={"provided": "Hours are added."}, icons={"provided": "given"}),
    )


def filled(body: str) -> HowLong:
    return HowLong(QueryDict(f"side=provided&{body}"))


@pytest.mark.parametrize(
    ("body", "minutes"),
    [
        ("length=75", 75),
        ("length=75&length_hours=&length_minutes=", 75),
        ("length=other&length_hours=1&length_minutes=10", 70),
        ("length_hours=2", 120),
        ("length=other&length_minutes=50", 50),
        ("length=70", 70),
        ("length=-15", -15),
        ("length=0", 0),
    ],
)
def test_a_length_becomes_whole_minutes(body: str, minutes: int) -> None:
    form = filled(body)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["length"] == minutes


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "required"),
        ("length=other", "required"),
        ("length=soon", "not_a_length"),
        ("length=other&length_hours=one", "not_a_length"),
        ("length=1.5", "not_a_length"),
    ],
)
def test_what_is_no_length_is_named(body: str, code: str) -> None:
    form = filled(body)
    assert not form.is_valid()
    assert [fault.code for fault in form.errors.as_data()["length"]] == [code]


def test_a_free_length_comes_back_as_it_was_typed() -> None:
    page = str(filled("length=other&length_hours=1&length_minutes=10")["length"])
    assert 'name="length_hours" id="id_length_hours" value="1"' in page
    assert 'name="length_minutes" id="id_length_minutes" value="10"' in page


def test_a_field_names_its_hint_and_its_fault_for_a_screen_reader() -> None:
    page = HowLong(QueryDict("length=75"))["side"].as_field_group()
    assert "<legend>What happened?</legend>" in page
    assert 'aria-describedby="id_side_error"' in page
    assert 'id="id_side_error"' in page


def test_a_radio_card_carries_its_hint() -> None:
    assert "Hours are added." in str(HowLong()["side"])


def test_the_summary_leads_to_the_first_control_of_each_wrong_field() -> None:
    problems = error_summary(HowLong(QueryDict("")))["problems"]
    assert problems == [
        ("id_length_0", "Choose how long it took, or type hours and minutes."),
        ("id_side_0", "“What happened?” is still empty."),
    ]


def test_nothing_on_the_page_carries_a_style() -> None:
    page = filled("length=75").render()
    assert "style=" not in page
    assert "onclick" not in page
