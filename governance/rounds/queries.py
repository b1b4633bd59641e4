"""Reads of rounds: the people asked, their last answers, open objections, and the state of a round.

Guarantees: each read computes the state of a round from its rows and the time (C3); remarks, views and mails are
never read here (C4).
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.circle_policy import ConsentPolicy
from governance.meetings.queries import in_attendance
from governance.methods.consent import ConsentRoll, ConsentTerms, RoundTally, Standing, tally_round
from governance.proposals.models import Proposal
from governance.rounds.errors import NoSuchRound
from governance.rounds.models import ConsentResponse, ConsentRound, Objection, Remark, RoundMember


def round_by_id(round_id: UUID) -> ConsentRound:
    round_ = ConsentRound.objects.select_related("version__proposal", "meeting").filter(pk=round_id).first()
    if round_ is None:
        raise NoSuchRound()
    return round_


def rounds_of(proposal: Proposal) -> QuerySet[ConsentRound]:
    """Every round about a proposal, oldest first."""
    rounds = ConsentRound.objects.filter(version__proposal=proposal)
    return rounds.select_related("version__proposal", "meeting").order_by("opened_at", "id")


def open_rounds() -> QuerySet[ConsentRound]:
    """Rounds that are not closed, including those past their deadline; the earliest deadline first."""
    rounds = ConsentRound.objects.filter(closed_at=None).select_related("version__proposal", "meeting")
    return rounds.order_by("answer_by", "id")


def open_rounds_asking(person_id: UUID) -> QuerySet[ConsentRound]:
    """Open rounds that ask a person."""
    return open_rounds().filter(people__person_id=person_id, people__is_asked=True)


def people_of(round_: ConsentRound) -> dict[UUID, bool]:
    """Person id -> whether the round asks that person; frozen when it opened (C1)."""
    return dict(RoundMember.objects.filter(round=round_).values_list("person_id", "is_asked"))


def answers_of(round_: ConsentRound, at: datetime) -> dict[UUID, str]:
    """Person id -> that person's last answer. A withdrawn objection leaves no answer until the person gives another."""
    last = _last_responses(round_)
    withdrawn = Objection.objects.filter(response__round=round_, ended_how="withdrawn", ended_at__lte=at)
    withdrawn_ids = set(withdrawn.values_list("response", flat=True))
    return {person: response.answer for person, response in last.items() if response.pk not in withdrawn_ids}


def written_by_the_secretary(round_: ConsentRound) -> set[UUID]:
    """Ids of the people whose last answer the meeting's secretary wrote down for them (C2)."""
    return {person for person, response in _last_responses(round_).items() if response.written_by_id != person}


def _last_responses(round_: ConsentRound) -> dict[UUID, ConsentResponse]:
    # In order of time, so that a later response replaces an earlier one in the dict.
    return {row.person_id: row for row in ConsentResponse.objects.filter(round=round_).order_by("at", "id")}


def objections_of(round_: ConsentRound) -> QuerySet[Objection]:
    return Objection.objects.filter(response__round=round_).select_related("response").order_by("response__at", "id")


def open_objections_of(round_: ConsentRound, at: datetime) -> QuerySet[Objection]:
    return objections_of(round_).filter(Q(ended_at=None) | Q(ended_at__gt=at))


def objections_carried_over(round_: ConsentRound) -> QuerySet[Objection]:
    """Open objections to earlier versions, which this version is meant to meet; only the objector ends one (C7)."""
    earlier = Objection.objects.filter(response__round__version__proposal=round_.version.proposal_id, ended_at=None)
    return earlier.exclude(response__round=round_).select_related("response").order_by("response__at", "id")


def remarks_of(round_: ConsentRound) -> QuerySet[Remark]:
    return Remark.objects.filter(round=round_).order_by("at", "id")


def answers_now(round_: ConsentRound, person_id: UUID, now: datetime) -> bool:
    """Whether the round takes a person's own answer now: by message, or once a meeting has it, from attendees (C9).

    After the meeting absent members may answer where the circle's rule allows it (C5); otherwise the round waits.
    """
    meeting = round_.meeting
    if meeting is None:
        return True
    if meeting.closed_at is not None:
        return rule_of_round(round_).absentee == "explicit_after"
    return meeting.opened_at is not None and person_id in in_attendance(meeting, now)


def rule_of_round(round_: ConsentRound) -> ConsentPolicy:
    """The consent policy in force when the round opened."""
    return ConsentPolicy.model_validate(round_.rule)


def outcome_of_round(round_: ConsentRound, now: datetime) -> RoundTally:
    """The state of a round at a moment; of a closed round, its state when it closed."""
    at = min(now, round_.closed_at) if round_.closed_at else now
    people, rule = people_of(round_), rule_of_round(round_)
    return tally_round(
        ConsentRoll(
            frozenset(person for person, is_asked in people.items() if is_asked),
            len(people),
            round_.version.proposal.author_id,
        ),
        answers_of(round_, at),
        open_objections_of(round_, at).count(),
        ConsentTerms(rule.min_explicit, rule.stand_aside, round_.answer_by),
        at,
    )


def verdict_of_round(round_: ConsentRound) -> str:
    """The verdict recounted from the rows of a closed round (D5); "" for an open one, or one that ended without it."""
    if round_.closed_at is None:
        return ""
    verdicts = {Standing.ADOPTED: "carried", Standing.LAPSED: "lapsed"}
    return verdicts.get(outcome_of_round(round_, round_.closed_at).standing, "")


def missing_in(round_: ConsentRound, now: datetime) -> set[UUID]:
    """Ids of the people whom the round asks and who have not answered."""
    at = min(now, round_.closed_at) if round_.closed_at else now
    people = {person for person, is_asked in people_of(round_).items() if is_asked}
    return people - answers_of(round_, at).keys()
