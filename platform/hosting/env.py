"""Reads deployment settings from the environment, typed.

Refuses: a missing or malformed setting, at start, with its name and the form it
should have.
"""

import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

MOST_SEAL_KEYS = 255  # the number is one byte
SHORTEST_SEAL_KEY = 32


def env_text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None or value == "":
        if default == "":
            return ""
        raise ImproperlyConfigured(f"{name} is not set.")
    return value


def env_flag(name: str, *, default: bool = False) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} should be 1 or 0, not {raw!r}.")


def env_number(name: str, default: int) -> int:
    raw = os.environ.get(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} should be a whole number, not {raw!r}.") from None


def database_from(url: str) -> dict[str, Any]:
    """A PostgreSQL URI or conninfo string as Django's connection parameters."""
    try:
        parts: Mapping[str, Any] = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"DATABASE_URL should look like postgresql://user@host/name ({error}).") from None
    django_names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    database: dict[str, Any] = {django_names[key]: value for key, value in parts.items() if key in django_names}
    database["OPTIONS"] = {key: value for key, value in parts.items() if key not in django_names}
    if "NAME" not in database:
        raise ImproperlyConfigured("DATABASE_URL names no database.")
    return database


def seal_keys_from(text: str) -> dict[int, str]:
    """The seal keys in "2:newer,1:older" as number -> key. The first one seals; all open."""
    # The number is written before each sealed text and names its key.
    keys: dict[int, str] = {}
    for part in filter(None, text.split(",")):
        number, _, key = part.strip().partition(":")
        if not re.fullmatch(r"\d{1,3}", number) or int(number) > MOST_SEAL_KEYS or len(key) < SHORTEST_SEAL_KEY:
            raise ImproperlyConfigured(
                f"COMMONHOUR_SEAL_KEYS should look like 2:key,1:older-key, with numbers from 0 to {MOST_SEAL_KEYS} "
                f"and keys of at least {SHORTEST_SEAL_KEY} characters without a comma."
            )
        if int(number) in keys:
            raise ImproperlyConfigured(f"COMMONHOUR_SEAL_KEYS names the number {number} twice.")
        keys[int(number)] = key
    return keys


def mail_from(url: str) -> dict[str, Any]:
    """smtp://user:password@host:port, or `outbox:` for Django's in-memory outbox (tests)."""
    if url == "outbox:":
        return {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    parts = urlparse(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(f"EMAIL_URL should look like smtp://host:port, not {url!r}.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }
