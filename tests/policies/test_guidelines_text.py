"""The guidelines are made from the values: change a value and its sentence changes with it."""

import re
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from banks.deciding.rule_pages.form_fields import shape_of
from banks.policies.charter_values import charter_path, load_charter
from banks.policies.guidelines import differences, kind_matters, line_of, lines_of
from banks.policies.keys import KeyFacts, facts_of
from banks.policies.kinds import KIND_BY_NAME, KINDS, BonusPolicy, LimitsPolicy, ReportPolicy
from banks.policies.values import kind_name
from ledger.policy import Fund, FundsPolicy, HoursPolicy, LeviesPolicy
from tests.house.each import each

NAMES = ("valley_time_trade", "timebanking_lamoni", "door_county", "blank")
LOADED = {name: load_charter(charter_path(name)) for name in NAMES}
HOURS = HoursPolicy()
KEYS = [facts for kind in KINDS for facts in facts_of(kind)]
LEFTOVERS = re.compile(r"[{}\[\]]|None|True|False|\(\)|_|  |\.\.|…")


def sentence(value: BaseModel, field: str, hours: HoursPolicy = HOURS) -> str:
    facts = next(facts for facts in facts_of(type(value)) if facts.field == field)
    return line_of(value, facts, hours).sentence


@pytest.mark.parametrize("name", NAMES)
def test_every_charter_reads_as_sentences_without_leftovers(name: str) -> None:
    charter = LOADED[name]
    hours = charter.value(HoursPolicy)
    for value in charter.policies:
        for line in lines_of(value, hours):
            if line.matters:
                assert not LEFTOVERS.search(line.sentence), f"{line.facts.name}: {line.sentence}"
            assert line.sentence[0].isupper() or not line.sentence[0].isalpha()
            assert line.sentence[-1] in ".!?", line.sentence


def other_values(facts: KeyFacts) -> list[Any]:
    """Values of a key that differ from one another, for the sentence to tell apart."""
    shape, optional = shape_of(facts.annotation)
    some: list[Any] = [None] if optional else []
    if get_origin(shape) is Literal:
        return some + list(get_args(shape))
    if shape is bool:
        return [True, False]
    if get_origin(shape) is tuple:
        item, _ = shape_of(get_args(shape)[0])
        return [(), *[(one,) for one in get_args(item)]] if get_origin(item) is Literal else []
    if shape in (int, float):
        return [*some, 1, 2, 7, 90]
    return [*some, "alpha", "beta"] if shape is str else []


@each("facts", KEYS, named=lambda facts: facts.name)
def test_another_value_reads_differently(facts: KeyFacts) -> None:
    """The drift test: no two values of a key share a sentence."""
    value = KIND_BY_NAME[facts.kind]()
    changed = [value.model_copy(update={facts.field: one}) for one in other_values(facts)]
    read = [line_of(one, facts, HOURS).sentence for one in changed]
    assert len(set(read)) == len(read)


def test_the_banks_own_words() -> None:
    lamoni, door = LOADED["timebanking_lamoni"], LOADED["door_county"]
    dollars, time_credits = lamoni.value(HoursPolicy), door.value(HoursPolicy)
    bonus, report = lamoni.value(BonusPolicy), door.value(ReportPolicy)
    assert sentence(bonus, "signup", dollars) == "New members receive 5 Time Dollars upon enrolment."
    assert sentence(report, "window", time_credits) == "Hours must be reported within 60 days of the service."
    limits = LimitsPolicy(member_floor=-90)
    assert sentence(limits, "member_floor", time_credits) == "A member's balance may go down to minus 1.5 Time Credits."
    assert sentence(limits, "member_floor", HOURS) == "A member's balance may go down to minus 1 hour 30 minutes."


def test_l7_the_radius_reads_as_one_sentence() -> None:
    lamoni = LOADED["timebanking_lamoni"]
    membership = lamoni.value(KIND_BY_NAME["membership"])
    said = [line.sentence for line in lines_of(membership, HOURS) if line.matters]
    assert said[0] == "We serve members within 10 miles of Lamoni, Iowa."
    assert not any("atitude" in one for one in said), "numbers for the map are not for the guidelines"


def test_a_sentence_that_says_nothing_to_members_is_left_out() -> None:
    def said(value: BaseModel) -> list[str]:
        return [line.facts.field for line in lines_of(value, HOURS) if line.matters]

    assert said(LeviesPolicy()) == ["trade", "monthly_minutes"]
    assert "fund" in said(LeviesPolicy(monthly_minutes=15))
    assert "member_floor_hard" not in said(LimitsPolicy())
    assert "member_floor_hard" in said(LimitsPolicy(member_floor=0))


@pytest.mark.parametrize(
    ("name", "shown", "hidden"),
    [
        ("valley_time_trade", {"consent", "double_link", "circles"}, {"vote", "quorum", "look"}),
        ("timebanking_lamoni", {"vote", "quorum"}, {"consent", "double_link", "look"}),
        ("door_county", {"gov", "notice"}, {"consent", "vote", "quorum", "look"}),
    ],
)
def test_a_bank_reads_only_of_its_own_way_of_deciding(name: str, shown: set[str], hidden: set[str]) -> None:
    values = {kind_name(type(value)): value for value in LOADED[name].policies}
    matters = {kind_name(kind) for kind in KINDS if kind_matters(kind, values)}
    assert shown <= matters
    assert not hidden & matters


def test_differences_are_the_old_and_the_new_sentence_of_each_changed_key() -> None:
    found = differences(BonusPolicy(), BonusPolicy(signup=300), HOURS)
    assert [(d.facts.name, d.before, d.after) for d in found] == [
        ("bonus.signup", "New members begin with an empty account.", "New members receive 5 hours upon enrolment.")
    ]


def test_lists_and_funds_are_joined_in_words() -> None:
    fund = Fund(key="hardship", name="Hardship Fund", purpose="for those in need")
    funds = FundsPolicy(funds=(fund,), meetings="hardship")
    assert sentence(funds, "funds") == (
        "Besides its own account the bank has: Hardship Fund (for those in need), which may not go below zero."
    )
    assert sentence(funds, "meetings") == "Hours for meetings come from the fund hardship."
    assert sentence(funds, "events") == "Hours of event helpers come from the bank's own account."
    kinds = KIND_BY_NAME["even_exchange"].model_validate({"kinds": ["companionship", "meeting", "social"]})
    assert sentence(kinds, "kinds") == (
        "Hours are counted but nobody gains or loses any for: companionship, meeting and social."
    )
