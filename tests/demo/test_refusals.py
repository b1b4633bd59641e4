"""Whatever stands in the way of a start gets one sentence that says what to do, and no traceback."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hosting.demo.state import ROOT, State
from tests.house import PATIENCE_SECONDS

SERVERS = ("DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL")
RunDemo = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run_demo(tmp_path: Path) -> RunDemo:
    """The demo command itself, in a state folder of the test's."""

    def run(*options: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name not in SERVERS}
        paths = os.pathsep.join([str(ROOT / "platform"), str(ROOT)])
        return subprocess.run(
            [sys.executable, "-m", "hosting.demo", "demo", *options],
            env={**kept, "PYTHONPATH": paths, "COMMONHOUR_STATE": str(tmp_path / "state"), **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    return run


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "Traceback" not in said
    for word in words:
        assert word in said


def test_a_port_in_use(run_demo: RunDemo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert_refused(run_demo("--port", str(port)), f"Port {port} is in use", "--port ")


def test_a_foreign_data_folder(run_demo: RunDemo, tmp_path: Path) -> None:
    (tmp_path / "state" / "postgres").mkdir(parents=True)
    (tmp_path / "state" / "postgres" / "thesis.txt").write_text("four years")
    assert_refused(run_demo("--port", "0"), "move them away")
    assert (tmp_path / "state" / "postgres" / "thesis.txt").exists()


def test_a_database_server_nobody_answers_for(run_demo: RunDemo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    given = {"DATABASE_URL": f"postgresql://ann:secret@127.0.0.1:{port}/commonhour"}
    done = run_demo("--port", "0", env=given)
    assert_refused(done, "DATABASE_URL cannot be reached", "start it")
    assert "secret" not in done.stdout + done.stderr


def test_a_database_address_of_another_kind(run_demo: RunDemo) -> None:
    assert_refused(run_demo("--port", "0", env={"DATABASE_URL": "sqlite:///x"}), "DATABASE_URL should look like")


def test_deleting_the_data_without_anybody_to_ask(run_demo: RunDemo) -> None:
    assert_refused(run_demo("--port", "0", "--fresh"), "--yes")


def test_deleting_the_data_leaves_what_commonhour_did_not_make(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.claim()
    state.secret("secret-key")
    (tmp_path / "mail").mkdir()
    (tmp_path / "thesis.txt").write_text("four years")
    assert state.delete_all() == ["thesis.txt"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["logs", "run.lock", "thesis.txt"]


def test_a_state_folder_that_is_a_file(run_demo: RunDemo, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    assert_refused(run_demo("--port", "0"), "COMMONHOUR_STATE")


def test_secrets_are_kept_and_private(tmp_path: Path) -> None:
    first = State(tmp_path).secret("secret-key")
    assert State(tmp_path).secret("secret-key") == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.fixture
def fresh_checkout(tmp_path: Path) -> Path:
    """What run.py needs to install from, and nothing installed."""
    for name in ("run.py", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def install(checkout: Path, *, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, checkout / "run.py", "demo"],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def test_installing_without_a_network(fresh_checkout: Path) -> None:
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    assert_refused(install(fresh_checkout, env=nowhere), "cannot be downloaded", "connect this machine")


def test_installing_without_pip(fresh_checkout: Path) -> None:
    (fresh_checkout / "pip.py").write_text("raise ImportError")
    done = install(fresh_checkout, env={"PYTHONPATH": str(fresh_checkout)})
    assert_refused(done, "pip is missing", "apt-get install python3-pip")
