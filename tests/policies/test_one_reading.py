"""The policy book is read once a request or an act, and what the act itself writes counts at once."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from banks.policies import reading, services
from banks.policies.kinds import HoursPolicy, PlacePolicy
from banks.policies.queries import all_in_force, policy_in_force
from banks.policies.reading import one_reading
from banks.policies.services import adopt_policy
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
ADA = UUID(int=7)


def granularity() -> int:
    return policy_in_force(HoursPolicy, NOON).value.granularity


def adopt_granularity(minutes: int) -> None:
    value = policy_in_force(HoursPolicy, NOON).value.model_copy(update={"granularity": minutes})
    adopt_policy(value=value, effective_at=NOON, actor_id=ADA, reason="We agreed.", now=NOON, may_adopt=True)


def asked() -> int:
    """Queries to the policy book for three questions."""
    with CaptureQueriesContext(connection) as queries:
        granularity()
        policy_in_force(PlacePolicy, NOON.date())
        all_in_force(NOON)
    return sum("banks_policyversion" in query["sql"] for query in queries)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    assert reading._open.get() is None, "an earlier reading was left open"
    yield
    assert reading._open.get() is None


def test_one_query_answers_all_questions_of_a_reading(inside_door: Bank) -> None:
    assert asked() == 3
    with one_reading():
        assert asked() == 1
        with one_reading():
            assert asked() == 0, "a reading within a reading is the same"
    assert asked() == 3


def test_what_the_act_adopts_counts_in_its_next_question(inside_door: Bank) -> None:
    with one_reading():
        before = granularity()
        adopt_granularity(before + 5)
        assert granularity() == before + 5


def test_without_forgetting_the_act_would_go_by_the_rule_it_has_just_replaced(
    inside_door: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "forget_reading", lambda: None)
    with one_reading():
        before = granularity()
        adopt_granularity(before + 5)
        assert granularity() == before


def test_a_version_that_is_rolled_back_does_not_count(inside_door: Bank) -> None:
    with one_reading():
        before = granularity()
        with transaction.atomic():
            adopt_granularity(before + 5)
            assert granularity() == before + 5
            transaction.set_rollback(True)
        assert granularity() == before


def test_a_reading_that_visits_two_banks_keeps_them_apart(door: Bank, lamoni: Bank) -> None:
    with in_bank(door):
        door_area = policy_in_force(PlacePolicy, NOON).value.area_name
    with in_bank(lamoni):
        lamoni_area = policy_in_force(PlacePolicy, NOON).value.area_name
    assert door_area != lamoni_area
    with one_reading():
        for bank, area in ((door, door_area), (lamoni, lamoni_area), (door, door_area)):
            with in_bank(bank):
                assert policy_in_force(PlacePolicy, NOON).value.area_name == area


def test_a_page_reads_the_book_once(door: Bank, lamoni: Bank) -> None:
    anne = Browser(door, "Anne")
    anne.get("/")
    with CaptureQueriesContext(connection) as queries:
        anne.get("/")
    assert sum('FROM "banks_policyversion"' in query["sql"] for query in queries) == 1
