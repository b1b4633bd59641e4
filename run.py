#!/usr/bin/env python3
"""Commonhour's commands: python3 run.py demo | test | bench | manage

Needs Python 3.11 or newer and pip, nothing else. Installs what the rest needs into .tools and .venv
(hash-checked against requirements.lock), then hands over to platform/hosting/demo. A second run skips
what is installed already.
"""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

if not (3, 11) <= sys.version_info < (3, 15):
    sys.exit(f"Commonhour needs Python 3.11 to 3.14; this is {sys.version.split()[0]}. Start it with another one.")

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
UV = TOOLS / "uv" / "bin" / "uv"
UV_VERSION = "uv>=0.9,<1"
# Which virtual environment a command runs in, and which dependency groups it needs there.
NEEDS = {
    "demo": (".venv", set()),
    "manage": (".venv", set()),
    "test": (".venv", {"test", "lint"}),
    "bench": (".venv-bench", {"bench"}),
}
DISK_FULL = f"The disk is full: make room (about 600 MB) in {ROOT} and start again."
NETWORK_SIGNS = (
    *("failed to establish a new connection", "name resolution", "dns error", "network is unreachable"),
    *("error sending request", "connection refused", "timed out", "could not connect", "failed to fetch"),
    *("no route to host", "proxyerror", "unknownissuer", "certificate verify failed"),
)
USAGE = """python3 run.py demo [--port N] [--fresh] [--yes]   three banks in your browser; Ctrl-C stops it
python3 run.py test                                 every check and every test; with --no-checks only the tests
python3 run.py test PATH ... [pytest arguments]     only these tests; with --checks the checks too, or alone
python3 run.py test --last-failed                   only what failed last
python3 run.py bench [--json FILE]                  the speed figures of the README
python3 run.py manage <command> ...                 Django's command line for the running demo"""


class RefusalError(Exception):
    """Something stands in the way; the text says what to do about it."""


def main(arguments: list[str]) -> None:
    if not arguments or arguments[0] not in NEEDS:
        print(USAGE)
        sys.exit(0 if arguments[:1] in (["help"], ["--help"], ["-h"]) else 2)
    os.environ.setdefault("COMMONHOUR_STARTED_AT", str(time.monotonic()))
    venv_name, groups = NEEDS[arguments[0]]
    venv = ROOT / venv_name
    try:
        install(venv, groups)
    except RefusalError as refusal:
        sys.exit(f"\n{refusal}")
    except OSError as error:
        sys.exit(f"\n{DISK_FULL if error.errno == errno.ENOSPC else error}")
    except KeyboardInterrupt:
        sys.exit("\nStopped while installing; start again to go on.")
    hand_over(venv, arguments)


def hand_over(venv: Path, arguments: list[str]) -> None:
    """Become the command itself, under the virtual environment's Python."""
    paths = [str(ROOT / "platform"), str(ROOT)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "VIRTUAL_ENV": str(venv)}
    env.pop("PYTHONHOME", None)
    # Containers set it for their images; here it made every command and every worker compile all of Django again.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    modules = {"bench": ["tests.bench"], "test": ["hosting.demo.suite"]}
    module = [*modules.get(arguments[0], ["hosting.demo", arguments[0]]), *arguments[1:]]
    python = str(venv / "bin" / "python")
    sys.stdout.flush()
    # -P: where the caller stands may be a folder with a package of the same name (tests/hosting).
    os.execve(python, [python, "-P", "-m", *module], env)


def say(line: str) -> None:
    since = time.monotonic() - float(os.environ["COMMONHOUR_STARTED_AT"])
    print(f"[{since:5.1f} s] {line}", flush=True)


# -- installing ------------------------------------------------------------


def install(venv: Path, groups: set[str]) -> None:
    """Bring the virtual environment to what the lock says, unless its stamp says it is there already."""
    wanted = digest()
    have = installed_groups(venv, wanted)
    if have is not None and groups <= have:
        return
    check_writable(ROOT)
    with one_at_a_time():
        have = installed_groups(venv, wanted)  # another run.py may just have done it
        if have is not None and groups <= have:
            return
        groups = groups | (have or set())
        bring_uv()
        make_venv(venv)
        fill_venv(venv, groups)
        stamp(venv).write_text(json.dumps({"digest": wanted, "groups": sorted(groups)}))


def digest() -> str:
    """Changes when anything the environment was made from changes, the folder's place included."""
    made_from = hashlib.sha256(f"{ROOT}\n{sys.version_info[:2]}\n".encode())
    for name in ("pyproject.toml", "requirements.lock"):
        made_from.update((ROOT / name).read_bytes())
    return made_from.hexdigest()


def stamp(venv: Path) -> Path:
    return venv / "commonhour.json"


def installed_groups(venv: Path, wanted: str) -> set[str] | None:
    """The dependency groups installed for this digest; None when the environment is none, old or broken."""
    try:
        found = json.loads(stamp(venv).read_text())
    except (OSError, ValueError):
        return None
    usable = found.get("digest") == wanted and os.access(venv / "bin" / "python", os.X_OK)
    return set(found["groups"]) if usable else None


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands started together install once."""
    TOOLS.mkdir(exist_ok=True)
    try:
        lock = (TOOLS / "lock").open("a")
    except PermissionError:
        raise RefusalError(owner_sentence(TOOLS)) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def bring_uv() -> None:
    """uv by pip into .tools: pip's --target needs no virtual environment and touches no system package."""
    if runs([str(UV), "--version"]):
        return
    if not runs([base_python(), "-m", "pip", "--version"]):
        raise RefusalError(
            "pip is missing, and Commonhour installs its packages with it: install it "
            "(Debian, Ubuntu: sudo apt-get install python3-pip) and start again."
        )
    say("Fetching uv, which installs everything else ...")
    shutil.rmtree(UV.parent.parent, ignore_errors=True)
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"]
    options += ["--root-user-action=ignore", "--retries", "2", "--target", str(UV.parent.parent)]
    # A caller's own pip habits (--user, "only in a virtual environment") do not fit --target.
    env = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    run_quietly([base_python(), "-m", "pip", "install", *options, UV_VERSION], env, what="uv")


def make_venv(venv: Path) -> None:
    if runs([str(venv / "bin" / "python"), "-c", "import encodings"]):
        return
    if venv.exists() and venv.stat().st_uid != os.geteuid():
        raise RefusalError(owner_sentence(venv))
    command = [str(UV), "venv", "--quiet", "--clear", "--python", base_python(), str(venv)]
    run_quietly(command, uv_environment(), what="The virtual environment")


def fill_venv(venv: Path, groups: set[str]) -> None:
    say(f"Installing {', '.join(['the runtime', *sorted(groups)])} packages into {venv.name} ...")
    command = [str(UV), "pip", "install", "--quiet", "--python", str(venv / "bin" / "python")]
    command += ["-r", "pyproject.toml", "-c", "requirements.lock", "--require-hashes"]
    for group in sorted(groups):
        command += ["--group", group]
    run_quietly(command, uv_environment(), what="The packages")
    say("Installed the packages.")


def uv_environment() -> dict[str, str]:
    """No Python from elsewhere, the system's certificates, and a cache we may write."""
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_PYTHON": base_python(), "UV_LINK_MODE": "copy"}
    env.update({"UV_SYSTEM_CERTS": "1", "UV_NO_PROGRESS": "1", "UV_NO_CONFIG": "1"})
    env.pop("VIRTUAL_ENV", None)
    if "PIP_INDEX_URL" in env:  # whoever has a mirror for pip has it for uv
        env.setdefault("UV_DEFAULT_INDEX", env["PIP_INDEX_URL"])
    home = Path(env.get("XDG_CACHE_HOME") or Path(env.get("HOME", "/nonexistent")) / ".cache")
    existing = next(part for part in [home, *home.parents] if part.exists())
    if not os.access(existing, os.W_OK):
        env.setdefault("UV_CACHE_DIR", str(TOOLS / "cache"))
    return env


def base_python() -> str:
    """The interpreter itself, also when we were started from a virtual environment."""
    return getattr(sys, "_base_executable", "") or sys.executable


def runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run_quietly(command: list[str], env: dict[str, str], *, what: str) -> None:
    """Run; when it fails, say why in one sentence and show its last lines."""
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode == 0:
        return
    reason = reason_of(done.stdout, what)
    lines = [line[:200] for line in done.stdout.strip().splitlines()]
    raise RefusalError("\n    ".join([reason or f"{what} cannot be installed:", *lines[-3 if reason else -12 :]]))


def reason_of(output: str, what: str) -> str:
    """What an installer's complaint means, and what to do; "" when only its own words can tell."""
    words = output.lower()
    if "no space left" in words or "disk quota" in words:
        return DISK_FULL
    if any(sign in words for sign in NETWORK_SIGNS):
        return (
            f"{what} cannot be downloaded: connect this machine to the network "
            "(behind a proxy set HTTPS_PROXY, with a mirror PIP_INDEX_URL) and start again."
        )
    if "permission denied" in words:
        return f"A folder may not be written: {owner_sentence(ROOT)}"
    if "hash mismatch" in words:
        return "A downloaded package is not the one in requirements.lock: nothing was installed from it."
    if "wheel" in words and "platform" in words:
        return f"{what} do not exist for this system: use Linux (glibc) or macOS."
    return ""


def check_writable(folder: Path) -> None:
    if not os.access(folder, os.W_OK):
        raise RefusalError(owner_sentence(folder))


def owner_sentence(path: Path) -> str:
    try:
        owner = pwd.getpwuid(path.stat().st_uid).pw_name
    except KeyError:
        owner = f"number {path.stat().st_uid}"
    return (
        f"{path} belongs to the user {owner} and you may not write there: start as {owner}, or clone the "
        "repository again as yourself."
    )


if __name__ == "__main__":
    main(sys.argv[1:])
