"""The list of places is opened before any test's transaction begins: it takes seconds on a busy machine."""

import pytest

from banks.people.places.queries import find_places


@pytest.fixture(scope="session", autouse=True)
def _open_list_of_places() -> None:
    assert find_places("Lamoni")
