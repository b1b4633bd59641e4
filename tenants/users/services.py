"""Renews a sign-in with a code that a coordinator handed over.

Guarantees: members choose their password themselves; a code works once, for its own login, in its own bank, until it
expires, and not after five wrong tries; an unknown number gets the same answer as a wrong code; the next sign-in still
asks for a second step, unless the coordinator made the code for a member who lost theirs. Every session and token of
the login ends, and the member gets a letter. Called by the page for such codes.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.db import transaction

from banks.notices.services import notify
from banks.people.members.models import Member
from tenants.context import current_bank_id
from tenants.users.codes import matches_hash
from tenants.users.models import HandoverCode, User

NO_CODE, NO_USER = "0" * 64, UUID(int=0)
CODES_CHECKED = 5


class Renewal(StrEnum):
    """The outcome of a try to renew a sign-in."""

    DONE = "done"
    NO_MATCH = "no_match"
    EXPIRED_CODE = "no_longer"


@transaction.atomic
def renew_sign_in(*, number: str, typed: str, password: str, now: datetime) -> Renewal:
    """Set the password that a member chose, if their number and the typed code match; count each wrong try."""
    # Locked, so that parallel guesses cannot share one of the five tries.
    user = User.objects.select_for_update().filter(sign_in_name=number, is_active=True).first()
    if user is None:
        # As much work as for a known number: the time of the answer must not tell which numbers exist.
        matches_hash(typed, NO_CODE, bank_id=current_bank_id(), user_id=NO_USER)
        return Renewal.NO_MATCH
    codes = list(user.handover_codes.all()[:CODES_CHECKED])
    usable = next((code for code in codes if code.is_usable(now=now)), None)
    if usable is not None and usable.matches(typed):
        _renew(user, usable, password, now)
        return Renewal.DONE
    if any(code.matches(typed) for code in codes if code != usable):
        return Renewal.EXPIRED_CODE
    if usable is not None:
        usable.tries_left -= 1
        usable.save(update_fields=["tries_left"])
    return Renewal.NO_MATCH


def _renew(user: User, code: HandoverCode, password: str, now: datetime) -> None:
    code.used_at = now
    code.save(update_fields=["used_at"])
    if code.frees_second_step:
        user.forget_second_step()
    get_adapter().set_password(user, password)  # also ends every session and token
    member = Member.objects.filter(user_id=user.pk).first()
    if member is not None:
        context = {"how": code.get_how_display().lower(), "frees_second_step": code.frees_second_step}
        notify([member], template="sign_in_renewed", context=context, now=now)
