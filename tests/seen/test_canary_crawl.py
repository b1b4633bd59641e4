"""Row L9: who is restricted, or not cleared yet, never sees a name or an address, wherever they look.

Unique strings stand in every field the others keep to themselves; every address of the resolver is asked, every
form sent, every mail read. The same walk as a full member hears them, and with the guard out so does the restricted.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from banks.policies.clock import now
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.addresses import ADDRESSES
from tests.house.databases import connections_at, own_clone
from tests.seen.crawling import crawler, heard_in_mails, ids_for, mails_to, of_others
from tests.seen.neighborhood import (
    ALONE,
    FULL,
    KEPT,
    MINOR,
    PENDING,
    RESERVED,
    RESTING,
    RESTRICTED,
    UNLISTED,
    UNSIGNED,
    Neighborhood,
    live_together,
)


@pytest.fixture(scope="module")
def lamoni(django_db_blocker: Any) -> Iterator[Bank]:
    """The bank in a database of this module's own, so that its people live together once."""
    with own_clone("seen") as name, django_db_blocker.unblock(), connections_at(name):
        yield Bank.objects.get(slug="lamoni")


@pytest.fixture(scope="module")
def here(lamoni: Bank) -> Neighborhood:
    with in_bank(lamoni):
        return live_together(now())


@pytest.mark.parametrize("name", [RESTRICTED, PENDING])
def test_l9_no_page_file_or_field_tells_who_is_alone_anything_of_others(
    lamoni: Bank, here: Neighborhood, name: str
) -> None:
    assert of_others(crawler(lamoni, here, name).read_everything(), name) == set()


def test_l9_no_form_answers_who_is_restricted_with_anything_of_others(lamoni: Bank, here: Neighborhood) -> None:
    assert of_others(crawler(lamoni, here, RESTRICTED).try_everything(), RESTRICTED) == set()


@pytest.mark.parametrize("name", ALONE)
def test_l9_no_mail_tells_who_is_alone_anything_of_others(lamoni: Bank, here: Neighborhood, name: str) -> None:
    mails = mails_to(lamoni, here, name)
    assert len(mails) >= 3, "an undone exchange, thanks for a newcomer, hours for a meeting"
    assert of_others(heard_in_mails(lamoni, here, name), name) == set()


def test_a_visitor_reads_nothing_of_anybody(lamoni: Bank, here: Neighborhood) -> None:
    assert crawler(lamoni, here).read_everything() == set()


def is_kept_from(name: str, owner: str, what: str) -> bool:
    """Whether somebody who sees people must not read this all the same: what its owner keeps, or has no place here."""
    if owner in UNLISTED or owner in ("Newcomer", "Friend") or owner.startswith("Newcomer of "):
        return owner != f"Newcomer of {name}"
    if what in KEPT:
        return owner == RESERVED or name == UNSIGNED
    return what in ("postal", "signer", "key") or (owner == RESERVED and what in ("note", "costs"))


@pytest.mark.parametrize("name", [FULL, RESTING, MINOR, UNSIGNED])
def test_who_sees_people_reads_what_each_shows_and_the_crawl_hears_it(
    lamoni: Bank, here: Neighborhood, name: str
) -> None:
    heard = of_others(crawler(lamoni, here, name).read_everything() | heard_in_mails(lamoni, here, name), name)
    assert {each for each in heard if is_kept_from(name, each[1], each[2])} == set()
    for address in (
        "/", "/exchanges/", "/exchanges/<uuid:exchange_id>/", "/exchanges/<uuid:exchange_id>/answer/",
        "/exchanges/<uuid:exchange_id>/undo/", "/statement/", "/statement/sheet/", "/api/v1/statement/",
        "/api/v1/exchanges/", "/api/v1/exchanges/<uuid:exchange_id>/", "/directory/", "/directory/<uuid:member_id>/",
        "/api/v1/members/", "/papers/directory/", "/papers/statement/", "/papers/offers-and-requests/", "/listings/",
        "/listings/<uuid:listing_id>/", "/api/v1/listings/", "/events/<uuid:event_id>/", "/guidelines/",
        "/guidelines/<slug:kind>/", "mail",
    ):  # fmt: skip
        assert any(each[0] == address for each in heard), f"nothing is heard at {address}"
    assert ("/directory/<uuid:member_id>/", "Bill", "town") in heard
    assert (("/directory/<uuid:member_id>/", "Bill", "phone") in heard) is (name != UNSIGNED)


def test_an_address_with_an_id_that_nobody_can_fill_fails(here: Neighborhood, lamoni: Bank) -> None:
    with in_bank(lamoni), pytest.raises(LookupError, match="<lottery_id>"):
        ids_for("lottery_id", here, FULL)


def test_the_crawl_asks_every_address_of_the_bank(here: Neighborhood, lamoni: Bank) -> None:
    asked = crawler(lamoni, here, FULL)
    with in_bank(lamoni):
        assert all(list(asked.paths(address)) for address in ADDRESSES)
    assert len(ADDRESSES) > 80
