"""Letters for members without mail, one file to print and post (row D-paper).

Guarantees: an envelope holds its readers' own statements and notices, and the directory and listings as they may
see them, whoever prints; pages that read alike for all are set once and laid again, so a whole bank stays quick.
"""

from datetime import datetime

from banks.day_words import in_words
from banks.papers.directory_paper import BY_NAME, lay_directory, lay_listings
from banks.papers.queries import Letter, account_of, directory_for, hours_now, letters, listings_for, new_sheet
from banks.papers.rules import Period
from banks.papers.sheet import Kept, Sheet
from banks.papers.statement_paper import lay_statement
from banks.people.members.capabilities import Capability
from banks.people.members.models import Member
from banks.policies.clock import bank_day
from banks.policies.queries import bank_zone

Lists = dict[tuple[bool, bool, bool], Kept]
NOBODY_WAITS = "Every member has a mail address, so there is nothing to post."


def posting_pack_pdf(*, period: Period, now: datetime) -> bytes:
    """Every letter, one after the other, each counted from page one."""
    sheet = new_sheet("Letters to post", now=now)
    lists: Lists = {}
    found = letters(now=now)
    for letter in found:
        sheet.section(f"For {names(letter)}")
        _lay_letter(sheet, letter, period=period, now=now)
        _lay_lists(sheet, letter, lists, now=now)
    if not found:
        sheet.section("Letters to post")
        sheet.text(NOBODY_WAITS)
    return sheet.bytes()


def names(letter: Letter) -> str:
    return " and ".join(member.name for member in letter.readers)


def _lay_letter(sheet: Sheet, letter: Letter, *, period: Period, now: datetime) -> None:
    """The address, the news, and each reader's statement."""
    for line in address_of(letter):
        sheet.text(line)
    sheet.gap(20)
    zone = bank_zone(now)
    for notice in letter.notices:
        made = notice.made_at.astimezone(zone)
        sheet.heading(notice.subject)
        sheet.text(in_words(made.date()), grey=True)
        sheet.text(notice.body.strip())
    hours = hours_now(now)
    for at, member in enumerate(letter.readers):
        if at or letter.notices:
            sheet.new_page()
        account = account_of(member, viewer=letter.viewer, period=period, now=now)
        lay_statement(sheet, account, hours=hours, today=sheet.day)


def address_of(letter: Letter) -> list[str]:
    """What stands on the envelope: the names, and where the first who told us lives."""
    return [names(letter), *_home(next((m for m in letter.readers if m.street), letter.readers[0]))]


def _home(member: Member) -> list[str]:
    town = " ".join(part for part in (member.town, member.postal_code) if part)
    return [part for part in (member.street, town) if part]


def _lay_lists(sheet: Sheet, letter: Letter, lists: Lists, *, now: datetime) -> None:
    """Directory and listings; those who may see the same read the same pages."""
    viewer = letter.viewer
    sees = (
        viewer.can(Capability.SEE_PEOPLE), viewer.can(Capability.SEE_CONTACTS), viewer.can(Capability.SEE_LISTINGS)
    )  # fmt: skip
    if sees in lists:
        sheet.again(lists[sees])
        return
    first, on = sheet.page + 1, bank_day(now)
    if sees[0]:
        sheet.new_page()
        lay_directory(sheet, directory_for(viewer, on=on), order=BY_NAME)
    if sees[2]:
        sheet.new_page()
        lay_listings(sheet, listings_for(viewer, on=on), viewer=viewer)
    lists[sees] = sheet.kept_since(first)
