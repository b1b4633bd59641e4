"""Rows of a bank: each slice keeps its own, Django looks for them here."""

from banks.credits.models import Credit
from banks.events.models import Attendance, Event
from banks.exchanges.models import Exchange, ExchangeLine
from banks.identity.models import BankIdentity
from banks.listings.models import Category, Service
from banks.members.models import Member, Power
from banks.notices.models import Notice
from banks.policies.models import PolicyVersion

__all__ = [
    "Attendance",
    "BankIdentity",
    "Category",
    "Credit",
    "Event",
    "Exchange",
    "ExchangeLine",
    "Member",
    "Notice",
    "PolicyVersion",
    "Power",
    "Service",
]
