"""Reads of ballots: the roll, the count, and the verdict recounted from the rows."""

from collections import Counter
from uuid import UUID

from django.db.models import QuerySet

from governance.ballots.errors import NoSuchBallot
from governance.ballots.models import Ballot, RollEntry, SecretVote, SecretVoter, Vote
from governance.decision_rule import DecisionRule, Quorum
from governance.methods.vote import Count, Roll, Tally, decide

FEWEST_FOR_SECRECY = 4


def ballot_by_id(ballot_id: UUID) -> Ballot:
    ballot = Ballot.objects.select_related("announcement__meeting", "version__proposal").filter(pk=ballot_id).first()
    if ballot is None:
        raise NoSuchBallot()
    return ballot


def ballots_of(meeting_id: UUID) -> QuerySet[Ballot]:
    """Every ballot of a meeting, oldest first, including void ones."""
    ballots = Ballot.objects.filter(announcement__meeting=meeting_id).order_by("put_at")
    return ballots.select_related("announcement__meeting", "version__proposal")


def open_ballots_of(meeting_id: UUID) -> QuerySet[Ballot]:
    """The ballots of a meeting that still take votes."""
    return ballots_of(meeting_id).filter(closed_at=None, void_at=None)


def roll_of(ballot: Ballot) -> dict[UUID, bool]:
    """Person id -> whether that person stepped aside."""
    return dict(RollEntry.objects.filter(ballot=ballot).values_list("person_id", "is_recused"))


def votes_of(ballot: Ballot) -> dict[UUID, str]:
    """Person id -> that person's last choice, of an open ballot by name."""
    # In order of time, so that a later choice replaces an earlier one in the dict (D1).
    return {vote.person_id: vote.choice for vote in Vote.objects.filter(ballot=ballot).order_by("at", "id")}


def voted(ballot: Ballot) -> set[UUID]:
    """Ids of the people who have voted."""
    rows = SecretVoter.objects if ballot.is_secret else Vote.objects
    return set(rows.filter(ballot=ballot).values_list("person_id", flat=True))


def count_of(ballot: Ballot) -> Count:
    """The count from the rows: the secretary's figures for counted hands, otherwise the votes."""
    if ballot.record == Ballot.Record.COUNTED:
        return Count(yes=ballot.yes or 0, no=ballot.no or 0, abstain=ballot.abstain or 0)
    if ballot.is_secret:
        choices = Counter(SecretVote.objects.filter(ballot=ballot).values_list("choice", flat=True))
    else:
        choices = Counter(votes_of(ballot).values())
    return Count(yes=choices["yes"], no=choices["no"], abstain=choices["abstain"])


def rule_of(ballot: Ballot) -> DecisionRule:
    """The rule that was in force when the notice went out."""
    return DecisionRule.model_validate(ballot.announcement.rule)


def tally_of(ballot: Ballot) -> Tally:
    """The verdict, computed from the rows at each call (invariant D5)."""
    return tally_under(ballot, rule_of(ballot))


def tally_under(ballot: Ballot, rule: DecisionRule, *, count: Count | None = None) -> Tally:
    """The verdict of the ballot's votes under any rule; with `count`, the verdict of that count instead."""
    notice, roll = ballot.announcement, roll_of(ballot)
    quorum = Quorum.model_validate(notice.quorum).needed(ballot.eligible) if notice.quorum else 0
    return decide(
        rule,
        Roll(present=len(roll), recused=sum(roll.values()), eligible=max(ballot.eligible, len(roll))),
        count or count_of(ballot),
        fewest=notice.fewest_present,
        quorum_needed=quorum,
    )
