"""Reads of ballots: the roll, the count, the verdict recounted from the rows."""

from collections import Counter
from uuid import UUID

from django.db.models import QuerySet

from governance.ballots.errors import NoSuchBallot
from governance.ballots.models import Ballot, RollEntry, SecretVote, SecretVoter, Vote
from governance.decision_rule import DecisionRule, Quorum
from governance.methods.vote import Count, Roll, Tally, decide

FEWEST_FOR_SECRECY = 4


def ballot_by_id(ballot_id: UUID) -> Ballot:
    found = Ballot.objects.select_related("announcement__meeting", "version__proposal").filter(pk=ballot_id).first()
    if found is None:
        raise NoSuchBallot()
    return found


def ballots_of(meeting_id: UUID) -> QuerySet[Ballot]:
    """Every question put in a meeting, the first first; also those put again."""
    found = Ballot.objects.filter(announcement__meeting=meeting_id).order_by("put_at")
    return found.select_related("announcement__meeting", "version__proposal")


def open_ballots_of(meeting_id: UUID) -> QuerySet[Ballot]:
    """Questions that are being voted on in a meeting right now."""
    return ballots_of(meeting_id).filter(closed_at=None, void_at=None)


def roll_of(ballot: Ballot) -> dict[UUID, bool]:
    """Person -> whether they stepped aside."""
    return dict(RollEntry.objects.filter(ballot=ballot).values_list("person_id", "is_recused"))


def votes_of(ballot: Ballot) -> dict[UUID, str]:
    """Person -> what they said last, of a ballot in which each votes for themselves, openly."""
    return {vote.person_id: vote.choice for vote in Vote.objects.filter(ballot=ballot).order_by("at", "id")}


def voted(ballot: Ballot) -> set[UUID]:
    """Who has voted; in a secret ballot not how."""
    rows = SecretVoter.objects if ballot.is_secret else Vote.objects
    return set(rows.filter(ballot=ballot).values_list("person_id", flat=True))


def count_of(ballot: Ballot) -> Count:
    """What the rows say: hands as they were entered, names and secret votes as they were cast."""
    if ballot.record == Ballot.Record.COUNTED:
        return Count(yes=ballot.yes or 0, no=ballot.no or 0, abstain=ballot.abstain or 0)
    if ballot.is_secret:
        said = Counter(SecretVote.objects.filter(ballot=ballot).values_list("choice", flat=True))
    else:
        said = Counter(votes_of(ballot).values())
    return Count(yes=said["yes"], no=said["no"], abstain=said["abstain"])


def rule_of(ballot: Ballot) -> DecisionRule:
    """The rule that was in force when the notice went out."""
    return DecisionRule.model_validate(ballot.announcement.rule)


def tally_of(ballot: Ballot) -> Tally:
    """The verdict, worked out from the rows each time it is asked for (invariant D5)."""
    return tally_under(ballot, rule_of(ballot))


def tally_under(ballot: Ballot, rule: DecisionRule, *, count: Count | None = None) -> Tally:
    """What the votes come to under a rule: the announced one, or another reading of it; or what another count would."""
    announced, roll = ballot.announcement, roll_of(ballot)
    quorum = Quorum.model_validate(announced.quorum).needed(ballot.eligible) if announced.quorum else 0
    return decide(
        rule,
        Roll(present=len(roll), recused=sum(roll.values()), eligible=max(ballot.eligible, len(roll))),
        count or count_of(ballot),
        fewest=announced.fewest_present,
        quorum_needed=quorum,
    )
