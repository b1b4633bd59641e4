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
# What a caller's shell must not decide for the demo.
NOT_INHERITED = (
    "PYTHONHOME",
    "COMMONHOUR_OWNER",
    "COMMONHOUR_STARTED_AT",
    "GUNICORN_CMD_ARGS",
    "PYTHONSTARTUP",
)


def caller_names(name: str) -> str:
    """The address the caller gave, "" if none."""
    address = os.environ.get(name, "").strip()
    if name == "DATABASE_URL" and address and not address.startswith(("postgresql://", "postgres://")):
        raise DemoError("DATABASE_URL should look like postgresql://user:password@host:5432/commonhour.")
    return address


def for_children(state: State, *, port: int, addresses: Mapping[str, str]) -> Environment:
    """The environment of web, worker and clock; `addresses` are the servers'."""
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    inherited.pop("DATABASE_OWNER_URL", None)
    return {
        **inherited,
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


def for_owner(environment: Mapping[str, str], *, owner_url: str) -> Environment:
    """The environment of a step that migrates."""
    return {**environment, "COMMONHOUR_OWNER": "1", "DATABASE_OWNER_URL": owner_url}
