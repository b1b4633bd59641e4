"""Checks ports and pages on this machine: whether a port is free, whether a page answers.

Called by the launcher. Requests for `x.localhost` go to 127.0.0.1 with a Host header, because the C
library does not resolve such names (browsers do).
"""

import http.client
import socket
from urllib.parse import urlsplit

from hosting.demo.errors import DemoError

LOOPBACK = "127.0.0.1"


def check_port(port: int) -> None:
    """Refuse a port that another program uses, or that only root may use."""
    try:
        _bind(port)
    except PermissionError:
        raise DemoError(
            f"Port {port} is reserved for root: choose one above 1023, "
            f"for example: python3 run.py demo --port {_next_free(8000)}"
        ) from None
    except OSError:
        raise DemoError(
            f"Port {port} is in use by another program: stop that one, or choose another port: "
            f"python3 run.py demo --port {_next_free(port + 1)}"
        ) from None


def free_port() -> int:
    """A port that no program uses at the moment."""
    return _bind(0)


def _bind(port: int) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((LOOPBACK, port))
        probe.listen()  # with SO_REUSEADDR two programs may bind a port, but only one may listen
        return int(probe.getsockname()[1])


def _next_free(port: int) -> int:
    for candidate in range(port, min(port + 50, 65536)):
        try:
            return _bind(candidate)
        except OSError:
            continue
    return free_port()


def answers_page(*, port: int, host: str, path: str = "/", hops: int = 3) -> bool:
    """Whether a page of this host answers 200, following redirects within the host."""
    line = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    try:
        line.request("GET", path, headers={"Host": f"{host}:{port}"})
        answer = line.getresponse()
        if answer.status in {301, 302, 303, 307, 308} and hops:
            target = urlsplit(answer.getheader("Location", ""))
            if target.hostname in {None, host}:
                query = f"?{target.query}" if target.query else ""
                return answers_page(port=port, host=host, path=f"{target.path}{query}", hops=hops - 1)
        return answer.status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def answers_mail(*, port: int) -> bool:
    """Whether a mail server at this port greets with 220."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=2) as line:
            return line.recv(3) == b"220"
    except OSError:
        return False
