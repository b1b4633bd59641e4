"""A bank's own address, for links that people keep: always its primary host, never the one a request came to.

Called by: pages that put a link into a mail or onto paper.
"""

from banks.identity.queries import bank_address


def address_here(path: str) -> str:
    """The full address of a path of this bank, e.g. http://lamoni.localhost:8000/join/."""
    return f"{bank_address()}{path}"
