"""The way in, from the first page to a sent application, as newcomers go it (rows L7, L8, L19, V-orient)."""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
from playwright.sync_api import expect
from psycopg import sql

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.house import PATIENCE_SECONDS
from tests.house.live import LiveBank
from tests.house.servers import url

LONG_AGO = "2/29/1948"


def asked_of_database(bank: LiveBank, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """One statement in a bank's own schema, `{0}` standing for it."""
    with psycopg.connect(url("postgres", bank.site.database), autocommit=True) as database:
        found = database.execute("select schema_name from public.tenants_bank where slug = %s", [bank.slug]).fetchone()
        assert found is not None
        answer = database.execute(sql.SQL(statement).format(sql.Identifier(found[0])), values)  # type: ignore[arg-type]
        return answer.fetchall() if answer.description else []


def wait_until_kept(bank: LiveBank, visitor: Visitor, name: str, about: str) -> None:
    """What a tab sends while it closes arrives when the machine comes to it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    kept = "select 1 from {0}.banks_application where name = %s and about = %s"
    while not asked_of_database(bank, kept, name, about):
        assert time.monotonic() < deadline, "What was typed last never reached the server."
        visitor.page.wait_for_timeout(20)


def plan_orientation(bank: LiveBank, place: str) -> None:
    asked_of_database(
        bank,
        "insert into {0}.banks_orientation (id, starts_at, minutes, place, is_online, seats, note)"
        " values (%s, %s, 90, %s, false, 12, 'Tea and cake')",
        uuid4(), datetime.now(UTC) + timedelta(days=9), place,
    )  # fmt: skip


def begin(visitor: Visitor, name: str) -> None:
    """From the bank's first page, with a telephone number."""
    visitor.go("/")
    visitor.tap("Join us")
    visitor.fill("name", name)
    visitor.fill("phone", f"641-{uuid4().int % 10**7:07}")
    visitor.tap("Begin")


def write_wish(visitor: Visitor, block: str, service: str, title: str) -> None:
    visitor.choose(f"{block}-service", service)
    visitor.fill(f"{block}-title", title)


def sign(visitor: Visitor, name: str) -> None:
    visitor.fill("signer_name", name)
    visitor.tap("I have read this and sign")


def test_l8_l19_an_applicant_goes_all_the_way_at_lamoni(visit: Visit, live_lamoni: LiveBank) -> None:
    rose = visit(live_lamoni)
    name = f"Rose Alderton of the {rose.size.name}"
    rose.go("/")
    rose.look("welcome-lamoni")
    assert "We serve members within 10 miles of Lamoni, Iowa." in rose.text
    assert "Members take responsibility for their own actions and sign a liability waiver." in rose.text
    rose.tap("Join us")
    rose.look("join-lamoni")
    rose.tap("Begin")
    assert rose.fault_at("name") == "Please write your name."
    begin(rose, name)
    assert rose.heading == "About you"
    rose.look("apply-about")
    rose.tap("Continue")
    assert rose.fault_at("birth_date") == "Please write your date of birth."
    rose.fill("birth_date", LONG_AGO)
    rose.fill("recruiter_words", "Jean")
    rose.tap("Continue")
    assert rose.heading == "Where you live"
    rose.fill("where", "Lamoni")
    rose.tap("Continue")
    assert "That is inside our area of 10 miles." in rose.text
    assert "Likely driving time: about 5 minutes." in rose.text
    rose.look("apply-place-inside")
    rose.tap("Continue")
    assert rose.heading == "Who knows you"
    rose.fill("person0-name", "Pastor Ruth")
    rose.look("apply-references")
    rose.tap("Continue")
    assert "so that we can ask them" in rose.fault_at("person0-contact")
    assert rose.value_of("person0-name") == "Pastor Ruth"
    rose.fill("person0-contact", "641-555-0177")
    rose.tap("Continue")
    assert rose.heading == "The waiver"
    rose.look("apply-waiver")
    sign(rose, name)
    assert rose.heading == "What you offer and need"
    rose.look("apply-offers")
    write_wish(rose, "offer0", "Baking", "I bake pies")
    rose.tap("Continue")
    assert "Please choose a category and a service" in rose.fault_at("request0-service")
    assert rose.value_of("offer0-title") == "I bake pies"
    rose.look("apply-offers-refused")
    write_wish(rose, "request0", "Snow Shoveling", "Somebody for my porch steps")
    rose.tap("Continue")
    assert rose.heading == "Is everything right?"
    assert "Pastor Ruth" not in rose.text
    rose.look("apply-check")
    rose.tap("Send my application")
    assert f"Thank you, {name}" in rose.heading
    assert "We ask those who know you" in rose.text
    rose.look("apply-status-lamoni")
    link = rose.path
    rose.tap("Take my application back")
    rose.look("apply-withdraw")
    rose.tap("Take my application back")
    assert rose.heading == "This application has ended"
    rose.look("apply-ended")
    rose.tap("Begin again")
    assert rose.go(link) == 410


def test_l7_beyond_the_area_one_may_go_on_and_a_meeting_decides(visit: Visit, live_lamoni: LiveBank) -> None:
    fern = visit(live_lamoni)
    begin(fern, f"Fern Farther of the {fern.size.name}")
    fern.fill("birth_date", LONG_AGO)
    fern.tap("Continue")
    fern.fill("where", "Springfield")
    fern.tap("Continue")
    assert "There are several places of this name." in fern.text
    fern.look("apply-place-several")
    fern.page.get_by_role("radio", name="Springfield, IL").check()
    fern.tap("Continue")
    assert "That is outside our area of 10 miles." in fern.text
    assert "our members decide in a meeting, by vote" in fern.text
    assert "Likely driving time: about" in fern.text
    fern.look("apply-place-beyond")
    fern.tap("Continue")
    assert fern.heading == "Who knows you"


def test_l8_a_minor_names_a_guardian_who_signs(visit: Visit, live_lamoni: LiveBank) -> None:
    milo = visit(live_lamoni)
    name, born = f"Milo Young of the {milo.size.name}", datetime.now(UTC).date() - timedelta(days=12 * 365)
    begin(milo, name)
    milo.fill("birth_date", f"{born:%m/%d/%Y}")
    milo.tap("Continue")
    milo.fill("where", "50140")
    milo.tap("Continue")
    milo.tap("Continue")
    assert milo.heading == "Your guardian"
    milo.fill("name", name)
    milo.fill("relation", "mother")
    milo.fill("phone", "641-555-0100")
    milo.tap("Continue")
    assert "A guardian is another person" in milo.fault_at("name")
    assert "A guardian is of age." in milo.fault_at("is_of_age")
    assert milo.value_of("name") == name
    milo.look("apply-guardian-refused")
    milo.fill("name", "Grace Young")
    milo.page.locator("#id_is_of_age").check()
    milo.tap("Continue")
    assert milo.heading == "Who knows you"
    milo.fill("person0-name", "Coach Bob")
    milo.fill("person0-contact", "641-555-0178")
    milo.tap("Continue")
    sign(milo, name)
    assert "The guardian is another person" in milo.fault_at("signer_name")
    assert "A guardian is of age." not in milo.text
    milo.fill("signer_name", "Grace Young")
    milo.tap("I have read this and sign")
    assert "A guardian is of age." in milo.fault_at("is_of_age")
    milo.look("apply-waiver-guardian")
    milo.page.locator("#id_is_of_age").check()
    milo.tap("I have read this and sign")
    assert milo.heading == "What you offer and need"


def test_l8_a_closed_tab_loses_nothing(visit: Visit, live_lamoni: LiveBank) -> None:
    nell = visit(live_lamoni)
    name = f"Nell Halfway of the {nell.size.name}"
    begin(nell, name)
    here = nell.path
    nell.fill("about", "I play the fiddle")
    nell.fill("recruiter_words", "Somebody at church")
    nell.page.locator("#id_email").click()  # leaving a field keeps it
    expect(nell.page.locator("#kept")).to_contain_text("Saved at")
    nell.look("apply-about-kept")
    nell.page.locator("#id_about").fill("I play the fiddle and the banjo")
    nell.go("/guidelines/")  # the tab goes elsewhere in the middle of a field
    wait_until_kept(live_lamoni, nell, name, "I play the fiddle and the banjo")
    nell.go(here)
    assert nell.value_of("recruiter_words") == "Somebody at church"
    assert nell.value_of("about") == "I play the fiddle and the banjo"
    nell.fill("birth_date", LONG_AGO)
    nell.tap("Continue")
    nell.fill("where", "Lamoni")
    nell.page.locator("#id_street").click()
    expect(nell.page.locator("#kept")).to_contain_text("That is inside our area of 10 miles.")
    nell.tap("Continue")
    assert nell.heading == "Who knows you"


def test_v_orient_valley_asks_other_things_and_the_applicant_chooses_a_day(visit: Visit, live_valley: LiveBank) -> None:
    vera = visit(live_valley)
    plan_orientation(live_valley, f"Forbes Library, room of the {vera.size.name}")
    vera.go("/")
    assert "attend an orientation in person" in vera.text
    assert "waiver" not in vera.text
    vera.look("welcome-valley")
    begin(vera, f"Vera Valley of the {vera.size.name}")
    vera.fill("birth_date", LONG_AGO)
    vera.tap("Continue")
    vera.fill("where", "Northampton, MA")
    vera.tap("Continue")
    assert vera.heading == "What you offer and need"
    write_wish(vera, "offer0", "Weeding", "An hour in your garden")
    write_wish(vera, "request0", "Rides", "To the market on Saturdays")
    vera.tap("Continue")
    vera.tap("Send my application")
    assert "Choose a day for your orientation" in vera.text
    vera.look("apply-status-valley")
    vera.tap("I will come")
    assert "You are signed up." in vera.text
    assert "Your orientation" in vera.text
    vera.look("apply-status-seat")
    vera.tap("I cannot come")
    assert "Your seat is free for somebody else now." in vera.text


def test_with_a_mail_address_the_link_comes_by_mail(visit: Visit, live_door: LiveBank) -> None:
    dora = visit(live_door)
    address = f"dora.{uuid4().hex[:8]}@example.org"
    dora.go("/join/")
    dora.fill("name", "Dora Door")
    dora.fill("email", address)
    dora.tap("Begin")
    assert dora.heading == "Look into your mail"
    assert address in dora.text
    dora.look("apply-begun")
    found = asked_of_database(live_door, "select body from {0}.banks_notice where to_address = %s", address)
    link = re.search(r"http://\S+(/join/\S+/)", found[0][0])
    assert link is not None
    dora.go(link[1])
    assert dora.heading == "About you"
    assert dora.go("/join/no-such-secret-0123456789/") == 404
    assert dora.heading == "This link opens no application"
    dora.look("apply-unknown")
