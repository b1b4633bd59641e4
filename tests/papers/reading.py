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
        self.language = self.reader.trailer["/Root"]["/Lang"]
        # pypdf reads the two bytes of a code as two characters where a font brings its own encoding.
        texts = [page.extract_text().replace("\0", "") for page in self.reader.pages]
        self.pages = [" ".join(text.split()) for text in texts]

    @property
    def text(self) -> str:
        return " ".join(self.pages)


def paper(browser: Browser, path: str, **query: Any) -> Paper:
    """What somebody downloads from an address."""
    return Paper(browser.client.get(path, query))
