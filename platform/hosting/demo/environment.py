"""What each child is told through its environment, and which servers are the caller's own.

Guarantees: a server named by the caller (DATABASE_URL, CELERY_BROKER_URL, CACHE_URL, EMAIL_URL) is used
and none of ours is started in its place; only the steps that migrate learn the owner's login. Called by
the launcher and `run.py manage`.
"""

import os
from collections.abc import Mapping

from hosting.demo.errors import DemoError
from hosting.demo.state import ROOT, State

Environment = dict[str, str]
# What a caller's shell must not decide for the demo. Without bytecode (containers often forbid it) each of five
# processes would compile Django again.
DROPPED_VARIABLES = (
    "PYTHONHOME",
    "COMMONHOUR_OWNER",
    "DATABASE_OWNER_URL",
    "COMMONHOUR_STARTED_AT",
    "GUNICORN_CMD_ARGS",
    "PYTHONSTARTUP",
    "PYTHONDONTWRITEBYTECODE",
)


def callers_address(name: str) -> str:
    """The address the caller gave, "" if none."""
    address = os.environ.get(name, "").strip()
    if name == "DATABASE_URL" and address and not address.startswith(("postgresql://", "postgres://")):
        raise DemoError("DATABASE_URL should look like postgresql://user:password@host:5432/commonhour.")
    return address


def demo_environment(state: State, *, port: int, addresses: Mapping[str, str]) -> Environment:
    """What web, worker and clock are told; `addresses` are the servers'."""
    return {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)]),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "hosting.settings",
        "SECRET_KEY": os.environ.get("SECRET_KEY") or state.secret("secret-key"),
        "COMMONHOUR_DEMO": "1",
        "COMMONHOUR_HOST": "localhost",
        "COMMONHOUR_PORT": str(port),
        "COMMONHOUR_STATE": str(state.folder),
        "COMMONHOUR_MAILDIR": str(state.maildir),
        **addresses,
    }


def owner_environment(told: Mapping[str, str], *, owner_url: str) -> Environment:
    """What a step that migrates is told as well."""
    return {**told, "COMMONHOUR_OWNER": "1", "DATABASE_OWNER_URL": owner_url}


def with_inherited(told: Mapping[str, str]) -> Environment:
    """The caller's own environment, less what must not decide for the demo, under what we tell."""
    return {name: value for name, value in os.environ.items() if name not in DROPPED_VARIABLES} | dict(told)
