"""Posting against its ceiling and its rivals: neighbouring slices in random order, medians of their ratios."""

import random
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psycopg

from tests.bench.contestants import HERE, Ceiling, Contestant, Workers, new_database, prepare
from tests.faults.durable_bank import DurableBank

MANY = 8
Say = Callable[[str], None]


def measure_posting(bank: DurableBank, *, seconds: float, rounds: int, say: Say) -> dict[str, float]:
    """All ratios about posting, by the names under which they are reported."""
    say("preparing the contestants")
    environments = _prepare(bank)
    with TemporaryDirectory() as folder:
        say("posting with one client")
        one = _medians(bank, environments, clients=1, seconds=seconds, rounds=rounds, folder=Path(folder))
        say("posting with eight clients")
        many = _medians(bank, environments, clients=MANY, seconds=seconds, rounds=rounds, folder=Path(folder))
    say("a thousand credits")
    return {
        "post_over_ceiling_1": _ratio(one, "books-spread", "ceiling"),
        "post_over_ceiling_8": _ratio(many, "books-spread", "ceiling"),
        "post_over_hordak": _ratio(one, "books-spread", "hordak"),
        "post_over_hordak_8": _ratio(many, "books-spread", "hordak"),
        "post_over_django_ledger": _ratio(one, "books-spread", "djledger"),
        "post_over_django_ledger_8": _ratio(many, "books-spread", "djledger"),
        "hot_over_spread": _ratio(many, "books-hot", "books-spread"),
        "bulk_1000_over_single": _bulk(environments["books-spread"], rounds=rounds),
        "posts_per_second_1": median(one["books-spread"]),
        "posts_per_second_8": median(many["books-spread"]),
    }


def _prepare(bank: DurableBank) -> dict[str, Mapping[str, str]]:
    with psycopg.connect(bank.cluster.url(), autocommit=True) as server:
        server.execute("create database ceiling")
    with psycopg.connect(bank.cluster.url(dbname="ceiling"), autocommit=True) as server:
        server.execute((HERE / "ceiling.sql").read_text())  # type: ignore[arg-type]
    environments: dict[str, Mapping[str, str]] = {
        "books-spread": bank.environment,
        "hordak": new_database(bank.cluster, "rival_hordak"),
        "djledger": new_database(bank.cluster, "rival_django_ledger"),
    }
    for name, environment in environments.items():
        prepare(name, environment)
    return {**environments, "books-hot": bank.environment}


def _medians(
    bank: DurableBank,
    environments: Mapping[str, Mapping[str, str]],
    *,
    clients: int,
    seconds: float,
    rounds: int,
    folder: Path,
) -> dict[str, list[float]]:
    """Rates of each contestant, round by round."""
    with ExitStack() as stack:
        contestants: dict[str, Contestant] = {
            "ceiling": Ceiling(bank.cluster, database="ceiling", clients=clients, folder=folder)
        }
        for name, environment in environments.items():
            if name != "books-hot" or clients > 1:
                contestants[name] = stack.enter_context(Workers(name, clients=clients, environment=environment))
        _checkpoint(bank)  # no slice shall pay for what was written before
        for contestant in contestants.values():
            contestant.rate(seconds / 2)
        rates: dict[str, list[float]] = {name: [] for name in contestants}
        for _ in range(rounds):
            for name in random.sample(list(contestants), len(contestants)):
                rates[name].append(contestants[name].rate(seconds))
    return rates


def _ratio(rates: Mapping[str, list[float]], one: str, other: str) -> float:
    return median(ours / theirs for ours, theirs in zip(rates[one], rates[other], strict=True))


def _bulk(environment: Mapping[str, str], *, rounds: int) -> float:
    """How many times faster a credit is as one of a thousand in one entry than as an entry of its own."""
    with Workers("books-spread", clients=1, environment=environment) as ours:
        return median(ours.measure("single") / ours.measure("bulk") for _ in range(rounds))


def _checkpoint(bank: DurableBank) -> None:
    with bank.superuser() as server:
        server.execute("checkpoint")
