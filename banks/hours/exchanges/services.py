"""Writes of exchanges: record, answer a held report, undo.

Guarantees: one key is one exchange for ever; books, lines and notices are written in
one transaction with the posting last; nothing is edited, an undone exchange stands
beside the journal entry that reversed it. Refuses by the named errors of errors.py.
Called by pages, the API and the demo's seed; all three say who acts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction

from banks.errors import NotAllowed, NotFound
from banks.hours.catalogue.models import Service
from banks.hours.catalogue.queries import service_by_id
from banks.hours.exchanges import rules
from banks.hours.exchanges.errors import (
    AlreadyUndone,
    DateBeforeJoining,
    KeyReused,
    NotAvailable,
    NotHeld,
    NotYourExchange,
    OccasionNotEven,
    OwnHousehold,
    PersonHasLeft,
    PersonUnknown,
    PhoneReportsNotTaken,
    ServiceUnknown,
    UndoReasonMissing,
    WaiverMissing,
)
from banks.hours.exchanges.models import Exchange, ExchangeLine
from banks.hours.exchanges.postings import BookedLine, levied, postings_of
from banks.hours.exchanges.queries import rules_of_the_day
from banks.hours.exchanges.rules import Line, Part, RulesOfTheDay
from banks.hours.exchanges.telling import tell_exchange
from banks.people.members.models import Member
from banks.people.members.queries import blocked_from_exchange, members_by_id
from banks.people.members.rules import Viewer, check_records_hours, holds_role, may_record_for_others
from banks.people.members.standing import wake_by_own_act
from banks.policies.clock import bank_day
from banks.policies.queries import policy_in_force
from ledger.journal import post_entry, reverse_entry
from ledger.policy import HoursPolicy


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports. `key` is made where the form is made and sent again with each retry."""

    key: UUID
    providers: Sequence[Part]
    receivers: Sequence[UUID]
    service_id: UUID | None
    service_date: date | None
    note: str = ""
    costs_note: str = ""
    occasion: str = ""  # not empty: an even exchange of this kind
    late_reason: str = ""
    separate: bool = False  # "this is another one", said of a report that looks like one recorded before

    def asked(self) -> dict[str, Any]:
        """The request as compared between two uses of one key."""
        return {
            "providers": [[str(p.member_id), p.minutes, p.travel_minutes] for p in self.providers],
            "receivers": [str(member_id) for member_id in self.receivers],
            "service": str(self.service_id),
            "date": str(self.service_date),
            "note": self.note,
            "costs": self.costs_note,
            "occasion": self.occasion,
        }


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a report: the exchange, whether this call made it, and soft limits now passed."""

    exchange: Exchange
    created: bool
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a report would put into the books, worked out and checked, nothing written yet."""

    service: Service
    service_date: date
    people: Mapping[UUID, Member]
    lines: Sequence[BookedLine]
    left_over: int
    holds_twins: bool


def plan_exchange(*, actor: Viewer, report: Report, channel: str, now: datetime) -> Plan:
    """The checks and the rules of recording, also for the page that shows what will be posted."""
    check_records_hours(actor)
    people = members_by_id([part.member_id for part in report.providers] + list(report.receivers))
    service, service_date, day = _check(actor, report, people, channel=channel, now=now)
    lines, left_over = rules.lines_of(
        report.providers, report.receivers, day, salt=report.key, is_even=bool(report.occasion)
    )
    booked = levied(lines, people, service_date) if not report.occasion else [BookedLine(line) for line in lines]
    return Plan(service, service_date, people, booked, left_over, day.report.duplicate_guard)


@transaction.atomic
def record_exchange(*, actor: Viewer, report: Report, channel: str, now: datetime) -> Recorded:
    """Record one exchange, or hold it when it looks like one already recorded (row D-twice).

    Raises a refusal of errors.py, or the ledger's own when a hard limit stands in the way.
    """
    check_records_hours(actor)
    _one_at_a_time(report.key.bytes)
    if known := _known(report, actor):
        return known
    plan = plan_exchange(actor=actor, report=report, channel=channel, now=now)
    people, service, booked = plan.people, plan.service, plan.lines
    digest = rules.people_digest([part.member_id for part in report.providers], report.receivers, plan.service_date)
    wake_by_own_act(actor, people.values(), now=now)
    _one_at_a_time(digest)
    twin = None if report.separate or not plan.holds_twins else _twin(digest, actor, service)
    exchange = Exchange(
        id=report.key,
        state=Exchange.State.HELD if twin else Exchange.State.RECORDED,
        service=service,
        service_date=plan.service_date,
        is_even=bool(report.occasion),
        occasion=report.occasion,
        note=report.note.strip(),
        costs_note=report.costs_note.strip(),
        late_reason=report.late_reason.strip(),
        channel=channel,
        recorded_by_id=actor.member_id,
        recorded_at=now,
        people_digest=digest,
        request_digest=rules.request_digest(report.asked()),
        looks_like=twin,
        entry_id=None if twin or report.occasion else uuid5(report.key, "exchange"),
    )
    exchange.save(force_insert=True)
    ExchangeLine.objects.bulk_create(
        ExchangeLine(
            exchange=exchange,
            member_id=item.line.member_id,
            role=item.line.role,
            service_minutes=item.line.service_minutes,
            travel_minutes=item.line.travel_minutes,
            counted_minutes=item.line.counted_minutes,
            levy_minutes=item.levy_minutes,
        )
        for item in booked
    )
    if twin:
        return Recorded(exchange, created=True)
    _tell(exchange, people, actor, template="exchange_recorded", now=now)
    warnings = _post(exchange, booked, people, plan.left_over, actor) if exchange.entry_id else ()
    return Recorded(exchange, created=True, warnings=warnings)


@transaction.atomic
def answer_held(*, actor: Viewer, exchange_id: UUID, is_another: bool, now: datetime) -> Exchange:
    """Say of a held report whether it is another exchange (then it is booked) or the same one (dropped)."""
    exchange = _locked(exchange_id)
    _check_part(actor, exchange)
    if exchange.state != Exchange.State.HELD:
        raise NotHeld(exchange=exchange.pk)
    if not is_another:
        exchange.state = Exchange.State.DROPPED
        exchange.save(update_fields=["state"])
        return exchange
    check_records_hours(actor)
    lines = list(exchange.lines.select_related("member"))
    people = {line.member_id: line.member for line in lines}
    _check_available(actor, people, providers={line.member_id for line in lines if line.role == "provider"}, now=now)
    booked = [
        BookedLine(
            Line(ln.member_id, ln.role, ln.service_minutes, ln.travel_minutes, ln.counted_minutes),
            ln.levy_minutes,
        )
        for ln in lines
    ]
    exchange.state = Exchange.State.RECORDED
    exchange.entry_id = None if exchange.is_even else uuid5(exchange.pk, "exchange")
    exchange.save(update_fields=["state", "entry_id"])
    _tell(exchange, people, actor, template="exchange_recorded", now=now)
    if exchange.entry_id:
        given = sum(item.line.counted_minutes for item in booked if item.line.role == "provider")
        taken = sum(item.line.counted_minutes for item in booked if item.line.role == "receiver")
        _post(exchange, booked, people, taken - given, actor)
    return exchange


@transaction.atomic
def undo_exchange(*, actor: Viewer, exchange_id: UUID, reason: str, now: datetime) -> Exchange:
    """Undo a recorded exchange by a new journal entry that names the old one; once only."""
    exchange = _locked(exchange_id)
    _check_part(actor, exchange)
    if exchange.undone_at is not None:
        raise AlreadyUndone(undone_on=bank_day(exchange.undone_at), exchange=exchange.pk)
    if exchange.state != Exchange.State.RECORDED:
        raise NotHeld(exchange=exchange.pk)
    if not reason.strip():
        raise UndoReasonMissing()
    people = {line.member_id: line.member for line in exchange.lines.select_related("member")}
    exchange.state = Exchange.State.UNDONE
    exchange.undone_by_id, exchange.undone_at, exchange.undone_reason = actor.member_id, now, reason.strip()
    if exchange.entry_id:
        exchange.undoing_entry_id = uuid5(exchange.pk, "undo")
    exchange.save(update_fields=["state", "undone_by", "undone_at", "undone_reason", "undoing_entry_id"])
    _tell(exchange, people, actor, template="exchange_undone", now=now)
    if exchange.entry_id and exchange.undoing_entry_id:
        reverse_entry(
            key=exchange.undoing_entry_id,
            entry_id=exchange.entry_id,
            actor_id=actor.member_id,
            policy_version_id=policy_in_force(HoursPolicy, exchange.service_date).version_id,
        )
    return exchange


def _known(report: Report, actor: Viewer) -> Recorded | None:
    """The exchange already recorded under this key, or None; another request under it is refused."""
    found = Exchange.objects.filter(pk=report.key).first()
    if found is None:
        return None
    same = bytes(found.request_digest) == rules.request_digest(report.asked())
    if not same or found.recorded_by_id != actor.member_id:
        raise KeyReused(key=report.key)
    return Recorded(found, created=False)


def _check(
    actor: Viewer, report: Report, people: Mapping[UUID, Member], *, channel: str, now: datetime
) -> tuple[Service, date, RulesOfTheDay]:
    """Everything that can be wrong with a report, in the order in which a person would mend it."""
    provider_ids = [part.member_id for part in report.providers]
    named = [*provider_ids, *report.receivers]
    rules.check_people(provider_ids, report.receivers, {pk: member.name for pk, member in people.items()})
    if not provider_ids or not report.receivers or any(pk not in people for pk in named):
        raise PersonUnknown(field="receivers" if all(pk in people for pk in provider_ids) else "providers")
    _check_available(actor, people, providers=set(provider_ids), now=now)
    service = service_by_id(report.service_id) if report.service_id else None
    if service is None:
        raise ServiceUnknown(field="service")
    if report.service_date is None:
        raise NotFound(field="service_date")
    today = bank_day(now)
    day = rules_of_the_day(report.service_date)
    excused = bool(report.late_reason.strip()) and holds_role(actor, day.report.exception_by)
    rules.check_date(service_date=report.service_date, today=today, report=day.report, excused=excused)
    for member in people.values():
        if report.service_date < member.joined_on:
            raise DateBeforeJoining(name=member.name, joined_on=member.joined_on)
        if member.left_on and report.service_date > member.left_on:
            raise PersonHasLeft(name=member.name, left_on=member.left_on)
    if not any(actor.speaks_for(pk) for pk in named):
        if not may_record_for_others(actor):
            raise NotYourExchange()
        if channel == Exchange.Channel.PHONE and not day.report.operator_entry:
            raise PhoneReportsNotTaken()
    if channel == Exchange.Channel.PHONE and any(_is_own(actor, member) for member in people.values()):
        raise OwnHousehold()
    if report.occasion and report.occasion not in day.even.kinds:
        raise OccasionNotEven(occasion=report.occasion)
    return service, report.service_date, day


def _check_available(actor: Viewer, people: Mapping[UUID, Member], *, providers: set[UUID], now: datetime) -> None:
    """Everybody named can be on an exchange. Why somebody cannot is nobody's affair, but for a missing signature."""
    for member_id, only_signature in blocked_from_exchange(people, on=bank_day(now)).items():
        refusal = WaiverMissing if only_signature and actor.is_coordinator else NotAvailable
        raise refusal(name=people[member_id].name, field="providers" if member_id in providers else "receivers")


def _is_own(actor: Viewer, member: Member) -> bool:
    """Themselves, somebody they live with, or an organisation they act for."""
    shares = actor.household_id is not None and member.household_id == actor.household_id
    return shares or actor.speaks_for(member.pk)


def _one_at_a_time(digest: bytes) -> None:
    """Until commit, nobody else in this bank passes here with the same bytes.

    Two sendings of one key, and two reports of the same people and day, wait for each other, so
    that the second sees the first.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(current_schema() || %s, 0))", [digest.hex()])


def _twin(digest: bytes, actor: Viewer, service: Service) -> Exchange | None:
    """A live report of the same people and day, by somebody else or for the same service."""
    live = Exchange.objects.filter(people_digest=digest, state=Exchange.State.RECORDED).order_by("recorded_at")
    for twin in live:
        if twin.recorded_by_id != actor.member_id or twin.service_id == service.pk:
            return twin
    return None


def _post(
    exchange: Exchange,
    booked: Sequence[BookedLine],
    people: Mapping[UUID, Member],
    left_over: int,
    actor: Viewer,
) -> Sequence[str]:
    """Put the exchange into the books; last in the transaction, so that its locks are short."""
    assert exchange.entry_id is not None
    posted = post_entry(
        key=exchange.entry_id,
        kind="exchange",
        service_date=exchange.service_date,
        actor_id=actor.member_id,
        policy_version_id=policy_in_force(HoursPolicy, exchange.service_date).version_id,
        postings=postings_of(booked, people, left_over=left_over, service_date=exchange.service_date),
    )
    names = {member.account_id: member.name for member in people.values()}
    return [names[warning.account_id] for warning in posted.warnings if warning.account_id in names]


def _locked(exchange_id: UUID) -> Exchange:
    exchange = Exchange.objects.select_for_update(of=["self"], no_key=True).filter(pk=exchange_id).first()
    if exchange is None:
        raise NotFound(exchange=exchange_id)
    return exchange


def _check_part(actor: Viewer, exchange: Exchange) -> None:
    """Only those who took part, or a coordinator; to anybody else the exchange does not exist."""
    if may_record_for_others(actor) or exchange.recorded_by_id == actor.member_id:
        return
    if exchange.lines.filter(member__in=[actor.member_id, *actor.acts_for]).exists():
        return
    raise NotFound(exchange=exchange.pk) if not actor.powers else NotAllowed(who="Those who took part")


def _tell(exchange: Exchange, people: Mapping[UUID, Member], actor: Viewer, *, template: str, now: datetime) -> None:
    day = rules_of_the_day(exchange.service_date)
    tell_exchange(exchange, people.values(), actor=actor, rules=day, template=template, now=now)
