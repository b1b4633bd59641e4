"""Where rounds are tested: a clock that can be moved."""

from tests.proposals.conftest import clock

__all__ = ["clock"]
