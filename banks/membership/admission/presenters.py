"""An application as the coordinators' pages show it: words, tags, and the button of the next step.

Guarantees: a screening is "waited for" or "done" here and nothing else; contact and sealed things appear as far as a
coordinator may see them. Called by: the coordinators' views.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from banks.membership.admission.duplicates import possible_duplicates
from banks.membership.admission.queries import Line, line_of, notices_about
from banks.membership.admission.rules import WAITS_IN_WORDS, NextStep, how_long
from banks.membership.applications.facts import facts_of, rules_of
from banks.membership.applications.models import Application
from banks.membership.applications.rules import TURNS, Turn
from banks.membership.orientations.queries import may_plan, seat_of
from banks.people.members.rules import Viewer
from banks.people.places.rules import SAME_TOWN, minutes_in_words
from banks.policies.guidelines import lines_of as guideline_lines
from banks.policies.queries import all_in_force, bank_zone
from governance.policy import RulePolicy
from ledger.policy import HoursPolicy

OURS, THEIRS, A_MEETING = "us", "the applicant", "a meeting"
TURN_WORDS = {Turn.BANK: OURS, Turn.APPLICANT: THEIRS, Turn.MEETING: A_MEETING}


def line_shown(
    line: Line, *, viewer: Viewer, orientation_id: UUID | None, is_twice: bool, now: datetime
) -> dict[str, Any]:
    """One line of the pipeline."""
    application = line.application
    waiting = [WAITS_IN_WORDS[wait.what] for wait in line.waits if _concerns(line, TURNS.get(wait.what, Turn.BANK))]
    return {
        "name": application.name or "Somebody without a name yet",
        "town": application.town,
        "url": reverse("applicant", args=[application.pk]),
        "pk": application.pk,
        "waiting": waiting,
        "how_long": how_long(line.standing.since, now),
        "distance": distance_words(application) if application.inside_area is False else "",
        "is_draft": application.sent_at is None,
        "is_paper": application.channel == "paper",
        "is_twice": is_twice,
        "reminded_at": application.reminded_at,
        "step": step_shown(line, viewer=viewer, orientation_id=orientation_id, now=now),
    }


def _concerns(line: Line, turn: Turn) -> bool:
    """What the line says it waits for: what its group is about."""
    group = line.standing.group.value
    return {"bank": turn is Turn.BANK, "applicant": turn is Turn.APPLICANT, "meeting": turn is Turn.MEETING}.get(
        group, True
    )


def step_shown(line: Line, *, viewer: Viewer, orientation_id: UUID | None, now: datetime) -> dict[str, Any] | None:
    """The one button of a line: words, address, and whether it acts at once; None where nobody here can act."""
    application, step = line.application, line.standing.step
    if step is NextStep.WELCOME:
        return _button(f"Welcome {application.name}", "applicant-welcome", application.pk, acts=True)
    if step is NextStep.MEASURE:
        return _button("Measure the distance", "applicant-measure", application.pk)
    if step is NextStep.SCREEN and viewer.holds("screening"):
        return _button("Ask the references and screen", "screening-applicant", application.pk)
    if step is NextStep.WHO_CAME and orientation_id is not None and may_plan(viewer, now=now):
        return _button("Say who came", "orientation-attendance", orientation_id)
    if step is NextStep.REMIND and (application.email or application.phone or application.street):
        return _button("Remind", "applicant-remind", application.pk, acts=True)
    return None


def _button(words: str, url_name: str, pk: UUID, *, acts: bool = False) -> dict[str, Any]:
    return {"words": words, "url": reverse(url_name, args=[pk]), "acts": acts}


def distance_words(application: Application) -> str:
    """12.4 miles, about 20 minutes by car; measured from Lamoni, Iowa."""
    if application.distance_miles is None:
        return "not among the places in our area" if application.inside_area is False else ""
    if application.distance_miles < SAME_TOWN:
        return "in the same town"
    words = f"{application.distance_miles.normalize():f} miles"
    if application.driving_minutes:
        words += f", about {minutes_in_words(application.driving_minutes)} by car"
    return words


def how_a_meeting_decides(now: datetime) -> str:
    """The rule for somebody from further away, in the bank's own words."""
    book = all_in_force(now)
    for line in guideline_lines(book.value(RulePolicy), book.value(HoursPolicy)):
        if line.facts.field == "radius_exception":
            return line.sentence
    return ""


def applicant_shown(application: Application, *, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """Everything on one application's page."""
    rules, facts = rules_of(application, now=now), facts_of(application, now=now)
    line = line_of(application, now=now) if application.ended_at is None else None
    seat = seat_of(application.pk)
    context: dict[str, Any] = {
        "application": application,
        "guardian": getattr(application, "guardian", None),
        "facts": facts,
        "rules": rules,
        "distance": distance_words(application),
        "seat": seat,
        "signatures": application.signatures.all(),
        "listings": application.first_listings.select_related("service"),
        "notices": notices_about(application),
        "matches": possible_duplicates(application) if application.ended_at is None else [],
        "zone": bank_zone(now),
        "holds_screening": viewer.holds("screening"),
    }
    if line is not None:
        orientation_id = seat.orientation_id if seat and seat.attended is None else None
        context |= {
            "waits": [
                {
                    "words": WAITS_IN_WORDS[wait.what],
                    "turn": TURN_WORDS[wait.turn],
                    "how_long": how_long(wait.since, now),
                }
                for wait in line.waits
            ],
            "step": step_shown(line, viewer=viewer, orientation_id=orientation_id, now=now),
            "meeting_words": how_a_meeting_decides(now) if line.standing.group.value == "meeting" else "",
        }
    return context
