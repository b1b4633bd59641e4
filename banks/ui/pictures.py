"""Geometry of the few pictures we draw: numbers in, places on an SVG out.

Guarantees: pure arithmetic; every point lies inside its view box, whatever the
balance and limits. The templates in templates/components/ draw what is returned
and always offer the same figures as words or a table. Called by the template tags.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from banks.ui.hour_pages import Limits

HOUR = 60
SCALE_WIDTH, SCALE_EDGE = 340, 14
LINE_WIDTH, LINE_HEIGHT = 340, 150
LINE_LEFT, LINE_RIGHT, LINE_TOP, LINE_BOTTOM = 44, 12, 14, 28
LEAST_REACH = 2 * HOUR
GRID_STEPS_HOURS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
MOST_GRID_LINES = 4


@dataclass(frozen=True)
class Scale:
    """A balance between the community's two limits, zero marked."""

    zero: float
    marker: float
    fill_from: float
    fill_width: float
    low: int
    high: int
    label_at: float
    label_anchor: str


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    label: str
    minutes: int
    show_label: bool


@dataclass(frozen=True)
class Gridline:
    y: float
    hours: int


@dataclass(frozen=True)
class Line:
    """A balance month by month."""

    points: tuple[Point, ...]
    path: str
    area: str
    zero: float
    grid: tuple[Gridline, ...]


def draw_scale(minutes: int, limits: Limits) -> Scale:
    """Where zero and the balance stand on a bar from the lower to the upper limit.

    Without a limit, that side reaches a little beyond the balance, never less than two hours.
    """
    reach = max(abs(minutes) * 5 // 4, LEAST_REACH)
    low = min(limits.floor if limits.floor is not None else -reach, minutes, 0)
    high = max(limits.ceiling if limits.ceiling is not None else reach, minutes, 0)
    low, high = (low, high) if low < high else (-LEAST_REACH, LEAST_REACH)
    inner = SCALE_WIDTH - 2 * SCALE_EDGE

    def place(value: int) -> float:
        return round(SCALE_EDGE + inner * (value - low) / (high - low), 1)

    zero, marker = place(0), place(minutes)
    anchor = "start" if marker < SCALE_WIDTH * 0.25 else "end" if marker > SCALE_WIDTH * 0.75 else "middle"
    label_at = {"start": SCALE_EDGE, "end": SCALE_WIDTH - SCALE_EDGE, "middle": marker}[anchor]
    fill = round(abs(marker - zero), 1)
    return Scale(zero, marker, min(zero, marker), fill, low, high, label_at, anchor)


def draw_line(months: Sequence[tuple[str, int]]) -> Line:
    """The balance at the end of each month as a line; `months` are (label, minutes), oldest first."""
    values = [minutes for _, minutes in months] or [0]
    low, high = min(0, *values), max(0, *values)
    if high - low < LEAST_REACH:
        high = low + LEAST_REACH
    inner_height = LINE_HEIGHT - LINE_TOP - LINE_BOTTOM
    step = (LINE_WIDTH - LINE_LEFT - LINE_RIGHT) / max(len(months) - 1, 1)

    def height(value: int) -> float:
        return round(LINE_TOP + inner_height * (high - value) / (high - low), 1)

    every = 1 if len(months) <= MOST_GRID_LINES + 2 else 3
    points = tuple(
        Point(
            round(LINE_LEFT + at * step, 1),
            height(minutes),
            label,
            minutes,
            (len(months) - 1 - at) % every == 0,
        )
        for at, (label, minutes) in enumerate(months)
    )
    path = " ".join(f"{'L' if at else 'M'}{point.x} {point.y}" for at, point in enumerate(points))
    zero = height(0)
    area = f"{path} L{points[-1].x} {zero} L{points[0].x} {zero} Z" if points else ""
    return Line(points, path, area, zero, _grid(low, high, height))


def _grid(low: int, high: int, height: Callable[[int], float]) -> tuple[Gridline, ...]:
    span = (high - low) / HOUR
    step = next((each for each in GRID_STEPS_HOURS if span / each <= MOST_GRID_LINES), GRID_STEPS_HOURS[-1])
    first = -(-low // (step * HOUR)) * step
    hours = range(first, high // HOUR + 1, step)
    return tuple(Gridline(height(each * HOUR), each) for each in hours)


def share_of(value: int, most: int) -> float:
    """A bar's length in per cent of the longest one; anything above nothing stays visible."""
    if value <= 0 or most <= 0:
        return 0
    return max(round(100 * value / most, 1), 1.0)
