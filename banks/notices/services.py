"""Writes of the outbox: tell somebody, and send what is due.

Guarantees: a notice is written in the transaction of what it tells about, so there is
none without the other; it is sent at least once, with the same Message-ID each time;
a failure is tried again after 1 min, 5 min, 30 min, 3 h and a day, then shown to
coordinators. The broker only nudges; `send_due` finds everything by itself.
"""

import re
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from banks.identity.queries import this_bank
from banks.notices.models import Notice
from banks.notices.nudge import nudge_outbox
from banks.people.members.queries import seeing_people
from banks.policies.clock import bank_day

SECRET_OF_A_LINK = re.compile(r"(?<=/join/)[\w-]{20,}(?=/)")
PAUSES = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(days=1),
]


class Addressee(Protocol):
    """Whom a notice is for: the id and mail address of a member or of an application."""

    pk: Any
    email: str


def notify(
    members: Iterable[Addressee],
    *,
    template: str,
    context: dict[str, object],
    now: datetime,
    named: dict[str, object] | None = None,
) -> None:
    """Write one notice to each member; those without mail get theirs on paper.

    `template` names templates/mail/<template>.txt, whose first line is the subject. Whatever names others, or
    quotes what they wrote, is given in `named`: only those who see people (row L9) get it, over `context`.
    """
    rows, bank_name, members = [], this_bank().name, list(members)
    seeing = seeing_people([each.pk for each in members], on=bank_day(now)) if named else set()
    for member in members:
        if not getattr(member, "takes_notices", True):
            continue
        known = {**context, **(named or {})} if member.pk in seeing else context
        notice = _notice(member, template, {**known, "member": member, "bank_name": bank_name}, now)
        notice.member_id = member.pk
        rows.append(notice)
    _keep(rows)


def ways_to_reach(members: Iterable[Addressee]) -> dict[str, str]:
    """Who is told how, for a record: "mail" or "paper" by each member's id."""
    return {str(member.pk): "mail" if member.email else "paper" for member in members}


def tell_applicants(
    applications: Iterable[Addressee], *, template: str, context: dict[str, object], now: datetime
) -> None:
    """Write one notice to each applicant, as `notify` does to members; the template has `application`."""
    rows, bank_name = [], this_bank().name
    for application in applications:
        notice = _notice(application, template, {**context, "application": application, "bank_name": bank_name}, now)
        notice.application_id = application.pk
        rows.append(notice)
    _keep(rows)


def _notice(to: Addressee, template: str, context: dict[str, object], now: datetime) -> Notice:
    # The language of the one whose act wrote this letter is not the language of the one who reads it.
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string(f"mail/{template}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return Notice(
        to_address=to.email,
        subject=subject.strip()[:150],
        body=body.strip() + "\n",
        made_at=now,
        try_after=now,
        state=Notice.State.WAITING if to.email else Notice.State.PAPER,
    )


def _keep(rows: list[Notice]) -> None:
    Notice.objects.bulk_create(rows)
    if any(row.state == Notice.State.WAITING for row in rows):
        nudge_outbox()


def hand_over(*, notice_ids: Iterable[UUID], now: datetime) -> int:
    """Mark notices that waited on paper, or could not be sent, as handed over; how many there were."""
    waiting = Notice.objects.filter(pk__in=list(notice_ids), state__in=[Notice.State.PAPER, Notice.State.FAILED])
    for notice in waiting.exclude(application=None):
        notice.body = without_secret(notice.body)
        notice.save(update_fields=["body"])
    return waiting.update(state=Notice.State.SENT, sent_at=now)


def without_secret(body: str) -> str:
    """What stays of a letter once it is out of the house: the secret of an applicant's link is not ours to keep."""
    return SECRET_OF_A_LINK.sub("…", body)


def send_due(*, now: datetime, most: int = 200) -> int:
    """Send what is due, one transaction each; the number sent. Several senders share the work."""
    sent = 0
    for _ in range(most):
        with transaction.atomic():
            notice = (
                Notice.objects.select_for_update(skip_locked=True)
                .filter(state=Notice.State.WAITING, try_after__lte=now)
                .order_by("try_after")
                .first()
            )
            if notice is None:
                return sent
            sent += _send(notice, now=now)
    return sent


def _send(notice: Notice, *, now: datetime) -> int:
    bank = this_bank()
    message = EmailMessage(
        subject=f"{bank.name}: {notice.subject}",
        body=notice.body,
        to=[notice.to_address],
        headers={"Message-ID": f"<{notice.pk}@{bank.bank_id}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as refused:
        notice.trouble = str(refused)[:300]
        if notice.tries >= len(PAUSES):
            notice.state = Notice.State.FAILED
        else:
            notice.try_after = now + PAUSES[notice.tries]
        notice.tries += 1
        notice.save(update_fields=["trouble", "state", "try_after", "tries"])
        return 0
    notice.state, notice.sent_at, notice.trouble = Notice.State.SENT, now, ""
    notice.tries += 1
    if notice.application_id is not None:
        notice.body = without_secret(notice.body)
    notice.save(update_fields=["state", "sent_at", "trouble", "tries", "body"])
    return 1
