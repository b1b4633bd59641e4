"""The two windows every page must fit: a phone, and a desk.

What people do is driven on the phone, and each page on the way is looked at in both; where a page behaves otherwise
when it is wide, or where the rows ask for it, a test is driven in both (`AT_BOTH_SIZES`).
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import ViewportSize


@dataclass(frozen=True, slots=True)
class Size:
    """One window; `name` stands in the test's id and in the picture's file name."""

    name: str
    width: int
    height: int

    @property
    def viewport(self) -> ViewportSize:
        return {"width": self.width, "height": self.height}


PHONE = Size("phone", 390, 844)
DESK = Size("desk", 1280, 800)
SIZES = (PHONE, DESK)
AT_BOTH_SIZES = pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
