"""What a member may see and do, from facts and rules; not from roles (reference/reliability.md, section 6).

Guarantees: one pure function says it, for pages, mails, papers and the API alike; whatever is not known (no
screening outcome, one past its review) counts as not allowed; nothing in the answer tells somebody who is
still waiting from somebody whose participation is limited, so nobody can read a restriction off a page.
Called by: `banks.people.members.queries.viewer_of` for who looks, `standing_of` and `listed` for who is looked at.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from banks.policies.kinds.membership import MembershipPolicy


class Capability(StrEnum):
    """One thing somebody may see or do."""

    SEE_PEOPLE = "see_people"  # names and towns: directory, counterparties, attendance lists, who decided
    SEE_CONTACTS = "see_contacts"  # mail, telephone, street, as far as each owner shows them
    SEE_LISTINGS = "see_listings"
    POST_LISTINGS = "post_listings"
    EXCHANGE = "exchange"  # one-to-one and in groups, outside gatherings that somebody supervises
    BE_LISTED = "be_listed"  # in the directory, in lists to choose from, with their listings
    SHOW_CONTACTS = "show_contacts"  # others may see their contact fields
    VOTE = "vote"


FULL = "full"


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts about a member that decide. `access` is the screening's outcome, "pending" without one."""

    is_current: bool = True
    is_organisation: bool = False
    is_resting: bool = False
    is_minor: bool = False
    access: str = "pending"
    review_on: date | None = None
    waiver_version: str = ""
    waiver_signed_on: date | None = None
    is_oriented: bool = False


def is_cleared(standing: Standing, *, on: date) -> bool:
    """Whether nothing limits the participation: decided, for everything, and not due for another look."""
    if standing.is_organisation:
        return True
    return standing.access == FULL and (standing.review_on is None or standing.review_on >= on)


def signature_missing(standing: Standing, rules: MembershipPolicy, *, on: date) -> bool:
    """Whether the waiver of the day still has to be signed.

    Words that begin during a day count from the next one; whoever signs them before is not thrown back for that.
    """
    if standing.is_organisation or not rules.waiver_required:
        return False
    signed_today = standing.waiver_signed_on is not None and standing.waiver_signed_on >= on
    if signed_today and standing.waiver_version:
        return False
    return standing.waiver_version != (rules.waiver_version or "")


def orientation_missing(standing: Standing, rules: MembershipPolicy) -> bool:
    """Whether the bank's orientation still has to be attended."""
    return rules.orientation != "none" and not standing.is_organisation and not standing.is_oriented


def capabilities(standing: Standing, rules: MembershipPolicy, *, on: date) -> frozenset[Capability]:
    """What a member with this standing may see and do under these membership rules on a day."""
    if not standing.is_current:
        return frozenset()
    may_vote = set() if standing.is_organisation else {Capability.VOTE}
    if not is_cleared(standing, on=on) or orientation_missing(standing, rules):
        return frozenset(may_vote)
    held = may_vote | {Capability.SEE_PEOPLE, Capability.SEE_LISTINGS}
    if signature_missing(standing, rules, on=on):
        return frozenset(held)
    held |= {Capability.SEE_CONTACTS, Capability.EXCHANGE, Capability.POST_LISTINGS}
    if not standing.is_resting and not standing.is_minor:
        held |= {Capability.BE_LISTED, Capability.SHOW_CONTACTS}
    return frozenset(held)
