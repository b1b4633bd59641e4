"""The coordinators' view of what applications wait for, pure: whose turn, which next step, since when.

Guarantees: each open application stands in one group and has one next step; a step the bank cannot take yet (an
orientation that is still to come) is not offered; nothing here tells how a screening ended. Called by: the pipeline.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from banks.membership.applications.rules import Turn, Wait, Want
from banks.policies.kinds import ApplicationsPolicy


class Group(StrEnum):
    """Whose turn it is, in the order of the page."""

    BANK = "bank"
    MEETING = "meeting"
    APPLICANT = "applicant"
    DAY = "day"
    READY = "ready"


GROUP_TITLES: Mapping[Group, str] = {
    Group.BANK: "Our turn",
    Group.MEETING: "A meeting decides",
    Group.APPLICANT: "The applicant's turn",
    Group.DAY: "Signed up for an orientation",
    Group.READY: "Ready to welcome",
}
WAITS_IN_WORDS: Mapping[Want, str] = {
    Want.DETAILS: "to complete the details",
    Want.PLACE: "to say where they live",
    Want.GUARDIAN: "to name a guardian",
    Want.REFERENCES: "to name somebody who knows them",
    Want.WAIVER: "to sign the waiver",
    Want.LISTINGS: "to name a first offer or request",
    Want.SENDING: "to send the application",
    Want.DISTANCE: "the distance to be measured",
    Want.AREA_DECISION: "the decision of a meeting",
    Want.ORIENTATION_SEAT: "to choose a day for the orientation",
    Want.ORIENTATION: "the orientation",
    Want.REFERENCE_CHECKS: "the references to be asked",
    Want.SCREENING: "two screeners",
    Want.WELCOME: "a welcome",
}


class NextStep(StrEnum):
    """What one click does about an application."""

    WELCOME = "welcome"
    MEASURE = "measure"
    WHO_CAME = "who_came"
    SCREEN = "screen"
    REMIND = "remind"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands: its group, the next step, and since when it waits there."""

    group: Group
    step: NextStep
    since: datetime


def standing_of(waits: Iterable[Wait], *, seat_on: datetime | None, now: datetime) -> Standing:
    """Where an open application stands. `seat_on` is when the orientation begins for which a seat is taken."""
    by_want = {wait.what: wait for wait in waits}
    if Want.WELCOME in by_want:
        return Standing(Group.READY, NextStep.WELCOME, by_want[Want.WELCOME].since)
    if Want.AREA_DECISION in by_want:
        return Standing(Group.MEETING, NextStep.NONE, by_want[Want.AREA_DECISION].since)
    to_come = by_want.pop(Want.ORIENTATION) if seat_on is not None and seat_on > now else None
    ours = [wait for wait in by_want.values() if wait.turn is Turn.BANK]
    theirs = [wait for wait in by_want.values() if wait.turn is Turn.APPLICANT]
    if ours:
        return Standing(Group.BANK, _step(by_want), min(wait.since for wait in ours))
    if theirs:
        return Standing(Group.APPLICANT, NextStep.REMIND, min(wait.since for wait in theirs))
    assert to_come is not None, "an open application waits for something"
    return Standing(Group.DAY, NextStep.NONE, to_come.since)


def _step(by_want: Mapping[Want, Wait]) -> NextStep:
    for want, step in (
        (Want.DISTANCE, NextStep.MEASURE),
        (Want.ORIENTATION, NextStep.WHO_CAME),
        (Want.REFERENCE_CHECKS, NextStep.SCREEN),
        (Want.SCREENING, NextStep.SCREEN),
    ):
        if want in by_want:
            return step
    return NextStep.NONE


def how_long(since: datetime, now: datetime) -> str:
    """today, since yesterday, for 12 days."""
    days = max(0, (now - since).days)
    return {0: "since today", 1: "for a day"}.get(days, f"for {days} days")


def is_due_for_reminder(
    *, touched_at: datetime, reminded_at: datetime | None, ways: ApplicationsPolicy, now: datetime
) -> bool:
    """Whether the silence has lasted long enough, and nobody reminded them since it had."""
    due = touched_at + timedelta(days=ways.remind_after)
    return now >= due and (reminded_at is None or reminded_at < due)


def is_due_for_closing(
    *, touched_at: datetime, reminded_at: datetime | None, ways: ApplicationsPolicy, now: datetime
) -> bool:
    """Whether the silence went on after the reminder as long as the rules allow: never closed without one."""
    reminder_due = touched_at + timedelta(days=ways.remind_after)
    if reminded_at is None or reminded_at < reminder_due or now < touched_at + timedelta(days=ways.close_after):
        return False
    return now >= reminded_at + timedelta(days=ways.close_after - ways.remind_after)
