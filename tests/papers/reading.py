"""Reading a PDF back: its words, page by page, and how it calls itself."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

from tests.pages.browsing import Browser


class Paper:
    """A PDF that somebody downloaded."""

    def __init__(self, response: Any) -> None:
        assert response.status_code == 200, response.content[:2000].decode()
        assert response["Content-Type"] == "application/pdf"
        self.response = response
        self.name = response["Content-Disposition"].partition('filename="')[2].rstrip('"')
        self.reader = PdfReader(BytesIO(response.content))
        self.pages = [" ".join(page.extract_text().split()) for page in self.reader.pages]

    @property
    def text(self) -> str:
        return " ".join(self.pages)


def paper(browser: Browser, path: str, **query: Any) -> Paper:
    response = browser.client.get(path, query)
    return Paper(response)
