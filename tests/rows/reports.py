"""Short ways to say what the worked examples say."""

from datetime import date
from typing import Any

import httpx
import psycopg
from psycopg import sql

from tests.house.live import LiveBank, Person, key
from tests.house.servers import url


def report(
    actor: Person,
    *,
    on: date,
    service: str,
    gave: dict[str, int],
    received: list[str],
    travel: int = 0,
    **more: Any,
) -> httpx.Response:
    """Report one exchange: `gave` maps each provider to minutes; travel counts for each of them."""
    bank = actor.bank
    providers = [{"member": bank.member(n), "minutes": m, "travel_minutes": travel} for n, m in gave.items()]
    return actor.post(
        "/api/v1/exchanges/",
        {
            "key": key(),
            "providers": providers,
            "receivers": [bank.member(name) for name in received],
            "service": bank.service(service),
            "service_date": on.isoformat(),
            **more,
        },
    )


def statement_of(person: Person) -> list[dict[str, Any]]:
    """The newest lines of a person's own statement."""
    return list(person.get("/api/v1/statement/").json()["results"])


class Change:
    """How balances of some members changed since this was made; `bank` is the community's account."""

    def __init__(self, bank: LiveBank, *names: str) -> None:
        self.people = [bank.person(name) for name in names]
        self.bank = bank
        self.before = {person.name: person.balance() for person in self.people}
        self.community = self._community()

    def _community(self) -> int:
        return int(self.bank.person("Cora").get("/api/v1/me/").json()["community_minutes"])

    def since(self) -> dict[str, int]:
        return {person.name: person.balance() - self.before[person.name] for person in self.people}

    def of_community(self) -> int:
        return self._community() - self.community


def notices_about(bank: LiveBank, person: str) -> int:
    """How many notices stand in the bank's outbox for somebody, whatever became of them."""
    with psycopg.connect(url("postgres", bank.site.database)) as database:
        found = database.execute("select schema_name from public.tenants_bank where slug = %s", [bank.slug]).fetchone()
        assert found is not None
        statement = sql.SQL(
            "select count(*) from {0}.banks_notice n join {0}.banks_member m on m.id = n.member_id where m.name = %s"
        ).format(sql.Identifier(found[0]))
        counted = database.execute(statement, [person]).fetchone()
    assert counted is not None
    return int(counted[0])
