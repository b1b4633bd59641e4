"""What the pages of circles show, in names and words.

Guarantees: a person stands here by name only for readers who may see them (`names_shown`); else "A member".
Called by: the views.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from banks.deciding.circles.drawing import Drawing, Node, draw
from banks.deciding.circles.queries import standing_tasks, survey_at
from banks.deciding.circles.rules import ENDS_SOON, TaskStanding
from banks.people.members.queries import names_shown
from banks.people.members.rules import NAMELESS, Viewer
from banks.policies.queries import policy_in_force
from governance.circle_policy import CircleDraft, DoubleLinkPolicy
from governance.circles.queries import last_met
from governance.circles.rules import (
    Holding,
    Seat,
    Survey,
    children_of,
    circle_called,
    domains_of,
    is_dormant,
    name_of,
    needs_both_links,
    root_of,
    standing_circles,
)
from governance.decisions.queries import decisions
from governance.meetings.queries import meetings_to_come

ORDER = ("leader", "delegate", "facilitator", "secretary", "operational")
LATEST_DECISIONS = 10


class Shown:
    """One reader's view of the circles at a moment."""

    def __init__(self, viewer: Viewer, at: datetime) -> None:
        self.viewer, self.at = viewer, at
        self.stands: Survey = survey_at(at)
        self.circles = self.stands.ground.circles
        self.on = self.stands.ground.on
        self.levels = policy_in_force(DoubleLinkPolicy, at).value.required_levels
        self.tasks = standing_tasks(self.stands.ground)
        self.names: Mapping[UUID, str] = names_shown(self._people(), viewer, on=self.on)

    def name(self, person: UUID | None) -> str:
        return self.names.get(person, NAMELESS) if person else ""

    def drawing(self) -> Drawing:
        tops = [each for each in standing_circles(self.circles) if each.parent is None]
        return draw([self._node(each) for each in tops])

    def all(self) -> list[dict[str, Any]]:
        """Every circle for the list beside the picture, from the root down; then those hoped for."""
        root = root_of(self.circles)
        ordered = sorted(standing_circles(self.circles), key=lambda each: (each != root, each.parent or ""))
        return [self.card(each) for each in ordered]

    def hoped_for(self) -> list[CircleDraft]:
        return [each for each in self.circles.structure if each.aspired]

    def card(self, circle: CircleDraft) -> dict[str, Any]:
        seats = self.stands.seats(circle.key)
        return {
            "key": circle.key,
            "name": circle.name,
            "aim": circle.aim,
            "url": reverse("circle", args=[circle.key]),
            "people": len(seats),
            "vacant": sum(held.is_vacant for held in self.stands.holdings(circle.key)),
            "overdue": sum(task.is_overdue for task in self.tasks if task.circle == circle.key),
            "is_mine": self.viewer.member_id in {seat.person_id for seat in seats},
            "links_missing": self.stands.links_missing(circle.key) if seats else (),
            "links_required": needs_both_links(self.circles, circle.key, self.levels),
        }

    def vacancies(self) -> list[dict[str, Any]]:
        return [self.holding(held) for held in self.stands.vacancies()]

    def holding(self, held: Holding) -> dict[str, Any]:
        """A role with its holder and term."""
        term, mine = held.term, False
        if term is not None:
            mine = term.holder_id == self.viewer.member_id
        return {
            "id": held.role.id,
            "kind": held.role.kind,
            "role": held.role.name,
            "purpose": held.role.purpose,
            "circle": name_of(self.circles, held.role.circle),
            "circle_url": reverse("circle", args=[held.role.circle]),
            "holder": self.name(term.holder_id) if term else "",
            "ends_on": term.ends_on if term else None,
            "ends_soon": term is not None and self.on <= term.ends_on <= self.on + ENDS_SOON,
            "is_held_over": held.is_held_over,
            "waits_above": term is not None and held.role.is_link and not term.is_received,
            "is_mine": mine,
        }

    def roles(self, circle: str) -> list[dict[str, Any]]:
        held = sorted(self.stands.holdings(circle), key=lambda each: (ORDER.index(each.role.kind), each.role.name))
        return [self.holding(each) for each in held]

    def people(self, circle: str) -> list[dict[str, Any]]:
        """Who belongs to a circle, by name; the nameless are counted, not repeated."""
        return sorted(
            (self._seat(seat) for seat in self.stands.seats(circle)), key=lambda each: str(each["name"]).casefold()
        )

    def task(self, task: TaskStanding) -> dict[str, Any]:
        return {"task": task, "last_by": self.name(task.last_by), "circle": name_of(self.circles, task.circle)}

    def tasks_of(self, circle: str) -> list[dict[str, Any]]:
        return [self.task(each) for each in self.tasks if each.circle == circle]

    def links_down(self, circle: str) -> list[dict[str, Any]]:
        """The circles below, each with its two links."""
        return [self._link(child) for child in children_of(self.circles, circle)]

    def link_up(self, circle: CircleDraft) -> dict[str, Any] | None:
        if circle.parent is None:
            return None
        above = circle_called(self.circles, circle.parent)
        return self._link(circle) | {"above": above.name, "above_url": reverse("circle", args=[above.key])}

    def load(self) -> list[tuple[str, int]]:
        """Roles for each person, the most first; only for those who see people."""
        if not self.viewer.sees_people:
            return []
        return [(self.name(person), count) for person, count in self.stands.load().most_common()]

    def links_lacking(self) -> list[dict[str, Any]]:
        """Circles that send fewer links than the rules ask for (K3)."""
        return [each for each in self.all() if each["links_required"] and each["links_missing"]]

    def fragility(self) -> dict[str, int]:
        return {"people": len(self.stands.carrying_links()), "links": self.stands.links_held()}

    def dormant(self) -> list[str]:
        """Circles with domains that have not met for half a year (K6)."""
        keys = [each.key for each in standing_circles(self.circles)]
        met = last_met(keys)
        return [name_of(self.circles, key) for key in keys if self._is_dormant(key, met)]

    def decided(self, circle: str) -> list[Any]:
        """The circle's own decisions, the newest first."""
        return list(decisions().filter(round__circle=circle)[:LATEST_DECISIONS])

    def meetings(self, circle: str) -> list[Any]:
        return [each for each in meetings_to_come(self.at) if each.circle == circle]

    def sits_in_root(self) -> bool:
        """Members of the General Circle look after the whole: they see how the load is spread."""
        root = root_of(self.circles)
        return root is not None and self.viewer.member_id in {seat.person_id for seat in self.stands.seats(root.key)}

    def _people(self) -> Iterable[UUID]:
        yield from (seat.person_id for seat in self.stands.members)
        yield from (held.term.holder_id for held in self.stands.holdings() if held.term is not None)
        yield from (task.last_by for task in self.tasks if task.last_by is not None)

    def _node(self, circle: CircleDraft) -> Node:
        missing = self.stands.links_missing(circle.key)
        below = tuple(self._node(child) for child in children_of(self.circles, circle.key))
        return Node(
            circle.key, circle.name, reverse("circle", args=[circle.key]), "leader" not in missing,
            "delegate" not in missing, not self.stands.seats(circle.key), below,
        )  # fmt: skip

    def _seat(self, seat: Seat) -> dict[str, Any]:
        return {
            "name": self.name(seat.person_id),
            "since": seat.began_on,
            "on_leave": seat.on_leave_since,
            "sent_by": name_of(self.circles, seat.sent_by),
            "is_me": seat.person_id == self.viewer.member_id,
        }

    def _link(self, circle: CircleDraft) -> dict[str, Any]:
        return {
            "name": circle.name,
            "url": reverse("circle", args=[circle.key]),
            "links": [self.holding(held) for held in self.stands.links_up(circle.key)],
            "missing": self.stands.links_missing(circle.key),
        }

    def _is_dormant(self, key: str, met: Mapping[str, Any]) -> bool:
        began = min((seat.began_on for seat in self.stands.members if seat.circle == key), default=None)
        has_domains = bool(domains_of(self.circles, key))
        return is_dormant(last_met=met.get(key), began_on=began, has_domains=has_domains, on=self.on)
