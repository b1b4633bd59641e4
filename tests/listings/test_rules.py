"""What becomes of an offer or request when it is posted (rows V-offers and L14), without a database."""

import pytest

from banks.asking.listings.rules import is_asked_to_give_first, is_held, state_when_posted
from banks.policies.kinds import OffersPolicy
from ledger.policy import LimitsPolicy


def rules(action: str = "hold", moderation: str = "post") -> tuple[LimitsPolicy, OffersPolicy]:
    return LimitsPolicy.model_validate({"overdraft_request_action": action}), OffersPolicy.model_validate(
        {"moderation": moderation}
    )


@pytest.mark.parametrize(
    ("kind", "balance", "action", "moderation", "state"),
    [
        ("request", -60, "hold", "post", "held"),
        ("request", -1, "hold", "pre", "held"),
        ("request", 0, "hold", "post", "shown"),
        ("request", 60, "hold", "pre", "waiting"),
        ("request", -60, "warn", "post", "shown"),
        ("request", -60, "none", "post", "shown"),
        ("offer", -600, "hold", "post", "shown"),
        ("offer", 0, "none", "pre", "waiting"),
    ],
)
def test_l14_v_offers_where_a_new_one_goes(kind: str, balance: int, action: str, moderation: str, state: str) -> None:
    limits, offers = rules(action, moderation)
    assert state_when_posted(kind, balance_minutes=balance, limits=limits, offers=offers) == state


@pytest.mark.parametrize(
    ("action", "asked", "held"), [("hold", True, True), ("warn", True, False), ("none", False, False)]
)
def test_l14_below_zero_a_request_is_held_or_reminded_as_the_rule_says(action: str, asked: bool, held: bool) -> None:
    limits, _ = rules(action)
    assert is_asked_to_give_first("request", balance_minutes=-60, limits=limits) is asked
    assert is_held("request", balance_minutes=-60, limits=limits) is held
    assert not is_asked_to_give_first("offer", balance_minutes=-60, limits=limits)
