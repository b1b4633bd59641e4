"""What a grown bank has decided, is deciding and asks its circles: meetings held, votes, rounds, all of them counted.

Guarantees: votes are cast while their ballot is open and closed by the engine itself, so counts, chain and effects are
what they would be; `prove_decisions` finds nothing. People are the caller's; each evening has five.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from governance.acts.registry import digest_of, stored_form
from governance.ballots.models import Ballot, RollEntry, Vote
from governance.circle_policy import ConsentPolicy
from governance.decision_rule import two_thirds_present
from governance.decisions.services import record_decision
from governance.effects.models import Effect
from governance.meetings.models import AgendaItem, Meeting, Presence
from governance.methods.vote import Count, Roll
from governance.methods.vote import decide as decide_vote
from governance.proposals.models import Proposal, ProposalNotice, ProposalVersion
from governance.rounds.models import ConsentResponse, ConsentRound, RoundMember

AT_THE_TABLE = 5
MEMBERS_FOR_A_DECISION, MEMBERS_FOR_A_PROPOSAL, MEMBERS_FOR_A_ROUND = 40, 100, 200
RULE = two_thirds_present()
FRAME = {"notice_days": 14, "delay_days": 0, "fewest_present": 3, "review_months": 24}
NOTICES = """
insert into governance_proposalnotice (id, version_id, meeting_id, sent_at, sent_by_id, rule, rule_version_id,
    notice_days, delay_days, fewest_present, review_months, recipients)
select id, version, meeting, sent_at, sender, %(rule)s::jsonb, %(rule_version)s, %(notice_days)s, %(delay_days)s,
    %(fewest_present)s, %(review_months)s, told
from unnest(%(ids)s::uuid[], %(versions)s::uuid[], %(meetings)s::uuid[], %(sent_at)s::timestamptz[],
    %(senders)s::uuid[]) notice (id, version, meeting, sent_at, sender)
cross join (select jsonb_object_agg(id, 'mail') as told from banks_member where left_on is null) everybody
"""


@dataclass(frozen=True, slots=True)
class Evening:
    """One question, the meeting it was put at and the people who were there."""

    version: ProposalVersion
    meeting: Meeting
    notice: ProposalNotice
    ballot: Ballot
    people: Sequence[UUID]


def decide(first: int, last: int, *, people: Sequence[UUID], now: datetime) -> None:
    """Let the bank decide as a bank with people number `first` to `last` would have; `people` may decide."""
    numbers = range(first, last + 1)
    _vote([n for n in numbers if n % MEMBERS_FOR_A_DECISION == 0], people, now)
    _propose([n for n in numbers if n % MEMBERS_FOR_A_PROPOSAL == 0], people, now)
    _ask([n for n in numbers if n % MEMBERS_FOR_A_ROUND == 0], people, now)


def _propose(numbers: Sequence[int], people: Sequence[UUID], now: datetime) -> list[ProposalVersion]:
    """Proposals that are open, with their words."""
    versions = [_written_down(n, people[n % len(people)], now - timedelta(days=n % 300 + 30)) for n in numbers]
    Proposal.objects.bulk_create(version.proposal for version in versions)
    return ProposalVersion.objects.bulk_create(versions)


def _written_down(number: int, author: UUID, at: datetime) -> ProposalVersion:
    effect = {
        "kind": "adopt_agreement",
        "text": f"We keep the garden number {number} together, and water it in summer.",
    }
    proposal = Proposal(
        decision_class="adopt_agreement", title=f"A garden for street number {number}", author_id=author, drafted_at=at
    )
    return ProposalVersion(
        proposal=proposal, number=1, reasons="There is room for it, and it brings us together.",
        effect=stored_form(effect), sha256=digest_of(effect), made_by_id=author, made_at=at,
    )  # fmt: skip


def _vote(numbers: Sequence[int], people: Sequence[UUID], now: datetime) -> None:
    versions = _propose(numbers, people, now)
    evenings = [
        _called(version, people, now - timedelta(days=30 + n % 300))
        for n, version in zip(numbers, versions, strict=True)
    ]
    Meeting.objects.bulk_create(each.meeting for each in evenings)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=each.meeting,
            title=each.version.proposal.title,
            minutes=20,
            place=10,
            proposal=each.version.proposal,
        )
        for each in evenings
    )
    _announce(evenings)
    Presence.objects.bulk_create(_came(each, person) for each in evenings for person in each.people)
    Ballot.objects.bulk_create(each.ballot for each in evenings)
    RollEntry.objects.bulk_create(
        RollEntry(ballot=each.ballot, person_id=person) for each in evenings for person in each.people
    )
    Vote.objects.bulk_create(_voted(each, place) for each in evenings for place in range(AT_THE_TABLE))
    for each in evenings:
        _count(each)
    Ballot.objects.bulk_update(
        (each.ballot for each in evenings), ["closed_at", "closed_by_id", "yes", "no", "abstain"]
    )
    for each in evenings:
        _record(each)
    ballots = [each.ballot.pk for each in evenings]
    Effect.objects.filter(decision__ballot__in=ballots).update(state=Effect.State.DONE, done_at=now)


def _called(version: ProposalVersion, people: Sequence[UUID], starts_at: datetime) -> Evening:
    begin = int(version.sha256[:6], 16) % max(len(people) - AT_THE_TABLE, 1)
    there = people[begin : begin + AT_THE_TABLE]
    meeting = Meeting(
        kind="meeting_of_the_whole", title=f"Evening of {starts_at:%d %B}", place="Carnegie Library, Main Street",
        starts_at=starts_at, called_by_id=there[0], called_at=starts_at - timedelta(days=20), opened_at=starts_at,
        closed_at=starts_at + timedelta(minutes=80), facilitator_id=there[0], secretary_id=there[1],
        minutes_text="We ate, we talked, we decided.", minutes_accepted_at=starts_at + timedelta(days=2),
    )  # fmt: skip
    notice = ProposalNotice(version=version, meeting=meeting, sent_at=meeting.called_at, sent_by_id=there[0])
    ballot = Ballot(
        announcement=notice, version=version, put_at=starts_at, put_by_id=there[0], eligible=len(people),
        roll_size=len(there),
    )  # fmt: skip
    return Evening(version, meeting, notice, ballot, there)


def _came(evening: Evening, person: UUID) -> Presence:
    return Presence(
        meeting=evening.meeting, person_id=person, act="arrived", capacity="voting", at=evening.meeting.starts_at,
        recorded_by_id=person,
    )  # fmt: skip


def _announce(evenings: Sequence[Evening]) -> None:
    """Insert the notices; the database itself writes into each the ids of everybody who was told."""
    notices = [each.notice for each in evenings]
    with connection.cursor() as cursor:
        cursor.execute(
            NOTICES,
            {
                "ids": [notice.pk for notice in notices],
                "versions": [notice.version_id for notice in notices],
                "meetings": [notice.meeting_id for notice in notices],
                "sent_at": [notice.sent_at for notice in notices],
                "senders": [notice.sent_by_id for notice in notices],
                "rule_version": uuid4(),
                "rule": json.dumps(RULE.model_dump(mode="json")),
                **FRAME,
            },
        )


def _count(evening: Evening) -> None:
    choices = [_voted(evening, place).choice for place in range(AT_THE_TABLE)]
    ballot = evening.ballot
    ballot.closed_at, ballot.closed_by_id = ballot.put_at, evening.people[0]
    ballot.yes, ballot.no, ballot.abstain = (choices.count(choice) for choice in ("yes", "no", "abstain"))


def _record(evening: Evening) -> None:
    ballot = evening.ballot
    tally = decide_vote(
        RULE,
        Roll(present=AT_THE_TABLE, recused=0, eligible=max(ballot.eligible, AT_THE_TABLE)),
        Count(yes=ballot.yes or 0, no=ballot.no or 0, abstain=ballot.abstain or 0),
        fewest=FRAME["fewest_present"],
        quorum_needed=0,
    )
    record_decision(
        version=evening.version, by=ballot, verdict=tally.verdict.value, arithmetic=tally.arithmetic,
        tally=asdict(tally), delay_days=FRAME["delay_days"], review_months=FRAME["review_months"],
        now=ballot.put_at, zone=UTC,
    )  # fmt: skip


def _voted(evening: Evening, place: int) -> Vote:
    """All but one say yes; every fourth question is lost."""
    says_no = place == 0 or (place < 3 and int(evening.version.sha256[:2], 16) % 4 == 0)
    return Vote(
        ballot=evening.ballot,
        person_id=evening.people[place],
        choice="no" if says_no else "yes",
        at=evening.ballot.put_at,
    )


def _ask(numbers: Sequence[int], people: Sequence[UUID], now: datetime) -> None:
    """Rounds of circles that are open, two of five people have answered."""
    versions = _propose([n + 1 for n in numbers], people, now)
    rounds = [_asked(version, now) for version in versions]
    ConsentRound.objects.bulk_create(rounds)
    seats: list[tuple[ConsentRound, UUID]] = [
        (each, person) for at, each in enumerate(rounds) for person in people[at % 7 : at % 7 + AT_THE_TABLE]
    ]
    RoundMember.objects.bulk_create(RoundMember(round=each, person_id=person) for each, person in seats)
    ConsentResponse.objects.bulk_create(
        ConsentResponse(round=each, person_id=person, answer="consent", at=each.opened_at, written_by_id=person)
        for place, (each, person) in enumerate(seats)
        if place % AT_THE_TABLE < 2
    )


def _asked(version: ProposalVersion, now: datetime) -> ConsentRound:
    given: dict[str, Any] = {"rule": ConsentPolicy().model_dump(mode="json"), "rule_version_id": uuid4()}
    return ConsentRound(
        version=version, circle="kitchen", circle_size=AT_THE_TABLE, stage="consent", opened_at=now - timedelta(days=2),
        opened_by_id=version.made_by_id, answer_by=now + timedelta(days=7), delay_days=0, review_months=24, **given,
    )  # fmt: skip
