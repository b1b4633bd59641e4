"""Writes of hours between the bank and its members.

Guarantees: each ground is credited once however often it is asked for, because its
journal entry's key is made from what it is about. Called by banks.people.members (joining),
pages and the API (leadership), and the clock (monthly levies).
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from banks.hours.credits.errors import CreditKeyReused, LeadershipThroughOffice, RoleNotCredited
from banks.hours.credits.models import Credit
from banks.hours.credits.rules import BROUGHT_IN, thanks_for
from banks.hours.exchanges.errors import DateBeforeJoining, DateInTheFuture
from banks.hours.exchanges.models import Exchange, ExchangeLine
from banks.hours.exchanges.rules import LONGEST_MINUTES, on_step
from banks.identity.queries import this_bank
from banks.notices.services import notify
from banks.people.members.models import Member, Power
from banks.people.members.queries import current_members, member_by_id
from banks.people.members.rules import Viewer, check_sees_people, may_record_for_others
from banks.policies.clock import bank_day
from banks.policies.kinds.credits import BonusPolicy, LeadershipPolicy
from banks.policies.queries import policy_in_force
from governance.stewardship.queries import HOURS, check_not_in_care
from ledger.accounts import account_with_key
from ledger.journal import post_entry
from ledger.policy import FundsPolicy, HoursPolicy, LeviesPolicy, monthly_levy_due


def credit_joining(*, member: Member, actor: Viewer | None, now: datetime) -> None:
    """Hours on enrolment for the member and for whoever brought them in (rows L11, L17)."""
    # The moment of approval decides, not its day: the form has just promised what the rule says now.
    trigger = policy_in_force(BonusPolicy, now).value.trigger
    if trigger == "enrolment" and member.kind == Member.Kind.PERSON:
        _credit_both(member, actor=actor, now=now)


def _credit_both(member: Member, *, actor: Viewer | None, now: datetime) -> None:
    on = bank_day(now)
    bonus = policy_in_force(BonusPolicy, now)
    funds = policy_in_force(FundsPolicy, on).value
    if bonus.value.signup:
        _credit(
            ground=Credit.Ground.ENROLMENT, member=member, minutes=bonus.value.signup, on=on, about_id=member.pk,
            words="Welcome hours on joining", fund=funds.enrolment, version_id=bonus.version_id, actor=actor, now=now,
        )  # fmt: skip
    if bonus.value.referral and member.recruited_by is not None:
        _credit(
            ground=Credit.Ground.RECRUITER, member=member.recruited_by, minutes=bonus.value.referral, on=on,
            about_id=member.pk, words=BROUGHT_IN, brought_in=member, fund=funds.recruiter,
            version_id=bonus.version_id, actor=actor, now=now,
        )  # fmt: skip


@transaction.atomic
def credit_first_exchanges(*, now: datetime) -> int:
    """Where the rule says "after the first exchange": welcome those who have had theirs; how many."""
    if policy_in_force(BonusPolicy, now).value.trigger != "first_exchange":
        return 0
    had_one = ExchangeLine.objects.filter(exchange__state=Exchange.State.RECORDED).values("member")
    welcomed = Credit.objects.filter(ground=Credit.Ground.ENROLMENT).values("member")
    due = list(current_members().filter(pk__in=had_one, kind=Member.Kind.PERSON).exclude(pk__in=welcomed))
    for member in due:
        _credit_both(member, actor=None, now=now)
    return len(due)


@transaction.atomic
def credit_leadership(
    *, actor: Viewer, key: UUID, member_id: UUID, role: str, minutes: int, service_date: date, now: datetime
) -> Credit:
    """Hours served in a leadership role, paid by the bank (row D-leader)."""
    check_sees_people(actor)
    policy = policy_in_force(LeadershipPolicy, service_date)
    if role not in policy.value.credit_roles:
        raise RoleNotCredited(role=role.replace("_", " "))
    by_self = policy.value.report_via == "member" and actor.member_id == member_id
    if not by_self and not may_record_for_others(actor):
        raise LeadershipThroughOffice()
    member = member_by_id(member_id)
    hours = policy_in_force(HoursPolicy, service_date).value
    counted = on_step(minutes, hours, longest=LONGEST_MINUTES)
    if service_date > bank_day(now):
        raise DateInTheFuture(service_date=service_date)
    if service_date < member.joined_on:
        raise DateBeforeJoining(name=member.name, joined_on=member.joined_on)
    known = Credit.objects.filter(ground=Credit.Ground.LEADERSHIP, about_id=key).first()
    words = f"Leadership: {role.replace('_', ' ')}"
    if known is not None:
        asked = (known.member_id, known.minutes, known.service_date, known.words)
        if asked != (member_id, counted, service_date, words):
            raise CreditKeyReused(key=key)
        return known
    check_not_in_care(HOURS, now)
    return _credit(
        ground=Credit.Ground.LEADERSHIP, member=member, minutes=counted, on=service_date, about_id=key, words=words,
        fund=policy_in_force(FundsPolicy, service_date).value.leadership, version_id=policy.version_id, actor=actor,
        now=now,
    )  # fmt: skip


@transaction.atomic
def collect_monthly_levy(*, now: datetime) -> int:
    """This month's contribution of every member who owes one, in one journal entry; minutes collected.

    Run as often as you like: the entry's key is made from the bank and the month.
    """
    month = bank_day(now).replace(day=1)
    version = policy_in_force(LeviesPolicy, month)
    if not version.value.monthly_minutes:
        return 0
    entry_id = uuid5(this_bank().bank_id, f"levy {month:%Y-%m}")
    if Credit.objects.filter(entry_id=entry_id).exists():
        return 0
    due = levies_due(version.value, month, current_members(), exempt=exempt_from_levies(version.value))
    if not due:
        return 0
    Credit.objects.bulk_create(
        Credit(
            ground=Credit.Ground.LEVY, member=member, minutes=-minutes, service_date=month, about_id=entry_id,
            words=f"Monthly contribution, {month:%B %Y}", entry_id=entry_id, recorded_at=now,
        )
        for member, minutes in due.items()
    )  # fmt: skip
    total = sum(due.values())
    post_entry(
        key=entry_id,
        kind="levy",
        service_date=month,
        actor_id=this_bank().bank_id,
        policy_version_id=version.version_id,
        postings={
            account_with_key(version.value.fund).id: total,
            **{member.account_id: -minutes for member, minutes in due.items()},
        },
    )
    return total


def exempt_from_levies(policy: LeviesPolicy) -> set[UUID]:
    """Members whose role frees them today."""
    return set(Power.objects.filter(kind__in=policy.exempt_roles, ends_on=None).values_list("member_id", flat=True))


def levies_due(
    policy: LeviesPolicy, month: date, members: Iterable[Member], *, exempt: Collection[UUID]
) -> dict[Member, int]:
    """What each of these members owes for a month, those left out who owe nothing. Pure."""
    due = {}
    for member in members:
        if member.pk in exempt or (policy.organisations_exempt and member.kind == Member.Kind.ORGANISATION):
            continue
        if minutes := monthly_levy_due(policy, joined_on=member.joined_on, month=month):
            due[member] = minutes
    return due


def _credit(
    *, ground: str, member: Member, minutes: int, on: date, about_id: UUID, words: str, fund: str,
    version_id: UUID, actor: Viewer | None, now: datetime, brought_in: Member | None = None,
) -> Credit:  # fmt: skip
    """One credit from a fund to a member: the row, the notice, and the posting last."""
    entry_id = uuid5(about_id, f"credit {ground}")
    credit, made = Credit.objects.get_or_create(
        ground=ground,
        about_id=about_id,
        member=member,
        defaults={
            "minutes": minutes, "service_date": on, "words": words, "entry_id": entry_id,
            "recorded_by_id": actor.member_id if actor else None, "recorded_at": now,
        },
    )  # fmt: skip
    if made:
        hours = policy_in_force(HoursPolicy, on).value
        notify(
            [member],
            template="credit",
            context={"credit": credit, "words": words, "hours": hours},
            named={"words": thanks_for(brought_in.name)} if brought_in else {},
            now=now,
        )
        post_entry(
            key=entry_id,
            kind="credit",
            service_date=on,
            actor_id=actor.member_id if actor else this_bank().bank_id,
            policy_version_id=version_id,
            postings={account_with_key(fund).id: -minutes, member.account_id: minutes},
        )
    return credit
