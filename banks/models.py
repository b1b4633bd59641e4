"""Rows of a bank: each slice keeps its own, Django looks for them here."""

from banks.asking.listings.models import Listing, ListingFlag
from banks.deciding.circles.models import StandingTask, TaskDone, TermTold
from banks.hours.catalogue.models import Category, Service
from banks.hours.credits.models import Credit
from banks.hours.events.models import Attendance, Event
from banks.hours.exchanges.models import Exchange, ExchangeLine
from banks.hours.grants.models import Gift, GiftAuthorisation, OutsideAuthorisation, OutsideWork
from banks.identity.models import BankIdentity
from banks.membership.applications.models import Application, FirstListing, Guardian
from banks.membership.leaving.models import DataCopy
from banks.membership.orientations.models import Orientation, OrientationSeat
from banks.membership.screening.models import ReferenceCheck, ScreeningCase, SealedBirthDate, SealedNote, SealedReading
from banks.membership.waivers.models import WaiverSignature
from banks.notices.models import Notice
from banks.people.members.models import ActingFor, Clearance, Household, Member, Power, StandingChange
from banks.policies.models import PolicyVersion

__all__ = [
    "ActingFor",
    "Application",
    "Attendance",
    "BankIdentity",
    "Category",
    "Clearance",
    "Credit",
    "DataCopy",
    "Event",
    "Exchange",
    "ExchangeLine",
    "FirstListing",
    "Gift",
    "GiftAuthorisation",
    "Guardian",
    "Household",
    "Listing",
    "ListingFlag",
    "Member",
    "Notice",
    "Orientation",
    "OrientationSeat",
    "OutsideAuthorisation",
    "OutsideWork",
    "PolicyVersion",
    "Power",
    "ReferenceCheck",
    "ScreeningCase",
    "SealedBirthDate",
    "SealedNote",
    "SealedReading",
    "Service",
    "StandingChange",
    "StandingTask",
    "TaskDone",
    "TermTold",
    "WaiverSignature",
]
