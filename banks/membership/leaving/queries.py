"""Reads about activity, rest, and the story of a membership."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, Max, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest, TruncDate

from banks.asking.listings.models import Listing
from banks.hours.events.models import Attendance
from banks.hours.exchanges.models import ExchangeLine
from banks.membership.leaving.rules import quiet_since
from banks.people.members.models import Member, StandingChange
from banks.people.members.queries import current_members
from banks.policies.kinds.membership import UpkeepPolicy
from banks.policies.queries import bank_zone, policy_in_force

COMING_BACK = (StandingChange.Change.WOKE, StandingChange.Change.RETURNED)


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened to a membership; `by` is empty when the clock did it."""

    what: str
    on: date
    by: str
    note: str


def with_last_activity(members: QuerySet[Member], *, now: datetime) -> QuerySet[Member]:
    """Each with `last_active_on`: the newest day of a service, a gathering, a listing, a sign-in, joining, waking."""
    zone = bank_zone(now)
    day: Any = {"tzinfo": zone, "output_field": DateField()}
    back = StandingChange.objects.filter(change__in=COMING_BACK)
    return members.annotate(
        last_active_on=Greatest(
            "joined_on",
            TruncDate("user__last_login", **day),
            _newest(ExchangeLine, "exchange__service_date"),
            _newest(Attendance, "event__held_on"),
            TruncDate(_newest(Listing, "changed_at"), **day),
            TruncDate(_newest(StandingChange, "at", rows=back), **day),
        )
    )


def quiet_members(*, now: datetime, today: date) -> QuerySet[Member]:
    """Members who have been quiet for as long as the bank's rule says, the longest first; none without a rule."""
    since = quiet_since(policy_in_force(UpkeepPolicy, now).value, today)
    awake: QuerySet[Any] = with_last_activity(current_members().filter(resting_since=None), now=now)
    if since is None:
        return awake.none()
    return awake.filter(last_active_on__lte=since).order_by("last_active_on", "name")


def resting_members() -> QuerySet[Member]:
    """Who rests at the moment, the longest first."""
    return current_members().exclude(resting_since=None).order_by("resting_since", "name")


def story_of(member: Member, *, now: datetime) -> list[StoryLine]:
    """What happened to a membership, the newest first."""
    zone = bank_zone(now)
    return [
        StoryLine(
            what=change.get_change_display(),
            on=change.at.astimezone(zone).date(),
            by=change.actor.name if change.actor and change.actor_id != member.pk else "",
            note=change.note,
        )
        for change in member.standing_changes.select_related("actor")
    ]


def asking_for_erasure() -> QuerySet[Member]:
    """Former members who asked to have their details erased, and still have them here."""
    return Member.objects.filter(erased_at=None).exclude(erasure_asked_at=None).order_by("erasure_asked_at")


def erased_since(moment: datetime | None = None) -> list[tuple[UUID, datetime]]:
    """Whose details were erased when, for the register that outlives this bank's tables."""
    erased = Member.objects.exclude(erased_at=None)
    if moment is not None:
        erased = erased.filter(erased_at__gte=moment)
    return [(member.pk, member.erased_at) for member in erased.only("erased_at") if member.erased_at is not None]


def _newest(model: type[Model], moment: str, *, rows: Iterable[Any] | None = None) -> Subquery:
    """The newest of a member's rows; null where there is none, which counts as nothing."""
    found: Any = model._default_manager.all() if rows is None else rows
    newest = found.filter(member=OuterRef("pk")).order_by().values("member").annotate(newest=Max(moment))
    return Subquery(newest.values("newest"))
