"""The standing cast: the people of the seeds' own examples, in each of the three banks."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

PASSWORD = "an-hour-is-an-hour"
MEMBERS: Mapping[str, tuple[str, ...]] = {
    "Ada": ("administrator",),
    "Cora": ("coordinator",),
    "Anne": (), "Bill": (), "Ramona": (), "Adrian": (), "Karen": (), "Jean": (), "Ida": (), "Nina": (),
    "Amos": (), "Beth": (), "Carl": (), "Dora": (),
}  # fmt: skip
LEAVING = "Lena"  # whom a test lets go; nobody else counts on her
EXTRAS = [*(f"Neighbor {number}" for number in range(1, 76)), LEAVING]


@dataclass(frozen=True)
class Person:
    """One of the cast as a test needs them."""

    name: str
    member_id: UUID
    account_id: UUID
    number: int


class Cast(dict[str, Person]):
    """Name -> person, of one bank; `cast.host` is where the bank answers."""

    host: str


def gather_cast(bank: object) -> Cast:
    """Everybody of one bank, by name."""
    from banks.people.members.models import Member
    from tenants.context import in_bank

    with in_bank(bank):  # type: ignore[arg-type]
        cast = Cast((m.name, Person(m.name, m.pk, m.account_id, m.number)) for m in Member.objects.filter(left_on=None))
    cast.host = f"{bank.slug}.localhost"  # type: ignore[attr-defined]
    return cast
