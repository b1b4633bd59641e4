"""Exchanges as the pages show them: one line for each person, facts in words.

Guarantees: the minutes of a line are what rules.moved says, before recording and after.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from banks.day_words import with_weekday
from banks.hours.exchanges.models import Exchange, ExchangeLine
from banks.hours.exchanges.postings import BookedLine
from banks.hours.exchanges.rules import moved
from banks.hours.exchanges.services import Plan, Report
from banks.people.members.rules import NAMELESS, Viewer, name_seen
from banks.ui.hour_pages import clock

COMMUNITY_ROLE = "community"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """Who, in which role, and what moves on their account, in minutes."""

    name: str
    role: str
    minutes: int
    service_minutes: int
    travel_minutes: int
    levy_minutes: int


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One exchange in a list; `minutes` is what moved on the viewer's own account, 0 when nothing did."""

    what: str
    minutes: int
    when: date
    who: str
    url: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Notes:
    """The words people wrote about an exchange, as far as the viewer reads them."""

    note: str
    costs_note: str
    undone_reason: str


def entry_of(exchange: Exchange, viewer: Viewer) -> ShownEntry:
    """An exchange as its viewer's list shows it, with the others' names and what kind it was."""
    lines = list(exchange.lines.all())
    own = next((line for line in lines if line.member_id == viewer.member_id), None)
    counts = own is not None and exchange.state == Exchange.State.RECORDED
    others = ", ".join(_name(line, viewer) for line in lines if line.member_id != viewer.member_id)
    notes = {Exchange.State.HELD: "waits for an answer", Exchange.State.DROPPED: "the same as another report"}
    note = notes.get(Exchange.State(exchange.state), "time together, nothing moves" if exchange.is_even else "")
    return ShownEntry(
        what=exchange.service.name,
        minutes=_recorded(own, is_even=exchange.is_even, name=viewer.name).minutes if own and counts else 0,
        when=exchange.service_date,
        who=" · ".join(part for part in (others, note) if part),
        url=reverse("exchange", args=[exchange.pk]),
        undone=exchange.state == Exchange.State.UNDONE,
    )


def planned_lines(plan: Plan, *, is_even: bool, bank_name: str) -> list[ShownLine]:
    """What will be posted for everyone, the community's own account included."""
    lines = [_planned(item, plan.people[item.line.member_id].name, is_even=is_even) for item in plan.lines]
    beyond = -sum(line.minutes for line in lines)
    return [*lines, ShownLine(bank_name, COMMUNITY_ROLE, beyond, 0, 0, 0)] if beyond else lines


def recorded_lines(exchange: Exchange, viewer: Viewer) -> list[ShownLine]:
    """The lines of an exchange, providers first."""
    return [_recorded(line, is_even=exchange.is_even, name=_name(line, viewer)) for line in exchange.lines.all()]


def recorder_name(exchange: Exchange, viewer: Viewer) -> str:
    """Who recorded it, as it stands inside a sentence."""
    name = name_seen(viewer, member_id=exchange.recorded_by_id, name=exchange.recorded_by.name)
    return name.lower() if name == NAMELESS else name


def notes_of(exchange: Exchange, viewer: Viewer) -> Notes:
    """What was written about it: everything to those who see people, to others their own words only."""
    wrote = viewer.sees_people or exchange.recorded_by_id == viewer.member_id
    undid = viewer.sees_people or exchange.undone_by_id == viewer.member_id
    return Notes(
        note=exchange.note if wrote else "",
        costs_note=exchange.costs_note if wrote else "",
        undone_reason=exchange.undone_reason if undid else "",
    )


def facts_of(report: Report, plan: Plan) -> list[tuple[str, str]]:
    """The report in words, for the last look before it is recorded."""
    lengths = {part.minutes for part in report.providers}
    facts = [
        ("Service", str(plan.service)),
        ("Day", with_weekday(plan.service_date)),
        ("Length", clock(lengths.pop()) if len(lengths) == 1 else "of different length for each"),
        ("On the way", clock(max(part.travel_minutes for part in report.providers))),
        ("Kind", report.occasion.replace("_", " ").capitalize()),
        ("Note", report.note.strip()),
        ("Costs, settled between you", report.costs_note.strip()),
        ("Reported late because", report.late_reason.strip()),
    ]
    return [(label, value) for label, value in facts if value and (label, value) != ("On the way", clock(0))]


def rounding_of(plan: Plan) -> str:
    """How the time was rounded, or nothing where it was not."""
    for item in plan.lines:
        line = item.line
        was = line.service_minutes + line.travel_minutes
        if line.role == "provider" and line.counted_minutes != was:
            return f"{clock(was)} are counted as {clock(line.counted_minutes)}."
    return ""


def _planned(item: BookedLine, name: str, *, is_even: bool) -> ShownLine:
    line = item.line
    minutes = moved(
        role=line.role, counted_minutes=line.counted_minutes, levy_minutes=item.levy_minutes, is_even=is_even
    )
    return ShownLine(name, line.role, minutes, line.service_minutes, line.travel_minutes, item.levy_minutes)


def _name(line: ExchangeLine, viewer: Viewer) -> str:
    return name_seen(viewer, member_id=line.member_id, name=line.member.name)


def _recorded(line: ExchangeLine, *, is_even: bool, name: str) -> ShownLine:
    minutes = moved(
        role=line.role, counted_minutes=line.counted_minutes, levy_minutes=line.levy_minutes, is_even=is_even
    )
    return ShownLine(name, line.role, minutes, line.service_minutes, line.travel_minutes, line.levy_minutes)
