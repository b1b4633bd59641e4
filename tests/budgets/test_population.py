"""The bank that budgets and bench are measured in: its books and decisions prove, and it is the same every time."""

from banks.asking.listings.models import Listing
from banks.hours.exchanges.models import ExchangeLine
from banks.people.members.models import Member
from banks.policies.clock import now
from governance.decisions.queries import prove_decisions
from ledger.audit import prove_books
from ledger.models import JournalEntry
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.population import Size, grow


def grown_names(bank: Bank, size: Size) -> list[str]:
    with in_bank(bank):
        grow(size, now=now())
        return list(Member.objects.order_by("number").values_list("name", flat=True))


def test_the_books_and_the_decisions_of_a_filled_bank_prove(inside_lamoni: Bank) -> None:
    grow(Size(240, 2_400), now=now())
    assert (Member.objects.count(), Listing.objects.count()) == (240, 2_400)
    assert JournalEntry.objects.filter(kind="exchange").count() > 400
    assert prove_books() == []
    assert prove_decisions() == []


def test_a_bank_filled_again_only_grows_and_those_who_were_there_get_nothing_new(inside_lamoni: Bank) -> None:
    grow(Size(100, 1_000), now=now())
    before = list(Member.objects.values_list("pk", flat=True))
    listings = set(Listing.objects.values_list("pk", flat=True))
    grow(Size(180, 1_800), now=now())
    assert set(Listing.objects.filter(member__in=before).values_list("pk", flat=True)) == listings
    assert ExchangeLine.objects.filter(member__in=before).exclude(exchange__lines__member__in=before).count() == 0
    assert Member.objects.count() == 180
    assert prove_books() == []


def test_the_same_size_is_the_same_bank(lamoni: Bank, valley: Bank) -> None:
    size = Size(90, 0)
    assert grown_names(lamoni, size) == grown_names(valley, size)


def test_names_are_as_long_and_as_accented_as_peoples_are(inside_lamoni: Bank) -> None:
    grow(Size(120, 0), now=now())
    names = set(Member.objects.values_list("name", flat=True))
    assert any(len(name) > 45 for name in names)
    assert any(not name.isascii() for name in names)
    assert len(names) > 100
