"""The house's words: what pages and code never say."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Source, planted, python_files, read, sins, tracked
from tests.house.each import each

NEVER_ON_PAGES = {
    "wallet": "account", "payer": "I received", "payee": "I provided", "tenant": "bank", "client": "bank or member",
    "transaction": "entry", "purchase": "exchange", "buy": "receive", "sell": "give", "price": "hours",
    "currency": "hours", "inquiry": "request", "username": "member number",
}  # fmt: skip
NEVER_IN_CODE = re.compile(r"(^|_)(wallet|payee|org|movement|inquiry|utils?)(_|$)", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b|pytest\.(mark\.)?(skip|xfail)")


def visible_words(text: str) -> str:
    """A template without tags, comments, attributes, variables."""
    text = re.sub(r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", " ", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", text, flags=re.DOTALL)


PAGES = [path for path in tracked() if path.startswith("templates/") and path.endswith((".html", ".txt"))]


@each("path", PAGES)
def test_a_page_uses_the_houses_words(path: str) -> None:
    words = set(re.findall(r"[a-z]+", visible_words(read(path)).lower()))
    said = {word: instead for word, instead in NEVER_ON_PAGES.items() if words & {word, f"{word}s"}}
    assert said == {}


def test_a_wrong_word_on_a_page_would_be_found() -> None:
    assert "wallet" in visible_words('<p class="x">Your {{ name }} wallet</p>')
    assert "wallet" not in visible_words('<p class="wallet">{# wallet #}{% include "wallet" %}</p>')


def names_made(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        made = ""
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            made = node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            made = node.id
        elif isinstance(node, ast.arg):
            made = node.arg
        if NEVER_IN_CODE.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", made)):
            yield f"line {getattr(node, 'lineno', 0)}: {made}"


def test_code_uses_the_houses_words() -> None:
    assert sins(names_made) == []
    assert list(names_made(planted("def open_wallet(): pass\n")))
    assert list(names_made(planted("class PayeeForm: pass\n")))


def test_nothing_is_left_unfinished() -> None:
    this = "tests/architecture/test_words.py"
    unfinished = [
        source.path for source in python_files() if source.path != this and UNFINISHED.search(source.text)
    ] + [path for path in PAGES if UNFINISHED.search(read(path))]
    assert unfinished == []
    assert UNFINISHED.search("# TODO: later")
    assert UNFINISHED.search("@pytest.mark.skip")
