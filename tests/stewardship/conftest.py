"""Lamoni's clock."""

from tests.proposals.conftest import clock

__all__ = ["clock"]
