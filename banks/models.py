"""Rows of a bank: each slice keeps its own, Django looks for them here."""

from banks.applications.models import Application, FirstListing, Guardian
from banks.circles.models import StandingTask, TaskDone, TermTold
from banks.credits.models import Credit
from banks.events.models import Attendance, Event
from banks.exchanges.models import Exchange, ExchangeLine
from banks.grants.models import Gift, GiftAuthorisation, OutsideAuthorisation, OutsideWork
from banks.identity.models import BankIdentity
from banks.leaving.models import DataCopy
from banks.listings.models import Category, Listing, ListingFlag, Service
from banks.members.models import ActingFor, Clearance, Household, Member, Power, StandingChange
from banks.notices.models import Notice
from banks.orientations.models import Orientation, OrientationSeat
from banks.policies.models import PolicyVersion
from banks.screening.models import ReferenceCheck, ScreeningCase, SealedBirthDate, SealedNote, SealedReading
from banks.waivers.models import WaiverSignature

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
