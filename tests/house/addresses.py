"""Every address of a bank's host, from the resolver, filled with ids: a page that is added tomorrow is walked tomorrow.

Refuses: a parameter that nobody gave a value for, so that a new kind of id fails its tests until they can fill it.
Called by: the walks of tests/tenancy (another bank's ids) and of tests/seen (what others keep to themselves).
"""

import re
from collections.abc import Callable, Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

OF_NO_BANK: Mapping[str, str] = {"kind": "hours", "slug": "provided", "number": "1"}  # words that every bank has
A_REGULAR_EXPRESSION = "/sign-in/^"  # allauth's link of a forgotten password
PARAMETER = re.compile(r"<(\w+:)?(?P<name>\w+)>")


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the bank's host, as (path with <parameters>, pattern)."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, before + str(pattern.pattern))
        else:
            yield "/" + before + str(pattern.pattern), pattern


ADDRESSES = dict(addresses(get_resolver("hosting.urls_bank")))


def parameters(address: str) -> set[str]:
    """The names of the ids an address asks for; words that every bank has are none."""
    if address.startswith(A_REGULAR_EXPRESSION):
        return set()
    return {found["name"] for found in PARAMETER.finditer(address)} - OF_NO_BANK.keys()


def filled(address: str, value_of: Callable[[str], object]) -> str:
    """The address with a value in place of each parameter."""
    if address.startswith(A_REGULAR_EXPRESSION):
        return "/sign-in/password/new/1-x/"
    return PARAMETER.sub(lambda found: OF_NO_BANK.get(found["name"]) or str(value_of(found["name"])), address)


def takes_a_body(pattern: URLPattern) -> bool:
    """Whether an address of the API is there to be posted to."""
    return hasattr(getattr(pattern.callback, "cls", None), "post")
