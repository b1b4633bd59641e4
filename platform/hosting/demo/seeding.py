"""Fills three banks with a year of exchanges, through the services that the pages use.

Guarantees: fills each bank in one transaction, so an interrupted start leaves it empty
and the next start fills it; leaves a bank with members alone; makes the same year every
time (a fixed seed), ending today. Called by `manage.py seed_demo`.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from banks.hours.catalogue.models import Service
from banks.hours.credits.services import credit_joining, credit_leadership
from banks.hours.events.rules import Present
from banks.hours.events.services import AttendanceList, record_event
from banks.hours.exchanges.errors import DateBeforeJoining
from banks.hours.exchanges.models import Exchange
from banks.hours.exchanges.rules import Part
from banks.hours.exchanges.services import Report, record_exchange, undo_exchange
from banks.identity.rules import NOBODY
from banks.notices.models import Notice
from banks.people.members.homes import geocode_members
from banks.people.members.models import Clearance, Member
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.people.members.services import NewMember, grant_power, take_in
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from hosting.demo.consenting import ask_for_consent
from hosting.demo.deciding import decide_something
from hosting.demo.granting import grant_something
from hosting.demo.keys import key_for
from hosting.demo.newcomers import let_newcomers_in, look_up_places
from hosting.demo.offers import post_offers
from hosting.demo.people import DEMO_BANKS, PASSWORD, DemoBank, DemoPerson
from hosting.demo.seated import seat_circles
from hosting.demo.side_by_side import do_all
from tenants.context import in_bank, in_platform
from tenants.models import Bank
from tenants.provisioning import advance
from tenants.queries import address_of_bank, bank_by_slug
from tenants.services import request_bank

YEAR = timedelta(days=365)
EXCHANGES = 64
NOTES = (
    "Thank you, just in time before the rain.", "With coffee afterwards.", "We will do it again in spring.", "",
    "All tools were there.", "", "A great help.", "", "Took a little longer than we thought.",
)  # fmt: skip
# (days ago, kind, title or the bank's own, minutes)
GATHERINGS = (
    (200, "event", "", 180), (120, "meeting", "Members' meeting", 90),
    (30, "meeting", "Members' meeting", 75), (12, "event", "", 150),
)  # fmt: skip
Say = Callable[[str], None]


@dataclass
class Town:
    """A bank's people and services during its year; `now` is the day at hand."""

    demo: DemoBank
    members: dict[str, Member]
    services: dict[str, Service]
    chance: random.Random
    now: datetime

    def viewer(self, member: Member) -> Viewer:
        return viewer_of(member, on=bank_day(self.now))

    @property
    def coordinator(self) -> Viewer:
        return self.viewer(self.members[self.demo.people[0].name])

    @property
    def persons(self) -> list[Member]:
        return [member for member in self.members.values() if member.kind == Member.Kind.PERSON]


def seed_banks(say: Say) -> list[dict[str, str]]:
    """Open and fill the demo's banks side by side; return the sign-ins to print."""
    password_hash = make_password(PASSWORD)  # once for all: hashing is slow on purpose
    do_all({demo.name: partial(_seed, demo, password_hash, say) for demo in DEMO_BANKS})
    return [login for demo in DEMO_BANKS for login in _logins(demo)]


def _seed(demo: DemoBank, password_hash: str, say: Say) -> None:
    bank = _open(demo, timezone.now() - YEAR - timedelta(days=20))
    with in_platform():
        where = address_of_bank(bank)
    with in_bank(bank):
        if not Member.objects.exists():
            say(f"{demo.name}: living through a year")
            look_up_places(demo.slug)
            with transaction.atomic():
                _live_a_year(demo, timezone.now(), password_hash, where)
                post_offers(demo.slug, today=timezone.now())
        geocode_members(now=timezone.now())
    say(f"{demo.name}: open")


def _open(demo: DemoBank, founded: datetime) -> Bank:
    with in_platform():
        bank = bank_by_slug(demo.slug)
    return advance(bank or request_bank(name=demo.name, slug=demo.slug, charter=demo.charter, now=founded))


def _logins(demo: DemoBank) -> list[dict[str, str]]:
    with in_platform():
        bank = bank_by_slug(demo.slug)
        assert bank is not None, "it has just been opened"
        where = address_of_bank(bank)
    with in_bank(bank):
        numbers = dict(Member.objects.values_list("name", "number"))
    roles = [("member", demo.people[3]), ("coordinator", demo.people[1]), ("administrator", demo.people[0])]
    return [
        {"where": where, "who": f"{role}: {person.name}", "login": str(numbers[person.name]), "password": PASSWORD}
        for role, person in roles
    ]


def _live_a_year(demo: DemoBank, today: datetime, password_hash: str, where: str) -> None:
    town = Town(demo, {}, {}, random.Random(demo.slug), today)
    for place, person in enumerate(demo.people):
        _take_in(town, person, when=today - YEAR + timedelta(days=9 * place), password_hash=password_hash)
    town.services = {service.name: service for service in Service.objects.all()}
    _offer(town)
    days = sorted((town.chance.randrange(7, 350) for _ in range(EXCHANGES)), reverse=True)
    year = [(days_ago, partial(_exchange, town, number)) for number, days_ago in enumerate(days)]
    year += [
        (day, partial(_gathering, town, number, kind, title, minutes))
        for number, (day, kind, title, minutes) in enumerate(GATHERINGS)
    ]
    year += [(40 + number, partial(_lead, town, number, role)) for number, role in enumerate(town.demo.leadership)]
    # Oldest first: policies and limits apply as they would have on each day.
    for days_ago, act in sorted(year, key=lambda entry: -entry[0]):
        town.now = today - timedelta(days=days_ago)
        act(town.now)
    _undo_one(town, today)
    _report_twice(town, today)
    _let_newcomers_in(town, today, where)
    # Mark the year's mail as sent in its time; only the mail of the last days is still waiting.
    long_ago = Notice.objects.filter(state=Notice.State.WAITING, made_at__lt=today - timedelta(days=21))
    for notice in long_ago:
        notice.state, notice.sent_at, notice.tries = Notice.State.SENT, notice.made_at, 1
    Notice.objects.bulk_update(long_ago, ["state", "sent_at", "tries"])


def _let_newcomers_in(town: Town, today: datetime, where: str) -> None:
    """Add applicants at every stage, with the bank's first two people at the desk, and the bank's decisions."""
    town.now = today
    first, second = (town.viewer(town.members[person.name]) for person in town.demo.people[:2])
    let_newcomers_in(
        town.demo.slug, coordinator=first, screeners=(first, second), join_address=f"{where}/join/", now=today
    )
    seat_circles(slug=town.demo.slug, members=town.members, administrator=first, today=today)
    voters = [town.viewer(member) for member in town.persons]
    grant_something(voters=voters, now=today)
    decide_something(voters=voters, now=today)
    ask_for_consent(slug=town.demo.slug, voters=voters, now=today)


def _take_in(town: Town, person: DemoPerson, *, when: datetime, password_hash: str) -> None:
    mail = f"{person.name.lower().replace(' ', '.').replace('é', 'e')}@{town.demo.slug}.example"
    recruiter = town.members.get(person.recruited_by)
    new = NewMember(
        name=person.name,
        joined_on=bank_day(when),
        email=mail if person.has_mail else "",
        phone=person.phone,
        town=person.town,
        kind=person.kind,
        recruited_by=recruiter.pk if recruiter else None,
        oriented_on=bank_day(when),
        waiver_version=policy_in_force(MembershipPolicy, when).value.waiver_version or "",
        access=Clearance.Access.FULL,
    )
    member = take_in(new=new, actor_id=NOBODY, now=when)
    assert member.user is not None
    member.user.password = password_hash
    member.user.save(update_fields=["password"])
    member.about = person.about
    member.shows_phone = Member.Shows.MEMBERS if person.phone else Member.Shows.NOBODY
    member.save(update_fields=["about", "shows_phone"])
    for power in person.powers:
        grant_power(member=member, kind=power, granted_by=None, on=bank_day(when))
    town.members[person.name] = member
    credit_joining(member=member, actor=None, now=when)


def _offer(town: Town) -> None:
    all_names = sorted(town.services)
    for person in town.demo.people:
        own_names = [name for name in person.gives if name in town.services]
        names = own_names or town.chance.sample(all_names, 3)
        town.members[person.name].services.set([town.services[name] for name in names])


def _exchange(town: Town, number: int, when: datetime) -> None:
    """Record one exchange of the year, with provider, receivers and length by chance."""
    day = bank_day(when)
    providers = [member for member in town.members.values() if member.joined_on <= day]
    if len(providers) < 4:
        return
    provider = town.chance.choice(providers)
    others = [member for member in providers if member.pk != provider.pk]
    receivers = town.chance.sample(others, 2 if number % 13 == 5 else 1)
    minutes = town.chance.choice((30, 45, 60, 60, 70, 75, 90, 90, 120, 150, 180))
    occasion = ""
    if town.demo.even_occasions and number % 9 == 4:
        occasion = town.chance.choice(town.demo.even_occasions)
    service = town.chance.choice(list(provider.services.all()))
    travel = town.chance.choice((0, 0, 10, 20, 30))
    _record(town, key_for("exchange", number), provider, receivers, service, minutes, travel, occasion, when)


def _record(
    town: Town, key: UUID, provider: Member, receivers: Sequence[Member], service: Service, minutes: int,
    travel: int, occasion: str, when: datetime,
) -> Exchange | None:  # fmt: skip
    report = Report(
        key=key,
        providers=[Part(provider.pk, minutes, travel)],
        receivers=[member.pk for member in receivers],
        service_id=service.pk,
        service_date=bank_day(when),
        note=town.chance.choice(NOTES),
        costs_note="Gas, paid by the receiver" if travel > 20 else "",
        occasion=occasion,
    )
    by_phone = not provider.email
    parties = {provider.pk, *(member.pk for member in receivers)}
    desk = [town.members[person.name] for person in town.demo.people[:2]]
    recorder = next((member for member in desk if member.pk not in parties), None)
    if by_phone and recorder is None:
        return None  # coordinators do not record reports about themselves
    actor = town.viewer(recorder) if by_phone and recorder else town.viewer(provider)
    channel = Exchange.Channel.PHONE if by_phone else Exchange.Channel.PAGE
    try:
        return record_exchange(actor=actor, report=report, channel=channel, now=when).exchange
    except DateBeforeJoining:
        return None


def _gathering(town: Town, number: int, kind: str, title: str, minutes: int, when: datetime) -> None:
    """Record a potluck with helpers who come early and stay late, or a meeting with a host."""
    day = bank_day(when)
    attendees = [member for member in town.persons if member.joined_on <= day]
    people = [
        Present(
            member.pk,
            early_minutes=60 if kind == "event" and place < 2 else 0,
            late_minutes=30 if kind == "event" and place == 3 else 0,
            hosted=kind == "meeting" and place == 0,
        )
        for place, member in enumerate(attendees)
    ]
    attendance = AttendanceList(
        key=key_for("gathering", number),
        kind=kind,
        title=title or town.demo.gathering,
        held_on=day,
        minutes=minutes,
        people=people,
    )
    record_event(actor=town.coordinator, attendance=attendance, now=when)


def _lead(town: Town, number: int, role: str, when: datetime) -> None:
    """Credit leadership hours, where the bank does."""
    leader = town.persons[number + 1]
    credit_leadership(
        actor=town.coordinator,
        key=key_for("leadership", number),
        member_id=leader.pk,
        role=role,
        minutes=90,
        service_date=bank_day(when),
        now=when,
    )


def _undo_one(town: Town, today: datetime) -> None:
    """Undo the latest exchange as a mistaken report."""
    town.now = today - timedelta(days=6)
    latest = Exchange.objects.filter(is_even=False, state=Exchange.State.RECORDED).order_by("service_date").last()
    if latest is not None:
        reason = "It was the week after; reported again."
        undo_exchange(actor=town.coordinator, exchange_id=latest.pk, reason=reason, now=town.now)


def _report_twice(town: Town, today: datetime) -> None:
    """Let both sides report the same service, so that one report waits for an answer."""
    when = town.now = today - timedelta(days=3)
    provider = town.members[town.demo.people[3].name]
    receiver = town.members[town.demo.people[2].name]
    service = town.chance.choice(list(provider.services.all()))
    for number, actor in enumerate((provider, receiver)):
        report = Report(
            key=key_for("twice", number), providers=[Part(provider.pk, 60)], receivers=[receiver.pk],
            service_id=service.pk, service_date=bank_day(when),
        )  # fmt: skip
        record_exchange(actor=town.viewer(actor), report=report, channel=Exchange.Channel.PAGE, now=when)
