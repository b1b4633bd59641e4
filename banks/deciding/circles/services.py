"""What people do in circles without a decision: seat the first ones, leave, be on leave, lay a role down, do a task.

Guarantees: only an administrator seats, and only a circle that nobody has belonged to; whoever loses a role signs in
anew; each is told once, sixty days before, that a term ends. Everything else about circles is a decision's act
(`banks.deciding.effects`). Called by: the pages here, the clock, the founding of a bank, `banks.membership.leaving`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from banks.deciding.circles.eligibility import check_eligible
from banks.deciding.circles.errors import TaskNeedsRole, TaskNotYours
from banks.deciding.circles.models import StandingTask, TaskDone, TermTold
from banks.deciding.circles.queries import survey_at, task_by_id
from banks.deciding.circles.rules import ENDS_SOON, MONTHLY, USUAL
from banks.errors import NotAllowed
from banks.notices.services import notify
from banks.people.members.queries import members_by_id
from banks.people.members.rules import Viewer
from banks.people.members.services import end_sessions_of
from banks.policies.circles_in_force import circle_context_at
from banks.policies.clock import bank_day
from governance.circle_policy import CirclesPolicy
from governance.circles import services as engine
from governance.circles.rules import Survey, TermState, circle_called, owner_of


@transaction.atomic
def seat_first(
    *, actor: Viewer, circle: str, people: Sequence[UUID], roles: Sequence[engine.FirstRole], now: datetime
) -> int:
    """An administrator seats the first people of a circle; how many."""
    if not actor.is_administrator:
        raise NotAllowed(who="Administrators")
    ground = circle_context_at(now)
    for role in roles:
        if role.holder_id is not None:
            check_eligible(circle=circle, kind=role.kind, name=role.name, holder_id=role.holder_id, now=now)
    seated = engine.seat_first(ground=ground, circle=circle, people=people, roles=roles, now=now)
    end_sessions_of({role.holder_id for role in roles if role.holder_id is not None} - {actor.member_id})
    return len(seated)


@transaction.atomic
def leave_circle(*, actor: Viewer, circle: str, now: datetime) -> int:
    """Leave a circle at once; how many roles are vacant now. Nobody has to be asked (K5)."""
    ended = engine.leave(circle=circle, person_id=actor.member_id, on=bank_day(now))
    if ended:
        end_sessions_of({actor.member_id})
    return len(ended)


def go_on_leave(*, actor: Viewer, circle: str, now: datetime) -> None:
    """Be told of everything and asked for nothing."""
    engine.take_leave(circle=circle, person_id=actor.member_id, on=bank_day(now))


def come_back(*, actor: Viewer, circle: str) -> None:
    engine.come_back(circle=circle, person_id=actor.member_id)


@transaction.atomic
def lay_role_down(*, actor: Viewer, role_id: UUID, now: datetime) -> str:
    """Give a role back at once; its name."""
    role = engine.lay_down(role_id=role_id, person_id=actor.member_id, on=bank_day(now))
    end_sessions_of({actor.member_id})
    return role.name


@transaction.atomic
def note_done(*, actor: Viewer, task_id: UUID, note: str, now: datetime) -> TaskDone:
    """A standing task is done; noted by whoever belongs to the circle that owns it, once a day."""
    task, stands = task_by_id(task_id), survey_at(now)
    owner = owner_of(stands.ground.circles, task.domain)
    if owner is None or actor.member_id not in {seat.person_id for seat in stands.seats(owner)}:
        raise TaskNotYours()
    done, _ = TaskDone.objects.get_or_create(
        task=task, on=stands.ground.on, by_id=actor.member_id, defaults={"note": note.strip()[:200]}
    )
    return done


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task that comes again: of which domain, called what, how often. The form's key is its id."""

    key: UUID
    domain: str
    name: str
    every: int
    unit: str


def add_task(*, actor: Viewer, task: NewTask, now: datetime) -> StandingTask:
    """Another standing task, from whoever holds a role in the circle that owns the domain."""
    stands = survey_at(now)
    _check_holds_role(actor, task.domain, stands)
    made, _ = StandingTask.objects.get_or_create(
        pk=task.key,
        defaults={
            "domain": task.domain, "name": task.name.strip(), "every": task.every, "unit": task.unit,
            "begins_on": stands.ground.on,
        },
    )  # fmt: skip
    return made


def end_task(*, actor: Viewer, task_id: UUID, now: datetime) -> StandingTask:
    """A standing task comes no more; what was done stays."""
    task, stands = task_by_id(task_id), survey_at(now)
    _check_holds_role(actor, task.domain, stands)
    task.ended_on = stands.ground.on
    task.save(update_fields=["ended_on"])
    return task


def holds_role_in(member_id: UUID, circle: str | None, stands: Survey) -> bool:
    return any(held.role.circle == circle for held in stands.held_by(member_id))


def _check_holds_role(actor: Viewer, domain: str, stands: Survey) -> None:
    if not holds_role_in(actor.member_id, owner_of(stands.ground.circles, domain), stands):
        raise TaskNeedsRole()


def found_tasks(circles: CirclesPolicy, *, now: datetime) -> int:
    """The standing tasks a bank begins with: one for each domain of its circles (row V-tasks)."""
    rows = []
    for domain in circles.domains:
        every, unit = USUAL.get(domain.domain, MONTHLY)
        rows.append(
            StandingTask(domain=domain.domain, name=domain.name, every=every, unit=unit, begins_on=bank_day(now))
        )
    return len(StandingTask.objects.bulk_create(rows))


@transaction.atomic
def tell_of_terms(*, now: datetime) -> int:
    """Tell whoever holds a role that their term ends within sixty days, once for each term; how many."""
    stands = survey_at(now)
    soon = {
        held.term.id: held
        for held in stands.holdings()
        if held.term is not None
        and held.state is TermState.IN_FORCE
        and held.term.ends_on <= stands.ground.on + ENDS_SOON
        and held.term.ends_on - held.term.begins_on > ENDS_SOON
    }
    fresh = TermTold.objects.bulk_create([TermTold(term_id=term, at=now) for term in soon], ignore_conflicts=True)
    told = set(TermTold.objects.filter(term_id__in=soon, at=now).values_list("term_id", flat=True))
    people = members_by_id(held.term.holder_id for held in soon.values() if held.term is not None)
    count = 0
    for each in fresh:
        held = soon[each.term_id]
        assert held.term is not None, "only held roles were taken"
        member = people.get(held.term.holder_id)
        if each.term_id in told and member is not None and member.is_current:
            circle = circle_called(stands.ground.circles, held.role.circle).name
            holdover = held.term.ends_on + timedelta(days=stands.ground.holdover_days)
            context = {"role": held.role.name, "circle": circle, "ends_on": held.term.ends_on, "held_until": holdover}
            notify([member], template="term_ending", context=context, now=now)
            count += 1
    return count


def circle_of_task(task: StandingTask, at: datetime) -> str:
    """Whose a task is now."""
    return owner_of(circle_context_at(at).circles, task.domain) or ""
