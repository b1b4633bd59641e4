"""Writes about ballots: put the question, cast a vote, end the vote.

Guarantees: the roll holds the people in attendance when the question was put, and never changes (D3, D8); each
person has one vote, and the last choice before the close counts (D1); no vote arrives during the count, because
voters and closers lock the ballot's row in turn and triggers check again; two simultaneous closes close it once.
Called by: the bank's meeting pages; `governance.decisions` closes ballots.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from governance.ballots.errors import (
    AttesterMissing,
    BallotClosed,
    HandsAreCounted,
    NobodyToVote,
    NotOnTheRoll,
    QuestionDecided,
    QuestionOpenAlready,
    SteppedAside,
    TooEarlyToPut,
    TooFewForSecrecy,
    VotedAlready,
)
from governance.ballots.models import Ballot, RollEntry, SecretVote, SecretVoter, Vote
from governance.ballots.queries import FEWEST_FOR_SECRECY, ballot_by_id, count_of, roll_of, voted
from governance.decision_rule import DecisionRule
from governance.meetings.queries import in_attendance
from governance.meetings.services import lock_meeting
from governance.methods.vote import Count
from governance.proposals.errors import ProposalClosed
from governance.proposals.models import Proposal, ProposalNotice


@transaction.atomic
def put_question(
    *,
    announcement: ProposalNotice,
    eligible: int,
    recused: Collection[UUID] = (),
    record: str = Ballot.Record.NAMED,
    actor_id: UUID,
    now: datetime,
) -> Ballot:
    """Put an announced proposal to the vote in its meeting, and freeze the roll.

    `eligible` is the number of members of the bank who have a vote; `recused` are ids of people who step aside.
    """
    meeting = lock_meeting(announcement.meeting_id)
    # The notice promised this hour, and `announce_proposal` counted the days of notice up to it.
    if now < meeting.starts_at:
        raise TooEarlyToPut()
    proposal = Proposal.objects.select_for_update().get(pk=announcement.version.proposal_id)
    if proposal.withdrawn_at is not None:
        raise ProposalClosed()
    if Ballot.objects.filter(version__proposal=proposal, decision__verdict="carried").exists():
        raise QuestionDecided()
    voters = [person for person, capacity in in_attendance(meeting, now).items() if capacity == "voting"]
    needed = max(announcement.fewest_present, 1)
    if len(voters) < needed:
        raise NobodyToVote(present=len(voters), needed=needed)
    is_secret = DecisionRule.model_validate(announcement.rule).secrecy == "secret"
    if is_secret and record == Ballot.Record.NAMED and len(set(voters) - set(recused)) < FEWEST_FOR_SECRECY:
        raise TooFewForSecrecy()
    try:
        # A savepoint: the refusal leaves the caller's transaction usable.
        with transaction.atomic():
            ballot = Ballot.objects.create(
                announcement=announcement, version=announcement.version, record=record,
                is_secret=is_secret and record == Ballot.Record.NAMED,
                put_at=now, put_by_id=actor_id, eligible=max(eligible, len(voters)), roll_size=len(voters),
            )  # fmt: skip
    except IntegrityError:
        raise QuestionOpenAlready() from None
    # One insert: the trigger on the roll counts after each statement, and the size above is final.
    RollEntry.objects.bulk_create(
        RollEntry(ballot=ballot, person_id=person, is_recused=person in recused) for person in voters
    )
    return ballot


@transaction.atomic
def cast_vote(*, ballot_id: UUID, person_id: UUID, choice: str, now: datetime) -> None:
    """Record a choice ("yes", "no", "abstain") of a person on the roll. In an open vote a later choice replaces it."""
    ballot = Ballot.objects.select_for_update().filter(pk=ballot_by_id(ballot_id).pk).get()
    if ballot.closed_at is not None or ballot.void_at is not None:
        raise BallotClosed()
    if ballot.record == Ballot.Record.COUNTED:
        raise HandsAreCounted()
    recused = roll_of(ballot).get(person_id)
    if recused is None:
        raise NotOnTheRoll()
    if recused:
        raise SteppedAside()
    if not ballot.is_secret:
        Vote.objects.create(ballot=ballot, person_id=person_id, choice=choice, at=now)
        return
    if person_id in voted(ballot):
        raise VotedAlready()
    # Two rows without a link between them. They share a transaction id (`xmin`), which only an administrator of the
    # database can read.
    SecretVoter.objects.create(ballot=ballot, person_id=person_id)
    SecretVote.objects.create(ballot=ballot, choice=choice)


@transaction.atomic
def end_ballot(
    *,
    ballot_id: UUID,
    actor_id: UUID,
    now: datetime,
    hands: Count | None = None,
    attested_by_id: UUID | None = None,
) -> tuple[Ballot, bool]:
    """Close the vote and store the count; return the ballot and whether this call closed it.

    Counted hands need `attested_by_id`: a second person in attendance who confirms the figures.
    """
    ballot = Ballot.objects.select_for_update().filter(pk=ballot_by_id(ballot_id).pk).get()
    if ballot.void_at is not None:
        raise BallotClosed()
    if ballot.closed_at is not None:
        return ballot_by_id(ballot_id), False
    if ballot.record == Ballot.Record.COUNTED:
        roll = roll_of(ballot)
        if hands is None or attested_by_id is None or attested_by_id == actor_id or attested_by_id not in roll:
            raise AttesterMissing()
        count = hands
    else:
        count = count_of(ballot)
    ballot.closed_at, ballot.closed_by_id, ballot.attested_by_id = now, actor_id, attested_by_id
    ballot.yes, ballot.no, ballot.abstain = count.yes, count.no, count.abstain
    ballot.save(update_fields=["closed_at", "closed_by_id", "attested_by_id", "yes", "no", "abstain"])
    return ballot_by_id(ballot_id), True


@transaction.atomic
def void_ballot(*, ballot_id: UUID, now: datetime) -> None:
    """Void a ballot that is still open, so that the facilitator can put the question again. The row stays."""
    ballot = Ballot.objects.select_for_update().filter(pk=ballot_by_id(ballot_id).pk).get()
    if ballot.closed_at is not None:
        raise BallotClosed()
    if ballot.void_at is None:
        ballot.void_at = now
        ballot.save(update_fields=["void_at"])
