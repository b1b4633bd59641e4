"""Starts the demo, from nothing to three banks in a browser, and stops it without leaving a process.

Guarantees: shows its progress, keeps the data, ends every child with this process, restarts a child that
ends by itself. Refuses with one sentence what prevents a start. Called by `run.py demo`.
"""

import errno
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType
from urllib.parse import urlsplit

from hosting.demo import environment, servers
from hosting.demo.addresses import LOOPBACK, answers_page, check_port
from hosting.demo.children import Program, Supervisor, end_leftovers
from hosting.demo.environment import Environment, callers_address
from hosting.demo.errors import DemoError
from hosting.demo.preparedness import code_digest, note_prepared, noted_digest
from hosting.demo.progress import as_table, elapsed_seconds, say, show
from hosting.demo.state import ROOT, State
from hosting.demo.steps import run_step

PYTHON = sys.executable
MANAGE = str(ROOT / "platform" / "manage.py")
BringUp = Callable[[State, Supervisor], None]


class StopRequested(BaseException):
    """Ctrl-C, a closed terminal, or `kill`: no error, so it passes every `except Exception`."""


def run_demo(*, port: int, fresh: bool, sure: bool) -> int:
    """Start everything and watch it until a signal stops it; return the exit code."""

    def bring_up(state: State, supervisor: Supervisor) -> None:
        check_port(port)
        if fresh:
            _start_from_nothing(state, sure=sure)
        _bring_up(state, supervisor, port=port)

    return supervise(State(), port=port, bring_up=bring_up)


def supervise(state: State, *, port: int, bring_up: BringUp) -> int:
    """Claim the folder, end what a killed launcher left, bring up, watch, and stop in reverse order."""
    supervisor = Supervisor(on_change=lambda children: _note(state, port=port, children=children))
    _stop_on_signals()
    try:
        state.claim()
        end_leftovers(state.read_json("running.json").get("children", {}))
        _note(state, port=port)
        bring_up(state, supervisor)
        while True:
            time.sleep(0.3)
            supervisor.watch_once()
    except StopRequested:
        _ignore_signals()
        say("Stopping ...")
        supervisor.stop()
        say(f"Stopped. The data stays in {state.folder}.")
        return 0
    except DemoError as error:
        show(f"\n{error}")
        return 1
    except OSError as error:
        full = error.errno == errno.ENOSPC
        why = "the disk is full: make room" if full else f"{error}: put that right"
        show(f"\nThe demo cannot go on in {state.folder}: {why} and start again.")
        return 1
    finally:
        _ignore_signals()
        supervisor.stop()


def _note(state: State, *, port: int, children: object = None, ready: bool = False) -> None:
    """Record which processes run here, for a second start and for the start after a kill -9."""
    before = state.read_json("running.json")
    own_record = before if before.get("pid") == os.getpid() else {}
    record = {"pid": os.getpid(), "port": port, "ready": ready or own_record.get("ready", False)}
    state.write_json("running.json", {**record, "children": children or own_record.get("children", {})})


def _bring_up(state: State, supervisor: Supervisor, *, port: int) -> None:
    urls = servers.start_database(state, supervisor)
    addresses = {
        "DATABASE_URL": urls.web,
        **servers.start_broker(state, supervisor),
        **servers.start_mail(state, supervisor),
    }
    variables = environment.demo_environment(state, port=port, addresses=addresses)
    owner_variables = environment.owner_environment(variables, owner_url=urls.owner)
    state.write_json("environment.json", {"children": variables, "owner": owner_variables})
    env = environment.with_inherited(variables)
    code, web = code_digest(), _web(state, env, port=port)
    if (prepared := noted_digest(urls.owner)) == code and state.logins_file.exists():
        say("The database is as this code left it.")
        supervisor.launch(web)
    else:
        if not prepared:
            # A new database holds no data that a page could read half migrated, so the web server starts meanwhile.
            supervisor.launch(web)
        _step(state, "prepare_platform", environment.with_inherited(owner_variables), what="the platform's tables")
        if prepared:
            supervisor.launch(web)
        _step(state, "seed_demo", env, what="the three banks")
        note_prepared(urls.owner, code)
    supervisor.wait_ready()
    supervisor.launch(*_worker_and_clock(state, env))
    _note(state, port=port, ready=True)
    show(f"\nCommonhour is ready after {elapsed_seconds():.1f} s.\n")
    show(_welcome(state, port=port))


def _step(state: State, command: str, env: Environment, *, what: str) -> None:
    run_step([PYTHON, MANAGE, command], env=env, what=what, log_file=state.log_file(command))


def web_command(*, port: int) -> list[str]:
    """How the demo starts its web server; the bench measures this very command."""
    options = f"--bind {LOOPBACK}:{port} --worker-class gthread --threads 8 --no-control-socket"
    return [PYTHON, "-m", "gunicorn", "hosting.wsgi", *options.split(), "--graceful-timeout", "5"]


def _web(state: State, env: Environment, *, port: int) -> Program:
    return Program(
        name="web server",
        argv=web_command(port=port),
        env=env,
        log_file=state.log_file("web"),
        is_ready=lambda: all(answers_page(port=port, host=host) for host in _bank_hosts(state)),
        ready_seconds=90,
        ask_every_seconds=0.2,
    )


def _worker_and_clock(state: State, env: Environment) -> list[Program]:
    celery = [PYTHON, "-m", "celery", "--app", "hosting.celery"]
    worker = "worker --pool threads --concurrency 2 --loglevel INFO --without-gossip --without-mingle"
    clock = "beat --loglevel INFO --pidfile= --schedule"
    schedule = state.folder / "clock" / "schedule"
    schedule.parent.mkdir(exist_ok=True)
    return [
        Program(name="worker", argv=[*celery, *worker.split()], env=env, log_file=state.log_file("worker")),
        Program(name="clock", argv=[*celery, *clock.split(), str(schedule)], env=env, log_file=state.log_file("clock")),
    ]


# -- words -----------------------------------------------------------------


def _sign_ins(state: State) -> list[dict[str, str]]:
    """The sign-ins that seeding wrote down, each with where, who, login and password."""
    try:
        rows = json.loads(state.logins_file.read_text())
    except (OSError, ValueError) as error:
        raise DemoError(f"The list of sign-ins {state.logins_file} is missing: {error}") from error
    return [{key: str(value) for key, value in row.items()} for row in rows]


def _bank_hosts(state: State) -> list[str]:
    hosts = {urlsplit(row["where"]).hostname or "" for row in _sign_ins(state)}
    return sorted(host for host in hosts if host.endswith(".localhost"))


def _welcome(state: State, *, port: int) -> str:
    rows = [("Where", "Who", "Sign in with", "Password")]
    rows += [(row["where"], row["who"], row["login"], row["password"]) for row in _sign_ins(state)]
    mail = "" if callers_address("EMAIL_URL") else f"Mail the banks have sent: http://localhost:{port}/demo/mail/\n"
    return f"{as_table(rows)}\n\n{mail}Logs: {state.folder / 'logs'}\nStop with Ctrl-C; the data stays.\n"


def _start_from_nothing(state: State, *, sure: bool) -> None:
    if not sure:
        if not sys.stdin.isatty():
            raise DemoError("--fresh deletes the demo's data: say --yes as well when there is no terminal to ask.")
        answer = input(f"Delete the demo's database, mail and files in {state.folder}? Type yes: ")
        if answer.strip().lower() not in {"y", "yes"}:
            raise DemoError("Nothing was deleted.")
    left = state.delete_all()
    say("Deleted the demo's data." + (f" Left alone: {', '.join(left)}." if left else ""))
    if callers_address("DATABASE_URL"):
        say("The database in DATABASE_URL is left as it is.")


# -- signals ---------------------------------------------------------------


def _stop_on_signals() -> None:
    def request_stop(number: int, frame: FrameType | None) -> None:
        raise StopRequested

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup asks to stay
            signal.signal(number, request_stop)


def _ignore_signals() -> None:
    """While stopping: a second Ctrl-C would leave children behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
