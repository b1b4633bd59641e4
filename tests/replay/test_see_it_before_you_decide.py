"""A proposed rule is looked at against the bank's own last year, and looking changes nothing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banks.deciding.replay.queries import replay_of
from banks.hours.grants.models import OutsideAuthorisation, OutsideWork
from banks.membership.applications.models import Application
from banks.people.members.models import Member
from banks.policies.kinds import BonusPolicy, ExternalPolicy, LimitsPolicy, LookPolicy, MembershipPolicy
from banks.policies.queries import policy_in_force
from governance.models import Proposal
from ledger.accounts import account_with_key
from ledger.journal import post_entry
from tenants.models import Bank
from tests.meetings.evening import id_in
from tests.pages.browsing import Browser, key
from tests.pipeline.applying import applied
from tests.policies.test_policy_pages import filled

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def figures(before: Any, after: Any) -> dict[str, tuple[int, int]]:
    seen = replay_of(before, after, at=datetime.now(UTC))
    assert seen is not None
    return {line.what: (line.now, line.then) for line in seen.lines}


def measured(*miles: str) -> None:
    now = datetime.now(UTC)
    for number, each in enumerate(miles):
        application = applied(f"Seeker {number}", now=now - timedelta(days=20))
        Application.objects.filter(pk=application.pk).update(distance_miles=Decimal(each))


def changed(kind: Any, **values: Any) -> tuple[Any, Any]:
    before = policy_in_force(kind, datetime.now(UTC)).value
    return before, before.model_copy(update=values)


def test_see_it_a_wider_area_lets_in_whom_the_distances_say(inside_lamoni: Bank) -> None:
    measured("4.0", "10.0", "10.1", "15.0", "15.1")
    assert figures(*changed(MembershipPolicy, radius=15)) == {
        "Applications from inside the area": (2, 4),
        "Applications from beyond it": (3, 1),
    }


def test_see_it_a_lower_limit_counts_members_and_reports_beyond_it(inside_lamoni: Bank) -> None:
    community, anne = account_with_key("community").id, Member.objects.get(name="Anne").account_id
    for minutes in (-60, -60, 200):
        post_entry(
            key=uuid4(), kind="exchange", service_date=datetime.now(UTC).date(), actor_id=uuid4(),
            policy_version_id=uuid4(), postings={anne: minutes, community: -minutes},
        )  # fmt: skip
    seen = figures(*changed(LimitsPolicy, member_floor=-90, member_ceiling=60))
    assert seen["Members below the lowest balance"] == (0, 1)
    assert seen["Reports that went below it"] == (0, 1)
    assert seen["Members above the highest balance"] == (0, 1)


def test_see_it_a_smaller_month_cuts_what_was_credited_elsewhere(inside_lamoni: Bank) -> None:
    now = datetime.now(UTC)
    allowed = OutsideAuthorisation.objects.create(
        decision_id=uuid4(), organisation="School", minutes_a_month=120, begins_on=now.date(), ends_on=now.date(),
        authorised_at=now,
    )  # fmt: skip
    for name, minutes in {"Anne": 120, "Bill": 45}.items():
        person = Member.objects.get(name=name)
        OutsideWork.objects.create(
            authorisation=allowed, member=person, minutes=minutes, service_date=now.date() - timedelta(days=1),
            recorded_by=person, recorded_at=now, entry_id=uuid4(),
        )  # fmt: skip
    assert figures(*changed(ExternalPolicy, monthly_cap=60)) == {
        "Credited for work elsewhere": (165, 105),
        "Members' months that would be cut short": (0, 1),
        "Members who would have other hours": (0, 1),
    }


def test_see_it_a_kind_that_cannot_be_replayed_says_so(lamoni: Bank) -> None:
    anne = Browser(lamoni, "Anne")
    sent = filled(anne.client, "look", tagline="Hours for all", reason="Shorter.", step="propose") | {"key": key()}
    made = anne.post("/rules/look/", **sent)
    assert made.status == 302, made.text
    assert "cannot be worked out from the books" in anne.get(made.to).text


def test_see_it_on_the_proposals_page_beside_its_table(lamoni: Bank) -> None:
    anne = Browser(lamoni, "Anne")
    sent = filled(anne.client, "membership", radius="15", reason="More.", step="propose") | {"key": key()}
    address = f"/decisions/{id_in(anne.post('/rules/membership/', **sent).to)}/"
    page = anne.get(address)
    assert "See it before you decide" in page.text
    assert f'hx-get="{address}replay/"' in page.html
    alone = anne.get(f"{address}replay/")
    assert "Applications from inside the area" in alone.text
    assert "<table" in alone.html
    into = anne.client.get(f"{address}replay/", headers={"HX-Request": "true"}).content.decode()
    assert into.lstrip().startswith("<section")


def test_see_it_only_a_proposed_rule_has_a_replay(lamoni: Bank) -> None:
    anne = Browser(lamoni, "Anne")
    made = anne.post("/decisions/agreement/", title="Soup", text="Soup.", reasons="Why not", key=key())
    assert anne.get(f"/decisions/{id_in(made.to)}/replay/").status == 404


def rows() -> dict[str, int]:
    """How many rows each table of the bank has."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = current_schema() order by 1")
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute("select has_table_privilege(quote_ident(%s), 'select')", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f'select count(*) from "{table}"')
                found[table] = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (MembershipPolicy, {"radius": 20}),
        (LimitsPolicy, {"member_floor": -600}),
        (ExternalPolicy, {"monthly_cap": 60}),
        (BonusPolicy, {"signup": 120}),
    ],
)
def test_see_it_writes_nothing_and_asks_little(inside_lamoni: Bank, kind: Any, values: dict[str, Any]) -> None:
    before, pair = rows(), changed(kind, **values)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        replay_of(*pair, at=datetime.now(UTC))
    said = [each["sql"] for each in asked.captured_queries if each["sql"].lstrip().upper().startswith("SELECT")]
    counted = [sql for sql in said if "banks_policyversion" not in sql]
    assert len(counted) <= 2, counted
    verbs = {each["sql"].split()[0].upper() for each in asked.captured_queries}
    assert verbs <= {"SELECT", "SET", "SHOW"}, verbs
    assert rows() == before
    assert not Proposal.objects.exists()


def test_see_it_without_a_change_that_counts_there_is_nothing_to_see(inside_lamoni: Bank) -> None:
    assert replay_of(*changed(LookPolicy, tagline="x"), at=NOW) is None
    assert replay_of(*changed(MembershipPolicy, references_required=2), at=NOW) is None
