"""Databases that a test module may commit to, cloned from the run's template in a tenth of a second."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection, connections
from psycopg import sql

from tenants.context import point_at_platform
from tests.house.servers import clone, url


@contextmanager
def own_clone(label: str) -> Iterator[str]:
    """A fresh clone of the template, dropped afterwards; its name."""
    name = f"{label}_{os.getpid()}_{uuid4().hex[:6]}"
    clone(name)
    try:
        yield name
    finally:
        with superuser("postgres") as server:
            server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def superuser(name: str) -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection that no right and no role holds back, each statement its own transaction."""
    return psycopg.connect(url("postgres", name), autocommit=True)


@contextmanager
def connections_at(name: str, *, user: str = "", pool: dict[str, Any] | None = None) -> Iterator[None]:
    """Every thread's next connection goes to another database, perhaps as another login or through a pool."""
    settings = connections.settings["default"], connection.settings_dict
    before = [{key: place[key] for key in ("NAME", "USER", "OPTIONS", "CONN_MAX_AGE")} for place in settings]
    connection.close()
    for place in settings:
        place.update({"NAME": name, **({"USER": user} if user else {})})
        if pool is not None:
            place.update({"OPTIONS": {**place["OPTIONS"], "pool": dict(pool)}, "CONN_MAX_AGE": 0})
    point_at_platform()
    try:
        yield
    finally:
        connection.close()
        if pool is not None:
            connection.close_pool()  # type: ignore[attr-defined]  # the PostgreSQL backend's own
        for place, value in zip(settings, before, strict=True):
            place.update(value)
        point_at_platform()
