"""Rules for the addresses of banks, and the name of a vault's role. Pure."""

import re

SLUG_SHAPE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
RESERVED = frozenset(
    """
    admin api app assets auth bank banks beta billing blog cdn commonhour console demo dev docs ftp help
    imap localhost login mail media mx ns ns1 ns2 operator operators platform pop postmaster root security
    sign-in smtp ssl static status support system test webmail www
    """.split()  # noqa: SIM905 - a list of sixty words reads better as words
)


def slug_refusal(slug: str) -> str | None:
    """A sentence that says why a bank cannot take an address; None when it can."""
    if not 3 <= len(slug) <= 40:
        return "An address has between 3 and 40 letters."
    if not SLUG_SHAPE.fullmatch(slug):
        return "An address starts with a letter and has only small letters, digits and single hyphens."
    if slug in RESERVED:
        return f"“{slug}” is kept for the platform. Please choose another address."
    return None


def vault_of(schema_name: str) -> str:
    """The role that alone may read the vault's tables of a bank's schema."""
    return f"{schema_name}_vault"
