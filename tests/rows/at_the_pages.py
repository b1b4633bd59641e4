"""A member at their bank's own pages over a socket: signed in, sending forms with the page's own token."""

import html
import re
from types import TracebackType
from typing import Any, Self

import httpx

from tests.house.cast import PASSWORD
from tests.house.live import LiveBank

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Window:
    """`with Window(bank, "Anne") as anne:`; every answer is the page after following where it leads."""

    def __init__(self, bank: LiveBank, name: str) -> None:
        self.client = bank.site.browser_of(bank.host)
        answer = self.send("/sign-in/", login=str(bank.person(name).number), password=PASSWORD)
        assert answer.status_code == 200, answer.text[:2000]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.client.close()

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.client.get(path, params=query)

    def send(self, path: str, **form: Any) -> httpx.Response:
        """Open the page with the form, fill it in, send it."""
        return self.send_from(path, path, **form)

    def send_from(self, page: str, path: str, **form: Any) -> httpx.Response:
        """Press a button of one page that leads to another address."""
        token = TOKEN.search(self.client.get(page).text)
        return self.client.post(path, data={"csrfmiddlewaretoken": token[1] if token else "", **form})


def words(answer: httpx.Response) -> str:
    """What stands on a page, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).replace("’", "'").split())
