"""The log of decisions: in order, chained, and found out when somebody with every right changes it."""

from datetime import UTC, date
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from governance.decisions.queries import prove_decisions
from governance.decisions.rules import review_day
from governance.decisions.services import close_vote
from tenants.context import in_bank
from tenants.models import Bank
from tests.governance.assembly import EVENING, RingBell, assemble
from tests.house.databases import superuser


@pytest.mark.parametrize(
    ("decided", "months", "day"),
    [
        (date(2026, 11, 22), 24, date(2028, 11, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_a_review_day_lies_whole_months_ahead(decided: date, months: int, day: date) -> None:
    assert review_day(decided, months) == day


CHANGES = {
    "update governance_decision set verdict = 'carried' where number = 2": "counted again",
    "update governance_decision set arithmetic = 'Carried.' where number = 2": "not what was written",
    "update governance_vote set choice = 'yes' where choice = 'no'": "counted again",
    "update governance_decision set decided_at = now() where number = 1": "not what was written",
    "update governance_proposalversion set sha256 = 'x'": "not what was written",
}


@pytest.mark.parametrize("change", CHANGES)
def test_d5_a_changed_decision_is_found(own_lamoni: Bank, bell: RingBell, change: str) -> None:
    with in_bank(own_lamoni):
        _decide_twice()
        assert prove_decisions() == []
        with superuser(str(connection.settings_dict["NAME"])) as server:
            server.execute(f"set search_path = {own_lamoni.schema_name}")
            server.execute("set session_replication_role = replica")
            server.execute(psycopg.sql.SQL(change))  # type: ignore[arg-type]
        findings = prove_decisions()
        assert any(CHANGES[change] in finding for finding in findings), findings


def _decide_twice() -> None:
    with superuser(str(connection.settings_dict["NAME"])) as server:
        schema = connection.schema_name  # type: ignore[attr-defined]
        server.execute("set session_replication_role = replica")
        for table in ("effect", "decision", "vote", "rollentry", "ballot"):
            server.execute(f"delete from {schema}.governance_{table}")
    for yes in (9, 3):
        assembly = assemble()
        ballot = assembly.put()
        assembly.vote(ballot, yes=yes, no=9 - yes)
        close_vote(ballot_id=ballot.pk, actor_id=uuid4(), now=EVENING, zone=UTC)
