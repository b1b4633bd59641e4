"""Becoming a member: once, whoever clicks how often; with everything the applicant told us."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.utils import timezone

from banks.errors import NotAllowed
from banks.hours.credits.models import Credit
from banks.membership.applications import services
from banks.membership.applications.errors import ApplicationEnded, NotReadyForWelcome
from banks.membership.applications.facts import waits_of
from banks.membership.applications.models import Application
from banks.membership.applications.rules import Want
from banks.membership.applications.services import member_id_of, welcome_applicant
from banks.membership.screening.models import SealedBirthDate
from banks.membership.screening.services import read_birth_date
from banks.people.members.models import Clearance, Member
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.people.vault.access import behind_vault
from banks.policies.clock import bank_day
from ledger.statements import balance_of
from tenants.context import in_bank
from tenants.models import Bank
from tests.applications.people import filled_in, ready, sent
from tests.house.databases import connections_at, own_clone


def somebody(name: str) -> Viewer:
    return viewer_of(Member.objects.get(name=name), on=bank_day(timezone.now()))


def welcomed(application: Application) -> Member:
    return welcome_applicant(actor=somebody("Cora"), application_id=application.pk, now=timezone.now())


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def test_somebody_who_still_waits_is_not_welcomed(inside_lamoni: Bank, now: datetime) -> None:
    with pytest.raises(NotReadyForWelcome, match="the references, the screening"):
        welcomed(sent("Rose", now=now))
    with pytest.raises(NotReadyForWelcome, match="being sent"):
        welcomed(filled_in("Dot", now=now))
    assert not Member.objects.filter(name__in=["Rose", "Dot"]).exists()


def test_only_coordinators_welcome(inside_lamoni: Bank, now: datetime) -> None:
    rose = sent("Rose", now=now)
    ready(rose, now=now)
    with pytest.raises(NotAllowed):
        welcome_applicant(actor=somebody("Anne"), application_id=rose.pk, now=now)


def test_everything_they_told_us_comes_along(inside_lamoni: Bank, now: datetime) -> None:
    rose = sent("Rose", now=now, email="rose.moves@example.org", about="I bake", recruiter_words="Jean")
    ready(rose, now=now, outcome="group_events_only", review_on=date(2030, 1, 1))
    assert [wait.what for wait in waits_of(rose, now=now)] == [Want.WELCOME]
    jean = Member.objects.get(name="Jean")
    before = balance_of(jean.account_id)
    member = welcomed(rose)
    assert (member.pk, member.email, member.about) == (member_id_of(rose.pk), "rose.moves@example.org", "I bake")
    assert (member.town, member.postal_code, member.street) == ("Lamoni", "50140", "12 Maple Street")
    assert member.latitude is not None
    assert (member.waiver_version, member.is_minor, member.recruited_by_id) == ("1", False, jean.pk)
    clearance = Clearance.objects.get(member=member)
    assert (clearance.access, clearance.review_on) == ("group_events_only", date(2030, 1, 1))
    assert sorted(member.listings.values_list("kind", "title")) == [
        ("offer", "offer 0 of Rose"), ("request", "request 0 of Rose"),
    ]  # fmt: skip
    assert member.services.count() == 1
    assert balance_of(member.account_id) == 300
    assert balance_of(jean.account_id) - before == 300
    with behind_vault():
        assert not SealedBirthDate.objects.filter(person_id=rose.pk).exists()
    assert read_birth_date(person_id=member.pk, reason="A test looks", now=now) == date(1950, 5, 17)
    rose.refresh_from_db()
    assert (rose.state, rose.member_id) == ("joined", member.pk)
    told = member.notices.get(subject="Welcome, Rose")
    assert "Get a code by mail" in told.body


def test_a_minor_comes_with_their_guardian(inside_lamoni: Bank, now: datetime) -> None:
    milo = sent("Milo", now=now, born=bank_day(now) - timedelta(days=12 * 365))
    ready(milo, now=now)
    member = welcomed(milo)
    assert member.is_minor
    assert [guardian.name for guardian in member.guardians.all()] == ["Grace Milo"]


def test_somebody_who_came_of_age_on_the_way_joins_as_grown_up(inside_lamoni: Bank, now: datetime) -> None:
    today = bank_day(now)
    born = today - timedelta(days=18 * 365 + 3)  # a few days before the eighteenth birthday, or just after it
    milo = sent("Milo", now=now - timedelta(days=30), born=born)
    assert milo.is_minor
    ready(milo, now=now)
    assert not welcome_applicant(actor=somebody("Cora"), application_id=milo.pk, now=now + timedelta(days=30)).is_minor


def test_valley_welcomes_without_hours_and_with_the_day_of_the_orientation(valley: Bank, now: datetime) -> None:
    with in_bank(valley):
        vera = sent("Vera", now=now)
        ready(vera, now=now)
        member = welcomed(vera)
        assert member.oriented_on is not None
        assert balance_of(member.account_id) == 0
        assert Clearance.objects.get(member=member).access == "full"


def test_clicked_twice_it_is_one_member(inside_lamoni: Bank, now: datetime) -> None:
    rose = sent("Rose", now=now)
    ready(rose, now=now)
    assert welcomed(rose) == welcomed(rose)
    assert Credit.objects.filter(about_id=member_id_of(rose.pk)).count() == 1


def test_an_application_that_ended_is_not_welcomed(inside_lamoni: Bank, now: datetime) -> None:
    rose = sent("Rose", now=now)
    Application.objects.filter(pk=rose.pk).update(state="withdrawn", ended_at=now)
    with pytest.raises(ApplicationEnded):
        welcomed(rose)


def test_without_its_own_key_a_second_click_would_make_a_second_member(
    inside_lamoni: Bank, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard out: what the lock would have seen is forgotten between two clicks."""
    rose = sent("Rose Twice", now=now)
    ready(rose, now=now)

    def forgotten() -> None:
        Application.objects.filter(pk=rose.pk).update(member=None, state="sent", ended_at=None, ended_by=None)

    welcomed(rose)
    forgotten()
    welcomed(rose)
    assert Member.objects.filter(name="Rose Twice").count() == 1
    forgotten()
    monkeypatch.setattr(services, "member_id_of", lambda _: uuid4())
    welcomed(rose)
    assert Member.objects.filter(name="Rose Twice").count() == 2


def test_eight_clicks_at_once_make_one_member_and_post_the_hours_once(django_db_blocker: Any) -> None:
    now = timezone.now()
    with own_clone("welcome") as name, django_db_blocker.unblock(), connections_at(name):
        bank = Bank.objects.get(slug="lamoni")
        with in_bank(bank):
            rose = sent("Rose Eight", now=now, recruiter_words="Jean")
            ready(rose, now=now)
            cora, jean = somebody("Cora"), Member.objects.get(name="Jean")
            before = balance_of(jean.account_id)

        def click(_: int) -> UUID:
            try:
                with in_bank(bank):
                    return welcome_applicant(actor=cora, application_id=rose.pk, now=now).pk
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            made = set(pool.map(click, range(8)))
        assert made == {member_id_of(rose.pk)}
        with in_bank(bank):
            member = Member.objects.get(name="Rose Eight")
            assert balance_of(member.account_id) == 300
            assert balance_of(jean.account_id) - before == 300
            assert member.listings.count() == 2
            assert member.notices.filter(subject="Welcome, Rose Eight").count() == 1
