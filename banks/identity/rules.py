"""Who acts where nobody does."""

from uuid import UUID

NOBODY = UUID(int=0)
"""The founding has no acting member, and neither has the clock that carries out a charter."""
