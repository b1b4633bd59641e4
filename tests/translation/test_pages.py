"""Every page in a language of which every letter has an accent: plain letters have not passed through gettext.

What `untranslated.txt` allows in the source, and what people wrote, is left out. So this finds what no look at the
source can: a sentence that was translated when its file was read and not when the page was asked for, words made from
keys, a page whose language nobody chose.
"""

import calendar
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext

from banks.people.members.models import Power
from banks.policies.clock import bank_day, now
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.databases import connections_at, own_clone
from tests.seen.crawling import crawler
from tests.seen.neighborhood import FULL, Neighborhood, live_together
from tests.translation.baseline import allowed
from tests.translation.in_templates import pieces_of_html
from tests.translation.pseudo import PSEUDO, pseudo, pseudo_language
from tests.translation.spoken import plain_words, words_of_the_bank
from tests.translation.vocabulary import Vocabulary

POWERFUL = "Cora"
VISITOR = ""
# Words of before translating began that no look at the source finds, since they stand alone and in small letters.
OLD_WORDS = {"two thirds", "clarify", "react", "weeks", "years", "prior figure", "reading text"}
DAYS_AND_MONTHS = [*calendar.day_name, *calendar.month_name, *calendar.month_abbr]  # as banks/day_words.py writes them


@pytest.fixture(scope="module")
def lamoni(django_db_blocker: Any) -> Iterator[Bank]:
    """The bank in a database of this module's own, so that its people live together once."""
    with own_clone("spoken") as name, django_db_blocker.unblock(), connections_at(name):
        yield Bank.objects.get(slug="lamoni")


@pytest.fixture(scope="module")
def here(lamoni: Bank) -> Neighborhood:
    """The neighborhood, with one member who may open every page."""
    with in_bank(lamoni):
        here = live_together(now())
        begun = bank_day(now()) - timedelta(days=1)
        for kind in Power.Kind:
            Power.objects.get_or_create(
                member_id=here.people[POWERFUL], kind=kind, ends_on=None, defaults={"begins_on": begun}
            )
    return here


@pytest.fixture(autouse=True)
def _in_the_pseudo_language(tmp_path: Path) -> Iterator[None]:
    with pseudo_language(tmp_path):
        yield


@pytest.fixture
def vocabulary(lamoni: Bank, here: Neighborhood) -> Vocabulary:
    known = Vocabulary()
    known.learn(allowed())
    with in_bank(lamoni):
        known.learn(words_of_the_bank())
    known.learn([*lamoni.name.split("/"), *DAYS_AND_MONTHS])
    return known


@pytest.mark.parametrize("name", [POWERFUL, FULL, VISITOR])
def test_pages_say_nothing_that_did_not_pass_through_gettext(
    lamoni: Bank, here: Neighborhood, vocabulary: Vocabulary, name: str
) -> None:
    plain = plain_words(crawler(lamoni, here, name), vocabulary)
    new = {place for words, place in plain.items() if words not in OLD_WORDS}
    assert not new, f"Mark these for translation where they are written (CONTRIBUTING.md, Languages): {sorted(new)}"
    if name == POWERFUL:
        assert plain.keys() >= OLD_WORDS, "Take out of OLD_WORDS what is translatable by now."


def test_the_crawl_hears_the_pseudo_language(lamoni: Bank, here: Neighborhood, vocabulary: Vocabulary) -> None:
    """With nothing allowed, the words of whole pages come up: the crawl reads, and the list is what excuses them."""
    asked = crawler(lamoni, here, FULL)
    assert len(plain_words(asked, Vocabulary())) > 1000
    page = asked.client.get("/").content.decode()
    assert pseudo("Sign out") in page
    assert f'lang="{PSEUDO}"' in page


TOO_EARLY = gettext("Sign out")  # translated when this file is read, as a careless form's label would be


def test_a_plain_sentence_on_a_page_would_be_found() -> None:
    planted = "<p>Gather mushrooms</p><img alt='A basket'><b>{{ early }}</b><i>{% translate 'Menu' %}</i>"
    with translation.override(PSEUDO):
        page = Template(planted).render(Context({"early": TOO_EARLY}))
    found = [" ".join(Vocabulary().unknown_words(piece)) for piece in pieces_of_html(page)]
    assert found == ["gather mushrooms", "basket", "sign out", ""]
