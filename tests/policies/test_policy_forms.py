"""The administrators' forms are generated: what they show for a value they read back as the same value."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from banks.deciding.rule_pages.forms import AT_ONCE, LATER, PolicyForm
from banks.policies.charter_values import charter_path, load_charter
from banks.policies.kinds import KINDS, BonusPolicy, FundsPolicy, HoursPolicy, MembershipPolicy, RulePolicy
from banks.policies.queries import InForce
from banks.policies.values import kind_name
from ledger.policy import Fund, LimitsPolicy
from tests.house.each import each

NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)
NAMES = ("valley_time_trade", "timebanking_lamoni", "door_county", "blank")
VALUES = [(name, value) for name in NAMES for value in load_charter(charter_path(name)).policies]
CREDITS = HoursPolicy(unit_name="Time Credit", unit_name_plural="Time Credits", show="decimal")


def version(value: BaseModel) -> InForce[BaseModel]:
    return InForce(
        value=value,
        version_id=uuid4(),
        number=1,
        effective_at=NOW,
        adopted_at=NOW,
        adopted_by=None,
        reason="From the charter",
        decision_id=None,
        charter=True,
    )


def filled(value: BaseModel, **changes: Any) -> PolicyForm:
    """The form of a value as a browser sends it back, with some fields filled in differently."""
    empty = PolicyForm(version=version(value), hours=CREDITS)
    sent: dict[str, Any] = {name: field.initial for name, field in empty.fields.items()} | empty.initial
    sent = {name: shown for name, shown in sent.items() if shown is not None}
    return PolicyForm({**sent, "reason": "We agreed so.", **changes}, version=version(value), hours=CREDITS)


@each("written", VALUES, named=lambda written: f"{kind_name(type(written[1]))} of {written[0]}")
def test_every_kind_of_every_charter_reads_back_as_itself(written: tuple[str, BaseModel]) -> None:
    _, value = written
    form = filled(value)
    assert form.is_valid(), form.errors
    assert form.value == value


@each("kind", KINDS, named=kind_name)
def test_every_key_a_bank_may_set_has_a_field_with_label_and_hint(kind: type[BaseModel]) -> None:
    form = PolicyForm(version=version(kind()), hours=CREDITS)
    for key in set(kind.model_fields) - {"equal_rate", "no_money"}:
        assert form.fields[key].label
        assert form.fields[key].help_text
    assert not {"equal_rate", "no_money"} & set(form.fields)


def test_a_choice_is_labelled_with_the_sentence_the_guidelines_will_show() -> None:
    form = PolicyForm(version=version(HoursPolicy()), hours=CREDITS)
    assert dict(form.fields["rounding"].choices)["up"] == "A time between two steps is rounded up."


@pytest.mark.parametrize(
    ("typed", "minutes"), [("5:00", 300), ("5", 300), ("90 min", 90), ("1.25 Time Credits", 75), ("0", 0)]
)
def test_amounts_are_typed_as_hours(typed: str, minutes: int) -> None:
    form = filled(BonusPolicy(), signup=typed)
    assert form.is_valid(), form.errors
    assert form.value == BonusPolicy(signup=minutes)


@pytest.mark.parametrize(("typed", "floor"), [("-10", -600), ("−2:30", -150), ("0", 0), ("", None)])
def test_a_floor_is_typed_with_its_sign_or_left_empty(typed: str, floor: int | None) -> None:
    form = filled(LimitsPolicy(), member_floor=typed)
    assert form.is_valid(), form.errors
    assert form.value == LimitsPolicy(member_floor=floor)


def test_funds_are_written_one_on_a_line() -> None:
    text = "hardship | Hardship Fund | for those in need | no\nevents | Event Fund || yes\n"
    form = filled(FundsPolicy(), funds=text, events="events")
    assert form.is_valid(), form.errors
    assert form.value == FundsPolicy(
        funds=(
            Fund(key="hardship", name="Hardship Fund", purpose="for those in need"),
            Fund(key="events", name="Event Fund", may_go_below_zero=True),
        ),
        events="events",
    )


FAULTS: list[tuple[BaseModel, dict[str, Any], str, str]] = [
    (BonusPolicy(), {"signup": "lots"}, "signup", "not a length of time"),
    (BonusPolicy(), {"signup": "-1"}, "signup", "not below 0"),
    (BonusPolicy(), {"trigger": "whenever"}, "trigger", "valid choice"),
    (HoursPolicy(), {"granularity": "25"}, "__all__", "does not divide an hour"),
    (HoursPolicy(), {"granularity": "x"}, "granularity", "Please give a number"),
    (HoursPolicy(), {"unit_name": ""}, "unit_name", "Please fill in"),
    (HoursPolicy(), {"units_per_hour": "many"}, "units_per_hour", "exact number"),
    (LimitsPolicy(), {"member_floor": "10"}, "member_floor", "not above 0"),
    (FundsPolicy(), {"enrolment": "ghost"}, "__all__", "no fund ghost"),
    (FundsPolicy(), {"funds": "a | b | c | no | more"}, "funds", "more than 4 parts"),
    (MembershipPolicy(), {"area": "radius"}, "__all__", "both the miles and the centre"),
    (RulePolicy(), {"donation": "{"}, "donation", "not valid JSON"),
    (RulePolicy(), {"donation": '{"method": "meeting_vote", "forum": "meeting"}'}, "donation", "at least one test"),
    (BonusPolicy(), {"reason": ""}, "reason", "say why"),
    (BonusPolicy(), {"begins": LATER}, "begins_on", "choose the day"),
    (BonusPolicy(), {"begins": LATER, "begins_on": "soon"}, "begins_on", "year-month-day"),
]


@pytest.mark.parametrize(("value", "changes", "field", "sentence"), FAULTS)
def test_a_fault_is_named_at_its_field(value: BaseModel, changes: dict[str, Any], field: str, sentence: str) -> None:
    form = filled(value, **changes)
    assert not form.is_valid()
    assert sentence in " ".join(form.errors[field])


def test_a_later_day_begins_at_midnight_in_the_bank() -> None:
    form = filled(BonusPolicy(), begins=LATER, begins_on="2027-04-01")
    assert form.is_valid(), form.errors
    begins = form.effective_at(now=NOW, zone=ZoneInfo("America/Chicago"))
    assert begins == datetime(2027, 4, 1, 5, tzinfo=UTC)
    assert form.cleaned_data["begins_on"] == date(2027, 4, 1)


def test_at_once_is_now() -> None:
    form = filled(BonusPolicy(), begins=AT_ONCE)
    assert form.is_valid()
    assert form.effective_at(now=NOW, zone=ZoneInfo("UTC")) == NOW
