"""Row L7: within 10 miles of the bank's centre, computed and kept as evidence; beyond it a meeting admits."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from banks.membership.applications import measuring
from banks.membership.applications.facts import waits_of
from banks.membership.applications.filling_in import save_place
from banks.membership.applications.models import Application
from banks.membership.applications.rules import Turn, Want
from banks.membership.applications.services import send_application
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from tenants.context import in_bank
from tenants.models import Bank
from tests.applications.applying import Applicant
from tests.applications.people import DES_MOINES, JOIN, filled_in, sent, with_rules

INSIDE = "Lamoni, IA 50140 is 0 miles from Lamoni, Iowa, in a straight line. That is inside our area of 10 miles."


def wants(application: Application) -> list[Want]:
    return [wait.what for wait in waits_of(application, now=timezone.now())]


def test_l7_inside_ten_miles_is_said_at_once_and_kept_as_evidence(lamoni: Bank) -> None:
    rose = Applicant(lamoni)
    assert rose.post("place", where="lamoni", street="1 Elm").to == rose.url("place")
    page = rose.get("place")
    assert INSIDE in page.text
    assert "Likely driving time: about 5 minutes." in page.text
    kept = rose.row
    assert (kept.inside_area, kept.distance_miles, kept.limit_miles) == (True, Decimal("0.0"), 10)
    assert (kept.town, kept.postal_code, kept.measured_from) == ("Lamoni", "50140", "Lamoni, Iowa")
    assert kept.driving_minutes == 5
    assert kept.measured_at is not None
    with in_bank(lamoni):
        assert kept.rules_version_id == policy_in_force(MembershipPolicy, timezone.now()).version_id


def test_l7_beyond_it_one_may_go_on_and_waits_for_a_meeting(lamoni: Bank) -> None:
    fern = Applicant(lamoni)
    assert fern.post("place", where=DES_MOINES).to == fern.url("place")
    page = fern.get("place")
    assert "That is outside our area of 10 miles." in page.text
    assert "our members decide in a meeting, by vote" in page.text
    assert fern.post("place", where=fern.row.town, seen="").status in (200, 302)
    with in_bank(lamoni):
        beyond = sent("Fern Farther", now=timezone.now(), where=DES_MOINES)
        assert beyond.inside_area is False
        assert Want.AREA_DECISION in wants(beyond)
        turn = {wait.what: wait.turn for wait in waits_of(beyond, now=timezone.now())}[Want.AREA_DECISION]
        assert turn is Turn.MEETING


def test_l7_once_the_meeting_admits_nothing_waits_for_it(lamoni: Bank) -> None:
    with in_bank(lamoni):
        beyond = sent("Fern Farther", now=timezone.now(), where=DES_MOINES)
        beyond.area_decision_id = beyond.pk
        beyond.save(update_fields=["area_decision_id"])
        assert Want.AREA_DECISION not in wants(beyond)
        save_place(application_id=beyond.pk, where="Chicago, IL", street="", now=timezone.now())
        beyond.refresh_from_db()
        assert Want.AREA_DECISION in wants(beyond), "the meeting decided about another place"


def test_l7_judged_by_the_rules_of_the_day_it_was_sent(lamoni: Bank) -> None:
    later = timezone.now() + timedelta(days=1)
    with in_bank(lamoni):
        beyond, draft = (
            sent("Fern Farther", now=timezone.now(), where=DES_MOINES),
            filled_in("Dot Draft", now=timezone.now(), where=DES_MOINES),
        )
        assert draft.inside_area is False
        with_rules(now=later, radius=100)
        after = later + timedelta(hours=1)
        save_place(application_id=beyond.pk, where="50310", street="", now=after)
        beyond.refresh_from_db()
        assert (beyond.inside_area, beyond.limit_miles) == (False, 10)
        send_application(application_id=draft.pk, link=JOIN, now=after)
        draft.refresh_from_db()
        assert (draft.inside_area, draft.limit_miles) == (True, 100)
        assert draft.rules_version_id != beyond.rules_version_id


def test_l7_without_that_guard_a_wider_circle_would_move_what_was_sent(
    lamoni: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = timezone.now() + timedelta(days=1)
    with in_bank(lamoni):
        beyond = sent("Fern Farther", now=timezone.now(), where=DES_MOINES)
        with_rules(now=later, radius=100)
        monkeypatch.setattr(measuring, "rules_that_count", lambda _, now: policy_in_force(MembershipPolicy, now))
        save_place(application_id=beyond.pk, where="50310", street="", now=later + timedelta(hours=1))
        beyond.refresh_from_db()
        assert beyond.inside_area is True


def test_l7_a_place_nobody_knows_waits_for_a_coordinator(lamoni: Bank) -> None:
    odd = Applicant(lamoni)
    asked = odd.post("place", where="Xyzzyville")
    if asked.status == 302:
        asked = odd.get("place")
    assert "a coordinator measures the distance" in asked.text
    assert odd.row.inside_area is None
    with in_bank(lamoni):
        unknown = sent("Odette Odd", now=timezone.now(), where="Xyzzyville")
        assert Want.DISTANCE in wants(unknown)
        assert unknown.distance_miles is None


def test_l7_several_towns_of_a_name_are_asked_about(lamoni: Bank) -> None:
    rose = Applicant(lamoni)
    page = rose.post("place", where="Springfield")
    assert page.status == 200
    assert "There are several places of this name." in page.text
    near_first = [label for label, _ in page.form.fields["chosen"].choices]
    assert near_first[0] in ("Springfield, MO", "Springfield, IL", "Springfield, NE 68059", "Springfield, MN 56087")
    assert near_first[-1] == "as_typed"
    assert rose.post("place", where="Springfield", chosen="Springfield, IL").status == 302
    assert rose.row.inside_area is False
    assert rose.post("place", where="Springfield", chosen="as_typed").to == rose.url("references")
    assert rose.row.latitude is None


def test_l7_a_misspelt_town_gets_suggestions(lamoni: Bank) -> None:
    page = Applicant(lamoni).post("place", where="Lamony, IA")
    assert "We do not know this town or postal code." in page.text
    assert "Lamoni, IA" in page.text


def test_l7_at_valley_nobody_lives_too_far(valley: Bank) -> None:
    vera = Applicant(valley)
    assert vera.post("place", where="Northampton, MA").to == vera.url("offers")
    assert vera.row.inside_area is True
    with in_bank(valley):
        assert Want.AREA_DECISION not in wants(sent("Far Away", now=timezone.now(), where="Honolulu, HI"))
