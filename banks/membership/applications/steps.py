"""The stops of an application, pure: which of them a bank's rules ask for, and what an applicant reads on them.

Guarantees: a bank asks for what its rules ask for and nothing more; each thing an application can wait for has one
stop where it is given and one sentence that says whose turn it is. Called by: the applicant's pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from banks.membership.applications.rules import Turn, Wait, Want
from banks.policies.kinds import ApplicationsPolicy, MembershipPolicy


class Step(StrEnum):
    """One page of the application; the value stands in its address."""

    ABOUT = "about"
    PLACE = "place"
    GUARDIAN = "guardian"
    REFERENCES = "references"
    WAIVER = "waiver"
    FIRST_LISTINGS = "offers"
    CHECK = "check"


TITLES: Mapping[Step, str] = {
    Step.ABOUT: "About you",
    Step.PLACE: "Where you live",
    Step.GUARDIAN: "Your guardian",
    Step.REFERENCES: "Who knows you",
    Step.WAIVER: "The waiver",
    Step.FIRST_LISTINGS: "What you offer and need",
    Step.CHECK: "Check and send",
}
GIVEN_AT: Mapping[Want, Step] = {
    Want.DETAILS: Step.ABOUT,
    Want.PLACE: Step.PLACE,
    Want.GUARDIAN: Step.GUARDIAN,
    Want.REFERENCES: Step.REFERENCES,
    Want.WAIVER: Step.WAIVER,
    Want.LISTINGS: Step.FIRST_LISTINGS,
    Want.SENDING: Step.CHECK,
}
# What a coordinator reads when something is missing; the applicant reads the title of the stop.
IN_WORDS: Mapping[Want, str] = {
    Want.DETAILS: "the applicant's details",
    Want.PLACE: "the place where the applicant lives",
    Want.GUARDIAN: "a guardian",
    Want.REFERENCES: "somebody who knows the applicant",
    Want.WAIVER: "a signature under the waiver",
    Want.LISTINGS: "a first offer or request",
    Want.SENDING: "being sent",
    Want.DISTANCE: "the distance",
    Want.AREA_DECISION: "a meeting's decision",
    Want.ORIENTATION_SEAT: "a day for the orientation",
    Want.ORIENTATION: "the orientation",
    Want.REFERENCE_CHECKS: "the references",
    Want.SCREENING: "the screening",
}
# What an applicant reads once the application is sent: heading, sentence.
AFTER_SENDING: Mapping[Want, tuple[str, str]] = {
    Want.DETAILS: ("Complete your details", "Something about you is still missing."),
    Want.PLACE: ("Tell us where you live", "We need your town or your postal code."),
    Want.GUARDIAN: ("Name your guardian", "Whoever answers for you has to be named."),
    Want.REFERENCES: ("Name somebody who knows you", "We ask one more person about you than you have named."),
    Want.WAIVER: (
        "Sign the waiver",
        "Sign it here, or print it, sign it on paper and give it to one of our coordinators.",
    ),
    Want.LISTINGS: ("Say what you offer and need", "A few words are enough."),
    Want.DISTANCE: ("Your distance is measured", "We could not look up your place, so a coordinator measures it."),
    Want.AREA_DECISION: (
        "A meeting decides",
        "You live beyond our area. Our members decide by vote in one of their next meetings whether you can join.",
    ),
    Want.ORIENTATION_SEAT: ("Choose a day for your orientation", "There you learn how we help each other."),
    Want.ORIENTATION: ("Your seat is kept", "We look forward to meeting you at the orientation."),
    Want.REFERENCE_CHECKS: ("We ask those who know you", "We call or write to whom you named."),
    Want.SCREENING: ("Two of us look at your application", "Everybody who applies here is looked at like this."),
    Want.WELCOME: ("You are almost there", "Nothing is missing. A coordinator takes you in and tells you."),
}
TURN_WORDS: Mapping[Turn, str] = {
    Turn.APPLICANT: "Your turn",
    Turn.BANK: "Our turn",
    Turn.MEETING: "Our members' turn",
}


def steps_of(rules: MembershipPolicy, ways: ApplicationsPolicy, *, is_person: bool, is_minor: bool) -> tuple[Step, ...]:
    """The stops of one application, in their order."""
    asked = {
        Step.ABOUT: True,
        Step.PLACE: True,
        Step.GUARDIAN: is_person and is_minor,
        Step.REFERENCES: is_person and rules.references_required > 0,
        Step.WAIVER: is_person and rules.waiver_required,
        Step.FIRST_LISTINGS: ways.first_offers + ways.first_requests > 0,
        Step.CHECK: True,
    }
    return tuple(step for step in Step if asked[step])


def step_after(steps: Sequence[Step], step: Step) -> Step:
    """Where "Continue" leads; a stop that is no longer asked for leads to the first that comes after it."""
    order = list(Step)
    return next((each for each in steps if order.index(each) > order.index(step)), Step.CHECK)


def step_before(steps: Sequence[Step], step: Step) -> Step | None:
    order = list(Step)
    before = [each for each in steps if order.index(each) < order.index(step)]
    return before[-1] if before else None


def first_open_step(waits: Iterable[Wait], steps: Sequence[Step]) -> Step:
    """Where somebody goes on who comes back."""
    open_ones = {GIVEN_AT[wait.what] for wait in waits if wait.what in GIVEN_AT}
    return next((step for step in steps if step in open_ones), Step.CHECK)


def blocks_sending(waits: Iterable[Wait]) -> list[Want]:
    """What has to be there before sending: all but the signature, which may follow on paper."""
    return [wait.what for wait in waits if wait.turn is Turn.APPLICANT and wait.what not in _MAY_FOLLOW]


_MAY_FOLLOW = (Want.SENDING, Want.WAIVER, Want.ORIENTATION_SEAT)
