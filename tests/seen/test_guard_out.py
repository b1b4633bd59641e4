"""The control of the canary crawl: with the one pure function taken out, it turns red."""

import pytest

from banks.people.members import queries
from banks.people.members.capabilities import Capability
from banks.policies.clock import now
from tenants.context import in_bank
from tenants.models import Bank
from tests.seen.crawling import crawler, heard_in_mails, of_others
from tests.seen.neighborhood import RESTRICTED, live_together


def test_with_the_guard_out_the_crawl_turns_red(lamoni: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one pure function taken out: everybody may everything, and the restricted member reads it all."""
    monkeypatch.setattr(queries, "capabilities", lambda *_, **__: frozenset(Capability))
    with in_bank(lamoni):
        unguarded = live_together(now())
    heard = of_others(crawler(lamoni, unguarded, RESTRICTED).read_everything(), RESTRICTED)
    assert {"/directory/<uuid:member_id>/", "/statement/", "/api/v1/members/", "/papers/statement/"} <= {
        address for address, _, _ in heard
    }
    formed = {
        "/record/<slug:slug>/",
        "/my-data/file/",
        "/api/v1/exchanges/",
        "/exchanges/<uuid:exchange_id>/answer/",
    }
    tried = of_others(crawler(lamoni, unguarded, RESTRICTED).try_everything(only=formed), RESTRICTED)
    assert {address for address, _, _ in tried} == formed
    assert of_others(heard_in_mails(lamoni, unguarded, RESTRICTED), RESTRICTED) >= {
        ("mail", "Bill", "name"),
        ("mail", "Bill", "after"),
        ("mail", f"Newcomer of {RESTRICTED}", "name"),
    }
