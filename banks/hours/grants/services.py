"""Writes of gifts and of work at other organisations (rows L15, L20).

Guarantees: nobody's hours are given but by themselves; a cap holds whoever gives or reports at the same moment, for the
authorisation's row (gifts) and the member's (months) are taken in turn; each sending is one entry, under the
decision that allowed it. Refuses by name. Called by: pages, `banks.deciding.effects` (authorise), the demo's seed.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from banks.errors import NotFound
from banks.hours.exchanges.errors import DateBeforeJoining, DateInTheFuture, KeyReused, ReportedTooLate
from banks.hours.exchanges.rules import on_step
from banks.hours.grants.errors import (
    GiftNotAuthorised,
    GiftsNotAllowed,
    GiftToOneself,
    NotForOthers,
    OutsideNotCredited,
)
from banks.hours.grants.models import Gift, GiftAuthorisation, OutsideAuthorisation, OutsideWork
from banks.hours.grants.queries import credited_in_month, external_rules, given_under, month_of
from banks.hours.grants.rules import LONGEST_MINUTES, check_day_of_work, check_gift, check_month, smaller
from banks.notices.services import notify
from banks.people.members.models import Member
from banks.people.members.queries import current_members
from banks.people.members.rules import NAMELESS, Viewer, check_records_hours, may_record_for_others
from banks.people.members.standing import locked_member
from banks.policies.clock import bank_day
from banks.policies.kinds.credits import DonationPolicy, ExternalPolicy
from banks.policies.kinds.recording import ReportPolicy
from banks.policies.queries import policy_in_force
from ledger.accounts import account_with_key
from ledger.journal import post_entry
from ledger.policy import FundsPolicy, HoursPolicy


@transaction.atomic
def give_hours(
    *,
    actor: Viewer,
    key: UUID,
    minutes: int,
    now: datetime,
    authorisation_id: UUID | None = None,
    recipient_id: UUID | None = None,
) -> Gift:
    """A member gives of their own hours, within what was authorised; to a named member where no decision is asked."""
    check_records_hours(actor)
    today, hours = bank_day(now), policy_in_force(HoursPolicy, now).value
    rules = policy_in_force(DonationPolicy, now)
    if not rules.value.enabled:
        raise GiftsNotAllowed()
    if authorisation_id is None and rules.value.needs_decision:
        raise GiftNotAuthorised()
    allowed = _locked(authorisation_id) if authorisation_id else None
    amount = on_step(minutes, hours, longest=LONGEST_MINUTES)
    known = Gift.objects.filter(pk=key).first()
    if known is not None:
        return _same_gift(known, actor, amount, authorisation_id)
    recipient = _recipient(allowed, recipient_id)
    if recipient is not None and recipient.pk == actor.member_id:
        raise GiftToOneself()
    if allowed is not None:
        check_gift(
            minutes=amount, given=given_under(allowed.pk), most=allowed.minutes_most, ends_on=allowed.ends_on,
            today=today, hours=hours,
        )  # fmt: skip
    gift = Gift.objects.create(
        id=key, authorisation=allowed, giver_id=actor.member_id, recipient=recipient, minutes=amount, given_on=today,
        given_at=now, entry_id=uuid5(key, "gift"),
    )  # fmt: skip
    _tell_of(gift, actor, hours, now)
    account_id = recipient.account_id if recipient else account_with_key(allowed.fund if allowed else "").id
    post_entry(
        key=gift.entry_id,
        kind="donation",
        service_date=today,
        actor_id=actor.member_id,
        policy_version_id=rules.version_id,
        postings={actor.account_id: -amount, account_id: amount},
        decision_id=allowed.decision_id if allowed else None,
    )
    return gift


def _locked(authorisation_id: UUID) -> GiftAuthorisation:
    """The authorisation, until commit nobody else's to give under."""
    found = GiftAuthorisation.objects.select_for_update(of=["self"]).filter(pk=authorisation_id).first()
    if found is None:
        raise NotFound(authorisation=authorisation_id)
    return found


def _recipient(allowed: GiftAuthorisation | None, recipient_id: UUID | None) -> Member | None:
    wanted = allowed.recipient_id if allowed else recipient_id
    if wanted is None:
        return None
    found = current_members().filter(pk=wanted).first()
    if found is None:
        raise NotFound(member=wanted)
    return found


def _same_gift(known: Gift, actor: Viewer, minutes: int, authorisation_id: UUID | None) -> Gift:
    if (known.giver_id, known.minutes, known.authorisation_id) != (actor.member_id, minutes, authorisation_id):
        raise KeyReused()
    return known


def _tell_of(gift: Gift, actor: Viewer, hours: HoursPolicy, now: datetime) -> None:
    if gift.recipient is None:
        return
    context: dict[str, object] = {"minutes": gift.minutes, "hours": hours, "giver": NAMELESS}
    notify([gift.recipient], template="gift_received", context=context, named={"giver": actor.name}, now=now)


@transaction.atomic
def credit_outside_work(
    *,
    actor: Viewer,
    key: UUID,
    authorisation_id: UUID,
    member_id: UUID,
    minutes: int,
    service_date: date,
    now: datetime,
) -> OutsideWork:
    """Work at an organisation that is no member, credited by the bank up to the month's limit (row L20)."""
    check_records_hours(actor)
    if member_id != actor.member_id and not may_record_for_others(actor):
        raise NotForOthers()
    allowed = OutsideAuthorisation.objects.filter(pk=authorisation_id).first()
    if allowed is None:
        raise NotFound(authorisation=authorisation_id)
    member = locked_member(member_id)
    if not member.is_current:
        raise NotFound(member=member_id)
    hours = policy_in_force(HoursPolicy, service_date).value
    amount = on_step(minutes, hours, longest=LONGEST_MINUTES)
    known = OutsideWork.objects.filter(pk=key).first()
    if known is not None:
        asked = (known.member_id, known.minutes, known.service_date, known.authorisation_id)
        if asked != (member_id, amount, service_date, authorisation_id):
            raise KeyReused()
        return known
    _check_day(member, allowed, service_date, today=bank_day(now))
    rules = external_rules(service_date)
    if not rules.enabled:
        raise OutsideNotCredited()
    check_month(
        minutes=max(minutes, amount), before=credited_in_month(member_id, service_date),
        most=smaller(rules.monthly_cap, allowed.minutes_a_month), month=service_date, hours=hours,
    )  # fmt: skip
    work = OutsideWork.objects.create(
        id=key, authorisation=allowed, member=member, minutes=amount, service_date=service_date,
        recorded_by_id=actor.member_id, recorded_at=now, entry_id=uuid5(key, "outside"),
    )  # fmt: skip
    context = {"work": work, "organisation": allowed.organisation, "hours": hours}
    notify([member], template="outside_credited", context=context, now=now)
    fund = policy_in_force(FundsPolicy, now).value.outside_hours
    post_entry(
        key=work.entry_id,
        kind="outside",
        service_date=service_date,
        actor_id=actor.member_id,
        policy_version_id=policy_in_force(ExternalPolicy, month_of(service_date)).version_id,
        postings={account_with_key(fund).id: -amount, member.account_id: amount},
        decision_id=allowed.decision_id,
    )
    return work


def _check_day(member: Member, allowed: OutsideAuthorisation, day: date, *, today: date) -> None:
    if day > today:
        raise DateInTheFuture(service_date=day)
    if day < member.joined_on:
        raise DateBeforeJoining(name=member.name, joined_on=member.joined_on)
    check_day_of_work(day, organisation=allowed.organisation, begins_on=allowed.begins_on, ends_on=allowed.ends_on)
    report = policy_in_force(ReportPolicy, day).value
    late = (today - day).days
    if report.window is not None and late > report.window:
        raise ReportedTooLate(window_days=report.window, days=late, exception_by=report.exception_by)
