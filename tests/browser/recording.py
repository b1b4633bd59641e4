"""The steps of recording hours, tapped and typed as a member does."""

from datetime import date

from tests.browser.visitor import Visitor

FEW_TAPS = 5


def say_what(visitor: Visitor, *, service: str, on: date, minutes: int, travel: int = 0) -> None:
    """The second step, up to the last look."""
    visitor.choose("service", service)
    visitor.fill("service_date", on)
    visitor.length("length", minutes)
    if travel:
        visitor.fill("travel", str(travel))
    visitor.tap("Continue")


def up_to_check(visitor: Visitor, *, helped: str, service: str, on: date, minutes: int, travel: int = 0) -> None:
    """From the first page to the last look, for "I provided a service"."""
    visitor.go("/")
    visitor.tap("Record hours")
    visitor.tap("I provided a service")
    visitor.choose("person", helped)
    visitor.tap("Continue")
    say_what(visitor, service=service, on=on, minutes=minutes, travel=travel)


def send(visitor: Visitor) -> None:
    """Say yes, and wait for the receipt."""
    visitor.tap("Yes, record these hours")
    visitor.page.wait_for_url("**/exchanges/**")


def newest_line(visitor: Visitor) -> str:
    """The newest line of the visitor's own statement, on one line."""
    visitor.go("/statement/")
    return " ".join(visitor.page.locator("table tbody tr").first.inner_text().split())
