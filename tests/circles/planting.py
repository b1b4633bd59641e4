"""A circle with people, a role and a standing task in a bank that has none, for the walks over every address."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from banks.deciding.circles.models import StandingTask, TaskDone
from banks.identity.rules import NOBODY
from banks.policies.circles_in_force import circle_context_at
from banks.policies.services import adopt_policy
from governance.circle_policy import CircleDraft, CirclesPolicy, DomainDraft
from governance.circles.models import CircleRole
from governance.circles.services import FirstRole, seat_first


def plant_circle(key: str, name: str, people: Sequence[UUID], *, now: datetime) -> dict[str, list[object]]:
    """The first of `people` leads it and did its task; ids by the names that addresses give them."""
    circles = CirclesPolicy(
        structure=(CircleDraft(key=key, name=name, kind="general", aim=f"{name} for all"),),
        domains=(DomainDraft(domain="garden", name=f"{name} garden", circle=key),),
    )
    adopt_policy(value=circles, effective_at=now, actor_id=NOBODY, reason="We try it", now=now, may_adopt=True)
    ground = circle_context_at(now)
    roles = [FirstRole("leader", "Leader", people[0], ground.on + timedelta(days=365))]
    seat_first(ground=ground, circle=key, people=people, roles=roles, now=now)
    task = StandingTask.objects.create(domain="garden", name=f"{name} watering", begins_on=ground.on)
    TaskDone.objects.create(task=task, on=ground.on, by_id=people[0], note=name)
    return {"circle": [key], "role_id": [CircleRole.objects.get(circle=key).pk], "task_id": [task.pk]}
