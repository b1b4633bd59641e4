"""Renewing a sign-in with a code that somebody of the bank handed over.

Guarantees: the person chooses the password themselves and nobody else sees it; a code works once, for its own login, in
its own bank, until it runs out, and not after five wrong tries; a number that nobody has is answered like a wrong code;
a second step that was set up is still asked for at the next sign-in, unless the code was made for somebody who lost it.
Every session and token of the login ends, and the member is told. Called by the page for such codes.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.db import transaction

from banks.members.models import Member
from banks.notices.services import tell
from tenants.context import current_bank_id
from tenants.users.codes import matches_hash
from tenants.users.models import HandoverCode, User

NO_CODE, NO_USER = "0" * 64, UUID(int=0)
CODES_CHECKED = 5


class Renewal(StrEnum):
    """How it ended."""

    DONE = "done"
    NO_MATCH = "no_match"
    EXPIRED_CODE = "no_longer"


@transaction.atomic
def renew_sign_in(*, number: str, typed: str, password: str, now: datetime) -> Renewal:
    """Set the password somebody chose, when number and code go together. Each wrong try is counted."""
    user = User.objects.select_for_update().filter(sign_in_name=number, is_active=True).first()
    if user is None:
        matches_hash(typed, NO_CODE, bank_id=current_bank_id(), user_id=NO_USER)  # as much work as for a number we know
        return Renewal.NO_MATCH
    codes = list(user.handover_codes.all()[:CODES_CHECKED])
    code = next((each for each in codes if each.works(now=now)), None)
    if code is not None and code.is_code(typed):
        _renew(user, code, password, now)
        return Renewal.DONE
    if any(each.is_code(typed) for each in codes if each != code):
        return Renewal.EXPIRED_CODE
    if code is not None:
        code.tries_left -= 1
        code.save(update_fields=["tries_left"])
    return Renewal.NO_MATCH


def _renew(user: User, code: HandoverCode, password: str, now: datetime) -> None:
    code.used_at = now
    code.save(update_fields=["used_at"])
    if code.frees_second_step:
        user.forget_second_step()
    get_adapter().set_password(user, password)  # and with it every session and token ends
    member = Member.objects.filter(user_id=user.pk).first()
    if member is not None:
        context = {"how": code.get_how_display().lower(), "frees_second_step": code.frees_second_step}
        tell([member], template="sign_in_renewed", context=context, now=now)
