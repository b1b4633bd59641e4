"""Takes the README's pictures from the running demo; the results are committed (infra/guides/pictures).

    .venv/bin/python infra/guides/take_pictures.py [PORT]

Start `python3 run.py demo` first. The pictures show Bill of Lamoni, as a phone and as a desk shows him his pages.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).resolve().parent / "pictures"
BANK = "http://lamoni.localhost"
SIGN_IN_WITH, PASSWORD = "104", "an-hour-is-an-hour"  # as the demo prints
COLOURS = 96  # enough for flat pages, and a third of the size
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1180, "height": 844}
PAGES = {"home-phone": (PHONE, "/"), "statement-desk": (DESK, "/statement/")}


def sign_in(page: Page, bank: str) -> None:
    page.goto(f"{bank}/sign-in/")
    page.fill("[name=login]", SIGN_IN_WITH)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.button")
    page.wait_for_url(f"{bank}/")


def keep(picture: bytes, name: str) -> None:
    """Save with few colours, so that the README opens quickly."""
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


def main(port: str) -> None:
    bank = f"{BANK}:{port}"
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        own = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=own, args=["--no-sandbox"])
        for name, (size, path) in PAGES.items():
            page = browser.new_context(viewport=size, device_scale_factor=1.5, locale="en-US").new_page()
            sign_in(page, bank)
            page.goto(f"{bank}{path}")
            page.evaluate("document.fonts.ready")
            keep(page.screenshot(), name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "8000")
