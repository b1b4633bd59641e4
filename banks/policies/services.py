"""The one way to write the policy book, and what a new version changes elsewhere.

Guarantees: a version is valid, differs from the one before, begins now or later, and carries a reason and
an author; its consequences (limits on account rows, accounts of new funds) stand in the same transaction,
or are made by the clock when it begins. Refuses each of these by name.
Called by: the administrators' pages, the API, the founding of a bank, and later the effects of decisions.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction
from pydantic import BaseModel

from banks.policies.consequences import apply_consequences
from banks.policies.errors import PolicyChangedMeanwhile, PolicyOverlapsUpcoming, PolicyUnchanged
from banks.policies.kinds import KINDS, FundsPolicy, LimitsPolicy, MembershipPolicy
from banks.policies.models import PolicyVersion
from banks.policies.queries import InForce, all_in_force, history, latest, version_of
from banks.policies.reading import forget_reading
from banks.policies.rules import check_begin, check_may_adopt, check_reason, check_waiver_named_anew
from banks.policies.values import body_of, kind_name, kind_title, value_from
from governance.stewardship.queries import RULES, check_not_in_care


@transaction.atomic
def adopt_policy(
    *,
    value: BaseModel,
    effective_at: datetime,
    actor_id: UUID,
    reason: str,
    now: datetime,
    may_adopt: bool = False,
    decision_id: UUID | None = None,
    instead_of: UUID | None = None,
) -> InForce[BaseModel]:
    """Write the next version of a kind.

    `may_adopt` is the caller's answer to `rules.may_adopt`. `instead_of` is the version the caller looked at,
    where somebody did.
    """
    kind = kind_name(type(value))
    _lock(kind)
    before = latest(kind)
    check_may_adopt(may_adopt)
    if decision_id is None:
        check_not_in_care(RULES, now)
    said = check_reason(reason)
    check_begin(effective_at, now=now)
    value = value_from(kind, body_of(value))
    if before is not None:
        _check_follows(value, before, effective_at=effective_at, instead_of=instead_of)
    if isinstance(value, MembershipPolicy):
        earlier = [version.value for version in history(kind)]
        check_waiver_named_anew(value, [each for each in earlier if isinstance(each, MembershipPolicy)])
    forget_reading()
    row = PolicyVersion.objects.create(
        kind=kind,
        number=before.number + 1 if before else 1,
        body=body_of(value),
        effective_at=effective_at,
        adopted_at=now,
        adopted_by=actor_id,
        reason=said,
        decision_id=decision_id,
    )
    if effective_at <= now:
        apply_consequences(value, actor_id=actor_id, now=now)
    return version_of(row, type(value))


@transaction.atomic
def found_policies(*, values: Iterable[BaseModel], reason: str, now: datetime) -> int:
    """Write the first version of each kind that has none yet, all in one statement; how many there were.

    Called by the founding of a bank with its charter, and with blank values when a newer platform brings new
    kinds to a bank that exists (`found_new_kinds`). A kind that stands already is left alone.
    """
    said = check_reason(reason)
    standing = set(PolicyVersion.objects.values_list("kind", flat=True).distinct())
    first = [value for value in values if kind_name(type(value)) not in standing]
    forget_reading()
    PolicyVersion.objects.bulk_create(
        PolicyVersion(
            kind=kind_name(type(value)),
            number=1,
            body=body_of(value_from(kind_name(type(value)), body_of(value))),
            effective_at=now,
            adopted_at=now,
            reason=said,
            charter=True,
        )
        for value in first
    )
    for value in first:
        apply_consequences(value, actor_id=None, now=now)
    return len(first)


def found_new_kinds(now: datetime) -> int:
    """Give a bank that exists the kinds it was founded without, with their blank values; how many."""
    if not PolicyVersion.objects.exists():
        return 0  # not founded yet: its charter comes first
    return found_policies(values=[kind() for kind in KINDS], reason="Came with the platform", now=now)


@transaction.atomic
def apply_due_policies(now: datetime) -> int:
    """Make the consequences of versions that have begun stand; the number of accounts that changed.

    Called by the clock as often as it likes: what stands already is left alone.
    """
    book = all_in_force(now)
    changed = 0
    for kind_class in (FundsPolicy, LimitsPolicy):
        version = book.in_force(kind_class)
        changed += apply_consequences(version.value, actor_id=version.adopted_by, now=now)
    return changed


def _check_follows(value: BaseModel, before: PolicyVersion, *, effective_at: datetime, instead_of: UUID | None) -> None:
    title = kind_title(type(value))
    if instead_of is not None and instead_of != before.id:
        raise PolicyChangedMeanwhile(title=title)
    if version_of(before, type(value)).value == value:
        raise PolicyUnchanged(title=title)
    if effective_at < before.effective_at:
        begins_on = before.effective_at.astimezone(UTC).strftime("%d %B %Y, %H:%M UTC")
        raise PolicyOverlapsUpcoming(title=title, begins_on=begins_on)


def _lock(kind: str) -> None:
    """One writer of a kind at a time in this bank; the bank's role may not lock rows it may not change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(current_schema() || '.policy.' || %s, 0))", [kind]
        )
