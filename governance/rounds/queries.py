"""Reads of rounds: who is asked, what each said last, which objections are open, and where a round stands.

Guarantees: where a round stands is worked out from the rows and the moment each time it is asked for (C3); remarks,
views and mails are never read here (C4).
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.circle_policy import ConsentPolicy
from governance.meetings.queries import in_attendance
from governance.methods.consent import Asked, Outcome, Standing, Terms, outcome_of
from governance.proposals.models import Proposal
from governance.rounds.errors import NoSuchRound
from governance.rounds.models import ConsentResponse, ConsentRound, Objection, Remark, RoundMember


def round_by_id(round_id: UUID) -> ConsentRound:
    found = ConsentRound.objects.select_related("version__proposal", "meeting").filter(pk=round_id).first()
    if found is None:
        raise NoSuchRound()
    return found


def rounds_of(proposal: Proposal) -> QuerySet[ConsentRound]:
    """Every round about a proposal, the first first."""
    found = ConsentRound.objects.filter(version__proposal=proposal)
    return found.select_related("version__proposal", "meeting").order_by("opened_at", "id")


def open_rounds() -> QuerySet[ConsentRound]:
    """Rounds nobody has closed, also those whose time is over; the first to end first."""
    found = ConsentRound.objects.filter(closed_at=None).select_related("version__proposal", "meeting")
    return found.order_by("answer_by", "id")


def open_rounds_asking(person_id: UUID) -> QuerySet[ConsentRound]:
    """Open rounds in which somebody is asked."""
    return open_rounds().filter(people__person_id=person_id, people__is_asked=True)


def people_of(asked: ConsentRound) -> dict[UUID, bool]:
    """Person -> whether they are asked; frozen when the round was opened (C1)."""
    return dict(RoundMember.objects.filter(round=asked).values_list("person_id", "is_asked"))


def answers_of(asked: ConsentRound, at: datetime) -> dict[UUID, str]:
    """Person -> what they said last; an objection taken back leaves no answer, until there is another."""
    said = {each.person_id: each for each in ConsentResponse.objects.filter(round=asked).order_by("at", "id")}
    back = Objection.objects.filter(response__round=asked, ended_how="withdrawn", ended_at__lte=at)
    taken_back = set(back.values_list("response", flat=True))
    return {person: each.answer for person, each in said.items() if each.pk not in taken_back}


def written_by_the_secretary(asked: ConsentRound) -> set[UUID]:
    """Whose last answer the secretary of the meeting wrote down for them (C2)."""
    said = {each.person_id: each for each in ConsentResponse.objects.filter(round=asked).order_by("at", "id")}
    return {person for person, each in said.items() if each.written_by_id != person}


def objections_of(asked: ConsentRound) -> QuerySet[Objection]:
    return Objection.objects.filter(response__round=asked).select_related("response").order_by("response__at", "id")


def open_objections_of(asked: ConsentRound, at: datetime) -> QuerySet[Objection]:
    return objections_of(asked).filter(Q(ended_at=None) | Q(ended_at__gt=at))


def objections_carried_over(asked: ConsentRound) -> QuerySet[Objection]:
    """Objections to earlier versions that this one is meant to meet; nobody but the objector ends them (C7)."""
    earlier = Objection.objects.filter(response__round__version__proposal=asked.version.proposal_id, ended_at=None)
    return earlier.exclude(response__round=asked).select_related("response").order_by("response__at", "id")


def remarks_of(asked: ConsentRound) -> QuerySet[Remark]:
    return Remark.objects.filter(round=asked).order_by("at", "id")


def answers_now(asked: ConsentRound, person_id: UUID, now: datetime) -> bool:
    """Whether somebody's own answer is taken: by message until a meeting talks it over, then from who is there (C9).

    After the meeting, who was absent answers in so many words where the circle's rule says so (C5); else it waits.
    """
    meeting = asked.meeting
    if meeting is None:
        return True
    if meeting.closed_at is not None:
        return rule_of_round(asked).absentee == "explicit_after"
    return meeting.opened_at is not None and person_id in in_attendance(meeting, now)


def rule_of_round(asked: ConsentRound) -> ConsentPolicy:
    """How the circle asks, as it stood when the round was opened."""
    return ConsentPolicy.model_validate(asked.rule)


def outcome_of_round(asked: ConsentRound, now: datetime) -> Outcome:
    """Where a round stands at a moment, or stood when it was closed."""
    at = min(now, asked.closed_at) if asked.closed_at else now
    people, rule = people_of(asked), rule_of_round(asked)
    return outcome_of(
        Asked(
            frozenset(person for person, is_asked in people.items() if is_asked),
            len(people),
            asked.version.proposal.author_id,
        ),
        answers_of(asked, at),
        open_objections_of(asked, at).count(),
        Terms(rule.min_explicit, rule.stand_aside, asked.answer_by),
        at,
    )


def verdict_of_round(asked: ConsentRound) -> str:
    """The verdict worked out anew from the rows, for a decision that rests on a round (invariant D5)."""
    if asked.closed_at is None:
        return ""
    ended = {Standing.ADOPTED: "carried", Standing.LAPSED: "lapsed"}
    return ended.get(outcome_of_round(asked, asked.closed_at).standing, "")


def missing_in(asked: ConsentRound, now: datetime) -> set[UUID]:
    """Who is asked and has not answered."""
    at = min(now, asked.closed_at) if asked.closed_at else now
    people = {person for person, is_asked in people_of(asked).items() if is_asked}
    return people - answers_of(asked, at).keys()
