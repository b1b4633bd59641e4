"""Starts the servers that the application needs, except those that the caller's environment names.

Called by launcher.py.
"""

import os
import sys

from hosting.demo import broker
from hosting.demo.addresses import LOOPBACK, answers_mail, free_port
from hosting.demo.children import Database, Program, Supervisor
from hosting.demo.cluster import Cluster
from hosting.demo.database import DatabaseUrls, LoginPasswords, named_database, prepare_database
from hosting.demo.environment import callers_address
from hosting.demo.progress import say
from hosting.demo.state import ROOT, State

DATABASE_NAME = "commonhour"


def start_database(state: State, supervisor: Supervisor) -> DatabaseUrls:
    """Start or prepare the database; return the addresses of its two logins."""
    address = callers_address("DATABASE_URL")
    if address and (owner := os.environ.get("DATABASE_OWNER_URL")):
        say("Using the database in DATABASE_URL as it is.")
        return DatabaseUrls(owner=owner, web=address)
    if address:
        stored = state.read_json("passwords.json")
        passwords = LoginPasswords(**stored) if stored else LoginPasswords.new()
        # Before the server learns them: a start that breaks off must not lose the passwords of its roles.
        state.write_json("passwords.json", {"owner": passwords.owner, "web": passwords.web})
        name = named_database(address)
        urls = prepare_database(address, name, passwords=passwords)
        say(f"Prepared the database {name} on the server in DATABASE_URL.")
        return urls
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]  # PGOPTIONS, PGSERVICE ... of the caller's shell mean other servers than ours
    new = not state.data_dir.exists()
    cluster = Cluster(
        state.data_dir, state.socket_folder() / "postgres", durable=True, log_file=state.log_file("postgres")
    )
    supervisor.start(Database(cluster=cluster))
    urls = prepare_database(cluster.url(), DATABASE_NAME)
    say("Made and started PostgreSQL." if new else "Started PostgreSQL.")
    return urls


def start_broker(state: State, supervisor: Supervisor) -> dict[str, str]:
    addresses = {
        "CELERY_BROKER_URL": callers_address("CELERY_BROKER_URL"),
        "CACHE_URL": callers_address("CACHE_URL"),
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


def start_mail(state: State, supervisor: Supervisor) -> dict[str, str]:
    """Start the mail server; return its address as EMAIL_URL."""
    if address := callers_address("EMAIL_URL"):
        return {"EMAIL_URL": address}
    port = free_port()
    sink = Program(
        name="mail server",
        argv=[sys.executable, "-m", "hosting.demo.mail_sink", str(port), state.maildir],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)])},
        log_file=state.log_file("mail"),
        is_ready=lambda: answers_mail(port=port),
    )
    supervisor.launch(sink)
    return {"EMAIL_URL": f"smtp://{LOOPBACK}:{port}"}
