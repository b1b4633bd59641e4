"""What an error report says, and what it must never say."""

from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from hosting.watching import strip_people, watch
from tests.house.cast import Cast


class Kept(Transport):
    """Keeps what would have been sent."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict[str, Any]] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        event = envelope.get_event()
        if event is not None:
            self.events.append(dict(event))


@pytest.fixture
def kept() -> Any:
    transport = Kept()
    watch("https://key@errors.example/1", transport=transport)
    yield transport
    sentry_sdk.init()


def test_an_error_report_names_the_bank_and_no_person(
    kept: Kept, door_cast: Cast, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from banks.front.home import views

    def broken(*_: object, **__: object) -> None:
        secret = "canary-street-17"
        raise RuntimeError(f"broken on purpose {len(secret)}")

    monkeypatch.setattr(views, "render", broken)
    client.raise_request_exception = False
    canary = {"HTTP_HOST": door_cast.host, "HTTP_COOKIE": "sid=canary-cookie"}
    assert client.get("/?q=canary-query", **canary).status_code == 500
    (event,) = kept.events
    assert event["tags"]["bank"]
    assert set(event["request"]) <= {"method", "url"}
    assert "canary" not in str({**event, "exception": None})
    assert all("vars" not in frame for frame in event["exception"]["values"][0]["stacktrace"]["frames"])


def test_of_a_request_only_method_and_path_leave() -> None:
    request = {"method": "POST", "url": "http://door.localhost/directory/?q=canary", "cookies": "sid=1", "data": "x"}
    left = strip_people({"request": request, "user": {"id": "1"}, "extra": {"a": 1}}, {})  # type: ignore[typeddict-item]
    assert left == {"request": {"method": "POST", "url": "http://door.localhost/directory/"}}


def test_nothing_is_sent_without_an_address() -> None:
    sentry_sdk.init()
    watch("")
    assert not sentry_sdk.get_client().dsn


def test_the_api_is_described_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    call_command("spectacular", "--urlconf", "hosting.urls_bank", "--validate", "--fail-on-warn", "--file", "/dev/null")
