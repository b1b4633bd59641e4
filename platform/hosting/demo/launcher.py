"""The demo, from nothing to three banks in a browser, and back to no process at all.

Guarantees: progress is shown, data survives, every child ends with this process, what ends by itself
is started again. Refuses with one sentence whatever stands in the way. Called by `run.py demo`.
"""

import json
import os
import signal
import sys
import time
from types import FrameType
from urllib.parse import urlsplit

from hosting.demo import broker, environment
from hosting.demo.addresses import LOOPBACK, answers_page, check_port, free_port, greets
from hosting.demo.children import Database, Program, Supervisor, end_leftovers
from hosting.demo.cluster import Cluster
from hosting.demo.database import DatabaseUrls, LoginPasswords, named_database, prepare_database
from hosting.demo.environment import Environment, caller_names
from hosting.demo.errors import DemoError
from hosting.demo.progress import as_table, elapsed_seconds, say, show
from hosting.demo.state import ROOT, State
from hosting.demo.steps import run_step

DATABASE_NAME = "commonhour"
PYTHON = sys.executable
MANAGE = str(ROOT / "platform" / "manage.py")


class ToldToStop(BaseException):
    """Ctrl-C, a closed terminal, or `kill`: no error, so it passes every `except Exception`."""


def run_demo(*, port: int, fresh: bool, sure: bool) -> int:
    """Start everything, watch it until told to stop; the exit code."""
    state = State()
    supervisor = Supervisor(on_change=lambda children: _note(state, port=port, children=children))
    _stop_on_signals()
    try:
        state.claim()
        end_leftovers(state.read_json("running.json").get("children", {}))
        check_port(port)
        if fresh:
            _start_from_nothing(state, sure=sure)
        _note(state, port=port)
        _bring_up(state, supervisor, port=port)
        while True:
            time.sleep(0.3)
            supervisor.watch_once()
    except ToldToStop:
        _ignore_signals()
        say("Stopping ...")
        supervisor.stop()
        say(f"Stopped. The data stays in {state.folder}.")
        return 0
    except DemoError as error:
        _ignore_signals()
        show(f"\n{error}")
        return 1
    finally:
        _ignore_signals()
        supervisor.stop()


def _note(state: State, *, port: int, children: object = None, ready: bool = False) -> None:
    """Who runs here, for a second start and for the start after a kill -9."""
    before = state.read_json("running.json")
    mine = before if before.get("pid") == os.getpid() else {}
    noted = {"pid": os.getpid(), "port": port, "ready": ready or mine.get("ready", False)}
    state.write_json("running.json", {**noted, "children": children or mine.get("children", {})})


def _bring_up(state: State, supervisor: Supervisor, *, port: int) -> None:
    urls = _start_database(state, supervisor)
    addresses = {
        "DATABASE_URL": urls.web,
        **_start_broker(state, supervisor),
        **_start_mail(state, supervisor),
    }
    env = environment.for_children(state, port=port, addresses=addresses)
    owner_env = environment.for_owner(env, owner_url=urls.owner)
    state.write_json("environment.json", {"children": env, "owner": owner_env})
    run_step([PYTHON, MANAGE, "prepare_platform"], env=owner_env, what="the platform's tables")
    run_step([PYTHON, MANAGE, "seed_demo"], env=env, what="the three banks")
    supervisor.adopt(*_application(state, env, port=port))
    _note(state, port=port, ready=True)
    show(f"\nCommonhour is ready after {elapsed_seconds():.1f} s.\n")
    show(_welcome(state, port=port))


# -- servers ---------------------------------------------------------------


def _start_database(state: State, supervisor: Supervisor) -> DatabaseUrls:
    given = caller_names("DATABASE_URL")
    if given and (owner := os.environ.get("DATABASE_OWNER_URL")):
        say("Using the database in DATABASE_URL as it is.")
        return DatabaseUrls(owner=owner, web=given)
    if given:
        kept = state.read_json("passwords.json")
        passwords = LoginPasswords(**kept) if kept else LoginPasswords.new()
        state.write_json("passwords.json", {"owner": passwords.owner, "web": passwords.web})
        name = named_database(given)
        urls = prepare_database(given, name, passwords=passwords)
        say(f"Prepared the database {name} on the server in DATABASE_URL.")
        return urls
    new = not state.data_dir.exists()
    cluster = Cluster(
        state.data_dir, state.socket_folder() / "postgres", durable=True, log_file=state.log_file("postgres")
    )
    supervisor.start(Database(cluster=cluster))
    urls = prepare_database(cluster.url(), DATABASE_NAME)
    say("Made and started PostgreSQL." if new else "Started PostgreSQL.")
    return urls


def _start_broker(state: State, supervisor: Supervisor) -> dict[str, str]:
    addresses = {
        "CELERY_BROKER_URL": caller_names("CELERY_BROKER_URL"),
        "CACHE_URL": caller_names("CACHE_URL"),
    }
    if all(addresses.values()):
        return addresses
    place = state.socket_folder() / "valkey"
    supervisor.start(
        broker.valkey(data_dir=state.folder / "valkey", socket_dir=place, log_file=state.log_file("valkey"))
    )
    say("Started Valkey.")
    ours = {"CELERY_BROKER_URL": broker.broker_url(place), "CACHE_URL": broker.cache_url(place)}
    return {name: addresses[name] or ours[name] for name in ours}


def _start_mail(state: State, supervisor: Supervisor) -> dict[str, str]:
    if given := caller_names("EMAIL_URL"):
        return {"EMAIL_URL": given}
    port = free_port()
    sink = Program(
        name="mail server",
        argv=[PYTHON, "-m", "hosting.demo.mail_sink", str(port), state.maildir],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)])},
        log_file=state.log_file("mail"),
        is_ready=lambda: greets(port=port),
    )
    supervisor.start(sink)
    return {"EMAIL_URL": f"smtp://{LOOPBACK}:{port}"}


def _application(state: State, env: Environment, *, port: int) -> list[Program]:
    """Web, worker and clock."""
    gunicorn = f"--bind {LOOPBACK}:{port} --worker-class gthread --threads 8 --no-control-socket"
    celery = [PYTHON, "-m", "celery", "--app", "hosting.celery"]
    worker = "worker --pool threads --concurrency 2 --loglevel INFO --without-gossip --without-mingle"
    schedule = str(state.folder / "clock-schedule")
    return [
        Program(
            name="web server",
            argv=[PYTHON, "-m", "gunicorn", "hosting.wsgi", *gunicorn.split(), "--graceful-timeout", "5"],
            env=env,
            log_file=state.log_file("web"),
            is_ready=lambda: all(answers_page(port=port, host=host) for host in _bank_hosts(state)),
            ready_seconds=60,
        ),
        Program(name="worker", argv=[*celery, *worker.split()], env=env, log_file=state.log_file("worker")),
        Program(
            name="clock",
            argv=[*celery, "beat", "--loglevel", "INFO", "--pidfile", "", "--schedule", schedule],
            env=env,
            log_file=state.log_file("clock"),
        ),
    ]


# -- words -----------------------------------------------------------------


def _sign_ins(state: State) -> list[dict[str, str]]:
    """What the seeding left: where, who, login, password of each sign-in."""
    try:
        found = json.loads(state.logins_file.read_text())
    except (OSError, ValueError) as error:
        raise DemoError(f"The list of sign-ins {state.logins_file} is missing: {error}") from error
    return [{key: str(value) for key, value in row.items()} for row in found]


def _bank_hosts(state: State) -> list[str]:
    hosts = {urlsplit(row["where"]).hostname or "" for row in _sign_ins(state)}
    return sorted(host for host in hosts if host.endswith(".localhost"))


def _welcome(state: State, *, port: int) -> str:
    rows = [("Where", "Who", "Sign in with", "Password")]
    rows += [(row["where"], row["who"], row["login"], row["password"]) for row in _sign_ins(state)]
    mail = (
        "" if caller_names("EMAIL_URL") else f"Mail the banks have sent: http://localhost:{port}/demo/mail/\n"
    )
    return f"{as_table(rows)}\n\n{mail}Logs: {state.folder / 'logs'}\nStop with Ctrl-C; the data stays.\n"


def _start_from_nothing(state: State, *, sure: bool) -> None:
    if not sure:
        if not sys.stdin.isatty():
            raise DemoError(
                "--fresh deletes the demo's data: say --yes as well when there is no terminal to ask."
            )
        answer = input(f"Delete the demo's database, mail and files in {state.folder}? Type yes: ")
        if answer.strip().lower() not in {"y", "yes"}:
            raise DemoError("Nothing was deleted.")
    left = state.delete_all()
    say("Deleted the demo's data." + (f" Left alone: {', '.join(left)}." if left else ""))
    if caller_names("DATABASE_URL"):
        say("The database in DATABASE_URL is left as it is.")


# -- signals ---------------------------------------------------------------


def _stop_on_signals() -> None:
    def tell(number: int, frame: FrameType | None) -> None:
        raise ToldToStop

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup asks to stay
            signal.signal(number, tell)


def _ignore_signals() -> None:
    """While stopping: a second Ctrl-C would leave children behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
