"""The environment of each child, and the servers that the caller's environment names.

Guarantees: for a server that the caller names (DATABASE_URL, CELERY_BROKER_URL, CACHE_URL, EMAIL_URL)
none of ours is started; only the steps that migrate get the owner's login. Called by the launcher and
`run.py manage`.
"""

import os
from collections.abc import Mapping

from hosting.demo.errors import DemoError
from hosting.demo.state import ROOT, State

Environment = dict[str, str]
# Variables of the caller's shell that the demo's children must not inherit. Without bytecode (containers often forbid
# it) each of five processes would compile Django again.
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
    """The address of a server in the caller's environment, "" if there is none."""
    address = os.environ.get(name, "").strip()
    if name == "DATABASE_URL" and address and not address.startswith(("postgresql://", "postgres://")):
        raise DemoError("DATABASE_URL should look like postgresql://user:password@host:5432/commonhour.")
    return address


def demo_environment(state: State, *, port: int, addresses: Mapping[str, str]) -> Environment:
    """The variables for web, worker and clock; `addresses` are those of the servers."""
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


def owner_environment(variables: Mapping[str, str], *, owner_url: str) -> Environment:
    """The variables for a step that migrates."""
    return {**variables, "COMMONHOUR_OWNER": "1", "DATABASE_OWNER_URL": owner_url}


def with_inherited(variables: Mapping[str, str]) -> Environment:
    """The caller's environment without DROPPED_VARIABLES, overridden by `variables`."""
    return {name: value for name, value in os.environ.items() if name not in DROPPED_VARIABLES} | dict(variables)
