"""The directory and the offers and requests on paper, as their reader may see them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from banks.asking.listings.models import Listing
from banks.papers.queries import Entry, contacts_of, directory_for, listings_for, new_sheet
from banks.papers.sheet import Sheet
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day

BY_NAME, BY_SERVICE = "name", "service"
FOR_COORDINATORS = "For coordinators only: it shows what members show to nobody else. Please do not hand it on."


def directory_pdf(*, viewer: Viewer, order: str, is_for_desk: bool, now: datetime) -> bytes:
    """By name or by service; `is_for_desk` marks a copy that holds more than members see."""
    sheet = new_sheet("Directory", now=now)
    sheet.section("Directory, for coordinators only" if is_for_desk else "Directory")
    lay_directory(sheet, directory_for(viewer, on=bank_day(now)), order=order, is_for_desk=is_for_desk)
    return sheet.bytes()


def listings_pdf(*, viewer: Viewer, now: datetime) -> bytes:
    sheet = new_sheet("Offers and requests", now=now)
    sheet.section("Offers and requests")
    lay_listings(sheet, listings_for(viewer, on=bank_day(now)), viewer=viewer)
    return sheet.bytes()


def lay_directory(sheet: Sheet, entries: Sequence[Entry], *, order: str, is_for_desk: bool = False) -> None:
    sheet.title("Directory")
    sheet.text(FOR_COORDINATORS if is_for_desk else "For members. Please keep it to yourself.")
    sheet.gap()
    if not entries:
        sheet.text("Nobody is listed yet.")
    elif order == BY_SERVICE:
        _by_service(sheet, entries)
    else:
        _by_name(sheet, entries)


def _by_name(sheet: Sheet, entries: Iterable[Entry]) -> None:
    for entry in entries:
        offered = ", ".join(service for _, service in entry.services)
        rest = [entry.town, " · ".join(entry.contacts), f"Can help with: {offered}" if offered else ""]
        sheet.together([("B", entry.name), *(("", words) for words in rest if words)])


def _by_service(sheet: Sheet, entries: Iterable[Entry]) -> None:
    offers = sorted({(service, entry.line) for entry in entries for service in entry.services})
    if not offers:
        sheet.text("Nobody has said yet what they can help with.")
    for category, of_category in groupby(offers, key=lambda offer: offer[0][0]):
        sheet.heading(category)
        for (_, service), people in groupby(of_category, key=lambda offer: offer[0]):
            sheet.together([("B", service), *(("", line) for _, line in people)])


def lay_listings(sheet: Sheet, listings: Sequence[Listing], *, viewer: Viewer) -> None:
    """Offers first, then requests, each by category."""
    sheet.title("Offers and requests")
    for kind, head, none in (
        (Listing.Kind.OFFER, "Offers", "Nobody has written an offer yet."),
        (Listing.Kind.REQUEST, "Requests", "Nobody asks for anything at the moment."),
    ):
        sheet.heading(head)
        of_kind = [each for each in listings if each.kind == kind]
        if not of_kind:
            sheet.text(none)
        for category, group in groupby(of_kind, key=lambda each: each.service.category.name):
            sheet.text(category, grey=True)
            for listing in group:
                sheet.together(_said(listing, viewer))


def _said(listing: Listing, viewer: Viewer) -> list[tuple[str, str]]:
    member = listing.member
    who = " · ".join([member.name, *filter(None, [member.town]), *contacts_of(member, viewer)])
    said = [("B", listing.title), ("", f"{listing.service.name}: {who}"), ("", listing.details)]
    return [(style, words) for style, words in said if words]
