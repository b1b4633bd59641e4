"""Hours given and work elsewhere, on phones and desks (rows L15 and L20), and a change seen against the last year."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from tests.browser.conftest import Visit
from tests.browser.test_applying import asked_of_database
from tests.house.live import LiveSite


def in_a_year() -> date:
    return datetime.now(UTC).date() + timedelta(days=360)


def test_l15_hours_are_given_in_two_taps(own_site: LiveSite, visit: Visit) -> None:
    lamoni = own_site.bank("lamoni")
    asked_of_database(
        lamoni,
        "insert into {0}.banks_giftauthorisation"
        " (id, decision_id, recipient_id, fund, minutes_most, ends_on, purpose, authorised_at)"
        " values (%s, %s, %s, '', 300, %s, 'Rides to the clinic while her leg heals', now())",
        uuid4(), uuid4(), lamoni.member("Jean"), in_a_year(),
    )  # fmt: skip
    bill = visit(lamoni, "Bill")
    bill.go("/gifts/")
    bill.look("gifts")
    bill.tap("Give hours")
    bill.look("gift-give")
    bill.length("minutes", 60)
    bill.tap("Give from my account")
    assert "Your hours are with Jean now." in bill.text
    bill.look("gifts-given")
    jean = visit(lamoni, "Jean")
    jean.go("/statement/")
    jean.look("statement-with-a-gift")
    assert "Bill" in jean.text


def test_l20_work_elsewhere_is_reported_and_its_limit_is_said(own_site: LiveSite, visit: Visit) -> None:
    lamoni = own_site.bank("lamoni")
    bill = visit(lamoni, "Bill")
    bill.go("/outside/")
    bill.look("outside-empty")
    asked_of_database(
        lamoni,
        "insert into {0}.banks_outsideauthorisation"
        " (id, decision_id, organisation, minutes_a_month, begins_on, ends_on, authorised_at)"
        " values (%s, %s, 'Food pantry of Decatur County', 120, current_date - 30, %s, now())",
        uuid4(), uuid4(), in_a_year(),
    )  # fmt: skip
    bill.go("/outside/")
    bill.page.locator("#id_authorisation").select_option(label="Food pantry of Decatur County")
    bill.fill("service_date", own_site.day())
    bill.length("minutes", 150)
    bill.tap("Report this work")
    bill.look("outside-refused")
    assert "counts up to" in bill.text
    bill.length("minutes", 60)
    bill.tap("Report this work")
    bill.look("outside")


def test_a_proposed_distance_is_seen_against_the_last_year(own_site: LiveSite, visit: Visit) -> None:
    anne = visit(own_site.bank("lamoni"), "Anne")
    anne.go("/rules/membership/")
    anne.fill("radius", "15")
    anne.fill("reason", "Leon is near.")
    anne.tap("See how it will read")
    anne.tap("Propose this change")
    anne.page.wait_for_url("**/decisions/**")
    anne.page.get_by_role("heading", name="See it before you decide").wait_for()
    anne.page.get_by_role("cell", name="Applications from inside the area").wait_for()
    anne.look("replay")
    assert "Our last twelve months, counted again" in anne.text
