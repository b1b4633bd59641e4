"""The three founding banks and the blank one, value by value as their own texts say."""

from pathlib import Path
from typing import Any

import pytest

from banks.policies.charter_values import CHARTERS, charter_from, charter_path, load_charter
from banks.policies.errors import CharterInvalid
from banks.policies.kinds import KIND_BY_NAME, KINDS
from governance.decision_rule import DecisionRule
from tests.house.each import each

NAMES = ("valley_time_trade", "timebanking_lamoni", "door_county", "blank")
LOADED = {name: load_charter(charter_path(name)) for name in NAMES}

# key: Valley, Lamoni, Door County
CATALOGUE: dict[str, tuple[Any, Any, Any]] = {
    "hours.unit_name": ("hour", "Time Dollar", "Time Credit"),
    "hours.granularity": (15, 15, 15),
    "hours.rounding": ("nearest", "nearest", "nearest"),
    "hours.units_per_hour": (1, 1, 1),
    "limits.member_floor": (None, None, None),
    "limits.overdraft_request_action": ("none", "hold", "none"),
    "bonus.signup": (0, 300, 0),
    "bonus.referral": (0, 300, 0),
    "bonus.trigger": ("enrolment", "enrolment", "enrolment"),
    "meeting.attend_effect": ("none", "credit", "even"),
    "meeting.attend_credit": (0, 60, 0),
    "meeting.host_credit": (0, 60, 0),
    "meeting.stacks_with_attend": (True, True, True),
    "event.helper_credit": ("none", "none", "actual"),
    "even_exchange.kinds": ((), (), ("companionship", "meeting", "cluster", "social")),
    "leadership.report_via": ("coordinator", "coordinator", "coordinator"),
    "safety_cancel.credit": (False, True, False),
    "donation.enabled": (True, True, True),
    "donation.needs_decision": (False, True, False),
    "external.enabled": (False, True, False),
    "external.monthly_cap": (None, 120, None),
    "group.provider_credit": ("each_full", "each_full", "each_full"),
    "group.receiver_charge": ("split_equal", "split_equal", "split_equal"),
    "travel.credited": (False, False, True),
    "travel.min_round_trip": (0, 0, 15),
    "costs.payer": ("receiver", "receiver", "agreed"),
    "exchange.agree_details_first": ("prompt", "prompt", "require"),
    "exchange.barter_allowed": (False, False, False),
    "report.window": (None, None, 60),
    "report.by": ("either", "either_agreed", "provider_first"),
    "report.duplicate_guard": (True, True, True),
    "report.operator_entry": (True, True, True),
    "report.notify_both": (True, True, True),
    "offers.moderation": ("post", "post", "post"),
    "offers.owner": ("management_circle", "chairperson", "coordinator"),
    "membership.radius": (None, 10, None),
    "membership.metric": ("straight_line", "straight_line", "straight_line"),
    "membership.min_age": (None, None, None),
    "membership.guardian_under": (18, 18, 18),
    "membership.waiver_required": (False, True, False),
    "membership.references_required": (0, 1, 0),
    "membership.screening": (False, True, False),
    "membership.access_levels": (("full",), ("full", "group_events_only", "supervised"), ("full",)),
    "membership.orientation": ("in_person", "none", "in_person"),
    "directory.requires_clearance": (False, True, False),
    "upkeep.inactive_after": (365, None, None),
    "upkeep.cull": ("manual", "manual", "manual"),
    "upkeep.account_help_owner": ("outreach_circle", "chairperson", "program_coordinator"),
    "messaging.reply_target": (None, 72, 48),
    "messaging.reply_enforcement": ("none", "remind", "remind"),
    "gov.method": ("sociocracy", "meeting_vote", "coordinator"),
    "gov.chair_role": ("general_circle_leader", "chairperson", "program_coordinator"),
    "notice.amendment_days": (7, 14, 14),
    "notice.special_request_days": (0, 0, 0),
    "quorum.assembly": (None, None, None),
    "vote.proxies": (0, 0, 0),
    "vote.absentee_ballots": (False, False, False),
    "vote.recusal": ("leaves_base", "leaves_base", "leaves_base"),
    "vote.chair_votes": ("always", "always", "always"),
    "vote.secrecy": ("open", "open", "open"),
    "timelock.policy": (7, 7, 7),
    "timelock.grant": (0, 0, 0),
    "double_link.required_levels": (("general",), (), ()),
    "role.default_term": (12, 12, 12),
    "role.holdover": (60, 60, 60),
    "consent.objection_school": ("sofa", "sofa", "sofa"),
    "consent.absentee": ("hold", "hold", "hold"),
    "consent.min_explicit": (3, 3, 3),
    "consent.max_electorate": (12, 12, 12),
    "review.default_interval": (12, 24, 24),
    "stewardship.min_recovery_holders": (2, 2, 2),
    "import.source_software": ("own_site", "hourworld", "hourworld"),
}


def value_of(charter: str, key: str) -> Any:
    kind, _, field = key.partition(".")
    return getattr(LOADED[charter].value(KIND_BY_NAME[kind]), field)


@each("key", CATALOGUE)
def test_the_catalogue_of_the_three_banks(key: str) -> None:
    banks = ("valley_time_trade", "timebanking_lamoni", "door_county")
    assert tuple(value_of(bank, key) for bank in banks) == CATALOGUE[key]


@pytest.mark.parametrize("name", NAMES)
def test_a_charter_holds_one_value_of_every_kind(name: str) -> None:
    assert [type(value) for value in LOADED[name].policies] == list(KINDS)


def test_the_blank_charter_is_every_kinds_blank_value() -> None:
    assert [value for value in LOADED["blank"].policies if value != type(value)()] == []


@pytest.mark.parametrize("name", NAMES)
def test_d_cat_two_levels_of_services_in_each_banks_own_words(name: str) -> None:
    categories = LOADED[name].categories
    assert 6 <= len(categories) <= 10
    for category in categories:
        assert 3 <= len(category.services) <= 6
        assert len(set(category.services)) == len(category.services)


def test_d_cat_garden_yard_has_lawn_mowing_in_door_county() -> None:
    garden = next(c for c in LOADED["door_county"].categories if c.name == "Garden/Yard")
    assert "Lawn Mowing" in garden.services


def test_addresses_and_time_zones() -> None:
    assert {c.subdomain: c.time_zone for c in LOADED.values()} == {
        "valley": "America/New_York",
        "lamoni": "America/Chicago",
        "door": "America/Chicago",
        "new-time-bank": "UTC",
    }


def test_l7_l15_l20_and_the_closing_words_are_exact_fractions_of_those_present() -> None:
    rules: dict[str, DecisionRule] = {
        key: value_of("timebanking_lamoni", f"rule.{key}")
        for key in ("amend_policy", "radius_exception", "donation", "external_hours")
    }
    seen = {key: (rule.forum, [(t.num, t.den, t.cmp, t.base) for t in rule.tests]) for key, rule in rules.items()}
    assert seen == {
        "amend_policy": ("meeting_of_the_whole", [(2, 3, "gte", "present")]),
        "radius_exception": ("meeting", [(2, 3, "gte", "present")]),
        "donation": ("meeting", [(1, 2, "gt", "present")]),
        "external_hours": ("meeting", [(2, 3, "gte", "present")]),
    }


def test_v_circles_three_working_circles_below_general_and_a_top_circle_hoped_for() -> None:
    structure = value_of("valley_time_trade", "circles.structure")
    assert {(c.key, c.parent, c.aspired) for c in structure} == {
        ("general", None, False),
        ("management", "general", False),
        ("outreach", "general", False),
        ("inreach", "general", False),
        ("top", None, True),
    }
    domains = value_of("valley_time_trade", "circles.domains")
    assert {d.domain: d.circle for d in domains} == {
        "site": "management",
        "member_help": "outreach",
        "offers": "management",
        "orientation": "outreach",
        "cull": "management",
        "events": "inreach",
    }


def plain(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Riverside",
        "subdomain": "riverside",
        "categories": [{"name": "Home", "services": ["Cleaning"]}],
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"policies": {"weather": {}}}, "there is no kind weather"),
        ({"policies": {"hours": {"colour": "red"}}}, "colour: There is no such key"),
        ({"policies": {"hours": {"granularity": 25}}}, "does not divide an hour"),
        ({"policies": {"hours": {"granularity": "often"}}}, "granularity: Please give a whole number"),
        ({"policies": {"hours": {"rounding": "down"}}}, "rounding: Choose one of"),
        ({"policies": {"hours": {"equal_rate": False}}}, "equal_rate"),
        ({"policies": {"bonus": {"signup": -1}}}, "signup: Use a number not below 0"),
        ({"policies": {"membership": {"area": "radius"}}}, "both the miles and the centre"),
        ({"policies": {"membership": {"area": "places"}}}, "at least one place"),
        ({"policies": {"place": {"time_zone": "Mars/Olympus"}}}, "not a time zone"),
        ({"subdomain": "Not A Name"}, "subdomain"),
        ({"categories": []}, "categories"),
        ({"categories": [{"name": "Home", "services": []}]}, "categories"),
        ({"categories": [{"name": n, "services": ["X"]} for n in ("Home", "home")]}, "same name"),
        ({"prices": {}}, "prices"),
    ],
)
def test_a_charter_that_cannot_stand_is_refused_with_the_key_at_fault(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(CharterInvalid) as refused:
        charter_from(plain(**changes), label="riverside")
    assert fault in refused.value.sentence
    assert "riverside" in refused.value.sentence


def test_rules_of_other_time_banks_need_no_code() -> None:
    """Domain section 5: ceilings, soft limits, levies, other units, place lists, funds, organisations, roles."""
    charter = charter_from(
        plain(
            policies={
                "hours": {"unit_name": "Fern", "unit_name_plural": "Ferns", "units_per_hour": "10", "show": "decimal"},
                "limits": {"member_floor": -1200, "member_floor_hard": True, "member_ceiling": 3000},
                "levies": {"trade": "per_hour", "trade_minutes": 3, "monthly_minutes": 15, "fund": "hardship"},
                "funds": {
                    "funds": [{"key": "hardship", "name": "Hardship", "purpose": "hours for those in need"}],
                    "meetings": "hardship",
                },
                "membership": {"area": "places", "places": ["Totnes", "Dartington"], "organisations": True},
                "role": {"eligibility": [{"role": "treasurer", "min_member_days": 365, "min_exchanges": 5}]},
            }
        ),
        label="riverside",
    )
    assert charter.value(KIND_BY_NAME["role"]).model_dump()["eligibility"][0]["min_exchanges"] == 5


def test_a_charter_file_that_is_missing_or_broken_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("name = ", encoding="utf-8")
    with pytest.raises(CharterInvalid, match="not valid TOML"):
        load_charter(broken)
    for name in ("atlantis", "../secret", ""):
        with pytest.raises(CharterInvalid, match="no such charter"):
            charter_path(name)


def test_every_charter_in_the_folder_is_tested() -> None:
    assert {path.stem for path in CHARTERS.glob("*.toml")} == set(NAMES)
