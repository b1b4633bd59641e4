"""Where circles stand in their picture: numbers in, places on an SVG out. Pure.

Guarantees: each circle touches the one above it, where two dots mark leader and delegate, filled when somebody holds
the link; everything lies inside the view box. Called by: `banks.deciding.circles.presenters`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

ROOT_RADIUS, SMALLER = 84.0, 0.82
TOUCH = 0.93  # how far apart two circles are: they overlap a little
EDGE = 8.0
LETTERS_ON_A_LINE, LINES = 13, 3
LINE_HEIGHT = 19


@dataclass(frozen=True, slots=True)
class Node:
    """A circle to be drawn: its words, whether each link up is held, and the circles below it."""

    key: str
    name: str
    url: str
    leader: bool
    delegate: bool
    is_empty: bool
    below: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """One link between a circle and the one above it."""

    x: float
    y: float
    is_held: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """One circle in its place."""

    x: float
    y: float
    r: float
    name: str
    url: str
    is_empty: bool
    lines: tuple[tuple[float, str], ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All circles, and the box they stand in."""

    circles: tuple[Drawn, ...]
    box: str


def draw(roots: Sequence[Node]) -> Drawing:
    """Every tree beside the one before it."""
    drawn: list[Drawn] = []
    at = 0.0
    for root in roots:
        tree = list(_placed(root, 0.0, 0.0, ROOT_RADIUS, None))
        left = min(each.x - each.r for each in tree)
        drawn += [_moved(each, at - left) for each in tree]
        at = max(each.x + each.r for each in drawn) + 2 * EDGE
    return Drawing(tuple(drawn), _box(drawn))


def _placed(node: Node, x: float, y: float, r: float, came_from: float | None) -> Iterator[Drawn]:
    dots = () if came_from is None else _dots(node, x, y, r, came_from)
    yield Drawn(x, y, r, node.name, node.url, node.is_empty, _lines(node.name, y), dots)
    start = -pi / 2 if came_from is None else came_from + pi
    for place, below in enumerate(node.below):
        smaller = r * SMALLER
        parts = len(node.below) + (came_from is not None)
        angle = start + 2 * pi * (place + (came_from is not None)) / parts
        away = (r + smaller) * TOUCH
        yield from _placed(below, x + away * cos(angle), y + away * sin(angle), smaller, angle)


def _dots(node: Node, x: float, y: float, r: float, angle: float) -> tuple[Dot, ...]:
    """Where the two circles overlap, one dot to each side of the line between their centres."""
    near = r * (1 - (1 - TOUCH) * 1.1)
    centre_x, centre_y = x - near * cos(angle), y - near * sin(angle)
    side_x, side_y = -sin(angle) * 13, cos(angle) * 13
    return (
        Dot(centre_x + side_x, centre_y + side_y, node.leader),
        Dot(centre_x - side_x, centre_y - side_y, node.delegate),
    )


def _lines(name: str, y: float) -> tuple[tuple[float, str], ...]:
    """A name on up to three lines around a height; what is too long ends in dots (the list has it whole)."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LETTERS_ON_A_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    shown = [line if len(line) <= LETTERS_ON_A_LINE else f"{line[: LETTERS_ON_A_LINE - 1]}…" for line in lines[:LINES]]
    if len(lines) > LINES:
        shown[-1] = f"{shown[-1][: LETTERS_ON_A_LINE - 1]}…"
    first = y - (len(shown) - 1) * LINE_HEIGHT / 2 + 5
    return tuple((first + place * LINE_HEIGHT, line) for place, line in enumerate(shown))


def _moved(each: Drawn, by: float) -> Drawn:
    dots = tuple(Dot(dot.x + by, dot.y, dot.is_held) for dot in each.dots)
    return Drawn(each.x + by, each.y, each.r, each.name, each.url, each.is_empty, each.lines, dots)


def _box(drawn: Sequence[Drawn]) -> str:
    if not drawn:
        return "0 0 1 1"
    left, top = min(each.x - each.r for each in drawn) - EDGE, min(each.y - each.r for each in drawn) - EDGE
    right, foot = max(each.x + each.r for each in drawn) + EDGE, max(each.y + each.r for each in drawn) + EDGE
    return f"{left:.0f} {top:.0f} {right - left:.0f} {foot - top:.0f}"
