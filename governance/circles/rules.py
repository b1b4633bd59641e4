"""Circles on a given day: the tree, their members, the holders of their roles, and gaps. Pure.

Guarantees: after its last day a term is held over for the bank's number of days, then the role is vacant; a link
counts in the circle above once that circle has received it (E4); leader and delegate are two people (K3).
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
OPERATIONAL = "operational"
RANK_OF_KIND = {"top": 0, "general": 1}
DORMANT_AFTER = timedelta(days=180)


class TermState(StrEnum):
    """The state of a role's term on a day."""

    TO_COME = "to_come"
    IN_FORCE = "in_force"
    HELD_OVER = "held_over"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class CircleContext:
    """The rules in force: the bank's circles, the holdover after a term, and the day `on` that queries are about."""

    circles: CirclesPolicy
    holdover_days: int
    on: date


@dataclass(frozen=True, slots=True)
class Term:
    """A person's term in a role; `is_received` says whether a link counts in the circle above."""

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
    """A person's place in a circle: by their own membership, or as a link from a circle below."""

    person_id: UUID
    circle: str
    began_on: date
    on_leave_since: date | None = None
    sent_by: str = ""  # for a link, the key of the circle below


@dataclass(frozen=True, slots=True)
class Holding:
    """A role and its holder's term on a day; without a term the role is vacant."""

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
    circle = next((circle for circle in circles.structure if circle.key == key), None)
    if circle is None:
        raise NoSuchCircle()
    return circle


def name_of(circles: CirclesPolicy, key: str) -> str:
    """A circle's name; for a closed circle, its key in words."""
    return next((circle.name for circle in circles.structure if circle.key == key), key.replace("_", " "))


def name_in_rules(circle: str, kind: str = "") -> str:
    """The name that other rules use for a circle ("general_circle") or its role ("general_circle_leader")."""
    return f"{circle.removesuffix('_circle')}_circle" + (f"_{kind}" if kind else "")


def children_of(circles: CirclesPolicy, key: str) -> tuple[CircleDraft, ...]:
    """The circles directly below, without aspired ones."""
    return tuple(circle for circle in circles.structure if circle.parent == key and not circle.aspired)


def standing_circles(circles: CirclesPolicy) -> tuple[CircleDraft, ...]:
    return tuple(circle for circle in circles.structure if not circle.aspired)


def root_of(circles: CirclesPolicy) -> CircleDraft | None:
    """The circle without one above it: the Top Circle where there is one, else the General Circle (K1)."""
    roots = [circle for circle in standing_circles(circles) if circle.parent is None]
    return min(roots, key=lambda circle: RANK_OF_KIND.get(circle.kind, 2), default=None)


def above(circles: CirclesPolicy, key: str) -> tuple[str, ...]:
    """Keys of the circle itself and of the circles above it, nearest first."""
    path, parent = [key], circle_called(circles, key).parent
    while parent is not None:
        path.append(parent)
        parent = circle_called(circles, parent).parent
    return tuple(path)


def deciding_move(circles: CirclesPolicy, one: str, other: str) -> str:
    """The circle that decides about moving a domain between two circles: the nearest one above both (K2)."""
    path = above(circles, other)
    common = next((key for key in above(circles, one) if key in path), None)
    # While a new Top Circle stands beside the General Circle, two circles may have none above both.
    root = root_of(circles)
    return common or (root.key if root else one)


def owner_of(circles: CirclesPolicy, domain: str) -> str | None:
    """The key of the circle that owns a domain; None when no circle does."""
    return next((entry.circle for entry in circles.domains if entry.domain == domain), None)


def domains_of(circles: CirclesPolicy, key: str) -> tuple[DomainDraft, ...]:
    return tuple(entry for entry in circles.domains if entry.circle == key)


def term_state(term: Term, ground: CircleContext) -> TermState:
    """A term counts from its first day until the holder drops it, another term begins, or the holdover has passed."""
    if term.ended_on is not None and term.ended_on <= ground.on:
        return TermState.OVER
    if ground.on < term.begins_on:
        return TermState.TO_COME
    if ground.on <= term.ends_on:
        return TermState.IN_FORCE
    is_held_over = ground.on <= term.ends_on + timedelta(days=ground.holdover_days)
    return TermState.HELD_OVER if is_held_over else TermState.OVER


def holding_of(role: Role, ground: CircleContext) -> Holding:
    """The role with its holder's term on the day; without a term when the role is vacant."""
    # Newest first: a new term may begin while the one before it is in holdover.
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
        """The roles of a circle, or without `circle` those of all existing circles, with their holders' terms."""
        existing = {circle.key for circle in standing_circles(self.ground.circles)}
        roles = (role for role in self.roles if role.circle == circle or (not circle and role.circle in existing))
        return tuple(holding_of(role, self.ground) for role in roles)

    def links_up(self, circle: str) -> tuple[Holding, ...]:
        """Leader and delegate: the roles whose holders also sit in the circle above."""
        return tuple(holding for holding in self.holdings(circle) if holding.role.is_link)

    def seats(self, circle: str) -> tuple[Seat, ...]:
        """The people of a circle: its members, and the links from the circles below it (K4), each person once."""
        seats = {seat.person_id: seat for seat in self.members if seat.circle == circle}
        for child in children_of(self.ground.circles, circle):
            for holding in self.links_up(child.key):
                if holding.term is not None and holding.term.is_received:
                    person = holding.term.holder_id
                    # A link on leave from the circle below is on leave here, too.
                    leave = self._leave_began_on(person, child.key)
                    seats.setdefault(person, Seat(person, circle, holding.term.begins_on, leave, child.key))
        return tuple(seats.values())

    def active(self, circle: str) -> frozenset[UUID]:
        """Ids of the people a round asks: all people of the circle except those on leave (C1)."""
        return frozenset(seat.person_id for seat in self.seats(circle) if seat.on_leave_since is None)

    def vacancies(self) -> tuple[Holding, ...]:
        return tuple(holding for holding in self.holdings() if holding.is_vacant)

    def held_by(self, person_id: UUID) -> tuple[Holding, ...]:
        return tuple(
            holding for holding in self.holdings() if holding.term is not None and holding.term.holder_id == person_id
        )

    def load(self) -> Counter[UUID]:
        """Person id -> how many roles the person holds."""
        return Counter(holding.term.holder_id for holding in self.holdings() if holding.term is not None)

    def links_missing(self, circle: str) -> tuple[str, ...]:
        """The kinds of link ("leader", "delegate") that no member holds; none for the root, which sends no links."""
        if circle_called(self.ground.circles, circle).parent is None:
            return ()
        filled = {holding.role.kind for holding in self.links_up(circle) if holding.term is not None}
        return tuple(kind for kind in LINKS if kind not in filled)

    def carrying_links(self) -> frozenset[UUID]:
        """Ids of the people who hold links. Few people with many links make a bank fragile (K4)."""
        links = [link for circle in standing_circles(self.ground.circles) for link in self._links_sent(circle)]
        return frozenset(link.term.holder_id for link in links if link.term is not None)

    def links_held(self) -> int:
        """How many links have a holder."""
        return sum(len(self._links_sent(circle)) for circle in standing_circles(self.ground.circles))

    def _links_sent(self, circle: CircleDraft) -> tuple[Holding, ...]:
        """The links with a holder that a circle sends into the circle above."""
        if circle.parent is None:
            return ()
        return tuple(holding for holding in self.links_up(circle.key) if holding.term is not None)

    def _leave_began_on(self, person_id: UUID, circle: str) -> date | None:
        return next(
            (seat.on_leave_since for seat in self.members if (seat.person_id, seat.circle) == (person_id, circle)), None
        )


def check_links_are_two(role: Role, holder_id: UUID, others: Iterable[Role], ground: CircleContext) -> None:
    """Refuse one person as leader and delegate of a circle, now or from a later day (K3)."""
    if not role.is_link:
        return
    for other in others:
        is_other_link = other.id != role.id and other.circle == role.circle and other.is_link
        terms = [term for term in other.terms if term.holder_id == holder_id]
        if is_other_link and any(term_state(term, ground) is not TermState.OVER for term in terms):
            raise LinksNeedTwo()


def needs_both_links(circles: CirclesPolicy, key: str, levels: Collection[str]) -> bool:
    """Whether the rules require both links of a circle; `levels` are the kinds of parent that require them (K3)."""
    parent = circle_called(circles, key).parent
    return parent is not None and circle_called(circles, parent).kind in levels


def check_link_may_end(role: Role, circles: CirclesPolicy, levels: Collection[str]) -> None:
    """Refuse to close a link that the rules require. Its holder may still drop it, as any role (K5)."""
    if role.is_link and needs_both_links(circles, role.circle, levels):
        raise LinkRequired(role=role.name)


def domains_looked_after(
    circles: CirclesPolicy, *, circle: str, kind: str, domain: str, by_name_only: Collection[str] = ()
) -> frozenset[str]:
    """The domains that come with a role: all of its circle's, or for an operational role the one it names (K2).

    `by_name_only` are domains that come only with an operational role that names them.
    """
    own = frozenset(entry.domain for entry in domains_of(circles, circle))
    return own & {domain} if kind == OPERATIONAL else own - frozenset(by_name_only)


def is_dormant(*, last_met: date | None, began_on: date | None, has_domains: bool, on: date) -> bool:
    """Whether a circle holds domains and has not met for half a year (K6).

    `began_on` is the day its first member joined; a circle without members is vacant, not dormant.
    """
    since = max(filter(None, (last_met, began_on)), default=None)
    return has_domains and since is not None and on - since > DORMANT_AFTER
