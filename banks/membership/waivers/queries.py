"""Reads about the waiver: the words in use, older ones, and who signed.

Called by: the application, members' pages, the papers.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from banks.errors import NotFound
from banks.membership.waivers.errors import NoWaiver
from banks.membership.waivers.models import WaiverSignature
from banks.membership.waivers.rules import Waiver
from banks.people.members.models import Member
from banks.policies.kinds import MembershipPolicy
from banks.policies.models import PolicyVersion
from banks.policies.queries import InForce, history, policy_in_force, version_of
from banks.policies.values import kind_name


def waiver_in_use(now: datetime) -> Waiver | None:
    """The words that are signed today, or None where the bank asks for no waiver."""
    version = policy_in_force(MembershipPolicy, now)
    return _waiver(version) if version.value.waiver_required else None


def waiver_to_sign(now: datetime) -> Waiver:
    """The words that are signed today; refused where there are none."""
    found = waiver_in_use(now)
    if found is None:
        raise NoWaiver()
    return found


def waiver_numbered(number: int, *, now: datetime) -> Waiver:
    """The words in one version of the membership rules that has begun."""
    for waiver in waivers_so_far(now):
        if waiver.number == number:
            return waiver
    raise NotFound(waiver=number)


def waivers_so_far(now: datetime) -> list[Waiver]:
    """Every version with words that was ever in use, the newest first; each by the rules it stood in first."""
    found: dict[tuple[str, str], Waiver] = {}
    for version in history(kind_name(MembershipPolicy)):
        assert isinstance(version.value, MembershipPolicy)
        if version.value.waiver_text and (version.charter or version.effective_at <= now):
            waiver = _waiver(version)  # type: ignore[arg-type]  # narrowed by the assertion above
            found[waiver.version, waiver.text] = waiver
    return sorted(found.values(), key=lambda waiver: waiver.number, reverse=True)


def waiver_due(signed_version: str, *, is_organisation: bool, now: datetime) -> Waiver | None:
    """The words a member still has to sign, who signed that version ("": none yet)."""
    in_use = None if is_organisation else waiver_in_use(now)
    return in_use if in_use is not None and signed_version != in_use.version else None


def words_signed(signature: WaiverSignature) -> Waiver:
    """The words somebody put their name to."""
    row = PolicyVersion.objects.get(pk=signature.policy_version_id)
    return _waiver(version_of(row, MembershipPolicy))


def signatures_of(*, member: Member | None = None, application_id: UUID | None = None) -> QuerySet[WaiverSignature]:
    """What was signed for one person, the newest first; a member's application counts as theirs."""
    theirs = Q(application=application_id) if member is None else Q(member=member) | Q(application__member=member)
    return WaiverSignature.objects.filter(theirs).select_related("recorded_by", "member", "application")


def signature_by_id(signature_id: UUID) -> WaiverSignature:
    found = WaiverSignature.objects.filter(pk=signature_id).select_related("recorded_by", "member", "application")
    signature = found.first()
    if signature is None:
        raise NotFound(signature=signature_id)
    return signature


def _waiver(version: InForce[MembershipPolicy]) -> Waiver:
    rules = version.value
    return Waiver(
        version=rules.waiver_version or "",
        text=rules.waiver_text,
        policy_version_id=version.version_id,
        number=version.number,
        effective_at=version.effective_at,
    )
