"""A matrix inside one test names the cases that fail, tries the others all the same, and is never empty."""

import inspect

import pytest

from tests.house.each import each, try_each


@each("number", [1, 2, 3, 4], named=lambda number: f"case {number}")
def odd(number: int, tried: list[int]) -> None:
    tried.append(number)
    assert number % 2, f"{number} is even"


def test_every_case_is_tried_and_each_that_fails_is_named() -> None:
    tried: list[int] = []
    with pytest.raises(AssertionError) as failed:
        odd(tried=tried)
    assert tried == [1, 2, 3, 4]
    assert "2 of 4 failed" in str(failed.value)
    assert "case 2: AssertionError: 2 is even" in str(failed.value)
    assert "case 4" in str(failed.value)
    assert "case 3" not in str(failed.value)


def test_an_error_is_a_failure_too() -> None:
    with pytest.raises(AssertionError, match="0: ZeroDivisionError"):
        try_each([0, 1], lambda number: 1 // number)


def test_a_matrix_without_cases_fails() -> None:
    with pytest.raises(AssertionError, match="no case"):
        try_each([], lambda _: None)


def test_fixtures_stay_and_the_case_is_none() -> None:
    assert list(inspect.signature(odd).parameters) == ["tried"]
