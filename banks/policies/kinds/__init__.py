"""Every policy kind there is, in the order the guidelines show them.

A new kind is one class, one line here, one default in the charters, one sentence and one test.
"""

from collections.abc import Mapping

from pydantic import BaseModel

from banks.policies.kinds.contact import ImportPolicy, LookPolicy, MessagingPolicy, OffersPolicy, PlacePolicy
from banks.policies.kinds.credits import (
    BonusPolicy,
    DonationPolicy,
    EventPolicy,
    ExternalPolicy,
    LeadershipPolicy,
    MeetingPolicy,
    SafetyCancelPolicy,
)
from banks.policies.kinds.membership import (
    ApplicationsPolicy,
    DirectoryPolicy,
    LeavingPolicy,
    MembershipPolicy,
    UpkeepPolicy,
)
from banks.policies.kinds.recording import (
    CostsPolicy,
    EvenExchangePolicy,
    ExchangePolicy,
    GroupPolicy,
    ReportPolicy,
    TravelPolicy,
)
from banks.policies.kinds.sign_in import SignInPolicy
from governance.circle_policy import CirclesPolicy, ConsentPolicy, DoubleLinkPolicy, RolePolicy
from governance.policy import (
    GovPolicy,
    NoticePolicy,
    QuorumPolicy,
    ReviewPolicy,
    RulePolicy,
    StewardshipPolicy,
    TimelockPolicy,
    VotePolicy,
)
from ledger.policy import FundsPolicy, HoursPolicy, LeviesPolicy, LimitsPolicy

KINDS: tuple[type[BaseModel], ...] = (
    HoursPolicy, LimitsPolicy, LeviesPolicy, FundsPolicy,
    ReportPolicy, GroupPolicy, TravelPolicy, CostsPolicy, EvenExchangePolicy,
    BonusPolicy, MeetingPolicy, EventPolicy, LeadershipPolicy,
    SafetyCancelPolicy, DonationPolicy, ExternalPolicy,
    ExchangePolicy, MessagingPolicy, OffersPolicy,
    MembershipPolicy, ApplicationsPolicy, UpkeepPolicy, LeavingPolicy, DirectoryPolicy, SignInPolicy,
    GovPolicy, RulePolicy, NoticePolicy, QuorumPolicy, VotePolicy, TimelockPolicy,
    CirclesPolicy, DoubleLinkPolicy, RolePolicy, ConsentPolicy, ReviewPolicy, StewardshipPolicy,
    PlacePolicy, LookPolicy, ImportPolicy,
)  # fmt: skip

KIND_BY_NAME: Mapping[str, type[BaseModel]] = {str(vars(kind)["kind"]): kind for kind in KINDS}

__all__ = [
    "KINDS",
    "KIND_BY_NAME",
    "ApplicationsPolicy",
    "BonusPolicy",
    "CirclesPolicy",
    "ConsentPolicy",
    "CostsPolicy",
    "DirectoryPolicy",
    "DonationPolicy",
    "DoubleLinkPolicy",
    "EvenExchangePolicy",
    "EventPolicy",
    "ExchangePolicy",
    "ExternalPolicy",
    "FundsPolicy",
    "GovPolicy",
    "GroupPolicy",
    "HoursPolicy",
    "ImportPolicy",
    "LeadershipPolicy",
    "LeavingPolicy",
    "LeviesPolicy",
    "LimitsPolicy",
    "LookPolicy",
    "MeetingPolicy",
    "MembershipPolicy",
    "MessagingPolicy",
    "NoticePolicy",
    "OffersPolicy",
    "PlacePolicy",
    "QuorumPolicy",
    "ReportPolicy",
    "ReviewPolicy",
    "RolePolicy",
    "RulePolicy",
    "SafetyCancelPolicy",
    "SignInPolicy",
    "StewardshipPolicy",
    "TimelockPolicy",
    "TravelPolicy",
    "UpkeepPolicy",
    "VotePolicy",
]
