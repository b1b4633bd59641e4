"""The embedded Valkey: broker in database 0, cache in database 1, on a unix socket.

Guarantees: messages are appended to disk, nothing listens on the network, a full memory never drops
messages. Called by the launcher and the test plugin.
"""

import os
import socket
from pathlib import Path

from hosting.demo.binaries import valkey_program
from hosting.demo.children import Program


def valkey(*, data_dir: Path, socket_dir: Path, log_file: Path, durable: bool = True) -> Program:
    """The Valkey server as a supervised program, ready when it answers PONG. Creates both folders."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    socket_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = socket_dir / "valkey.sock"
    options = {
        "--port": "0",
        "--unixsocket": str(place),
        "--unixsocketperm": "700",
        "--dir": str(data_dir),
        "--appendonly": "yes" if durable else "no",
        "--save": "",
        "--maxmemory-policy": "noeviction",
        "--daemonize": "no",
    }
    return Program(
        name="broker",
        argv=[valkey_program(), *[word for option in options.items() for word in option]],
        env={"PATH": os.defpath, "LC_ALL": "C"},
        log_file=log_file,
        is_ready=lambda: answers(place),
    )


def broker_url(socket_dir: Path) -> str:
    """For CELERY_BROKER_URL."""
    return f"redis+socket://{socket_dir / 'valkey.sock'}?virtual_host=0"


def cache_url(socket_dir: Path) -> str:
    """For CACHE_URL."""
    return f"unix://{socket_dir / 'valkey.sock'}?db=1"


def answers(place: Path) -> bool:
    """Whether a server at this socket answers PONG (it answers LOADING while it reads its file)."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(2)
        try:
            line.connect(str(place))
            line.sendall(b"PING\r\n")
            return line.recv(64).startswith(b"+PONG")
        except OSError:
            return False
