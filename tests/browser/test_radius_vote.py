"""Row L-change in a real browser: a distance proposed, carried at six of nine, and followed without a restart.

The bank is in a database of its own: the rule of the others stays as it is.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from banks.deciding.meetings.services import carry_out_due
from tenants.context import in_bank
from tenants.models import Bank
from tests.browser.conftest import Visit
from tests.browser.test_applying import LONG_AGO, asked_of_database, begin
from tests.browser.test_meetings import a_fortnight_passes, announce_proposal, call, count_hands, open_it, tick
from tests.browser.visitor import Visitor
from tests.house.databases import connections_at
from tests.house.live import LiveBank, LiveSite
from tests.meetings.evening import NINE, id_in

BEFORE, AFTER = "We serve members within 10 miles of Lamoni", "We serve members within 15 miles of Lamoni"


def propose_fifteen_miles(anne: Visitor) -> str:
    anne.go("/rules/membership/")
    anne.fill("radius", "15")
    anne.fill("reason", "Leon is as near as the road is straight.")
    anne.tap("See how it will read")
    assert "The distance that counts is 15 miles." in anne.text
    anne.look("radius-preview")
    anne.tap("Propose this change")
    anne.page.wait_for_url("**/decisions/**")
    return id_in(anne.path)


def six_of_nine(cora: Visitor, meeting: str) -> None:
    """Nine are in attendance; six hands for, two against, one abstains."""
    cora.go(f"/meetings/{meeting}/live/")
    for name in NINE[2:]:  # who presides and who writes are there already
        tick(cora, name)
    cora.page.get_by_label("Find a name").fill("")
    count_hands(cora, yes=6, no=2, abstain=1)
    cora.tap("Close the vote with these numbers")
    assert cora.heading == "Carried"
    assert "6 yes of 9 present; needed 6 (at least 2/3): 3 x 6 = 18 is at least 2 x 9 = 18. Carried." in cora.text
    cora.look("radius-carried")


def a_week_passes(bank: LiveBank) -> None:
    """The decision's delay is over, and the clock carries out what is due: in a process that is not the server's."""
    asked_of_database(
        bank,
        "set session_replication_role = replica; update {0}.governance_effect set due_at = now() - interval '1 minute'",
    )
    with connections_at(bank.site.database), in_bank(Bank.objects.get(slug=bank.slug)):
        assert carry_out_due(now=datetime.now(UTC)) == 1


def applies_from_leon(stranger: Visitor) -> str:
    """What somebody from a town 12.8 miles away reads while applying."""
    begin(stranger, "Lee from Leon")
    stranger.fill("birth_date", LONG_AGO)
    stranger.tap("Continue")
    stranger.fill("where", "50144")
    stranger.tap("Continue")
    return stranger.text


@pytest.mark.timeout(300)
def test_l_change_a_radius_carried_at_six_of_nine_changes_application_and_guidelines_without_a_restart(
    own_site: LiveSite, visit: Visit, django_db_blocker: Any
) -> None:
    own_lamoni = own_site.bank("lamoni")
    ada, anne, cora, stranger = (visit(own_lamoni, name) for name in ("Ada", "Anne", "Cora", ""))
    assert "That is outside our area of 10 miles." in applies_from_leon(stranger)
    stranger.look("radius-outside")
    proposal = propose_fifteen_miles(anne)
    meeting = call(ada)
    announce_proposal(anne, proposal, meeting)
    a_fortnight_passes(own_lamoni, meeting)
    open_it(ada, meeting)
    six_of_nine(cora, meeting)
    stranger.go("/guidelines/")
    assert BEFORE in stranger.text, "seven days lie between"
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as clock:  # the browser has this thread for itself
        clock.submit(a_week_passes, own_lamoni).result()
    stranger.page.reload()
    assert AFTER in stranger.text
    assert "6 yes of 9 in attendance" in stranger.text
    stranger.look("radius-guidelines")
    assert "That is inside our area of 15 miles." in applies_from_leon(stranger)
    stranger.look("radius-inside")
    anne.go(f"/decisions/{proposal}/")
    assert "Carried and in effect" in anne.text
    anne.look("radius-decision")
