"""From a transaction to a mailbox: a notice stands with what it tells about, and is sent at least once."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.models import QuerySet

from banks.hours.credits.models import Credit
from banks.notices.models import Notice
from banks.notices.nudge import SEND_TASK
from banks.notices.queries import could_not_be_sent, paper_waiting
from banks.notices.services import PAUSES, notify, send_due
from banks.people.members.models import Member
from hosting.schedule import send_outbox
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.databases import connections_at, own_clone
from tests.house.live import live_site
from tests.house.mailbox import LATER, NEVER, TAKEN, Mailbox, open_mailbox
from tests.house.queues import own_queue, waiting
from tests.rows.reports import report

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOON = timedelta(seconds=1)


class Stop(Exception):
    """Ends a transaction as a fault would."""


@pytest.fixture(scope="module")
def database(django_db_blocker: Any) -> Iterator[str]:
    with own_clone("outbox") as name, django_db_blocker.unblock(), connections_at(name):
        yield name


@pytest.fixture
def door(database: str) -> Iterator[Bank]:
    """The test stands in Door County, with an empty outbox."""
    bank = Bank.objects.get(slug="door")
    with in_bank(bank):
        Notice.objects.all().delete()
        yield bank


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with open_mailbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 60
        yield box


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with own_queue(monkeypatch) as name:
        yield name


def tell_one(words: str = "Recorded", *, name: str = "Anne", now: datetime = NOW) -> None:
    credit = Credit(words=words, minutes=60, service_date=now.date())
    notify([Member.objects.get(name=name)], template="credit", context={"credit": credit}, now=now)


def test_a_notice_exists_only_with_its_transaction(door: Bank, queue: str) -> None:
    with suppress(Stop), transaction.atomic():
        tell_one()
        raise Stop
    assert not Notice.objects.exists()
    assert waiting(queue) == [], "nobody is nudged about what did not happen"
    with transaction.atomic():
        tell_one()
        assert waiting(queue) == [], "and not before it stands"
    assert Notice.objects.count() == 1
    nudges = waiting(queue)
    assert [(nudge.headers["task"], nudge.payload[0]) for nudge in nudges] == [(SEND_TASK, [str(door.id)])]


def test_a_letter_arrives_once_with_the_banks_name_and_an_id_of_its_own(door: Bank, mailbox: Mailbox) -> None:
    tell_one()
    notice = Notice.objects.get()
    assert (send_due(now=NOW), send_due(now=NOW)) == (1, 0)
    (letter,) = mailbox.letters
    assert mailbox.ids() == [f"<{notice.pk}@{door.id}>"]
    assert str(letter["Subject"]).startswith(f"{door.name}: ")
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at, notice.tries) == (Notice.State.SENT, NOW, 1)


def test_when_the_sender_dies_after_sending_the_same_letter_is_sent_again(
    door: Bank, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_one()

    def die(self: Notice, **_: Any) -> None:
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(Notice, "save", die)
        with pytest.raises(Stop):
            send_due(now=NOW)
    assert Notice.objects.get().state == Notice.State.WAITING
    assert send_due(now=NOW) == 1
    assert len(mailbox.ids()) == 2
    assert len(set(mailbox.ids())) == 1, "a mail program shows letters of one id once"


@pytest.mark.parametrize("refusal", [LATER, NEVER])
def test_a_refused_letter_waits_ever_longer_and_is_then_shown_to_coordinators(
    door: Bank, mailbox: Mailbox, refusal: str
) -> None:
    tell_one()
    mailbox.answer, at = refusal, NOW
    for pause in PAUSES:
        assert send_due(now=at) == 0
        notice = Notice.objects.get()
        assert (notice.state, notice.try_after) == (Notice.State.WAITING, at + pause)
        assert refusal[:3] in notice.trouble
        assert send_due(now=at + pause - SOON) == 0, "not before its time"
        assert Notice.objects.get().tries == notice.tries
        at += pause
    assert send_due(now=at) == 0
    (shown,) = could_not_be_sent()
    assert refusal[:3] in shown.trouble
    assert Notice.objects.get().state == Notice.State.FAILED
    mailbox.answer = TAKEN
    assert send_due(now=at + timedelta(days=9)) == 0


def test_a_letter_refused_once_arrives_at_the_next_try_with_the_same_id(door: Bank, mailbox: Mailbox) -> None:
    tell_one()
    mailbox.answer = LATER
    assert send_due(now=NOW) == 0
    mailbox.answer = TAKEN
    assert send_due(now=NOW + PAUSES[0]) == 1
    assert mailbox.ids() == [f"<{Notice.objects.get().pk}@{door.id}>"]
    assert Notice.objects.get().trouble == ""


def test_one_refused_letter_does_not_hold_up_the_others(door: Bank, settings: Any, mailbox: Mailbox) -> None:
    tell_one()
    settings.EMAIL_PORT = 1  # nobody listens there
    assert send_due(now=NOW) == 0
    settings.EMAIL_PORT = mailbox.port
    tell_one("Another")
    assert send_due(now=NOW) == 1
    assert len(mailbox.letters) == 1


def test_a_member_without_mail_gets_paper(door: Bank, mailbox: Mailbox, queue: str) -> None:
    with transaction.atomic():
        Member.objects.filter(name="Jean").update(email="")
        tell_one(name="Jean")
    assert [notice.member.name for notice in paper_waiting()] == ["Jean"]
    assert (send_due(now=NOW), mailbox.letters, waiting(queue)) == (0, [], [])


def letters_of_four_senders(door: Bank, mailbox: Mailbox, *, notices: int) -> list[str]:
    """Four workers empty one outbox at the same time; the ids that arrived."""
    for number in range(notices):
        tell_one(str(number))

    def empty(_: int) -> int:
        try:
            with in_bank(door):
                return send_due(now=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as senders:
        list(senders.map(empty, range(4)))
    return mailbox.ids()


def test_four_senders_share_the_work_and_send_nothing_twice(door: Bank, mailbox: Mailbox) -> None:
    ids = letters_of_four_senders(door, mailbox, notices=24)
    assert len(ids) == len(set(ids)) == 24
    assert set(Notice.objects.values_list("tries", flat=True)) == {1}


def test_without_the_row_lock_they_send_the_same_letter_again(
    door: Bank, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self.all())
    mailbox.together = 4  # each of the four has read the outbox before the first is done with a letter
    ids = letters_of_four_senders(door, mailbox, notices=24)
    assert len(ids) > len(set(ids)) == 24


def test_with_the_broker_down_hours_are_recorded_and_the_sweep_delivers_later(
    django_db_blocker: Any, mailbox: Mailbox
) -> None:
    with live_site("nobroker", CELERY_BROKER_URL="redis://127.0.0.1:1/0") as site:
        bank = site.bank("door")
        anne = bank.person("Anne")
        began = time.monotonic()
        anne.balance()
        machine, asked = time.monotonic() - began, time.monotonic()
        answer = report(
            anne, on=site.day(), service="Lawn Mowing", gave={"Anne": 60}, received=["Bill"]
        )  # fmt: skip
        assert answer.status_code == 201, answer.text
        took = time.monotonic() - asked
        # A slow machine takes longer over everything: over ten requests that need no broker, say.
        assert took < 30 + 10 * machine, f"a member waited {took:.1f} s for a broker"
        with django_db_blocker.unblock(), connections_at(site.database):
            row = Bank.objects.get(slug="door")
            with in_bank(row):
                assert Notice.objects.filter(state=Notice.State.WAITING).count() >= 1
            assert send_outbox(str(row.id)) >= 1
            with in_bank(row):
                assert not Notice.objects.filter(state=Notice.State.WAITING).exists()
    assert any("bill@door.example" in str(letter["To"]) for letter in mailbox.letters)
