"""Ways to gifts and to work elsewhere on the page "What happened?", where the bank's rules have them."""

from django.urls import reverse

from banks.policies.kinds.credits import DonationPolicy, ExternalPolicy
from banks.policies.queries import PolicyBook

Tile = dict[str, str]


def grant_tiles(book: PolicyBook) -> list[Tile]:
    tiles: list[Tile] = []
    if book.value(DonationPolicy).enabled:
        words = "For a member who needs help and cannot earn hours."
        tiles.append({"url": reverse("gifts"), "mark": "given", "title": "I want to give hours", "words": words})
    if book.value(ExternalPolicy).enabled:
        words = "For an organisation that is not a member; the bank credits you."
        tiles.append({"url": reverse("outside"), "mark": "group", "title": "I worked elsewhere", "words": words})
    return tiles
