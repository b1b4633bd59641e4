"""A bank may require a second step of those who hold powers: offered, asked for kindly, then asked for first."""

from datetime import date, timedelta

import pytest

from banks.membership.sign_in_help import gate
from banks.membership.sign_in_help.rules import step_missing
from banks.policies.kinds.sign_in import SignInPolicy
from tenants.models import Bank
from tests.pages.browsing import Browser
from tests.sign_in.helping import adopt, asks_by_token, helper, set_up_app, token_of

REQUIRED = SignInPolicy(second_step_for_powers="required", grace_days=14)
LONG_AGO = timedelta(days=15)
BANNER = "A second step for signing in"


def test_where_it_is_offered_nobody_is_asked(door: Bank) -> None:
    cora = Browser(door, "Cora")
    assert cora.get("/members/").status == 200
    assert BANNER not in cora.get("/").text


def test_within_the_days_of_grace_there_is_a_friendly_word_at_home(door: Bank) -> None:
    adopt(door, REQUIRED, ago=timedelta(days=13))
    cora = Browser(door, "Cora")
    home = cora.get("/")
    assert BANNER in home.text
    assert "/sign-in/ways/" in home.html
    assert cora.get("/members/").status == 200
    assert BANNER not in Browser(door, "Anne").get("/").text


def test_after_them_every_page_leads_to_setting_it_up(door: Bank) -> None:
    adopt(door, REQUIRED, ago=LONG_AGO)
    cora = Browser(door, "Cora")
    for path in ("/", "/members/", "/record/", "/statement/"):
        assert cora.get(path).to == "/sign-in/ways/"
    assert cora.post("/members/new/", name="Newcomer").to == "/sign-in/ways/"
    page = cora.get("/sign-in/ways/")
    assert page.status == 200
    assert "our rules ask for a second step" in page.text
    assert cora.get("/sign-in/out/").status == 200
    set_up_app(cora)
    assert cora.get("/members/").status == 200
    assert BANNER not in cora.get("/").text


def test_programs_are_refused_by_name(door: Bank) -> None:
    adopt(door, REQUIRED, ago=LONG_AGO)
    cora, token = Browser(door, "Cora"), token_of(door, "Cora")
    answer = cora.client.get("/api/v1/me/")
    assert answer.status_code == 403
    assert answer.json()["code"] == "signin.second_step_missing"
    assert asks_by_token(door, token) == 403
    assert asks_by_token(door, token_of(door, "Anne")) == 200


def test_members_without_a_power_are_never_asked(door: Bank) -> None:
    adopt(door, REQUIRED, ago=LONG_AGO)
    assert Browser(door, "Anne").get("/record/").status == 200


def test_who_is_given_a_power_has_the_days_of_grace_from_then_on(door: Bank) -> None:
    adopt(door, REQUIRED, ago=LONG_AGO)
    beth = helper(door)
    assert BANNER in beth.get("/").text
    assert beth.get("/sign-in-help/").status == 200


def test_without_the_gate_a_holder_of_powers_would_go_on(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard taken out."""
    adopt(door, REQUIRED, ago=LONG_AGO)
    monkeypatch.setattr(gate, "missing_step", lambda *args: None)
    assert Browser(door, "Cora").get("/members/").status == 200


def test_one_banks_rule_is_not_anothers(door: Bank, lamoni: Bank) -> None:
    adopt(door, REQUIRED, ago=LONG_AGO)
    assert Browser(lamoni, "Cora").get("/members/").status == 200


@pytest.mark.parametrize(
    ("rule_days_ago", "power_days_ago", "is_over"),
    [(14, 400, False), (15, 400, True), (400, 14, False), (400, 15, True), (0, 0, False), (30, 0, False)],
)
def test_the_last_day_counts_from_the_later_of_rule_and_power(
    rule_days_ago: int, power_days_ago: int, is_over: bool
) -> None:
    today = date(2026, 3, 15)
    missing = step_missing(
        REQUIRED,
        rule_since=today - timedelta(days=rule_days_ago),
        power_since=today - timedelta(days=power_days_ago),
        today=today,
    )
    assert missing is not None
    assert missing.is_over is is_over
    offered = SignInPolicy()
    assert step_missing(offered, rule_since=date(2020, 1, 1), power_since=date(2020, 1, 1), today=today) is None


def test_the_guidelines_say_it(door: Bank) -> None:
    text = Browser(door).get("/guidelines/").text
    assert "Those who hold powers may sign in with a second step." in text
    adopt(door, REQUIRED)
    text = Browser(door).get("/guidelines/").text
    assert "Those who hold powers sign in with a second step." in text
    assert "Whoever is given a power has 14 days to set up the second step." in text
