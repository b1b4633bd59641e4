"""The words of a credit. A row is never changed, so no name is written into it: names are looked up when it is read."""

BROUGHT_IN = "Thank you for bringing in a new member"


def thanks_for(name: str) -> str:
    """The same, to those who may read the newcomer's name."""
    return f"Thank you for bringing in {name}"
