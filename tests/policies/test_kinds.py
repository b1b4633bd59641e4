"""Every key of every kind is completely described, whichever package it comes from."""

from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel, ValidationError

from banks.deciding.rule_pages.form_fields import shape_of
from banks.policies.keys import KeyFacts, facts_of
from banks.policies.kinds import KIND_BY_NAME, KINDS, LookPolicy
from banks.ui.themes import THEMES
from ledger.policy import FundsPolicy, HoursPolicy
from tests.house.each import each

KEYS = [facts for kind in KINDS for facts in facts_of(kind)]
MOMENTS = {
    "service date", "posting", "approval", "meeting start", "application", "notice", "agreement", "message",
    "selection", "service month", "the day it is applied",
}  # fmt: skip


def test_kinds_have_names_of_their_own() -> None:
    assert len(KIND_BY_NAME) == len(KINDS)


@each("kind", KINDS, named=lambda kind: kind.kind)
def test_a_kind_says_what_it_is_and_which_date_counts(kind: Any) -> None:
    assert kind.title
    assert kind.group
    assert kind.counts_from in MOMENTS


@each("kind", KINDS, named=lambda kind: kind.kind)
def test_a_kind_has_a_complete_blank_value_that_cannot_be_changed(kind: type[BaseModel]) -> None:
    value = kind()
    with pytest.raises(ValidationError):
        setattr(value, next(iter(kind.model_fields)), "other")
    with pytest.raises(ValidationError):
        kind.model_validate({"no_such_key": 1})


@each("facts", KEYS, named=lambda facts: facts.name)
def test_a_key_has_title_unit_source_and_the_rule_that_changes_it(facts: KeyFacts) -> None:
    assert facts.title[0].isupper()
    assert facts.description.endswith(".")
    assert facts.unit
    assert facts.source
    assert facts.applies in ("now", "later")
    assert facts.needs in ("amend_policy", "amend_rules", "constant")


@each("facts", KEYS, named=lambda facts: facts.name)
def test_a_key_has_a_sentence_for_every_shape_its_value_can_have(facts: KeyFacts) -> None:
    shape, optional = shape_of(facts.annotation)
    says = dict(facts.says)
    otherwise = says.pop("else", None)
    wanted: set[str] = {"null"} if optional else set()
    if get_origin(shape) is Literal:
        wanted |= {"true" if one is True else one for one in get_args(shape)}
    elif shape is bool:
        wanted |= {"true", "false"}
    else:
        assert otherwise, "a value without a case of its own needs the general sentence"
        if get_origin(shape) is tuple:
            wanted |= {"empty"} if not any("MinLen" in repr(m) for m in facts.info.metadata) else set()
    assert wanted <= set(says) or (otherwise and not wanted), f"no sentence for {wanted - set(says)}"
    assert all(sentence for case, sentence in facts.says.items())


@each("facts", [facts for facts in KEYS if facts.when not in ("", "-")], named=lambda facts: facts.name)
def test_a_key_that_depends_on_another_names_one_that_exists(facts: KeyFacts) -> None:
    fields = KIND_BY_NAME[facts.kind].model_fields
    for condition in facts.when.split(" or "):
        field = condition.replace("!=", "=").partition("=")[0]
        assert field in fields


def test_one_hour_is_one_hour_in_every_bank() -> None:
    """Rows L1, L3, L5: no bank can price a skill or keep money."""
    for constant in ("equal_rate", "no_money"):
        with pytest.raises(ValidationError):
            HoursPolicy.model_validate({constant: False})
    assert [facts.field for facts in facts_of(HoursPolicy) if facts.is_constant] == ["equal_rate", "no_money"]
    assert not any("price" in facts.name or facts.name.endswith("_rate") for facts in KEYS if not facts.is_constant)


def test_the_themes_are_those_of_the_stylesheet() -> None:
    shape, _ = shape_of(LookPolicy.model_fields["theme"].annotation)
    assert list(get_args(shape)) == list(THEMES)


def test_a_step_must_divide_the_hour() -> None:
    with pytest.raises(ValidationError, match="does not divide an hour"):
        HoursPolicy(granularity=25)


@pytest.mark.parametrize(
    "body",
    [
        {"enrolment": "hardship"},
        {"funds": [{"key": "community", "name": "Ours"}]},
        {"funds": [{"key": "a", "name": "A"}, {"key": "a", "name": "B"}]},
    ],
)
def test_a_payer_is_a_fund_that_exists_once(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="fund"):
        FundsPolicy.model_validate(body)
