"""Circles as they stand on a day: the tree, who belongs where, who holds which role, and where it is thin. Pure.

Guarantees: a term that has passed is held over for the bank's days and then vacant; a link counts in the circle above
once that circle has received it (E4); leader and delegate are two people (K3).
Source: reference/governance.md, section 3.4. Called by: queries and services here, and the bank's pages.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from governance.circle_policy import CircleDraft, CirclesPolicy, DomainDraft
from governance.circles.errors import LinkRequired, LinksNeedTwo, NoSuchCircle

LINKS = ("leader", "delegate")
OF_ITS_OWN = "operational"
LEADING = {"top": 0, "general": 1}
DORMANT_AFTER = timedelta(days=180)


class TermState(StrEnum):
    """Where a role's term stands on a day."""

    TO_COME = "to_come"
    IN_FORCE = "in_force"
    HELD_OVER = "held_over"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class CircleContext:
    """What is in force: the circles, how long a passed term is held over, and the day that is asked about."""

    circles: CirclesPolicy
    holdover_days: int
    on: date


@dataclass(frozen=True, slots=True)
class Term:
    """Somebody holds a role; `is_received` says whether a link counts in the circle above."""

    id: UUID
    holder_id: UUID
    begins_on: date
    ends_on: date
    ended_on: date | None
    is_received: bool


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a circle with its terms, oldest first."""

    id: UUID
    circle: str
    kind: str
    name: str
    purpose: str
    domain: str
    terms: tuple[Term, ...]

    @property
    def is_link(self) -> bool:
        return self.kind in LINKS


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody belongs to a circle: by their own membership, or as a link from a circle below."""

    person_id: UUID
    circle: str
    began_on: date
    on_leave_since: date | None = None
    sent_by: str = ""  # the circle below whose leader or delegate they are


@dataclass(frozen=True, slots=True)
class Holding:
    """A role as it is held on a day; without a term it is vacant."""

    role: Role
    term: Term | None
    state: TermState

    @property
    def is_vacant(self) -> bool:
        return self.term is None

    @property
    def is_held_over(self) -> bool:
        return self.state is TermState.HELD_OVER


def circle_called(circles: CirclesPolicy, key: str) -> CircleDraft:
    found = next((circle for circle in circles.structure if circle.key == key), None)
    if found is None:
        raise NoSuchCircle()
    return found


def name_of(circles: CirclesPolicy, key: str) -> str:
    """A circle's name; its key in words once it has been closed."""
    return next((each.name for each in circles.structure if each.key == key), key.replace("_", " "))


def name_in_rules(circle: str, kind: str = "") -> str:
    """What other rules call a circle ("general_circle"), or one of its roles ("general_circle_leader")."""
    return f"{circle.removesuffix('_circle')}_circle" + (f"_{kind}" if kind else "")


def children_of(circles: CirclesPolicy, key: str) -> tuple[CircleDraft, ...]:
    """The circles directly below; hoped-for ones are not there yet."""
    return tuple(circle for circle in circles.structure if circle.parent == key and not circle.aspired)


def standing_circles(circles: CirclesPolicy) -> tuple[CircleDraft, ...]:
    return tuple(circle for circle in circles.structure if not circle.aspired)


def root_of(circles: CirclesPolicy) -> CircleDraft | None:
    """The circle without one above it: the Top Circle where there is one, else the General Circle (K1)."""
    tops = [circle for circle in standing_circles(circles) if circle.parent is None]
    return min(tops, key=lambda circle: LEADING.get(circle.kind, 2), default=None)


def above(circles: CirclesPolicy, key: str) -> tuple[str, ...]:
    """The circle itself and those above it, the nearest first."""
    found, at = [key], circle_called(circles, key).parent
    while at is not None:
        found.append(at)
        at = circle_called(circles, at).parent
    return tuple(found)


def deciding_move(circles: CirclesPolicy, one: str, other: str) -> str:
    """Who decides that a domain goes from one circle to another: the nearest circle over both (K2)."""
    others = above(circles, other)
    shared = next((key for key in above(circles, one) if key in others), None)
    root = root_of(circles)
    return shared or (root.key if root else one)


def owner_of(circles: CirclesPolicy, domain: str) -> str | None:
    return next((each.circle for each in circles.domains if each.domain == domain), None)


def domains_of(circles: CirclesPolicy, key: str) -> tuple[DomainDraft, ...]:
    return tuple(each for each in circles.domains if each.circle == key)


def term_state(term: Term, ground: CircleContext) -> TermState:
    """A term counts from its first day until it is followed or laid down, or its holdover has passed."""
    if term.ended_on is not None and term.ended_on <= ground.on:
        return TermState.OVER
    if ground.on < term.begins_on:
        return TermState.TO_COME
    if ground.on <= term.ends_on:
        return TermState.IN_FORCE
    held = ground.on <= term.ends_on + timedelta(days=ground.holdover_days)
    return TermState.HELD_OVER if held else TermState.OVER


def holding_of(role: Role, ground: CircleContext) -> Holding:
    """Who holds a role on the day, if anybody."""
    for term in reversed(role.terms):
        state = term_state(term, ground)
        if state in {TermState.IN_FORCE, TermState.HELD_OVER}:
            return Holding(role, term, state)
    return Holding(role, None, TermState.OVER)


@dataclass(frozen=True, slots=True)
class Survey:
    """All circles of a bank with their people on a day."""

    ground: CircleContext
    members: tuple[Seat, ...]
    roles: tuple[Role, ...]

    def holdings(self, circle: str = "") -> tuple[Holding, ...]:
        """The roles of a circle, or of all circles, with who holds each."""
        standing = {each.key for each in standing_circles(self.ground.circles)}
        wanted = (role for role in self.roles if role.circle == circle or (not circle and role.circle in standing))
        return tuple(holding_of(role, self.ground) for role in wanted)

    def links_up(self, circle: str) -> tuple[Holding, ...]:
        """Leader and delegate: whom the circle sends into the one above."""
        return tuple(held for held in self.holdings(circle) if held.role.is_link)

    def seats(self, circle: str) -> tuple[Seat, ...]:
        """Who belongs to a circle: its members, and the links from the circles below it (K4), each once."""
        found = {seat.person_id: seat for seat in self.members if seat.circle == circle}
        for child in children_of(self.ground.circles, circle):
            for held in self.links_up(child.key):
                if held.term is not None and held.term.is_received:
                    person = held.term.holder_id
                    away = self._on_leave(person, child.key)
                    found.setdefault(person, Seat(person, circle, held.term.begins_on, away, child.key))
        return tuple(found.values())

    def active(self, circle: str) -> frozenset[UUID]:
        """Who is asked: everybody who belongs to the circle and is not on leave (C1)."""
        return frozenset(seat.person_id for seat in self.seats(circle) if seat.on_leave_since is None)

    def vacancies(self) -> tuple[Holding, ...]:
        return tuple(held for held in self.holdings() if held.is_vacant)

    def held_by(self, person_id: UUID) -> tuple[Holding, ...]:
        return tuple(held for held in self.holdings() if held.term is not None and held.term.holder_id == person_id)

    def load(self) -> Counter[UUID]:
        """How many roles each person holds."""
        return Counter(held.term.holder_id for held in self.holdings() if held.term is not None)

    def links_missing(self, circle: str) -> tuple[str, ...]:
        """Which of the two links a circle does not send into the one above; the root has none to send."""
        if circle_called(self.ground.circles, circle).parent is None:
            return ()
        sent = {held.role.kind for held in self.links_up(circle) if held.term is not None}
        return tuple(kind for kind in LINKS if kind not in sent)

    def carrying_links(self) -> frozenset[UUID]:
        """The distinct people who hold the links; few people for many links are a fragile bank (K4)."""
        linked = [held for each in standing_circles(self.ground.circles) for held in self._sent(each)]
        return frozenset(held.term.holder_id for held in linked if held.term is not None)

    def links_held(self) -> int:
        return sum(len(self._sent(each)) for each in standing_circles(self.ground.circles))

    def _sent(self, circle: CircleDraft) -> tuple[Holding, ...]:
        if circle.parent is None:
            return ()
        return tuple(held for held in self.links_up(circle.key) if held.term is not None)

    def _on_leave(self, person_id: UUID, circle: str) -> date | None:
        return next(
            (seat.on_leave_since for seat in self.members if (seat.person_id, seat.circle) == (person_id, circle)), None
        )


def check_links_are_two(role: Role, holder_id: UUID, others: Iterable[Role], ground: CircleContext) -> None:
    """Nobody is leader and delegate of one circle, now or from a day to come (K3)."""
    if not role.is_link:
        return
    for other in others:
        is_other_link = other.id != role.id and other.circle == role.circle and other.is_link
        theirs = [term for term in other.terms if term.holder_id == holder_id]
        if is_other_link and any(term_state(term, ground) is not TermState.OVER for term in theirs):
            raise LinksNeedTwo()


def needs_both_links(circles: CirclesPolicy, key: str, levels: Collection[str]) -> bool:
    """Whether the rules ask a circle for a leader and a delegate: `levels` are the kinds of circle above it (K3)."""
    parent = circle_called(circles, key).parent
    return parent is not None and circle_called(circles, parent).kind in levels


def check_link_may_end(role: Role, circles: CirclesPolicy, levels: Collection[str]) -> None:
    """A link that the rules ask for is not closed; whoever holds it may lay it down, as always (K5)."""
    if role.is_link and needs_both_links(circles, role.circle, levels):
        raise LinkRequired(role=role.name)


def domains_looked_after(
    circles: CirclesPolicy, *, circle: str, kind: str, domain: str, by_name_only: Collection[str] = ()
) -> frozenset[str]:
    """Which domains a role looks after: all of its circle's, or for a role of its own the one it names (K2).

    `by_name_only` are domains that come with a role of its own alone.
    """
    owned = frozenset(each.domain for each in domains_of(circles, circle))
    return owned & {domain} if kind == OF_ITS_OWN else owned - frozenset(by_name_only)


def is_dormant(*, last_met: date | None, began_on: date | None, has_domains: bool, on: date) -> bool:
    """A circle that holds domains and has not met for half a year (K6); one nobody sits in yet is vacant instead."""
    since = max(filter(None, (last_met, began_on)), default=None)
    return has_domains and since is not None and on - since > DORMANT_AFTER
