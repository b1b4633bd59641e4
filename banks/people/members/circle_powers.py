"""Which powers on the site follow from roles in circles (invariant K2).

Guarantees: whoever holds a role, for its term or held over, has the powers of the domains that role looks after; a
domain that moves takes its power along at once. The sealed domains come only with a role of its own that names them,
so that it is always a person who was chosen for it. Coordinators and administrators are never made by a domain.
Called by: `banks.people.members.queries`, for every viewer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import JSONObject

from banks.people.members.rules import SEALED_DOMAINS
from governance.circle_policy import CirclesPolicy
from governance.circles.models import RoleTerm
from governance.circles.rules import domains_looked_after, name_in_rules, owner_of

POWER_OF_DOMAIN: Mapping[str, str] = {
    "member_help": "sign_in_help",
    "offers": "offers",
    "orientation": "orientations",
    "cull": "upkeep",
    "events": "events",
    "screening": "screening",
    "safety": "safety",
}


@dataclass(frozen=True, slots=True)
class FromCircles:
    """What somebody's roles give them; `settled` are the powers that belong to a circle, whoever holds them."""

    powers: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()


AS_JSON = JSONObject(circle="role__circle", kind="role__kind", domain="role__domain")


def terms_counting(on: date, holdover_days: int) -> QuerySet[RoleTerm]:
    """Terms that count on a day: begun, not ended, within their holdover (as `governance.circles.rules` has it)."""
    begun = RoleTerm.objects.filter(begins_on__lte=on, ends_on__gte=on - timedelta(days=holdover_days))
    return begun.filter(Q(ended_on=None) | Q(ended_on__gt=on), role__ended_at=None)


def powers_began_on(member_id: UUID, on: date, holdover_days: int) -> list[date]:
    """Since when somebody holds each of their roles."""
    return list(terms_counting(on, holdover_days).filter(holder_id=member_id).values_list("begins_on", flat=True))


def from_circles(held: Iterable[Mapping[str, Any]], circles: CirclesPolicy) -> FromCircles:
    """Powers and names of roles, from the roles somebody holds. Pure."""
    powers: set[str] = set()
    roles: set[str] = set()
    for role in held:
        looked_after = domains_looked_after(circles, **role, by_name_only=SEALED_DOMAINS)
        powers |= {POWER_OF_DOMAIN[domain] for domain in looked_after if domain in POWER_OF_DOMAIN}
        roles |= {name_in_rules(role["circle"]), name_in_rules(role["circle"], role["kind"])}
    owned = {power for domain, power in POWER_OF_DOMAIN.items() if owner_of(circles, domain) is not None}
    return FromCircles(frozenset(powers), frozenset(roles), frozenset(owned))
