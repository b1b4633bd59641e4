"""The handover pack on paper: what its page says, line for line from the same `Pack` (row V-handover).

Guarantees: nothing stands here that its reader does not see on the page. Called by: the handover page.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from banks.day_words import in_words, short_day
from banks.deciding.circles.handover import Pack
from banks.papers.queries import new_sheet
from banks.papers.sheet import Column, Sheet
from banks.policies.clock import bank_day

TITLE = "What somebody taking over has to know"
WHOSE, TASK, RULE = (
    (Column("Role", 60), Column("Who", 60), Column("Until", 50)),
    (Column("Task", 50), Column("Circle", 35), Column("Last done", 55), Column("Next by", 30)),
    (Column("Rule", 55), Column("Since", 32), Column("Why", 58), Column("Decision", 25)),
)


def handover_pdf(pack: Pack, *, now: datetime) -> bytes:
    sheet = new_sheet(TITLE, now=now)
    sheet.section("Handing over")
    sheet.title(TITLE)
    sheet.text(f"As it stands on {in_words(pack.on)}. Made anew each time it is asked for.")
    _recovery(sheet, pack)
    _circles(sheet, pack)
    _to_do(sheet, pack)
    sheet.heading("Our rules, and why")
    sheet.table(RULE, _rules(pack))
    return sheet.bytes()


def _recovery(sheet: Sheet, pack: Pack) -> None:
    sheet.heading("Who can recover the bank")
    _list(sheet, pack.recovery_holders, "Nobody.")
    sheet.text(f"At least {pack.fewest_holders} hold this power at any time.")
    if pack.is_thin:
        sheet.text("Too few people can recover the bank. Give that power to somebody else.", style="B")
    if pack.in_care_until:
        sheet.text(f"Caretakers look after our bank, with a mandate until {in_words(pack.in_care_until)}.")


def _circles(sheet: Sheet, pack: Pack) -> None:
    for each in pack.lacking:
        missing = " and no ".join(each["links_missing"])
        sheet.text(f"{each['name']} sends no {missing} into the circle above. Our rules ask for both.", style="B")
    sheet.heading("Vacant roles")
    _list(sheet, (f"{role['role']} of {role['circle']}" for role in pack.vacancies), "None.")
    if pack.roles:
        sheet.heading("Roles and terms")
        sheet.table(WHOSE, (_role(role) for role in pack.roles))
    if pack.tasks:
        sheet.heading("Standing tasks")
        sheet.table(TASK, (_task(each) for each in pack.tasks))


def _to_do(sheet: Sheet, pack: Pack) -> None:
    sheet.heading("Decisions to look at again")
    reviews = (f"{each.version.proposal.title}, was due on {in_words(each.review_on)}" for each in pack.overdue_reviews)
    _list(sheet, reviews, "None is overdue.")
    sheet.heading("Decided, not yet done")
    waiting = [f"{_title(each)}, in effect from {in_words(bank_day(each.due_at))}" for each in pack.waiting]
    failed = [f"{_title(each)}, could not be carried out: {each.trouble}" for each in pack.failed]
    _list(sheet, waiting + failed, "Nothing waits.")


def _list(sheet: Sheet, lines: Iterable[str], nothing: str) -> None:
    for line in list(lines) or [nothing]:
        sheet.text(line)


def _role(role: dict[str, Any]) -> tuple[str, str, str]:
    until = in_words(role["ends_on"]) + (", held over" if role["is_held_over"] else "")
    return f"{role['role']} of {role['circle']}", role["holder"], until


def _task(each: dict[str, Any]) -> tuple[str, str, str, str]:
    task, last = each["task"], "never"
    if task.last_on:
        last = f"{short_day(task.last_on)}, {each['last_by']}"
    due = short_day(task.due_on) + (" (overdue)" if task.is_overdue else "")
    return f"{task.name}, {task.often}", each["circle"] or "nobody’s", last, due


def _rules(pack: Pack) -> Iterator[tuple[str, str, str, str]]:
    for each in pack.rules:
        yield (
            each.title,
            short_day(bank_day(each.since)),
            each.reason,
            f"No. {each.decision_number}" if each.decision_number else "none",
        )


def _title(effect: Any) -> str:
    return str(effect.decision.version.proposal.title)
