"""The two windows every page must fit: a phone, and a desk."""

from dataclasses import dataclass

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
