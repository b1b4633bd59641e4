"""The pictures stay inside their frame, whatever the books hold."""

from hypothesis import given
from hypothesis import strategies as st

from banks.ui.hour_pages import Limits
from banks.ui.pictures import LINE_HEIGHT, LINE_WIDTH, SCALE_WIDTH, draw_line, draw_scale, share_of

MINUTES = st.integers(min_value=-200_000, max_value=200_000)
FLOORS = st.none() | st.integers(min_value=-200_000, max_value=0)
CEILINGS = st.none() | st.integers(min_value=0, max_value=200_000)


@given(MINUTES, FLOORS, CEILINGS)
def test_the_marker_stands_on_the_scale(minutes: int, floor: int | None, ceiling: int | None) -> None:
    scale = draw_scale(minutes, Limits(floor, ceiling))
    assert 0 < scale.zero < SCALE_WIDTH
    assert 0 < scale.marker < SCALE_WIDTH
    assert scale.low <= minutes <= scale.high
    assert scale.fill_from + scale.fill_width < SCALE_WIDTH
    assert (scale.marker >= scale.zero) == (minutes >= 0) or scale.marker == scale.zero


def test_the_ends_of_the_scale_are_the_limits() -> None:
    scale = draw_scale(180, Limits(-600, 1500))
    assert (scale.low, scale.high) == (-600, 1500)


def test_a_balance_beyond_a_soft_limit_is_still_shown() -> None:
    assert draw_scale(-700, Limits(-600, 1500)).low == -700


def test_without_limits_the_scale_reaches_both_ways() -> None:
    scale = draw_scale(0, Limits())
    assert (scale.low, scale.high) == (-120, 120)


@given(st.lists(st.tuples(st.just("Jan"), MINUTES), min_size=1, max_size=24))
def test_every_point_of_the_line_lies_in_the_frame(months: list[tuple[str, int]]) -> None:
    line = draw_line(months)
    assert len(line.points) == len(months)
    assert all(0 <= point.x <= LINE_WIDTH and 0 <= point.y <= LINE_HEIGHT for point in line.points)
    assert 0 <= line.zero <= LINE_HEIGHT
    assert 1 <= len(line.grid) <= 6


def test_higher_balances_are_drawn_higher() -> None:
    low, high = draw_line([("Jan", 0), ("Feb", 600)]).points
    assert high.y < low.y


def test_no_months_draw_nothing() -> None:
    assert draw_line([]).points == ()


def test_the_last_month_is_always_labelled() -> None:
    months = [("Dec", 0), ("Jan", 0), ("Feb", 0), ("Mar", 0), ("Apr", 0), ("May", 0)] * 2
    shown = [point.label for point in draw_line(months).points if point.show_label]
    assert shown == ["Feb", "May", "Feb", "May"]


def test_a_bar_is_a_share_of_the_longest() -> None:
    assert share_of(30, 60) == 50
    assert share_of(1, 6000) == 1
    assert share_of(0, 60) == 0
    assert share_of(5, 0) == 0
