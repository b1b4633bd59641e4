"""What the pages of a bank say in plain letters while they are asked for in the pseudo-language."""

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from django.apps import apps
from django.db import models

from tests.house.addresses import ADDRESSES
from tests.seen.crawling import Crawler
from tests.translation.in_templates import pieces_of_html
from tests.translation.pseudo import PSEUDO
from tests.translation.vocabulary import Vocabulary

APPS_OF_A_BANK = ("banks", "governance", "ledger", "users")
# What stands between two rows of words that people wrote: a page may show one without the other.
BETWEEN = re.compile(r"[^\w\s'’-]+|\n")
NO_WORDING = re.compile(r"https?://\S+|\b[a-z_]+\.[a-z_]+\b")  # an address; the code of a refusal
MOST_IDS = 2  # pages about the first two of each kind say what those about the others say


def words_of_the_bank() -> Iterator[str]:
    """What people have written, from every text of the bank's rows; the words of a fixed choice are ours."""
    for label in APPS_OF_A_BANK:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices:
                    for value in model._default_manager.values_list(field.attname, flat=True):
                        yield from (row for text in _texts_in(value) for row in BETWEEN.split(text))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(part)


def plain_words(asked: Crawler, vocabulary: Vocabulary) -> dict[str, str]:
    """Every row of plain words that nothing accounts for, and where it was read first: `address: the whole piece`."""
    found: dict[str, str] = {}
    asked.client.defaults["HTTP_ACCEPT_LANGUAGE"] = PSEUDO
    for address in ADDRESSES:
        if address.startswith("/api/"):
            continue
        for path, query in product(islice(asked.paths(address), MOST_IDS), ({}, *asked.queries(address))):
            answer = asked.client.get(path, query)
            if "text/html" in answer.get("Content-Type", ""):
                for piece in pieces_of_html(answer.content.decode()):
                    words = vocabulary.unknown_words(NO_WORDING.sub("", piece))
                    found.setdefault(" ".join(words), f"{address}: {' '.join(piece.split())}")
    found.pop("", None)
    return found
