"""What an applicant still has to do, and what the bank owes them. Pure.

Guarantees: what an application waits for follows from its facts and from the rules it is judged by, so nothing
is forgotten and no stored state can contradict them; each wait says whose turn it is and since when.
Called by: the applicant's own pages (which step is next), the coordinators' pipeline, the clock (whom to remind).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from banks.policies.kinds.membership import ApplicationsPolicy, MembershipPolicy


class Turn(StrEnum):
    """Who has to do something next."""

    APPLICANT = "applicant"
    BANK = "bank"
    MEETING = "meeting"


class Want(StrEnum):
    """What an application can wait for, in the order of the pipeline."""

    DETAILS = "details"  # name, a way to reach them, birth date where age matters
    PLACE = "place"
    GUARDIAN = "guardian"
    REFERENCES = "references"  # to be named by the applicant
    WAIVER = "waiver"
    LISTINGS = "listings"
    SENDING = "sending"
    DISTANCE = "distance"  # a coordinator measures what could not be looked up
    AREA_DECISION = "area_decision"
    ORIENTATION_SEAT = "orientation_seat"
    ORIENTATION = "orientation"  # a seat is taken; the day has to come
    REFERENCE_CHECKS = "reference_checks"
    SCREENING = "screening"
    WELCOME = "welcome"  # nothing is missing: one click makes a member


TURNS = {
    **dict.fromkeys(
        (
            Want.DETAILS, Want.PLACE, Want.GUARDIAN, Want.REFERENCES, Want.WAIVER, Want.LISTINGS, Want.SENDING,
            Want.ORIENTATION_SEAT,
        ),
        Turn.APPLICANT,
    ),
    Want.AREA_DECISION: Turn.MEETING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that is missing, whose turn it is, and since when."""

    what: Want
    since: datetime

    @property
    def turn(self) -> Turn:
        return TURNS.get(self.what, Turn.BANK)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one application. `inside_area` is None while the place could not be looked up."""

    is_person: bool
    has_name: bool
    is_reachable: bool
    birth_date_given: bool
    is_minor: bool
    place_given: bool
    inside_area: bool | None
    area_decided: bool
    has_guardian: bool
    references_named: int
    references_checked: int
    waiver_signed: bool
    offers: int
    requests: int
    seat_on: datetime | None  # when the orientation begins for which a seat is taken
    oriented: bool
    screened: bool
    touched_at: datetime
    sent_at: datetime | None


def asks_birth_date(rules: MembershipPolicy) -> bool:
    """Whether the bank has a reason to know it: a lowest age, or a guardian's signature."""
    return rules.min_age is not None or rules.guardian_under > 0


def waits_for(facts: Facts, rules: MembershipPolicy, ways: ApplicationsPolicy) -> tuple[Wait, ...]:
    """Everything an open application waits for; ends with WELCOME alone when nothing is missing."""
    mine = tuple(Wait(what, facts.touched_at) for what in _of_applicant(facts, rules, ways))
    if facts.sent_at is None:
        return mine or (Wait(Want.SENDING, facts.touched_at),)
    rest = tuple(Wait(what, facts.sent_at) for what in _of_bank(facts, rules))
    return mine + rest or (Wait(Want.WELCOME, facts.touched_at),)


def _of_applicant(facts: Facts, rules: MembershipPolicy, ways: ApplicationsPolicy) -> Iterator[Want]:
    person = facts.is_person
    if not (facts.has_name and facts.is_reachable) or (
        person and asks_birth_date(rules) and not facts.birth_date_given
    ):
        yield Want.DETAILS
    if not facts.place_given:
        yield Want.PLACE
    if person and facts.is_minor and not facts.has_guardian:
        yield Want.GUARDIAN
    if person and facts.references_named < rules.references_required:
        yield Want.REFERENCES
    if person and rules.waiver_required and not facts.waiver_signed:
        yield Want.WAIVER
    if facts.offers < ways.first_offers or facts.requests < ways.first_requests:
        yield Want.LISTINGS
    if person and facts.sent_at and rules.orientation != "none" and not facts.oriented and facts.seat_on is None:
        yield Want.ORIENTATION_SEAT


def _of_bank(facts: Facts, rules: MembershipPolicy) -> Iterator[Want]:
    if facts.inside_area is None:
        yield Want.DISTANCE
    if facts.inside_area is False and not facts.area_decided:
        yield Want.AREA_DECISION
    if not facts.is_person:
        return
    if facts.references_checked < rules.references_required:
        yield Want.REFERENCE_CHECKS
    if rules.screening and not facts.screened:
        yield Want.SCREENING
    if rules.orientation != "none" and not facts.oriented and facts.seat_on is not None:
        yield Want.ORIENTATION


def is_silent(waits: tuple[Wait, ...]) -> bool:
    """Whether only the applicant can go on: the clock reminds and closes nobody who waits for the bank."""
    return bool(waits) and all(wait.turn is Turn.APPLICANT for wait in waits)
