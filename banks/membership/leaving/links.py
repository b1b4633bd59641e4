"""The link in the letter to somebody who rests: one tap, and they are back.

Guarantees: it opens in its own bank, for this one purpose, for this one rest and for a year; it says nothing
about whose it is. Nothing is kept: the token is worked out from the member and the day the rest began.
Refuses: a forged link, or one of another bank, by LinkUnknown; one whose year is over by LinkTooOld.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from banks.identity.queries import bank_address, this_bank
from banks.membership.leaving.errors import LinkTooOld, LinkUnknown
from banks.membership.leaving.rules import is_link_good
from banks.people.members.models import Member

MAC_LETTERS = 40


@dataclass(frozen=True, slots=True)
class WayBack:
    """Who comes back, from the rest that began on which day."""

    member_id: UUID
    resting_since: date


def wake_token(member: Member) -> str:
    """The token for the member's present rest."""
    assert member.resting_since is not None
    return _signed(f"{member.pk.hex}-{member.resting_since:%Y%m%d}")


def wake_address(member: Member) -> str:
    """The whole link, for a letter."""
    return f"{bank_address()}/back/{wake_token(member)}/"


def way_back(token: str, *, today: date) -> WayBack:
    """What a token says, once it is known to be ours."""
    said, _, _ = token.rpartition("-")
    if not said or not constant_time_compare(token, _signed(said)):
        raise LinkUnknown()
    who, _, day = said.partition("-")
    found = WayBack(UUID(who), date(int(day[:4]), int(day[4:6]), int(day[6:])))
    if not is_link_good(found.resting_since, today):
        raise LinkTooOld()
    return found


def _signed(said: str) -> str:
    salt = f"commonhour:{this_bank().bank_id}:wake"
    return f"{said}-{salted_hmac(salt, said, algorithm='sha256').hexdigest()[:MAC_LETTERS]}"
