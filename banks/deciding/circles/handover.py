"""The handover pack: what whoever takes the bank over has to know, built anew each time (invariant K7).

Guarantees: read from the rows, never kept; warns when fewer people than the bank's rule asks for hold recovery power.
Called by: the page and the printed pack.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from banks.deciding.circles.presenters import Shown
from banks.people.members.queries import names_shown, recovery_holders
from banks.people.members.rules import NAMELESS, Viewer
from banks.policies.kinds import KIND_BY_NAME
from banks.policies.queries import all_in_force
from banks.policies.values import kind_name, kind_title
from governance.decisions.models import Decision
from governance.decisions.queries import decisions
from governance.effects.queries import effects_failed, effects_waiting
from governance.policy import StewardshipPolicy
from governance.stewardship.queries import mandate_running

FAILED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """One kind of the policy book: what it is, since when, by which decision and why."""

    kind: str
    title: str
    since: datetime
    reason: str
    decision_number: int | None


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything, as it stands for one reader."""

    on: date
    in_care_until: date | None
    recovery_holders: Sequence[str]
    fewest_holders: int
    roles: Sequence[dict[str, Any]]
    vacancies: Sequence[dict[str, Any]]
    lacking: Sequence[dict[str, Any]]
    tasks: Sequence[dict[str, Any]]
    overdue_reviews: Sequence[Decision]
    waiting: Sequence[Any]
    failed: Sequence[Any]
    rules: Sequence[RuleInForce]
    fragility: dict[str, int]

    @property
    def is_thin(self) -> bool:
        """Fewer hold recovery power than the bank's own rule asks for."""
        return len(self.recovery_holders) < self.fewest_holders


def pack(viewer: Viewer, at: datetime) -> Pack:
    """The handover pack for a reader, at a moment."""
    shown, book = Shown(viewer, at), all_in_force(at)
    holders = recovery_holders(shown.on)
    names = names_shown(holders, viewer, on=shown.on)
    mandate = mandate_running(at)
    carried = decisions().filter(verdict=Decision.Verdict.CARRIED, effect__state="done")
    return Pack(
        on=shown.on,
        in_care_until=mandate.ends_on if mandate else None,
        recovery_holders=[names.get(person, NAMELESS) for person in holders],
        fewest_holders=book.value(StewardshipPolicy).min_recovery_holders,
        roles=[shown.holding(held) for held in shown.stands.holdings() if not held.is_vacant],
        vacancies=shown.vacancies(),
        lacking=shown.links_lacking(),
        tasks=[shown.task(task) for task in shown.tasks],
        overdue_reviews=list(carried.filter(review_on__lt=shown.on).order_by("review_on")),
        waiting=list(effects_waiting()),
        failed=list(effects_failed()[:FAILED_SHOWN]),
        rules=_rules(at),
        fragility=shown.fragility(),
    )


def _rules(at: datetime) -> list[RuleInForce]:
    """Every kind with its reason; one that still stands as the charter has it names no decision."""
    versions = all_in_force(at).all()
    numbers = dict(
        Decision.objects.filter(pk__in=[each.decision_id for each in versions if each.decision_id]).values_list(
            "pk", "number"
        )
    )
    return [
        RuleInForce(
            kind_name(type(each.value)), kind_title(type(each.value)), each.effective_at, each.reason,
            numbers.get(each.decision_id) if each.decision_id else None,
        )
        for each in versions
        if kind_name(type(each.value)) in KIND_BY_NAME
    ]  # fmt: skip
