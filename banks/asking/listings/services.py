"""Writes of offers and requests: post, change, close, find odd, look at, hide; and let held requests go.

Guarantees: one key is one listing for ever; what is hidden or let go is told to its owner with the reason, in the
same transaction; a request of somebody below zero waits where the bank's rules say so, and goes on by itself.
Refuses by the named errors of errors.py; who may see no listings finds none here either.
Called by: pages, the API, the clock, and `banks.membership.applications` when somebody becomes a member.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from banks.asking.listings.errors import (
    EndsInThePast,
    ListingClosed,
    ListingKeyReused,
    OwnListing,
    PostingNotYet,
    ReasonMissing,
    ServiceNotOffered,
    TitleMissing,
)
from banks.asking.listings.models import Listing, ListingFlag
from banks.asking.listings.queries import is_visible, listing_by_id
from banks.asking.listings.rules import is_asked_to_give_first, is_held, state_when_posted
from banks.errors import NotAllowed, NotFound
from banks.hours.catalogue.models import Service
from banks.hours.catalogue.queries import service_by_id
from banks.notices.services import notify
from banks.people.members.capabilities import Capability
from banks.people.members.models import Member
from banks.people.members.queries import able, member_by_id
from banks.people.members.rules import Viewer, holds_domain
from banks.policies.clock import bank_day
from banks.policies.kinds import OffersPolicy
from banks.policies.queries import policy_in_force
from ledger.policy import LimitsPolicy
from ledger.statements import balance_of, balances_of

DOMAIN = "offers"


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody offers or asks for."""

    kind: str
    service_id: UUID | None
    title: str
    details: str = ""
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a draft; `reminded` where a member below zero is asked to give first."""

    listing: Listing
    created: bool
    reminded: bool = False


def watches_offers(viewer: Viewer, *, now: datetime) -> bool:
    """Whether looking at offers is the viewer's task: by its own power, or by the role the bank's rules name."""
    if not viewer.can(Capability.SEE_LISTINGS):
        return False
    return holds_domain(viewer, DOMAIN, owner=policy_in_force(OffersPolicy, now).value.owner)


@transaction.atomic
def post_listing(
    *, actor: Viewer, draft: Draft, now: datetime, key: UUID | None = None, member_id: UUID | None = None
) -> Posted:
    """Post for oneself, an organisation one acts for, or, as a coordinator, for somebody without a computer."""
    if not actor.can(Capability.SEE_LISTINGS):
        raise NotFound()
    member = member_by_id(member_id or actor.member_id)
    if not actor.speaks_for(member.pk) and not actor.is_coordinator:
        raise NotAllowed(who="Only members themselves and coordinators")
    if not able([member], Capability.POST_LISTINGS, on=bank_day(now)):
        raise PostingNotYet()
    service = _checked(draft, now)
    listing, created = _written(member, draft, service, key or uuid7(), now)
    if not created and not _is_same(listing, member, draft):
        raise ListingKeyReused()
    limits = policy_in_force(LimitsPolicy, now).value
    asked = is_asked_to_give_first(draft.kind, balance_minutes=balance_of(member.account_id), limits=limits)
    return Posted(listing, created, asked)


@transaction.atomic
def post_first_listings(*, member: Member, drafts: Iterable[Draft], now: datetime) -> list[Listing]:
    """What somebody wrote with their application. It is seen once they may be listed, not before."""
    return [_written(member, draft, _checked(draft, now), uuid7(), now)[0] for draft in drafts]


@transaction.atomic
def change_listing(*, actor: Viewer, listing_id: UUID, draft: Draft, now: datetime) -> Listing:
    """Its owner says it anew; those who watch look again, and what was hidden waits until they have."""
    listing = _own(actor, listing_id)
    if listing.state == Listing.State.CLOSED:
        raise ListingClosed()
    listing.service = _checked(draft, now)
    listing.title, listing.details, listing.ends_on = draft.title.strip(), draft.details.strip(), draft.ends_on
    listing.state = _state_when_changed(listing, now)
    listing.changed_at, listing.looked_at, listing.looked_at_by, listing.hidden_reason = now, None, None, ""
    listing.save()
    return listing


@transaction.atomic
def close_listing(*, actor: Viewer, listing_id: UUID, now: datetime) -> Listing:
    """Its owner needs it no more; closing twice is closing once."""
    listing = _own(actor, listing_id)
    if listing.state != Listing.State.CLOSED:
        listing.state, listing.changed_at = Listing.State.CLOSED, now
        listing.save(update_fields=["state", "changed_at"])
    return listing


@transaction.atomic
def flag_listing(*, actor: Viewer, listing_id: UUID, reason: str, now: datetime) -> ListingFlag:
    """Somebody finds it odd and says why; those who watch see it first. The owner is not told by whom."""
    listing = _seen(actor, listing_id, now)
    if actor.speaks_for(listing.member_id):
        raise OwnListing()
    if not reason.strip():
        raise ReasonMissing()
    flag, _ = ListingFlag.objects.update_or_create(
        listing=listing, member_id=actor.member_id, defaults={"reason": reason.strip(), "made_at": now}
    )
    return flag


@transaction.atomic
def look_at_listing(*, actor: Viewer, listing_id: UUID, now: datetime) -> Listing:
    """It is fine: what waited or was hidden is shown, and its owner told; flags until now are answered."""
    listing = _watched(actor, listing_id, now)
    if listing.state in (Listing.State.WAITING, Listing.State.HIDDEN):
        listing.state, listing.hidden_reason = Listing.State.SHOWN, ""
        notify([listing.member], template="listing_shown", context={"listing": listing}, now=now)
    _looked(listing, actor, now)
    return listing


@transaction.atomic
def hide_listing(*, actor: Viewer, listing_id: UUID, reason: str, now: datetime) -> Listing:
    """It disappears from the lists; its owner is told why and can say it anew."""
    listing = _watched(actor, listing_id, now)
    if not reason.strip():
        raise ReasonMissing()
    if listing.state != Listing.State.HIDDEN:
        listing.state, listing.hidden_reason = Listing.State.HIDDEN, reason.strip()
        why: dict[str, object] = {"reason": listing.hidden_reason}
        notify([listing.member], template="listing_hidden", context={"listing": listing}, named=why, now=now)
    _looked(listing, actor, now)
    return listing


@transaction.atomic
def release_held(*, now: datetime) -> int:
    """Let requests go whose owners are no longer below zero, or whom no rule holds any more; how many went."""
    rows = Listing.objects.filter(state=Listing.State.HELD).select_related("member", "service__category")
    held = list(rows.select_for_update(of=["self"], skip_locked=True))
    balances = balances_of(listing.member.account_id for listing in held)
    limits, offers = policy_in_force(LimitsPolicy, now).value, policy_in_force(OffersPolicy, now).value
    gone = 0
    for listing in held:
        balance = balances[listing.member.account_id]
        if is_held(listing.kind, balance_minutes=balance, limits=limits):
            continue
        waits = offers.moderation == "pre" and listing.looked_at is None
        listing.state = Listing.State.WAITING if waits else Listing.State.SHOWN
        listing.save(update_fields=["state"])
        notify([listing.member], template="listing_released", context={"listing": listing, "waits": waits}, now=now)
        gone += 1
    return gone


def _written(member: Member, draft: Draft, service: Service, key: UUID, now: datetime) -> tuple[Listing, bool]:
    return Listing.objects.get_or_create(
        id=key,
        defaults={
            "kind": draft.kind,
            "member": member,
            "service": service,
            "title": draft.title.strip(),
            "details": draft.details.strip(),
            "ends_on": draft.ends_on,
            "state": _state(member, draft.kind, now),
            "made_at": now,
            "changed_at": now,
        },
    )


def _state(member: Member, kind: str, now: datetime) -> str:
    return state_when_posted(
        kind,
        balance_minutes=balance_of(member.account_id),
        limits=policy_in_force(LimitsPolicy, now).value,
        offers=policy_in_force(OffersPolicy, now).value,
    )


def _state_when_changed(listing: Listing, now: datetime) -> str:
    """What is held stays held as long as the rule says; what others saw they go on seeing, unless it waits first."""
    if listing.state == Listing.State.HELD:
        return _state(listing.member, listing.kind, now)
    waits = policy_in_force(OffersPolicy, now).value.moderation == "pre" or listing.state == Listing.State.HIDDEN
    return Listing.State.WAITING if waits else Listing.State.SHOWN


def _checked(draft: Draft, now: datetime) -> Service:
    assert draft.kind in Listing.Kind.values, draft.kind
    if not draft.title.strip():
        raise TitleMissing()
    service = service_by_id(draft.service_id) if draft.service_id else None
    if service is None:
        raise ServiceNotOffered()
    if draft.ends_on is not None and draft.ends_on < bank_day(now):
        raise EndsInThePast()
    return service


def _is_same(listing: Listing, member: Member, draft: Draft) -> bool:
    said = (draft.kind, draft.service_id, draft.title.strip(), draft.details.strip(), draft.ends_on, member.pk)
    kept = (listing.kind, listing.service_id, listing.title, listing.details, listing.ends_on, listing.member_id)
    return said == kept


def _locked(listing_id: UUID) -> Listing:
    Listing.objects.select_for_update(no_key=True).filter(pk=listing_id).first()
    return listing_by_id(listing_id)


def _own(actor: Viewer, listing_id: UUID) -> Listing:
    """A listing the actor may change: their own, or, as a coordinator, anybody's."""
    listing = _locked(listing_id)
    may = actor.speaks_for(listing.member_id) or actor.is_coordinator
    if not may or not actor.can(Capability.SEE_LISTINGS):
        raise NotFound(listing=listing_id)
    return listing


def _seen(actor: Viewer, listing_id: UUID, now: datetime) -> Listing:
    """A listing the actor can see."""
    listing = listing_by_id(listing_id)
    shown = actor.speaks_for(listing.member_id) or is_visible(listing, on=bank_day(now))
    if not actor.can(Capability.SEE_LISTINGS) or not shown:
        raise NotFound(listing=listing_id)
    return listing


def _watched(actor: Viewer, listing_id: UUID, now: datetime) -> Listing:
    """A listing the actor watches over; closed ones need no watching."""
    if not watches_offers(actor, now=now):
        raise NotAllowed(who="Those who look after offers and requests")
    listing = _locked(listing_id)
    if listing.state == Listing.State.CLOSED:
        raise ListingClosed()
    return listing


def _looked(listing: Listing, actor: Viewer, now: datetime) -> None:
    listing.looked_at, listing.looked_at_by_id = now, actor.member_id
    listing.save(update_fields=["state", "hidden_reason", "looked_at", "looked_at_by"])
